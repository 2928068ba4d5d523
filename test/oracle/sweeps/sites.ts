/**
 * Whether the lines that hold nine tenths of what a module's own code allocates in its benchmarks are sites
 * of ours, with the bytes that `go tool pprof` says and with a cause. Updates the committed figures, and
 * fails where a line has no cause that had one, or bytes are others.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { copyModule, pinnedModules } from '../../support/modules.ts';
import { linesByPprof } from '../../support/pprofLines.ts';
import { go } from '../../support/ruleFixtures.ts';
import { sitesIn, type SiteRow } from '../../support/siteRows.ts';
import { Committed } from '../committed.ts';

/** Modules whose root package, or the one that is named, has benchmarks of its own. */
const PACKAGES: Readonly<Record<string, string>> = {
  'github.com/gin-gonic/gin': '.',
  'github.com/prometheus/client_golang': './prometheus',
};
const SHARE = 0.9;
const TINY_BLOCK_BYTES = 16;
const ROOT = resolve(import.meta.dirname, '../../..');

interface SiteFigures {
  /** Lines that hold the share. */
  readonly lines: number;
  /** Of these, those whose bytes are pprof's. */
  readonly equalBytes: number;
  readonly withCause: number;
  /** Those whose only cause has a size that is known, and those whose objects have that size on average. */
  readonly sized: number;
  readonly equalSize: number;
}

const SITES = new Committed<SiteFigures>('sites.json');

async function measure(module: string, directory: string): Promise<SiteFigures> {
  const path = PACKAGES[module] ?? '.';
  const flags = ['-run=^$', '-bench=.', '-benchtime=20ms', '-memprofilerate=1'];
  const folder = mkdtempSync(join(tmpdir(), 'gomem-sites-'));
  const profile = join(folder, 'mem.prof');
  const outputs = [`-memprofile=${profile}`, `-o=${join(folder, 'sites.test')}`];
  go(directory, 'go', ['test', ...flags, ...outputs, path]);
  const truth = [...linesByPprof(directory, profile)]
    .filter(([place]) => !place.includes('_test.go:'))
    .sort(([, a], [, b]) => b - a);
  const total = truth.reduce((sum, [, bytes]) => sum + bytes, 0);
  const rows = await sitesIn(directory, ['--profile', profile, '--count', '100000', path]);
  rmSync(folder, { recursive: true });
  const sites = new Map(rows.map((row) => [`${row.file}:${row.line}`, row]));
  const figures = { lines: 0, equalBytes: 0, withCause: 0, sized: 0, equalSize: 0 };
  let held = 0;
  for (const [place, bytes] of truth) {
    if (held >= total * SHARE) {
      break;
    }
    held += bytes;
    const site = sites.get(place);
    const size = site && knownSize(site);
    figures.lines++;
    figures.equalBytes += site && isOf(site, bytes) ? 1 : 0;
    figures.withCause += site && site.causes.length > 0 ? 1 : 0;
    figures.sized += size === undefined ? 0 : 1;
    figures.equalSize += size !== undefined && size === averageOf(site) ? 1 : 0;
    console.log(`  ${place} ${bytes} B: ${site?.causes.join('; ') ?? 'no site'}`);
  }
  return figures;
}

/** A line that calls others' code has their bytes as well. */
function isOf({ measured, callee }: SiteRow, bytes: number): boolean {
  const own = measured?.bytes ?? 0;
  return callee === null ? own === bytes : own > bytes;
}

function knownSize({ causes, allocations }: SiteRow): number | undefined {
  const [only] = allocations;
  if (!only?.bytes || only.objects === 0 || causes.length > 1) {
    return undefined;
  }
  // Of tiny objects profiles count the blocks (mallocgcTiny in runtime/malloc.go, Go 1.26).
  return Math.max(TINY_BLOCK_BYTES, only.bytes / only.objects);
}

function averageOf(site: SiteRow | undefined): number {
  return (site?.measured?.bytes ?? NaN) / (site?.measured?.objects ?? NaN);
}

const names = process.argv.slice(2);
const committed = SITES.read();
for (const pin of pinnedModules().filter(({ module }) => module in PACKAGES)) {
  if (names.length > 0 && !names.includes(pin.module)) {
    continue;
  }
  console.log(pin.module);
  const figures = await measure(pin.module, copyModule(pin, join(ROOT, '.cache/modules')));
  console.log(JSON.stringify(figures));
  const known = committed[pin.module];
  const missing = figures.lines - figures.withCause;
  const allowed = known ? known.lines - known.withCause : 0;
  if (
    missing > allowed ||
    figures.equalBytes < figures.lines ||
    figures.equalSize < figures.sized
  ) {
    console.log('  worse than committed');
    process.exitCode = 1;
  } else {
    committed[pin.module] = figures;
  }
}
SITES.write(committed);
