/**
 * The fixture says what the runtime allocates in which of its lines. The runtime itself counts the
 * objects of each of its functions, for few and for many rounds; the compiler reports none of them.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runtimeSitesOf, type RuntimeSite } from '../../server/src/engine/alloc/runtimeSites.ts';
import { treeOf } from '../../server/src/engine/syntax/declarationTree.ts';
import { sliceFile } from '../../server/src/engine/syntax/slicer.ts';
import { LineIndex } from '../../server/src/engine/text/lines.ts';
import { wantLines, wantsIn } from '../support/wants.ts';

const FIXTURE = fileURLToPath(new URL('../fixtures/runtime/', import.meta.url));

/** Objects that a function allocates. */
interface Counts {
  readonly few: { readonly rounds: number; readonly objects: number };
  readonly many: { readonly rounds: number; readonly objects: number };
}

describe('runtime sites', () => {
  const text = readFileSync(join(FIXTURE, 'sites.go'), 'utf8');
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'runtime-sites-'));
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function go(args: readonly string[], environment: NodeJS.ProcessEnv = {}): string {
    const { status, stdout, stderr, error } = spawnSync('go', args, {
      cwd: FIXTURE,
      env: {
        ...process.env,
        GOPROXY: 'off',
        GOFLAGS: '',
        GOTOOLCHAIN: 'local',
        ...environment,
      },
      encoding: 'utf8',
    });
    assert.equal(status, 0, `go ${args.join(' ')}\n${stdout}${stderr}${error?.message ?? ''}`);
    return stdout + stderr;
  }

  /** The sites of each function, by its name, and where they are. */
  function sitesByFunction(): Map<string, (RuntimeSite & { readonly line: number })[]> {
    const slices = sliceFile(text);
    const lines = new LineIndex(text);
    return new Map(
      slices.declarations
        .filter(({ keyword }) => keyword === 'func')
        .map((declaration) => [
          declaration.name ?? '',
          runtimeSitesOf(treeOf(slices.textOf(declaration))).map((site) => ({
            ...site,
            line: lines.lineAt(declaration.start + site.offset) + 1,
          })),
        ]),
    );
  }

  it('are those that the fixture says', () => {
    const found = [...sitesByFunction().values()].flat().map(({ line, operation, frequency }) => ({
      line,
      words: frequency === 'call' ? operation : `${operation} ${frequency}`,
    }));
    assert.deepEqual(wantLines(found), wantLines(wantsIn(text)));
  });

  it('are nothing that the compiler reports on the heap', () => {
    const output = go(['build', '-gcflags=-m=1', '.']);
    assert.match(output, /sites\.go:\d+:\d+: map\[int\]int{} does not escape/);
    assert.deepEqual(output.match(/.*(?:escapes to heap|moved to heap).*/g), null);
  });

  it('are what the runtime counts', () => {
    const file = join(folder, 'counts');
    go(['test', '-count=1', '.'], { COUNTS: file });
    const counts = readCounts(readFileSync(file, 'utf8'));
    const sites = sitesByFunction();
    assert.ok(counts.size > 30);
    for (const [name, each] of sites) {
      assert.ok(each.length <= 1, `${name} has one site at most, so that its objects are of that`);
      assert.ok(each.length === 0 || counts.has(name), `${name} is not measured`);
    }
    const wrong = [...counts].flatMap(([name, each]) => {
      const [site] = sites.get(name) ?? [];
      return isAsClaimed(site, each) ? [] : [{ name, frequency: site?.frequency, ...each }];
    });
    assert.deepEqual(wrong, []);
  });
});

/** The lines `name rounds objects rounds objects` that the fixture's test writes. */
function readCounts(text: string): Map<string, Counts> {
  return new Map(
    text
      .trim()
      .split('\n')
      .map((line) => {
        const [name = '', ...numbers] = line.split(' ');
        const [fewRounds = 0, few = 0, manyRounds = 0, many = 0] = numbers.map(Number);
        return [
          name,
          {
            few: { rounds: fewRounds, objects: few },
            many: { rounds: manyRounds, objects: many },
          },
        ];
      }),
  );
}

function isAsClaimed(site: RuntimeSite | undefined, { few, many }: Counts): boolean {
  switch (site?.frequency) {
    case undefined:
      return few.objects === 0 && many.objects === 0;
    case 'call':
      // Of a channel it is known how many.
      return few.objects > 0 && few.objects === many.objects && isOneChannel(site, few.objects);
    case 'iteration':
      return few.objects >= few.rounds && many.objects >= many.rounds;
    case 'growth':
      return few.objects === 0 && many.objects > 0;
    case 'miss':
    case 'error':
    case 'panic':
    case 'once':
      return false;
  }
}

function isOneChannel({ operation }: RuntimeSite, countObjects: number): boolean {
  return operation !== 'chan' || countObjects === 1;
}
