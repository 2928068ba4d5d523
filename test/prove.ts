/**
 * Measures what the fixes of all rules are worth, and commits it: `npm run prove`, or
 * `npm run prove -- RULE…` for some of them. Fails where a fix saves less than before. It is objects
 * of one call, or what the function counts itself.
 */
import {
  commitProof,
  committedProof,
  fixtureRules,
  measureProof,
  withFixtures,
} from './support/ruleFixtures.ts';

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !fixtureRules().includes(name));
if (unknown.length > 0) {
  throw new Error(`There are no fixtures of ${unknown.join(', ')}.`);
}
const committed = committedProof();
const proven = await withFixtures((folder) =>
  measureProof(folder, chosen.length > 0 ? chosen : undefined),
);
let countWorse = 0;
for (const [rule, functions] of Object.entries(proven)) {
  for (const [name, [before, after]] of Object.entries(functions)) {
    const [formerBefore, formerAfter] = committed[rule]?.[name] ?? [before, after];
    const isWorse = before - after < Math.max(1, formerBefore - formerAfter);
    countWorse += isWorse ? 1 : 0;
    console.log(`${rule} ${name}: ${before} → ${after}${isWorse ? ', which is worse' : ''}`);
  }
}
if (countWorse > 0) {
  console.log(`${countWorse} fixes save less than they did, or nothing.`);
  process.exitCode = 1;
} else {
  commitProof({ ...(chosen.length > 0 ? committed : {}), ...proven });
}
