/**
 * The fixtures say how often each of their lines allocates. The compiler says where the allocations
 * are, and the runtime how many objects they are in the end.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { frequencyAt } from '../../server/src/engine/frequency/frequency.ts';
import { treeOf } from '../../server/src/engine/syntax/declarationTree.ts';
import { sliceFile } from '../../server/src/engine/syntax/slicer.ts';
import { LineIndex } from '../../server/src/engine/text/lines.ts';

const FIXTURES = fileURLToPath(new URL('../fixtures/frequency/', import.meta.url));
const ENVIRONMENT = { ...process.env, GOPROXY: 'off', GOFLAGS: '', GOTOOLCHAIN: 'local' };

function go(args: readonly string[], environment: NodeJS.ProcessEnv = {}): string {
  const { status, stdout, stderr, error } = spawnSync('go', args, {
    cwd: FIXTURES,
    env: { ...ENVIRONMENT, ...environment },
    encoding: 'utf8',
  });
  assert.equal(status, 0, `go ${args.join(' ')}\n${stdout}${stderr}${error?.message ?? ''}`);
  return stdout + stderr;
}

/** Places of what the compiler puts on the heap: `line:column`. */
function heapPlaces(file: string): Set<string> {
  const text = go(['build', '-gcflags=-m=1', '-o', '/dev/null', `./${file.split('/')[0] ?? ''}`]);
  const rows = text.matchAll(/^(\S+?):(\d+:\d+): (?:.* escapes to heap|moved to heap: .*)$/gm);
  return new Set(
    [...rows].flatMap(([, path, place]) => (path === file && place !== undefined ? [place] : [])),
  );
}

describe('frequency of what the compiler reports', () => {
  for (const file of ['regions/regions.go', 'program/main.go']) {
    it(`is that which ${file} says`, () => {
      const text = readFileSync(join(FIXTURES, file), 'utf8');
      const lines = new LineIndex(text);
      const slices = sliceFile(text);
      const found = new Map<number, Set<string>>();
      for (const place of heapPlaces(file)) {
        const [line = 0, column = 0] = place.split(':').map(Number);
        const offset = lines.offsetOfByteColumn(line, column);
        const declaration = offset === undefined ? undefined : slices.declarationAt(offset);
        assert.ok(offset !== undefined && declaration, `${file}:${place}`);
        const tree = treeOf(slices.textOf(declaration));
        const frequency = frequencyAt(tree, offset - declaration.start);
        found.set(line, (found.get(line) ?? new Set()).add(frequency));
      }
      const said = [...found].map(([line, frequencies]) => `${line}: ${[...frequencies].join()}`);
      const wanted = text
        .split('\n')
        .flatMap((line, index) =>
          Array.from(
            line.matchAll(/\/\/ want (\w+)/g),
            ([, want]) => `${index + 1}: ${want ?? ''}`,
          ),
        );
      assert.deepEqual(
        {
          unexpected: said.filter((each) => !wanted.includes(each)),
          missing: wanted.filter((each) => !said.includes(each)),
        },
        { unexpected: [], missing: [] },
      );
    });
  }

  it('is that which the runtime counts', () => {
    const everything = { GODEBUG: 'memprofilerate=1' };
    go(['test', '-count=1', './regions'], everything);
    assert.equal(go(['run', './program', 'program'], everything), '');
  });
});
