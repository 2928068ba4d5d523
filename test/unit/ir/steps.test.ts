import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { resultOf, withEach } from '../../../server/src/engine/ir/steps.ts';

describe('steps with something to do between them', () => {
  function* counted(told: string[]): Generator<void, number> {
    try {
      told.push('first');
      yield;
      told.push('second');
      yield;
      return 2;
    } finally {
      told.push('closed');
    }
  }

  it('have the result of the steps, and do it before each but the first', () => {
    const told: string[] = [];
    const steps = withEach(counted(told), () => told.push('between'));
    assert.equal(resultOf(steps), 2);
    assert.deepEqual(told, ['first', 'between', 'second', 'between', 'closed']);
  });

  it('are left with those that they are made of: what is open in them would be kept', () => {
    const told: string[] = [];
    const steps = withEach(counted(told), () => told.push('between'));
    steps.next();
    steps.return(0);
    assert.deepEqual(told, ['first', 'closed']);
  });
});
