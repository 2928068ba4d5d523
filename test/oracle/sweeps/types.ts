/**
 * Our type checker beside go/types. Updates the committed figures of the subjects in which none fell,
 * and fails if one fell or is below its bar.
 */
import { committedTypes, commitTypes } from '../types/committedTypes.ts';
import { brokenBars, describeFigures, fallenFigures, totalOf } from '../types/figures.ts';
import { openChecker } from '../types/ours.ts';
import { figuresOf, runComparison } from '../types/run.ts';
import { allTypeSubjects, falseUnknowns } from '../types/subjects.ts';

const names = process.argv.slice(2);
const committed = committedTypes();
for (const subject of allTypeSubjects()) {
  const { name, figuresName, isExpected } = subject;
  if (names.length > 0 && !names.includes(name)) {
    continue;
  }
  const run = await runComparison(subject, openChecker, {
    countExamples: 0,
    ...(isExpected && { isExpected }),
  });
  const figures = figuresOf(subject, run);
  console.log(describeFigures(name, totalOf(figures)));
  const fallen = [
    ...run.erroneous.map((error) => `go/types finds errors: ${error}`),
    ...run.thrown.map((problem) => `the checker threw: ${problem}`),
    ...fallenFigures(figures, committed[figuresName]),
  ];
  for (const fault of [...fallen, ...brokenBars(figures), ...falseUnknowns(subject, figures)]) {
    console.log(`  ${fault}`);
    process.exitCode = 1;
  }
  if (fallen.length === 0) {
    committed[figuresName] = figures;
  }
}
await commitTypes(committed);
