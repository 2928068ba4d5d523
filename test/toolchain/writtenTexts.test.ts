/** What allocations are called: as the user wrote it, where the compiler has names of its own. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { allocationsOf } from '../../server/src/engine/alloc/allocations.ts';
import { compileFixture, type CompiledFunction } from '../support/countedFixture.ts';
import { wantLines, wantsIn } from '../support/wants.ts';

const FOLDER = join(import.meta.dirname, '../fixtures/written');

describe('the texts of allocations', () => {
  const text = readFileSync(join(FOLDER, 'texts.go'), 'utf8');
  let functions: Map<string, CompiledFunction>;

  before(async () => {
    functions = await compileFixture(FOLDER, 'texts.go');
  });

  it('are what is written', () => {
    const found = [...functions.values()].flatMap(({ source, declaration, verdicts, tree }) =>
      allocationsOf(verdicts, tree)
        .filter(({ kind, what }) => kind === 'expression' && what !== '... argument')
        .map(({ offset, what }) => ({
          line: source.lines.lineAt(declaration.start + offset) + 1,
          words: what,
        }))
        .filter(({ line }) => wantsIn(text).some((want) => want.line === line)),
    );
    assert.deepEqual(wantLines(found), wantLines(wantsIn(text)));
  });

  it('would be others in the words of the compiler', () => {
    const own = [...functions.values()].flatMap(({ verdicts }) =>
      verdicts.sites.filter(({ fact: { what } }) => what.includes('~r')),
    );
    assert.ok(own.length > 3, 'nothing in the fixture has a name of the compiler');
  });
});
