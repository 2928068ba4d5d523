/** Our verdicts are those that the Go team's own tests of the compiler expect. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CommittedCounts } from '../committedCounts.ts';
import { expectationsIn, judge } from './expectations.ts';
import { figuresOf, GO_TESTS, goTestsName, type KindOfExpectation, reportOf } from './figures.ts';
import { goTestsFolder, goTestsIn } from './goTests.ts';
import { GoTestRunner } from './run.ts';

describe('the Go team’s tests of the compiler', () => {
  const folder = goTestsFolder();
  const skip =
    folder === undefined &&
    'this Go has no test folder; GOTESTDIR names that of another one of the same version';

  it('expect what the static tier says', { skip }, () => {
    assert.ok(folder !== undefined);
    const tests = goTestsIn(folder);
    assert.ok(tests.length > 50, `only ${tests.length} tests in ${folder}`);
    const runner = new GoTestRunner(tests);
    const results = tests.flatMap((test) => runner.run(test));
    const figures = figuresOf(results);
    console.log(GO_TESTS.describe(goTestsName(), figures));
    const committed = new CommittedCounts<KindOfExpectation>('gotests/gotests.json').read();
    const faults = [
      ...GO_TESTS.brokenBars(figures),
      ...GO_TESTS.fallen(figures, committed[goTestsName()]),
    ];
    assert.ok(faults.length === 0, `${faults.join('\n')}\n${reportOf(results, folder)}`);
  });

  it('are judged as the go command’s own runner does', () => {
    const expectations = expectationsIn(
      [
        'x := new(int) // ERROR "new\\(int\\) escapes" "moved to heap: [xy]"',
        'y := 1 //// ERROR "turned off"',
        'z := 2 // GC_ERROR "z escapes"',
      ].join('\n'),
    );
    const { met, missing, unexpected } = judge(expectations, [
      { line: 1, text: 'moved to heap: x' },
      { line: 1, text: 'moved to heap: y' },
      { line: 1, text: 'x does not escape' },
      { line: 3, text: 'z escapes to heap' },
      { line: 4, text: 'z escapes to heap' },
    ]);
    assert.deepEqual(
      met.map(({ regexp }) => regexp.pattern),
      ['moved to heap: [xy]', 'z escapes'],
    );
    assert.deepEqual(
      missing.map(({ regexp }) => regexp.pattern),
      ['new\\(int\\) escapes'],
    );
    assert.deepEqual(
      unexpected.map(({ line, text }) => `${line} ${text}`),
      ['1 x does not escape', '4 z escapes to heap'],
    );
  });
});
