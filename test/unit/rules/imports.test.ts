import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withChanges } from '../../../server/src/engine/rules/fileChanges.ts';
import { type ImportEdit, importChanges } from '../../../server/src/engine/rules/imports.ts';
import { sourceFileOf } from '../../support/checkedGo.ts';

const FILE = `package p

import (
	"fmt"
	"sort"

	"example.com/a"

	"example.com/b"
)
`;

function changed(text: string, edit: ImportEdit): string {
  const changes = importChanges(sourceFileOf('/p/p.go', text), edit);
  assert.ok(changes);
  return withChanges(text, changes);
}

function withoutImports(...remove: readonly string[]): string {
  return changed(FILE, { add: [], remove });
}

describe('imports of a file', () => {
  it('go with the blank line of their section, if nothing else is in it', () => {
    assert.equal(withoutImports('sort'), FILE.replace('\t"sort"\n', ''));
    assert.equal(withoutImports('fmt', 'sort'), FILE.replace('\t"fmt"\n\t"sort"\n\n', ''));
    assert.equal(withoutImports('example.com/a'), FILE.replace('\t"example.com/a"\n\n', ''));
    assert.equal(withoutImports('example.com/b'), FILE.replace('\n\t"example.com/b"\n', ''));
  });

  it('have the line breaks of their file', () => {
    const edits: readonly ImportEdit[] = [
      { add: ['slices'], remove: [] },
      { add: ['io', 'strings'], remove: ['fmt', 'sort'] },
      { add: [], remove: ['sort', 'fmt'] },
      { add: [], remove: ['example.com/a'] },
      { add: [], remove: ['example.com/b'] },
    ];
    for (const text of [FILE, 'package p\n', 'package p\n\nimport "fmt"\n']) {
      for (const edit of edits) {
        const withReturns = changed(text.replaceAll('\n', '\r\n'), edit);
        assert.equal(withReturns, changed(text, edit).replaceAll('\n', '\r\n'));
      }
    }
  });
});
