/** The long runs: `npm run fuzz [SEED]`. Fails if anything is found. */
import { fuzzEdits } from './edits.ts';
import { damagedProfiles } from './profiles.ts';
import { gcLogDamage } from './gcLogDamage.ts';
import { goFilesOf, slicerDamage } from './slicerDamage.ts';
import { slicerEdits } from './slicerEdits.ts';
import { traceDamage } from './traceDamage.ts';
import { typesDamage } from './typesDamage.ts';

const seed = Number(process.argv[2] ?? 1);
let countFound = 0;

/** Of each kind of file: what was damaged this often and did no harm may be opened by anybody. */
const COUNT_DAMAGED = 1_000_000;

for (const damage of ['delete', 'insert'] as const) {
  const files = goFilesOf('net/http');
  const { places, localPlaces, failures } = slicerDamage({
    seed,
    placesPerFile: 50,
    damage,
    files,
  });
  console.log(`${damage}: ${localPlaces} of ${places} places cost one declaration`);
  for (const { file, line, lost } of failures) {
    console.log(`  ${file}:${line}: ${lost.length} lost`);
  }
  countFound += failures.length;
}

console.log(
  `slices after ${slicerEdits({ seed, texts: 20_000, editsPerText: 12 })} edits are equal`,
);

const types = typesDamage({
  seed,
  packages: ['sort', 'strings', 'go/ast', 'encoding/json', 'net/http'],
  damagesPerFile: 5,
});
console.log(`types of ${types.texts} damaged texts: ${types.expressions} expressions are compared`);
for (const failure of types.failures) {
  console.log(`  ${failure}`);
}
countFound += types.failures.length;

const logs = gcLogDamage({ seed, countTexts: COUNT_DAMAGED });
console.log(
  `${logs.countTexts} damaged logs: ${logs.countCycles} cycles are read, ${logs.countRejects} lines are rejected`,
);
for (const failure of logs.failures) {
  console.log(`  ${failure}`);
}
countFound += logs.failures.length;

const traces = traceDamage({ seed, countTraces: COUNT_DAMAGED });
console.log(`${traces.countTraces} damaged traces: ${traces.countRefused} are refused`);
for (const failure of traces.failures) {
  console.log(`  ${failure}`);
}
countFound += traces.failures.length;

const profiles = await damagedProfiles({ seed, count: COUNT_DAMAGED });
console.log(
  `damaged profiles: ${profiles.countRead} are read, ${profiles.countRefused} refused; ${profiles.peakMegabytes} MB at most`,
);
for (const failure of profiles.failures) {
  console.log(`  ${failure}`);
}
countFound += profiles.failures.length;

const { violations, ...figures } = await fuzzEdits({ seed, edits: 1_000, checkEvery: 25 });
console.log('edits over the protocol:', figures);
for (const violation of violations) {
  console.log(`  ${violation}`);
}
countFound += violations.length;

process.exitCode = countFound > 0 ? 1 : 0;
