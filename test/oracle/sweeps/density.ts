/**
 * How many lines of modules carry a hint. Updates the committed figures of the modules that are as
 * quiet as they were, and fails if one is louder.
 */
import { join, resolve } from 'node:path';
import { copyModule, pinnedModules } from '../../support/modules.ts';
import { DENSITY, isLouder } from '../committed.ts';
import { describeDensity, measureDensity } from '../density.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

const names = process.argv.slice(2);
const committed = DENSITY.read();
const modules = [
  { name: 'samples', directory: join(ROOT, 'samples') },
  ...pinnedModules().map((pin) => ({
    name: pin.module,
    directory: copyModule(pin, join(ROOT, '.cache/modules')),
  })),
];
for (const { name, directory } of modules) {
  if (names.length > 0 && !names.includes(name)) {
    continue;
  }
  const density = await measureDensity(directory);
  console.log(describeDensity(name, density));
  if (isLouder(density, committed[name])) {
    console.log('  louder than committed');
    process.exitCode = 1;
  } else {
    committed[name] = density;
  }
}
DENSITY.write(committed);
