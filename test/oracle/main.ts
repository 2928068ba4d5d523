/**
 * Compares with the compiler on everything: `npm run oracle [NAME…]`. Updates the committed figures,
 * and fails if one of them fell.
 */
import { join, resolve } from 'node:path';
import { copyModule, pinnedModules } from '../support/modules.ts';
import { describeAgreement, measureAgreement, relativeTo } from './agreement.ts';
import { AGREEMENT, DENSITY, isLouder, isWorse } from './committed.ts';
import { describeDensity, measureDensity } from './density.ts';
import { checkRandomProfiles } from './profiles.ts';
import {
  checkOffers,
  checkShuffles,
  describeReorderings,
  moduleSubjects,
} from './reorder/subjects.ts';
import { allSubjects } from './subjects.ts';

const MAXIMUM_SHOWN = 20;
const COUNT_PROFILES = 500;
const PROFILE_SEED = 1;
const ROOT = resolve(import.meta.dirname, '../..');

const names = process.argv.slice(2);
const isWanted = (name: string) => names.length === 0 || names.includes(name);
let countWorse = 0;

const agreements = AGREEMENT.read();
for (const subject of allSubjects().filter(({ name }) => isWanted(name))) {
  const { agreement, differences } = await measureAgreement(subject);
  console.log(describeAgreement(subject.name, agreement));
  for (const difference of differences.slice(0, MAXIMUM_SHOWN)) {
    console.log(`  ${relativeTo(subject.directory, difference)}`);
  }
  if (isWorse(agreement, agreements[subject.name])) {
    countWorse++;
  } else {
    agreements[subject.name] = agreement;
  }
}
AGREEMENT.write(agreements);

const densities = DENSITY.read();
const modules = [
  { name: 'samples', directory: join(ROOT, 'samples') },
  ...pinnedModules().map((pin) => ({
    name: pin.module,
    directory: copyModule(pin, join(ROOT, '.cache/modules')),
  })),
];
for (const { name, directory } of modules.filter(({ name }) => isWanted(name))) {
  const density = await measureDensity(directory);
  console.log(describeDensity(name, density));
  if (isLouder(density, densities[name])) {
    countWorse++;
  } else {
    densities[name] = density;
  }
}
DENSITY.write(densities);

const reordered = moduleSubjects('gin', 'cobra', 'client_golang');
for (const subject of reordered.filter(({ name }) => isWanted(name))) {
  try {
    console.log(describeReorderings(`${subject.name}, shuffled`, await checkShuffles(subject)));
    console.log(describeReorderings(`${subject.name}, reordered`, await checkOffers(subject)));
  } catch (error) {
    console.log(`${subject.name}: ${String(error)}`);
    countWorse++;
  }
}

if (isWanted('profiles')) {
  process.env.TZ = 'UTC';
  const { countViews, differences } = await checkRandomProfiles(COUNT_PROFILES, PROFILE_SEED);
  console.log(`profiles: ${countViews} views beside pprof, ${differences.length} differ`);
  for (const difference of differences.slice(0, MAXIMUM_SHOWN)) {
    console.log(difference.join('\n'));
  }
  countWorse += differences.length > 0 ? 1 : 0;
}

if (countWorse > 0) {
  console.log(`${countWorse} figures are worse than those committed, or checks have failed.`);
  process.exitCode = 1;
}
