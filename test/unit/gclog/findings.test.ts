/** What is found in logs whose goals are hardly above the live heap. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findingsOf } from '../../../server/src/engine/gclog/findings.ts';
import { readGcLog } from '../../support/gcLogTruth.ts';

/** In MB: what was live before each cycle, and the goal that was set for it. */
type Goals = readonly (readonly [live: number, goal: number])[];

function kindsIn(goals: Goals): readonly string[] {
  const text = goals.map(
    ([live, goal], index) =>
      `gc ${index + 1} @${(0.1 * index).toFixed(3)}s 2%: 0.018+1.1+0.024 ms clock, 0.14+0.31/1.2/0.9+0.19 ms cpu, ${goal - 1}->${goal}->${live} MB, ${goal} MB goal, 0 MB stacks, 0 MB globals, 2 P`,
  );
  return readGcLog(text.join('\n')).runs.flatMap((run) => findingsOf(run).map(({ kind }) => kind));
}

function tight(count: number): Goals {
  return Array.from({ length: count }, () => [70, 73]);
}

describe('goals that are hardly above the live heap', () => {
  it('are found where a limit holds them there, however long', () => {
    const growing: Goals = [
      [7, 4],
      [14, 14],
      [28, 28],
      [56, 56],
    ];
    for (const count of [20, 200, 2000]) {
      assert.ok(kindsIn([...growing, ...tight(count)]).includes('no room above the live heap'));
    }
  });

  it('are not where GOGC is as low from the first cycle on', () => {
    const growing: Goals = [
      [7, 4],
      [14, 7],
      [28, 14],
      [56, 29],
      [70, 58],
    ];
    assert.ok(!kindsIn([...growing, ...tight(200)]).includes('no room above the live heap'));
  });
});
