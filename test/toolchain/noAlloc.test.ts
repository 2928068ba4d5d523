/**
 * The fixture says which of what the compiler puts on the heap allocates nothing, and why. The
 * runtime counts the objects of each of its functions.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { allocationsOf } from '../../server/src/engine/alloc/allocations.ts';
import { noAllocBecause } from '../../server/src/engine/alloc/noAlloc.ts';
import { DEFAULT_BUILD_FLAGS } from '../../server/src/engine/build/flags.ts';
import { attachVerdicts } from '../../server/src/engine/compilerlog/attach.ts';
import { sliceFile } from '../../server/src/engine/syntax/slicer.ts';
import { LineIndex } from '../../server/src/engine/text/lines.ts';
import { GoToolchain } from '../../server/src/toolchain/goToolchain.ts';
import { loadGoParser } from '../support/goParser.ts';
import { wantLines, wantsIn, type Want } from '../support/wants.ts';

const FIXTURE = fileURLToPath(new URL('../fixtures/noalloc/', import.meta.url));
const FILE = join(FIXTURE, 'sites.go');

/** A function of the fixture: its marked line, and whether we say that it allocates. */
interface Judged {
  readonly want: Want;
  readonly allocates: boolean;
}

describe('what takes no memory on the heap', () => {
  let folder: string;
  let judged: Map<string, Judged>;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'no-alloc-'));
    judged = await judge();
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('is what the fixture says', () => {
    const found = [...judged.values()].map(({ want }) => want);
    assert.deepEqual(wantLines(found), wantLines(wantsIn(readFileSync(FILE, 'utf8'))));
  });

  it('is what the runtime does not count', () => {
    const file = join(folder, 'counts');
    const { status, stdout, stderr } = spawnSync('go', ['test', '-count=1', '.'], {
      cwd: FIXTURE,
      env: { ...process.env, GOPROXY: 'off', GOFLAGS: '', GOTOOLCHAIN: 'local', COUNTS: file },
      encoding: 'utf8',
    });
    assert.equal(status, 0, stdout + stderr);
    const counted = new Map(
      readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map((line) => {
          const [name = '', count] = line.split(' ');
          return [name, Number(count) > 0];
        }),
    );
    const claimed = new Map([...judged].map(([name, { allocates }]) => [name, allocates]));
    assert.deepEqual([...counted].sort(), [...claimed].sort());
  });
});

async function judge(): Promise<Map<string, Judged>> {
  const parser = await loadGoParser();
  const toolchain = new GoToolchain('go', process.env);
  try {
    const text = readFileSync(FILE, 'utf8');
    const source = { slices: sliceFile(text), lines: new LineIndex(text) };
    const outcome = await toolchain.compile({
      directory: FIXTURE.replace(/[/\\]$/, ''),
      variant: 'build',
      flags: DEFAULT_BUILD_FLAGS,
      buffers: new Map(),
      outsideGeneration: 0,
    });
    assert.ok(outcome.type === 'verdicts', JSON.stringify(outcome));
    const verdictsOf = attachVerdicts(outcome.log, new Map([[FILE, source]])).get(FILE);
    return new Map(
      source.slices.declarations.flatMap((declaration): [string, Judged][] => {
        const verdicts = verdictsOf?.get(declaration.id);
        const tree = parser.parseDeclaration(source.slices.textOf(declaration));
        const heap = [
          ...(verdicts?.sites ?? []),
          ...(verdicts?.calls ?? []).flatMap(({ offset, fact }) =>
            fact.copies.map((copy) => ({ offset, fact: copy })),
          ),
        ].filter(({ fact }) => fact.verdict === 'heap');
        const words = new Set(
          heap.map(({ offset, fact }) => noAllocBecause(fact, { tree, offset }) ?? 'heap'),
        );
        const [first] = heap;
        return first === undefined
          ? []
          : [
              [
                declaration.name ?? '',
                {
                  want: {
                    line: source.lines.lineAt(declaration.start + first.offset) + 1,
                    words: [...words].join(' and '),
                  },
                  allocates: allocationsOf(verdicts, tree).length > 0,
                },
              ],
            ];
      }),
    );
  } finally {
    await toolchain.dispose();
  }
}
