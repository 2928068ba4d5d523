/** Our verdicts beside what the Go team's own tests expect, with all that differs. */
import { takeFigures } from '../countedSweep.ts';
import { countOthers, figuresOf, GO_TESTS, goTestsName, reportOf } from '../gotests/figures.ts';
import { goTestsFolder, goTestsIn } from '../gotests/goTests.ts';
import { GoTestRunner } from '../gotests/run.ts';

const folder = goTestsFolder();
if (folder === undefined) {
  console.log('this Go has no test folder; GOTESTDIR names that of another one');
} else {
  const tests = goTestsIn(folder);
  const runner = new GoTestRunner(tests);
  const results = tests.flatMap((test) => runner.run(test));
  await takeFigures(GO_TESTS, 'gotests/gotests.json', {
    name: goTestsName(),
    figures: figuresOf(results),
    report: `  ${tests.length} tests; ${countOthers(results)} expectations of other passes\n${reportOf(results, folder)}`,
  });
}
