/**
 * Our verdicts beside what the Go team's own tests expect, with all that differs. Updates the committed
 * figures unless one fell, and fails if one fell or is below its bar.
 */
import { CommittedCounts } from '../committedCounts.ts';
import {
  countOthers,
  figuresOf,
  GO_TESTS,
  goTestsName,
  type KindOfExpectation,
  reportOf,
} from '../gotests/figures.ts';
import { goTestsFolder, goTestsIn } from '../gotests/goTests.ts';
import { GoTestRunner } from '../gotests/run.ts';

const folder = goTestsFolder();
if (folder === undefined) {
  console.log('this Go has no test folder; GOTESTDIR names that of another one');
} else {
  const tests = goTestsIn(folder);
  const runner = new GoTestRunner(tests);
  const results = tests.flatMap((test) => runner.run(test));
  const figures = figuresOf(results);
  const name = goTestsName();
  console.log(GO_TESTS.describe(name, figures));
  console.log(`  ${tests.length} tests; ${countOthers(results)} expectations of other passes`);
  console.log(reportOf(results, folder));
  const file = new CommittedCounts<KindOfExpectation>('gotests/gotests.json');
  const committed = file.read();
  const fallen = GO_TESTS.fallen(figures, committed[name]);
  for (const fault of [...fallen, ...GO_TESTS.brokenBars(figures)]) {
    console.log(`  ${fault}`);
    process.exitCode = 1;
  }
  if (fallen.length === 0) {
    committed[name] = figures;
    await file.write(committed);
  }
}
