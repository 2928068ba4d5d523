/** The fixture says how many objects each inlined call makes; the runtime counts them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { allocationsOf } from '../../server/src/engine/alloc/allocations.ts';
import { compileFixture, countObjects, type CompiledFunction } from '../support/countedFixture.ts';
import { wantLines, wantsIn } from '../support/wants.ts';

const FOLDER = join(import.meta.dirname, '../fixtures/inlined');

describe('the objects of inlined calls', () => {
  const text = readFileSync(join(FOLDER, 'calls.go'), 'utf8');
  let functions: Map<string, CompiledFunction>;

  before(async () => {
    functions = await compileFixture(FOLDER, 'calls.go');
  });

  /** Where something is allocated in a marked line, and how many objects each time. */
  const allocationsIn = ({ source, declaration, verdicts, tree }: CompiledFunction) =>
    allocationsOf(verdicts, tree)
      .map(({ offset, countObjects: count }) => ({
        line: source.lines.lineAt(declaration.start + offset) + 1,
        words: String(count),
      }))
      .filter(({ line }) => wantsIn(text).some((want) => want.line === line));

  it('are as many as the fixture says', () => {
    const found = [...functions.values()].flatMap(allocationsIn);
    assert.deepEqual(wantLines(found), wantLines(wantsIn(text)));
  });

  it('are as many as the runtime counts', () => {
    const claimed = [...functions].flatMap(([name, each]) =>
      allocationsIn(each).map(({ words }): [string, number] => [name, Number(words)]),
    );
    const counted = [...countObjects(FOLDER)].map(([name, { objects }]) => [name, objects]);
    assert.deepEqual(counted.sort(), claimed.sort());
  });
});
