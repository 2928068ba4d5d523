/**
 * Our verdicts beside the compiler's. Updates the committed figures of the subjects in which none fell,
 * and fails if one fell or is below its bar.
 */
import type { KindOfVerdict } from '../../../server/src/engine/comparison/verdicts.ts';
import { CommittedCounts } from '../committedCounts.ts';
import { ESCAPES } from '../escapes/figures.ts';
import { reportOf } from '../escapes/report.ts';
import { runComparison } from '../escapes/run.ts';
import { allEscapeSubjects } from '../escapes/subjects.ts';

const MAXIMUM_EXAMPLES = 20;

const names = process.argv.slice(2);
const file = new CommittedCounts<KindOfVerdict>('escapes/escapes.json');
const committed = file.read();
for (const subject of allEscapeSubjects()) {
  const { name, directory } = subject;
  if (names.length > 0 && !names.includes(name)) {
    continue;
  }
  const { figures, disagreements } = runComparison(subject);
  console.log(ESCAPES.describe(name, figures));
  console.log(reportOf(disagreements, directory, MAXIMUM_EXAMPLES));
  const fallen = ESCAPES.fallen(figures, committed[name]);
  for (const fault of [...fallen, ...ESCAPES.brokenBars(figures)]) {
    console.log(`  ${fault}`);
    process.exitCode = 1;
  }
  if (fallen.length === 0) {
    committed[name] = figures;
    await file.write(committed);
  }
}
