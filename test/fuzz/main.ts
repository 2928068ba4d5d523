/**
 * The long runs: `npm run fuzz [SEED [PART…]]`. Fails if anything is found. Each part is a process of its own: what
 * one keeps in memory would be collected, and so timed, with what another one does.
 */
import { spawnSync } from 'node:child_process';
import { fuzzEdits } from './edits.ts';
import { damagedProfiles } from './profiles.ts';
import { gcLogDamage } from './gcLogDamage.ts';
import { goFilesOf, slicerDamage } from './slicerDamage.ts';
import { slicerEdits } from './slicerEdits.ts';
import { traceDamage } from './traceDamage.ts';
import { typesDamage } from './typesDamage.ts';

/** Of each kind of file: what was damaged this often and did no harm may be opened by anybody. */
const COUNT_DAMAGED = 1_000_000;

/** What a part prints, and what is wrong, a line each. */
interface Outcome {
  readonly summary: string;
  readonly failures: readonly string[];
}

type Part = (seed: number) => Outcome | Promise<Outcome>;

/** By their names, in the order in which they run. */
const PARTS: ReadonlyMap<string, Part> = new Map<string, Part>([
  ['delete', (seed) => damagedSlices(seed, 'delete')],
  ['insert', (seed) => damagedSlices(seed, 'insert')],
  ['slices', editedSlices],
  ['types', damagedTypes],
  ['logs', damagedLogs],
  ['traces', damagedTraces],
  ['profiles', profilesDamaged],
  ['edits', editsOverProtocol],
]);

function damagedSlices(seed: number, damage: 'delete' | 'insert'): Outcome {
  const files = goFilesOf('net/http');
  const { places, localPlaces, failures } = slicerDamage({
    seed,
    placesPerFile: 50,
    damage,
    files,
  });
  return {
    summary: `${damage}: ${localPlaces} of ${places} places cost one declaration`,
    failures: failures.map(({ file, line, lost }) => `${file}:${line}: ${lost.length} lost`),
  };
}

function editedSlices(seed: number): Outcome {
  const countEdits = slicerEdits({ seed, texts: 20_000, editsPerText: 12 });
  return { summary: `slices after ${countEdits} edits are equal`, failures: [] };
}

function damagedTypes(seed: number): Outcome {
  const { texts, expressions, failures } = typesDamage({
    seed,
    packages: ['sort', 'strings', 'go/ast', 'encoding/json', 'net/http'],
    damagesPerFile: 5,
  });
  const summary = `types of ${texts} damaged texts: ${expressions} expressions are compared`;
  return { summary, failures };
}

function damagedLogs(seed: number): Outcome {
  const { countTexts, countCycles, countRejects, failures } = gcLogDamage({
    seed,
    countTexts: COUNT_DAMAGED,
  });
  const summary = `${countTexts} damaged logs: ${countCycles} cycles are read, ${countRejects} lines are rejected`;
  return { summary, failures };
}

function damagedTraces(seed: number): Outcome {
  const { countTraces, countRefused, failures } = traceDamage({ seed, countTraces: COUNT_DAMAGED });
  return { summary: `${countTraces} damaged traces: ${countRefused} are refused`, failures };
}

async function profilesDamaged(seed: number): Promise<Outcome> {
  const { countRead, countRefused, peakMegabytes, failures } = await damagedProfiles({
    seed,
    count: COUNT_DAMAGED,
  });
  const summary = `damaged profiles: ${countRead} are read, ${countRefused} refused; ${peakMegabytes} MB at most`;
  return { summary, failures };
}

async function editsOverProtocol(seed: number): Promise<Outcome> {
  const { violations, ...figures } = await fuzzEdits({ seed, edits: 1_000, checkEvery: 25 });
  return { summary: `edits over the protocol: ${JSON.stringify(figures)}`, failures: violations };
}

const [seed = '1', ...names] = process.argv.slice(2);
const unknown = names.filter((name) => !PARTS.has(name));
if (unknown.length > 0) {
  console.error(`there is no ${unknown.join(', ')}; there are ${[...PARTS.keys()].join(', ')}`);
  process.exit(2);
}
const [only, ...more] = names;
const part = more.length === 0 && only !== undefined ? PARTS.get(only) : undefined;
if (part) {
  const { summary, failures } = await part(Number(seed));
  console.log([summary, ...failures.map((failure) => `  ${failure}`)].join('\n'));
  process.exitCode = failures.length > 0 ? 1 : 0;
} else {
  for (const name of names.length > 0 ? names : PARTS.keys()) {
    const args = ['--import', 'tsx', import.meta.filename, seed, name];
    const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
    if (status !== 0) {
      process.exitCode = 1;
    }
  }
}
