import { english, type Localize } from '../features/localize.ts';
import { assists, forced, longPause, minimumHeap, muchCpu } from './costFindings.ts';
import type { Finding } from './finding.ts';
import { goalModelOf } from './goal.ts';
import type { GogcModel } from './gogcCost.ts';
import { growth, largeGlobals, largeStacks, noRoom, overshoot } from './heapFindings.ts';
import { failures, incomplete, manyGoroutines } from './logFindings.ts';
import { measureRun, type RunMeasures } from './measures.ts';
import type { Run } from './run.ts';

export interface FindingsOptions {
  /** Of the run, if somebody has them already. */
  readonly measures?: RunMeasures;
  readonly localize?: Localize;
  /** Without it nothing is said of what another GOGC would cost. */
  readonly gogcModel?: GogcModel;
}

/** The findings on a run, those that matter most first. */
export function findingsOf(
  run: Run,
  { measures = measureRun(run), localize = english, gogcModel }: FindingsOptions = {},
): Finding[] {
  const goal = goalModelOf(run);
  const room = noRoom(run, measures, { goal, localize });
  const isWithoutRoom = room.length > 0;
  return [
    ...failures(run, localize),
    ...growth(run, measures, localize),
    ...room,
    ...muchCpu(run, measures, { goal, gogcModel, isWithoutRoom, localize }),
    ...minimumHeap(run, measures, { goal, localize }),
    ...assists(run, measures, { isWithoutRoom, localize }),
    ...overshoot(run, localize),
    ...longPause(run, localize),
    ...forced(run, measures, localize),
    ...largeStacks(run, measures, localize),
    ...largeGlobals(run, measures, localize),
    ...manyGoroutines(run, localize),
    ...incomplete(run, localize),
  ];
}
