import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { newComplaints, newFailures } from '../../../server/src/engine/proof/testOutput.ts';

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

describe('complaints of go vet after a change', () => {
  it('are those that are said more often, wherever they have moved to', () => {
    const one = '# p\na.go:7:2: unreachable code\n';
    assert.deepEqual(newComplaints(one, 'a.go:9:2: unreachable code\n'), []);
    assert.deepEqual(newComplaints(one, `${one}a.go:8:2: unreachable code\n`), [
      'a.go:8:2: unreachable code',
    ]);
  });
});
