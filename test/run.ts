/**
 * Runs the tests of the named folders (all of them by default) and ends with a line that counts
 * them: `node --import tsx test/run.ts [FOLDER…]`.
 */
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';

const HERE = dirname(fileURLToPath(import.meta.url));

/** In the order in which failures are cheapest to find. */
const FOLDERS = ['unit', 'protocol', 'toolchain', 'oracle', 'fuzz', 'e2e'];

/** These drive processes and watch what is left of them: one file at a time. */
const ALONE = new Set(['toolchain', 'oracle', 'fuzz', 'e2e']);

function testFiles(folder: string): string[] {
  return readdirSync(join(HERE, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .sort()
    .map((name) => join(HERE, folder, name));
}

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

async function runFolder(folder: string): Promise<Counts> {
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  const stream = run({ files: testFiles(folder), concurrency: !ALONE.has(folder) });
  const isTest = (data: { readonly details: { readonly type?: string } }) =>
    data.details.type !== 'suite';
  stream.on('test:pass', (data) => {
    const count = data.skip === undefined ? 'passed' : 'skipped';
    counts[count] += isTest(data) ? 1 : 0;
  });
  stream.on('test:fail', (data) => {
    counts.failed += isTest(data) ? 1 : 0;
  });
  const reporter = new spec();
  stream.pipe(reporter).pipe(process.stdout, { end: false });
  await finished(reporter);
  return counts;
}

const wanted = process.argv.slice(2);
let passed = 0;
let failed = 0;
let skipped = 0;
for (const folder of wanted.length > 0 ? wanted : FOLDERS) {
  console.log(`\n${folder}`);
  const counts = await runFolder(folder);
  passed += counts.passed;
  failed += counts.failed;
  skipped += counts.skipped;
}
console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed > 0 || passed + skipped === 0 ? 1 : 0;
