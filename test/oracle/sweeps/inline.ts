/** Our inliner beside the compiler's. */
import { askedSubjects, takeFigures } from '../countedSweep.ts';
import { allBuilds, allEscapeSubjects, isInlining } from '../escapes/subjects.ts';
import { INLINING } from '../inline/compare.ts';
import { runInlining } from '../inline/run.ts';

const MAXIMUM_EXAMPLES = 60;

for (const subject of askedSubjects([...allEscapeSubjects(), ...allBuilds().filter(isInlining)])) {
  const { figures, differences } = runInlining(subject);
  const report = differences.slice(0, MAXIMUM_EXAMPLES).join('\n');
  await takeFigures(INLINING, 'inline/inline.json', { name: subject.name, figures, report });
}
