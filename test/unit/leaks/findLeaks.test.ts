/** Findings in snapshots that are made by hand. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findLeaks, type LeakReport } from '../../../server/src/engine/leaks/findLeaks.ts';
import { secondsLeft } from '../../../server/src/engine/leaks/timeLeft.ts';
import { isProblem } from '../../../server/src/engine/profile/problem.ts';
import type { Profile, ValueType } from '../../../server/src/engine/profile/profile.ts';
import {
  counting,
  EMPTY_HEADER,
  ProfileBuilder,
  type NewLabel,
} from '../../../server/src/engine/profile/profileBuilder.ts';

const HEAP: readonly ValueType[] = [
  counting('alloc_objects'),
  { type: 'alloc_space', unit: 'bytes' },
  counting('inuse_objects'),
  { type: 'inuse_space', unit: 'bytes' },
];

/** Stacks with the leaf first. */
function snapshot(
  sampleTypes: readonly ValueType[],
  seconds: number,
  samples: readonly (readonly [stack: string, values: readonly number[]])[],
  labels: readonly NewLabel[] = [],
): Profile {
  const builder = new ProfileBuilder({
    ...EMPTY_HEADER,
    sampleTypes,
    timeNanos: BigInt(seconds) * 1_000_000_000n,
    period: 512 * 1024,
  });
  for (const [stack, values] of samples) {
    const locations = stack.split(' ').map((name) => {
      const functionIndex = builder.addFunction({
        name,
        systemName: name,
        file: `${name}.go`,
        startLine: 0,
      });
      const lines = [{ functionIndex, line: 7, column: 0 }];
      return builder.addLocation({ mapping: -1, address: 0n, isFolded: false, lines });
    });
    builder.addSample(locations, values, labels);
  }
  return builder.build();
}

function found(profiles: readonly Profile[]): LeakReport {
  const report = findLeaks(profiles);
  assert.ok(!isProblem(report));
  return report;
}

const MEGABYTE = 1 << 20;

/** A megabyte more each time, in objects of that size: none of these is missed by sampling. */
const heapAt = (seconds: number, count: number) =>
  snapshot(HEAP, seconds, [
    [
      'bytes.growSlice bytes.(*Buffer).Write example.com/app.(*Log).Add main.main',
      [2 * count, 2 * count * MEGABYTE, count, count * MEGABYTE],
    ],
    ['main.steady main.main', [100, 100 * MEGABYTE, 3, 3 * MEGABYTE]],
  ]);

describe('leaks', () => {
  it('are named by the program’s own line, in whatever order the snapshots are', () => {
    const { findings, subjects } = found([
      heapAt(130, 4),
      heapAt(100, 1),
      heapAt(110, 2),
      heapAt(120, 3),
    ]);
    assert.equal(findings.length, 1);
    const [finding] = findings;
    assert.equal(finding?.frame.name, 'example.com/app.(*Log).Add');
    assert.deepEqual(
      finding.values,
      [1, 2, 3, 4].map((count) => count * MEGABYTE),
    );
    assert.equal(finding.growth.amount, 3 * MEGABYTE);
    assert.equal(finding.retained, 0.5);
    const [heap] = subjects;
    assert.equal(heap?.seconds, 30);
    assert.equal(heap.perSecond, MEGABYTE / 10);
    assert.equal(secondsLeft(heap, 17 * MEGABYTE), 100);
    assert.equal(secondsLeft(heap, MEGABYTE), 0);
  });

  it('are seen beside a table of the same line that grew in one step', () => {
    const held = (megabytes: number) => [megabytes, megabytes * MEGABYTE];
    const { findings } = found(
      [1, 2, 3, 4, 5].map((time) => {
        const entries = held(time * 4);
        const table = held(time < 3 ? 8 : 80);
        return snapshot(HEAP, time, [
          ['context.withCancel main.serve main.main', [...entries, ...entries]],
          ['context.propagateCancel main.serve main.main', [...table, ...table]],
        ]);
      }),
    );
    assert.deepEqual(
      findings.map(({ stack, growth, countStacks }) => [
        stack[0]?.name,
        growth.amount,
        growth.confidence,
        countStacks,
      ]),
      [['context.withCancel', 16 * MEGABYTE, 'high', 1]],
    );
  });

  it('are proven where the runtime says that goroutines are blocked for ever', () => {
    const { findings } = found([
      snapshot([counting('goroutineleak')], 0, [['runtime.gopark main.wait main.main', [20]]]),
    ]);
    assert.deepEqual(
      findings.map(({ kind, frame, growth }) => [kind, frame.name, growth.confidence]),
      [['unreachable', 'main.wait', 'high']],
    );
  });

  it('say what goroutines wait for, wherever that is known, and by how much they grow', () => {
    const stack = 'runtime.gopark main.wait main.main';
    const state: NewLabel = { key: 'state', value: 'chan receive', unit: '' };
    const { findings } = found(
      [1, 2, 3].flatMap((time) => [
        snapshot([counting('goroutine')], time, [[stack, [time * 30]]]),
        snapshot([counting('goroutine')], time, [[stack, [time * 30 - time]]], [state]),
      ]),
    );
    assert.deepEqual(
      findings.map(({ frame, wait, growth }) => [frame.name, wait?.state, growth.amount]),
      [['main.wait', 'chan receive', 58]],
    );
  });

  it('want snapshots that say something of them, and three of these', () => {
    const problemOf = (profiles: readonly Profile[]) => {
      const report = findLeaks(profiles);
      return isProblem(report) ? report.problem : '';
    };
    assert.equal(
      problemOf([heapAt(1, 1), heapAt(2, 2)]),
      '2 snapshots of the heap are too few: take three or more',
    );
    assert.equal(
      problemOf([snapshot([counting('samples'), counting('cpu')], 0, [])]),
      'a profile of samples, cpu says nothing of leaks: take heap or goroutine',
    );
  });
});
