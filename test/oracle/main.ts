/**
 * The long comparisons with Go's own tools: `npm run oracle [SWEEP [SUBJECT…]]`. Each is a process of
 * its own, which prints its figures, updates those that are committed, and fails if one got worse.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Arguments of Node by the sweep's name, in the order in which they run. */
const SWEEPS: ReadonlyMap<string, readonly string[]> = new Map([
  ['agreement', [script('agreement')]],
  ['density', [script('density')]],
  ['types', [script('types')]],
  ['layouts', ['--test', join(import.meta.dirname, 'types/layouts.test.ts')]],
  // Packages as large as runtime, and several of the compiler, take more memory than Node gives by default.
  ['inline', ['--max-old-space-size=8000', script('inline')]],
  ['escapes', ['--max-old-space-size=8000', script('escapes')]],
  ['chains', ['--max-old-space-size=8000', script('chains')]],
  ['gotests', [script('gotests')]],
  ['reorder', [script('reorder')]],
  ['profiles', [script('profiles')]],
  ['heap', [script('heap')]],
  ['sites', [script('sites')]],
  ['fixes', [script('fixes')]],
  ['proofs', [script('proofs')]],
  ['audit', [script('audit')]],
]);

function script(name: string): string {
  return join(import.meta.dirname, 'sweeps', `${name}.ts`);
}

const [wanted, ...subjects] = process.argv.slice(2);
if (wanted !== undefined && !SWEEPS.has(wanted)) {
  console.error(`there is no sweep ${wanted}; there are ${[...SWEEPS.keys()].join(', ')}`);
  process.exit(2);
}
const failed: string[] = [];
for (const [name, args] of SWEEPS) {
  if (wanted !== undefined && wanted !== name) {
    continue;
  }
  console.log(`\n${name}`);
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', ...args, ...subjects], {
    stdio: 'inherit',
    env: { ...process.env, LONG: '1' },
  });
  if (status !== 0) {
    failed.push(name);
  }
}
if (failed.length > 0) {
  console.log(`\nworse than committed, below a bar or failed: ${failed.join(', ')}`);
  process.exitCode = 1;
}
