import { assists, forced, longPause, minimumHeap, muchCpu } from './costFindings.ts';
import type { Finding } from './finding.ts';
import { goalModelOf } from './goal.ts';
import { growth, largeRoots, noRoom, overshoot } from './heapFindings.ts';
import { failures, incomplete, manyGoroutines } from './logFindings.ts';
import { measureRun, type RunMeasures } from './measures.ts';
import type { Run } from './run.ts';

/** The findings on a run, those that matter most first. */
export function findingsOf(run: Run, measures: RunMeasures = measureRun(run)): Finding[] {
  const goal = goalModelOf(run);
  return [
    ...failures(run),
    ...growth(run),
    ...noRoom(run, goal),
    ...muchCpu(run, measures, goal),
    ...minimumHeap(run, measures),
    ...assists(run, measures),
    ...overshoot(run),
    ...longPause(run),
    ...forced(run, measures),
    ...largeRoots(run, 'stacks', 'stacksMB'),
    ...largeRoots(run, 'globals', 'globalsMB'),
    ...manyGoroutines(run),
    ...incomplete(run),
  ];
}
