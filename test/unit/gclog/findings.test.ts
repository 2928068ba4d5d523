/** What is found in logs, by their goals, and what is advised. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findingsOf } from '../../../server/src/engine/gclog/findings.ts';
import { readGcLog } from '../../support/gcLogTruth.ts';

import { allocationText } from '../../../server/src/engine/gclog/allocationText.ts';
import type { Finding } from '../../../server/src/engine/gclog/finding.ts';
import { measureRun } from '../../../server/src/engine/gclog/measures.ts';

/** In MB: what was live before each cycle, and the goal that was set for it. */
type Goals = readonly (readonly [live: number, goal: number])[];

interface Cycles {
  readonly everySeconds?: number;
  readonly workerMs?: number;
  readonly isForced?: boolean;
}

function logOf(
  goals: Goals,
  { everySeconds = 0.1, workerMs = 1.2, isForced = false }: Cycles = {},
): string {
  return goals
    .map(
      ([live, goal], index) =>
        `gc ${index + 1} @${(everySeconds * index).toFixed(3)}s 2%: 0.018+1.1+0.024 ms clock, 0.14+0.31/${workerMs}/0.9+0.19 ms cpu, ${goal - 1}->${goal}->${live} MB, ${goal} MB goal, 0 MB stacks, 0 MB globals, 2 P${isForced ? ' (forced)' : ''}`,
    )
    .join('\n');
}

function findingsIn(goals: Goals, cycles?: Cycles): readonly Finding[] {
  return readGcLog(logOf(goals, cycles)).runs.flatMap((run) => findingsOf(run));
}

function kindsIn(goals: Goals, cycles?: Cycles): readonly string[] {
  return findingsIn(goals, cycles).map(({ kind }) => kind);
}

/** At GOGC=100. */
const GROWING: Goals = [
  [7, 4],
  [14, 14],
  [28, 28],
  [56, 56],
];

function tight(count: number): Goals {
  return Array.from({ length: count }, () => [70, 73]);
}

describe('goals that are hardly above the live heap', () => {
  it('are found where a limit holds them there, however long', () => {
    for (const count of [20, 200, 2000]) {
      assert.ok(kindsIn([...GROWING, ...tight(count)]).includes('no room above the live heap'));
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

describe('what is advised', () => {
  const reasonOf = (wanted: string, goals: Goals, cycles: Cycles) =>
    findingsIn(goals, cycles).find(({ kind }) => kind === wanted)?.reason ?? '';
  const smallest = (goal: number): Goals => Array.from({ length: 40 }, () => [0, goal]);

  it('of a heap at its minimum is four times the GOGC that it has', () => {
    for (const [goal, advice] of [
      [2, /four times as high makes that 8 MB/],
      [4, /four times as high makes that 16 MB/],
      [8, /GOGC=800 makes that 32 MB/],
    ] as const) {
      const reason = reasonOf('heap at its minimum', smallest(goal), { everySeconds: 0.01 });
      assert.match(reason, advice);
    }
  });

  it('of cycles that are forced is not another GOGC', () => {
    const cycles = { everySeconds: 0.01, isForced: true };
    assert.deepEqual(kindsIn(smallest(4), cycles), ['forced']);
  });

  it('is no higher GOGC where the limit sets the goal', () => {
    const cycles = { workerMs: 80 };
    assert.match(
      reasonOf('GC takes much CPU', [...GROWING, ...tight(40)], cycles),
      /^Fewer allocations\. A higher GOGC changes nothing/,
    );
    const roomy: Goals = Array.from({ length: 40 }, (_, index) => [
      70,
      index % 2 === 0 ? 100 : 300,
    ]);
    assert.match(reasonOf('GC takes much CPU', roomy, cycles), /or a higher GOGC and GOMEMLIMIT/);
  });

  it('names the mean where cycles are less than a millisecond apart', () => {
    const [finding] = findingsIn(smallest(4), { everySeconds: 0.0004 }).filter(
      ({ kind }) => kind === 'heap at its minimum',
    );
    assert.match(finding?.text ?? '', /there is a cycle every 4\d\d µs\.$/);
  });
});

describe('what is allocated a second', () => {
  it('is said with what cut sizes leave open', () => {
    const textOf = (goals: Goals, cycles: Cycles) => {
      const [run] = readGcLog(logOf(goals, cycles)).runs;
      assert.ok(run);
      return allocationText(measureRun(run));
    };
    const small: Goals = Array.from({ length: 40 }, () => [0, 1]);
    assert.equal(
      textOf(small, { everySeconds: 0.01 }),
      '100 MB a second, ± 100 MB as sizes are cut to whole MB',
    );
    assert.equal(
      textOf(
        tight(40).map(([, goal]) => [20, goal]),
        {},
      ),
      '530 MB a second',
    );
  });
});
