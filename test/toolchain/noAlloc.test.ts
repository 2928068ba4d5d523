/**
 * The fixture says which of what the compiler puts on the heap allocates nothing, and why. The
 * runtime counts the objects of each of its functions.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { allocationsOf } from '../../server/src/engine/alloc/allocations.ts';
import { noAllocBecause } from '../../server/src/engine/alloc/noAlloc.ts';
import { compileFixture, countObjects, type CompiledFunction } from '../support/countedFixture.ts';
import { wantLines, wantsIn, type Want } from '../support/wants.ts';

const FOLDER = join(import.meta.dirname, '../fixtures/noalloc');

describe('what takes no memory on the heap', () => {
  let functions: Map<string, CompiledFunction>;

  before(async () => {
    functions = await compileFixture(FOLDER, 'sites.go');
  });

  it('is what the fixture says', () => {
    const text = readFileSync(join(FOLDER, 'sites.go'), 'utf8');
    assert.deepEqual(wantLines([...functions.values()].flatMap(wantOf)), wantLines(wantsIn(text)));
  });

  it('is what the runtime does not count', () => {
    const counted = [...countObjects(FOLDER)].map(([name, { objects }]) => [name, objects > 0]);
    const claimed = [...functions].map(([name, { verdicts, tree }]) => [
      name,
      allocationsOf(verdicts, tree).length > 0,
    ]);
    assert.deepEqual(counted.sort(), claimed.sort());
  });
});

/** What the mark on a function's one heap line has to be. */
function wantOf({ source, declaration, verdicts, tree }: CompiledFunction): Want[] {
  const heap = [
    ...verdicts.sites,
    ...verdicts.calls.flatMap(({ offset, fact }) =>
      fact.copies.map((copy) => ({ offset, fact: copy })),
    ),
  ].filter(({ fact }) => fact.verdict === 'heap');
  const reasons = heap.map(({ offset, fact }) => noAllocBecause(fact, { tree, offset }) ?? 'heap');
  const [first] = heap;
  return first === undefined
    ? []
    : [
        {
          line: source.lines.lineAt(declaration.start + first.offset) + 1,
          words: [...new Set(reasons)].join(' and '),
        },
      ];
}
