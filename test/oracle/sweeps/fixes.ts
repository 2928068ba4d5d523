/**
 * All fixes of all rules in real modules: what is built, vetted, tested, formatted and commented before is so
 * afterwards, and nothing is left for a second time. How many findings there are by default has its bars,
 * too. Updates the committed figures.
 */
import { join, resolve } from 'node:path';
import { copyModule } from '../../support/modules.ts';
import { Committed } from '../committed.ts';
import { fixModule, type FixedModule } from '../fixes/fixedModule.ts';
import { ruledModules } from '../fixes/ruledModules.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const FIXES = new Committed<Omit<FixedModule, 'breaks'>>('fixes.json');

/** A module of that many lines has something to find; and nobody reads more than that. */
const LARGE_LINES = 8000;
const LEAST_FINDINGS = 5;
const MOST_FINDINGS = 60;

const names = process.argv.slice(2);
const committed = FIXES.read();
for (const pin of ruledModules()) {
  if (names.length > 0 && !names.includes(pin.module)) {
    continue;
  }
  console.log(pin.module);
  const original = copyModule(pin, join(ROOT, '.cache/modules'));
  const copy = copyModule(pin, join(ROOT, '.cache/fixes'), true);
  const { breaks, ...figures } = await fixModule(original, copy, pin.packages.split(' '));
  console.log(JSON.stringify(figures));
  const isQuiet = figures.lines >= LARGE_LINES && figures.findings < LEAST_FINDINGS;
  const problems = [
    ...breaks,
    ...(isQuiet ? ['few findings for its size'] : []),
    ...(figures.findings > MOST_FINDINGS ? ['more findings than anybody reads'] : []),
  ];
  if (problems.length > 0) {
    console.log(problems.map((line) => `  ${line}`).join('\n'));
    process.exitCode = 1;
  }
  committed[pin.module] = figures;
}
FIXES.write(committed);
