import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { english } from '../../../server/src/engine/features/localize.ts';
import { differencesText } from '../../../server/src/engine/features/tierDifferences.ts';

describe('the report of where the tiers differ', () => {
  it('has each declaration, with both verdicts beside the line that they are on', () => {
    const text = differencesText(
      [
        {
          file: '/p/a.go',
          firstLine: 7,
          text: 'func f() *int {\n\tx := 1\n\treturn &x\n}',
          goVersion: 'go1.26.1',
          disagreements: [
            {
              kind: 'heap',
              outcome: 'missing',
              place: { file: '/p/a.go', line: 8, column: 2 },
              rowKind: 'var',
              what: 'x',
              theirs: ['heap'],
              ours: [],
            },
          ],
        },
      ],
      english,
    );
    assert.equal(
      text,
      [
        '# Differences Between Tiers',
        '',
        'Differences: 1. Declarations: 1.',
        '',
        '## /p/a.go:7 (go1.26.1)',
        '',
        '```go',
        'func f() *int {',
        '\tx := 1 // x: compiler heap; static nothing',
        '\treturn &x',
        '}',
        '```',
        '',
      ].join('\n'),
    );
  });

  it('says so where they agree', () => {
    assert.match(differencesText([], english), /agree on what is open/);
  });
});
