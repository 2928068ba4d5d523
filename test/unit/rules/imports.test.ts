import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { importChanges } from '../../../server/src/engine/rules/imports.ts';
import { sourceFileOf } from '../../support/checkedGo.ts';

const FILE = `package p

import (
	"fmt"
	"sort"

	"example.com/a"

	"example.com/b"
)
`;

function withoutImports(...remove: readonly string[]): string {
  const changes = importChanges(sourceFileOf('/p/p.go', FILE), { add: [], remove });
  assert.ok(changes);
  return changes.reduceRight(
    (text, change) => text.slice(0, change.start) + change.text + text.slice(change.end),
    FILE,
  );
}

describe('imports of a file', () => {
  it('go with the blank line of their section, if nothing else is in it', () => {
    assert.equal(withoutImports('sort'), FILE.replace('\t"sort"\n', ''));
    assert.equal(withoutImports('fmt', 'sort'), FILE.replace('\t"fmt"\n\t"sort"\n\n', ''));
    assert.equal(withoutImports('example.com/a'), FILE.replace('\t"example.com/a"\n\n', ''));
    assert.equal(withoutImports('example.com/b'), FILE.replace('\n\t"example.com/b"\n', ''));
  });
});
