/**
 * Our inliner beside the compiler's. Updates the committed figures of the subjects in which none fell,
 * and fails if one fell or is below its bar.
 */
import { CommittedCounts } from '../committedCounts.ts';
import { allEscapeSubjects } from '../escapes/subjects.ts';
import { INLINING, type KindOfInlining } from '../inline/compare.ts';
import { runInlining } from '../inline/run.ts';

const MAXIMUM_EXAMPLES = 60;

const names = process.argv.slice(2);
const file = new CommittedCounts<KindOfInlining>('inline/inline.json');
const committed = file.read();
for (const subject of allEscapeSubjects()) {
  const { name } = subject;
  if (names.length > 0 && !names.includes(name)) {
    continue;
  }
  const { figures, differences } = runInlining(subject);
  console.log(INLINING.describe(name, figures));
  console.log(differences.slice(0, MAXIMUM_EXAMPLES).join('\n'));
  const fallen = INLINING.fallen(figures, committed[name]);
  for (const fault of [...fallen, ...INLINING.brokenBars(figures)]) {
    console.log(`  ${fault}`);
    process.exitCode = 1;
  }
  if (fallen.length === 0) {
    committed[name] = figures;
    await file.write(committed);
  }
}
