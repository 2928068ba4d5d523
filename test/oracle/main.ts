/**
 * Compares with the compiler on everything: `npm run oracle [NAME…]`. Updates the committed figures,
 * and fails if one of them fell.
 */
import { describeAgreement, measureAgreement, relativeTo } from './agreement.ts';
import { isWorse, readCommitted, writeCommitted } from './committed.ts';
import { allSubjects } from './subjects.ts';

const MAXIMUM_SHOWN = 20;

const names = process.argv.slice(2);
const figures = readCommitted();
let countWorse = 0;
for (const subject of allSubjects()) {
  if (names.length > 0 && !names.includes(subject.name)) {
    continue;
  }
  const { agreement, differences } = await measureAgreement(subject);
  console.log(describeAgreement(subject.name, agreement));
  for (const difference of differences.slice(0, MAXIMUM_SHOWN)) {
    console.log(`  ${relativeTo(subject.directory, difference)}`);
  }
  if (isWorse(agreement, figures[subject.name])) {
    countWorse++;
  } else {
    figures[subject.name] = agreement;
  }
}
writeCommitted(figures);
if (countWorse > 0) {
  console.log(`${countWorse} figures are worse than those committed.`);
  process.exitCode = 1;
}
