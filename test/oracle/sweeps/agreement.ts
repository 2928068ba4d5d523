/**
 * The compiler tier's rows beside the compiler's text. Updates the committed figures of the subjects
 * in which none got worse, and fails if one did.
 */
import { describeAgreement, measureAgreement, relativeTo } from '../agreement.ts';
import { AGREEMENT, isWorse } from '../committed.ts';
import { allSubjects } from '../subjects.ts';

const MAXIMUM_SHOWN = 20;

const names = process.argv.slice(2);
const committed = AGREEMENT.read();
for (const subject of allSubjects()) {
  if (names.length > 0 && !names.includes(subject.name)) {
    continue;
  }
  const { agreement, differences } = await measureAgreement(subject);
  console.log(describeAgreement(subject.name, agreement));
  for (const difference of differences.slice(0, MAXIMUM_SHOWN)) {
    console.log(`  ${relativeTo(subject.directory, difference)}`);
  }
  if (isWorse(agreement, committed[subject.name])) {
    console.log('  worse than committed');
    process.exitCode = 1;
  } else {
    committed[subject.name] = agreement;
  }
}
AGREEMENT.write(committed);
