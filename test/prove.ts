/**
 * Measures what the fixes of all rules are worth, and commits it: `npm run prove`. Fails where a fix
 * saves less than before.
 */
import { commitProof, committedProof, measureProof } from './support/ruleFixtures.ts';

const committed = committedProof();
const proven = await measureProof();
let countWorse = 0;
for (const [rule, functions] of Object.entries(proven)) {
  for (const [name, [before, after]] of Object.entries(functions)) {
    const [formerBefore, formerAfter] = committed[rule]?.[name] ?? [before, after];
    const isWorse = before - after < Math.max(1, formerBefore - formerAfter);
    countWorse += isWorse ? 1 : 0;
    console.log(
      `${rule} ${name}: ${before} → ${after} allocs/op${isWorse ? ', which is worse' : ''}`,
    );
  }
}
if (countWorse > 0) {
  console.log(`${countWorse} fixes save less than they did, or nothing.`);
  process.exitCode = 1;
} else {
  commitProof(proven);
}
