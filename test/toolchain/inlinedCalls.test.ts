/** The fixtures say how many objects each inlined call makes; the runtime counts them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { allocationsOf } from '../../server/src/engine/alloc/allocations.ts';
import { attachVerdicts } from '../../server/src/engine/compilerlog/attach.ts';
import { withOwnOperands } from '../../server/src/engine/compilerlog/ownOperands.ts';
import { ourVerdicts } from '../oracle/escapes/ours.ts';
import { compileFixture, countObjects, type CompiledFunction } from '../support/countedFixture.ts';
import { ListedProgram } from '../support/listedProgram.ts';
import { wantLines, wantsIn } from '../support/wants.ts';

const FOLDER = join(import.meta.dirname, '../fixtures/inlined');
const FILES = ['calls.go', 'branches.go'];

describe('the objects of inlined calls', () => {
  const functions = new Map<string, Map<string, CompiledFunction>>();

  before(async () => {
    const logs = ourVerdicts(new ListedProgram({ directory: FOLDER, patterns: ['.'] }));
    for (const file of FILES) {
      functions.set(file, withOurs(await compileFixture(FOLDER, file), join(FOLDER, file), logs));
    }
  });

  /** Where something is allocated in a marked line, and how many objects each time. */
  const allocationsIn = (file: string, each: CompiledFunction) => {
    const { source, declaration, verdicts, tree } = each;
    const wants = wantsIn(textOf(file));
    return allocationsOf(verdicts, tree)
      .map(({ offset, countObjects: count }) => ({
        line: source.lines.lineAt(declaration.start + offset) + 1,
        words: String(count),
      }))
      .filter(({ line }) => wants.some((want) => want.line === line));
  };

  for (const file of FILES) {
    it(`are as many as the fixture says: ${file}`, () => {
      const found = [...(functions.get(file)?.values() ?? [])].flatMap((each) =>
        allocationsIn(file, each),
      );
      assert.deepEqual(wantLines(found), wantLines(wantsIn(textOf(file))));
    });
  }

  it('are as many as the runtime counts', () => {
    const claimed = [...functions].flatMap(([file, named]) =>
      [...named].flatMap(([name, each]) =>
        allocationsIn(file, each).map(({ words }): [string, number] => [name, Number(words)]),
      ),
    );
    const counted = [...countObjects(FOLDER)].map(([name, { objects }]) => [name, objects]);
    assert.deepEqual(counted.sort(), claimed.sort());
  });
});

function textOf(file: string): string {
  return readFileSync(join(FOLDER, file), 'utf8');
}

/** What the compiler says, with what our own analysis sees in the code, as it is shown. */
function withOurs(
  compiled: ReadonlyMap<string, CompiledFunction>,
  path: string,
  logs: ReturnType<typeof ourVerdicts>,
): Map<string, CompiledFunction> {
  return new Map(
    [...compiled].map(([name, each]) => {
      const log = {
        rows: logs.flatMap(({ rows }) => rows),
        inlinedCalls: logs.flatMap(({ inlinedCalls }) => inlinedCalls),
        inlineFacts: [],
        captures: [],
        remarks: [],
      };
      const attached = attachVerdicts(log, new Map([[path, each.source]])).get(path);
      const ours = attached?.get(each.declaration.id);
      const verdicts = ours ? withOwnOperands(each.verdicts, ours) : each.verdicts;
      return [name, { ...each, verdicts }];
    }),
  );
}
