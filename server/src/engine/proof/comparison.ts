/** What a change is worth by the runs of benchmarks before and after it. */
import { median } from '../leaks/statistics.ts';
import type { BenchmarkRun } from './benchmarkOutput.ts';
import { mannWhitneyChance } from './mannWhitney.ts';

export interface Change {
  /** Medians. */
  readonly before: number;
  readonly after: number;
  /** How probable such a difference is where there is none, from 0 to 1. */
  readonly chance: number;
}

export interface BenchmarkChange {
  readonly name: string;
  /** Runs of each side. */
  readonly count: number;
  readonly allocs: Change;
  readonly bytes: Change;
  readonly nanoseconds: Change;
}

/** `allocs/op` decides: bytes vary with what a pool keeps, and time with the machine. */
export type Outcome = 'fewer' | 'more' | 'same';

/**
 * Runs of both sides that it takes at least: with fewer even values that do not overlap are not improbable
 * enough.
 */
export const LEAST_RUNS = 8;
/**
 * What is more probable is no difference. Of eight runs none may overlap: several benchmarks are compared at
 * once, and where counts of pools and goroutines vary by themselves, 0.0009 was seen where nothing was saved.
 */
const MOST_CHANCE = 0.0002;
/** Below it bytes and time are said to differ, as benchstat does. */
export const ADVISED_CHANCE = 0.05;

export function compareRuns(
  before: readonly BenchmarkRun[],
  after: readonly BenchmarkRun[],
): BenchmarkChange[] {
  const names = new Set(before.map(({ name }) => name));
  return [...names].flatMap((name) => {
    const [old, fresh] = [before, after].map((runs) => runs.filter((run) => run.name === name));
    const changeOf = (unit: 'allocs' | 'bytes' | 'nanoseconds') =>
      changed(old?.map((run) => run[unit]) ?? [], fresh?.map((run) => run[unit]) ?? []);
    const count = Math.min(old?.length ?? 0, fresh?.length ?? 0);
    return count === 0
      ? []
      : [
          {
            name,
            count,
            allocs: changeOf('allocs'),
            bytes: changeOf('bytes'),
            nanoseconds: changeOf('nanoseconds'),
          },
        ];
  });
}

/** Fewer objects in one benchmark and more in another are no gain. */
export function outcomeOf(changes: readonly BenchmarkChange[]): Outcome {
  const outcomes = changes.map(({ allocs: { before, after, chance } }) =>
    chance > MOST_CHANCE || before === after ? 'same' : after < before ? 'fewer' : 'more',
  );
  return outcomes.includes('more') ? 'more' : outcomes.includes('fewer') ? 'fewer' : 'same';
}

function changed(before: readonly number[], after: readonly number[]): Change {
  return {
    before: median(before),
    after: median(after),
    chance: mannWhitneyChance(before, after),
  };
}
