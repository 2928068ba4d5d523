/**
 * Runs the tests of the named folders (all of them by default) and ends with a line that counts
 * them: `node --import tsx test/run.ts [FOLDER…]`.
 */
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname, join, normalize, relative } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { offerPackage } from './e2e/packaged.ts';

const HERE = dirname(fileURLToPath(import.meta.url));

/** In the order in which failures are cheapest to find. */
const FOLDERS = ['unit', 'protocol', 'toolchain', 'oracle', 'fuzz', 'e2e'];

/**
 * Files that nothing runs beside, before all others. The first ones hold the runtime's collector against a machine that
 * has nothing else to do, and leave that out where it has; the last one builds what the others load.
 */
const ALONE = [
  'toolchain/gogcCost.test.ts',
  'toolchain/measuredScripts.test.ts',
  'oracle/heap/cycles.test.ts',
  'e2e/start.test.ts',
];

/**
 * Files at a time: most of them wait for a process, or use one processor. More of them than this would only take memory,
 * as each has compilers or a browser of its own.
 */
const SIDE_BY_SIDE = Math.min(availableParallelism(), 4);

/** The stage of all others, which needs the package. */
const SHARED = 'side by side';

interface Stage {
  readonly name: string;
  /** Relative to here. */
  readonly files: readonly string[];
  readonly concurrency: number;
}

function testFiles(folder: string): string[] {
  return readdirSync(join(HERE, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .sort()
    .map((name) => join(folder, name));
}

function stagesOf(folders: readonly string[]): Stage[] {
  const all = folders.flatMap(testFiles);
  const alone = ALONE.map(normalize).filter((file) => all.includes(file));
  return [
    { name: 'alone', files: alone, concurrency: 1 },
    // All in one stage: at the end of each some processors have nothing to do.
    {
      name: SHARED,
      files: all.filter((file) => !alone.includes(file)),
      concurrency: SIDE_BY_SIDE,
    },
  ].filter(({ files }) => files.length > 0);
}

/**
 * These go through an editor and a browser of others, and depend on the machine's load: a file that fails is run once
 * more, from the start, and is named at the end even if it passes then.
 */
const THROUGH_AN_EDITOR = /^e2e\b/;

/** Of a failure, at the end of the log. */
const MESSAGE_CHARACTERS = 2000;

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  /** What failed and why, for the end of the log: the reporter says it at the end of a stage. */
  failures: string[];
}

const none = (): Counts => ({ passed: 0, failed: 0, skipped: 0, failures: [] });

function sum(all: Iterable<Counts>): Counts {
  const counts = none();
  for (const { passed, failed, skipped, failures } of all) {
    counts.passed += passed;
    counts.failed += failed;
    counts.skipped += skipped;
    counts.failures.push(...failures);
  }
  return counts;
}

function messageOf({ message, cause }: Error): string {
  const said = cause instanceof Error ? cause.message : message;
  return said.slice(0, MESSAGE_CHARACTERS).trimEnd().replace(/^/gm, '    ');
}

/** Runs the files and returns what each came to. */
async function runFiles(
  files: readonly string[],
  concurrency: number,
): Promise<Map<string, Counts>> {
  const byFile = new Map<string, Counts>();
  const countsOf = (file = ''): Counts => {
    const counts = byFile.get(file) ?? none();
    byFile.set(file, counts);
    return counts;
  };
  const stream = run({ files: files.map((file) => join(HERE, file)), concurrency });
  stream.on('test:pass', ({ file, details, skip }) => {
    const outcome = skip === undefined ? 'passed' : 'skipped';
    countsOf(file)[outcome] += details.type === 'suite' ? 0 : 1;
  });
  stream.on('test:fail', ({ file, name, details }) => {
    // A suite fails when one of its tests does, and is said with that.
    if (details.type !== 'suite') {
      const counts = countsOf(file);
      counts.failed++;
      counts.failures.push(`${basename(file ?? '')}: ${name}\n${messageOf(details.error)}`);
    }
  });
  const reporter = new spec();
  stream.pipe(reporter).pipe(process.stdout, { end: false });
  await finished(reporter);
  return byFile;
}

/** A second attempt for files that failed and may have one. */
async function repeatFailed(byFile: Map<string, Counts>): Promise<void> {
  for (const [path, { failed }] of byFile) {
    const file = relative(HERE, path);
    if (failed > 0 && THROUGH_AN_EDITOR.test(file)) {
      console.log(`\n${basename(file)} once more`);
      const again = sum((await runFiles([file], 1)).values());
      byFile.set(path, again);
      if (again.failed === 0 && again.passed > 0) {
        unsteady.push(basename(file));
      }
    }
  }
}

const wanted = process.argv.slice(2);
const outcomes: Counts[] = [];
const unsteady: string[] = [];
for (const { name, files, concurrency } of stagesOf(wanted.length > 0 ? wanted : FOLDERS)) {
  console.log(`\n${name}`);
  if (name === SHARED && files.some((file) => THROUGH_AN_EDITOR.test(file))) {
    offerPackage();
  }
  const byFile = await runFiles(files, concurrency);
  await repeatFailed(byFile);
  outcomes.push(sum(byFile.values()));
}
const { passed, failed, skipped, failures } = sum(outcomes);
for (const failure of failures) {
  console.log(`\nfailed: ${failure}`);
}
if (unsteady.length > 0) {
  console.log(`\npassed only at the second attempt: ${unsteady.join(', ')}`);
}
console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed > 0 || passed + skipped === 0 ? 1 : 0;
