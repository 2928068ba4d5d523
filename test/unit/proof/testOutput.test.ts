import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { countRuns, runsInRounds } from '../../../server/src/engine/proof/coverProfile.ts';
import {
  failingAgain,
  newComplaints,
  newFailures,
} from '../../../server/src/engine/proof/testOutput.ts';

const FAILS = (...names: readonly string[]) => ({
  code: 1,
  output: `${names.map((name) => `--- FAIL: ${name} (0.00s)\n    a_test.go:7: wrong\n`).join('')}FAIL\n`,
});
const PASSES = { code: 0, output: 'PASS\n' };

describe('failures of tests after a change', () => {
  it('are those that were not there before', () => {
    assert.deepEqual(newFailures(PASSES, FAILS('TestA')), ['TestA']);
    assert.deepEqual(newFailures(FAILS('TestA'), FAILS('TestA', 'TestB')), ['TestB']);
    assert.deepEqual(newFailures(FAILS('TestA', 'TestB'), FAILS('TestB')), []);
  });

  it('are a panic, and what is printed where no test is named', () => {
    const panicked = { code: 2, output: 'panic: nil map\n\ngoroutine 1 [running]:\n' };
    assert.deepEqual(newFailures(PASSES, panicked), ['panic: nil map']);
    assert.deepEqual(newFailures(PASSES, { code: 1, output: 'exit status 1\n' }), [
      'exit status 1',
    ]);
  });

  it('are none where a panic kept the tests behind it from running before', () => {
    const cut = {
      code: 2,
      output: `${FAILS('TestA').output}panic: nil map [recovered, repanicked]\n`,
    };
    assert.deepEqual(newFailures(cut, FAILS('TestA', 'TestB', 'TestC')), []);
  });
});

describe('failures of another run', () => {
  it('are those of tests that fail in both', () => {
    assert.deepEqual(failingAgain(['TestA', 'TestB'], FAILS('TestB', 'TestC')), ['TestB']);
    assert.deepEqual(failingAgain(['TestA'], PASSES), []);
  });

  it('are all where nobody knows how the tests would have ended', () => {
    const cut = { code: 2, output: 'panic: nil map\n' };
    assert.deepEqual(failingAgain(['TestA'], cut), ['TestA']);
    assert.deepEqual(failingAgain(['exit status 1'], { code: 1, output: 'exit status 1\n' }), [
      'exit status 1',
    ]);
  });
});

describe('complaints of go vet after a change', () => {
  it('are those that are said more often, wherever they have moved to', () => {
    const before = '# example.com/m\n./a.go:3:1: unreachable code\n';
    assert.deepEqual(newComplaints(before, './a.go:9:1: unreachable code\n'), []);
    assert.deepEqual(newComplaints(before, './a.go:9:1: self-assignment\n'), [
      './a.go:9:1: self-assignment',
    ]);
    assert.deepEqual(newComplaints(before, `${before}./a.go:8:2: unreachable code\n`), [
      './a.go:8:2: unreachable code',
    ]);
  });
});

describe('what coverage counts', () => {
  it('is told for a line of a file', () => {
    const profile = `mode: atomic
example.com/m/keys.go:10.20,12.2 1 7
example.com/m/keys.go:14.20,20.2 3 0
`;
    assert.equal(countRuns(profile, 'keys.go', 11), 7);
    assert.equal(countRuns(profile, 'keys.go', 15), 0);
    assert.equal(countRuns(profile, 'eys.go', 11), 0);
  });

  it('tells rounds of a benchmark from what prepares it', () => {
    // For b.N, the testing package runs it with a single round before it runs it with three.
    assert.equal(runsInRounds(1, 1 + 3), true);
    assert.equal(runsInRounds(1, 2), false);
    assert.equal(runsInRounds(0, 0), false);
    // It runs a function with b.Loop once.
    assert.equal(runsInRounds(1, 3), true);
    assert.equal(runsInRounds(1, 1), false);
    // Prepared once for each of ten parts, and run in the rounds of one.
    assert.equal(runsInRounds(10, 20), false);
    assert.equal(runsInRounds(10 + 1, 20 + 4), true);
  });
});
