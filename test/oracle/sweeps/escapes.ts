/** Our verdicts beside the compiler's. */
import { askedSubjects, takeFigures } from '../countedSweep.ts';
import { ESCAPES } from '../escapes/figures.ts';
import { reportOf } from '../escapes/report.ts';
import { runComparison } from '../escapes/run.ts';
import { allBuilds, allEscapeSubjects } from '../escapes/subjects.ts';

const MAXIMUM_EXAMPLES = 20;

for (const subject of askedSubjects([...allEscapeSubjects(), ...allBuilds()])) {
  const { name, directory } = subject;
  const { figures, disagreements } = runComparison(subject);
  const report = reportOf(disagreements, directory, MAXIMUM_EXAMPLES);
  await takeFigures(ESCAPES, 'escapes/escapes.json', { name, figures, report });
}
