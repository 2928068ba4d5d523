/**
 * When a cycle begins and how fast it has to be: mgcpacer.go (Go 1.26; the same in 1.22 to 1.25). All sizes
 * are in bytes; Go's integer divisions are kept, as the goal is compared to the byte.
 */
import type { GoRuntime } from '../goruntime/goRuntime.ts';

/** What the program and its environment say. */
export interface PacerInputs {
  /** Infinite for "off". */
  gogc: number;
  /** Infinite for none. */
  memoryLimitBytes: number;
  /** What is scanned of stacks and of globals. */
  stackBytes: number;
  globalsBytes: number;
  /** Mapped memory that is no page of the heap: stacks, the runtime's own. */
  nonHeapBytes: number;
  /** Live objects that the script says nothing of: what the runtime and packages have at the start. */
  otherHeapBytes: number;
}

/** `gcControllerState`. */
export interface Pacer {
  inputs: PacerInputs;
  heapLive: number;
  heapScan: number;
  heapMarked: number;
  lastHeapScan: number;
  lastStackScan: number;
  /** Infinite outside of a cycle. */
  triggered: number;
  consMark: number;
  lastConsMark: [number, number, number, number];
  gcPercentHeapGoal: number;
  sweepDistMinTrigger: number;
  runway: number;
  lastHeapGoal: number;
  /** Of the running cycle. */
  heapScanWork: number;
  /** Of stacks and globals: `stackScanWork` and `globalsScanWork`. */
  rootScanWork: number;
  assistWorkPerByte: number;
  dedicatedWorkers: number;
  /** Share of each P's time that a fractional worker takes. */
  fractionalUtilization: number;
}

export function emptyPacer(): Pacer {
  return {
    inputs: {
      gogc: 100,
      memoryLimitBytes: Infinity,
      stackBytes: 0,
      globalsBytes: 0,
      nonHeapBytes: 0,
      otherHeapBytes: 0,
    },
    heapLive: 0,
    heapScan: 0,
    heapMarked: 0,
    lastHeapScan: 0,
    lastStackScan: 0,
    triggered: Infinity,
    consMark: 0,
    lastConsMark: [0, 0, 0, 0],
    gcPercentHeapGoal: 0,
    sweepDistMinTrigger: 0,
    runway: 0,
    lastHeapGoal: 0,
    heapScanWork: 0,
    rootScanWork: 0,
    assistWorkPerByte: 0,
    dedicatedWorkers: 0,
    fractionalUtilization: 0,
  };
}

export interface LiveBytes {
  readonly liveBytes: number;
  readonly stackBytes: number;
  readonly globalsBytes: number;
}

/** `gcPercentHeapGoal`: what GOGC alone asks for. */
export function gcPercentHeapGoal(
  { pacer }: GoRuntime,
  gogc: number,
  { liveBytes, stackBytes, globalsBytes }: LiveBytes,
): number {
  if (gogc === Infinity) {
    return Infinity;
  }
  const grown = liveBytes + Math.floor(((liveBytes + stackBytes + globalsBytes) * gogc) / 100);
  return Math.max(grown, Math.floor((pacer.minHeapGoalBytes * gogc) / 100));
}

export interface MappedBytes {
  readonly mappedReady: number;
  /** In no span, and not released. */
  readonly heapFree: number;
  /** Of objects, dead ones that are not swept included. */
  readonly heapAlloc: number;
}

/** `memoryLimitHeapGoal`: what is left for objects below GOMEMLIMIT. */
export function memoryLimitHeapGoal(
  { pacer }: GoRuntime,
  limitBytes: number,
  heapMarked: number,
  { mappedReady, heapFree, heapAlloc }: MappedBytes,
): number {
  if (limitBytes === Infinity) {
    return Infinity;
  }
  const nonHeap = mappedReady - heapFree - heapAlloc;
  const overage = Math.max(0, mappedReady - limitBytes);
  if (nonHeap + overage >= limitBytes) {
    return heapMarked;
  }
  const goal = limitBytes - (nonHeap + overage);
  const headroom = Math.max(
    Math.floor(goal / 100) * pacer.limitHeadroomPercent,
    pacer.minLimitHeadroomBytes,
  );
  const lowered = goal < headroom || goal - headroom < headroom ? headroom : goal - headroom;
  return Math.max(lowered, heapMarked);
}

/** `heapGoalInternal`. */
export function heapGoal(
  runtime: GoRuntime,
  pacer: Pacer,
  mapped: MappedBytes,
): { readonly goal: number; readonly minTrigger: number } {
  const ofLimit = memoryLimitHeapGoal(
    runtime,
    pacer.inputs.memoryLimitBytes,
    pacer.heapMarked,
    mapped,
  );
  if (ofLimit < pacer.gcPercentHeapGoal) {
    return { goal: ofLimit, minTrigger: 0 };
  }
  const goal = Math.max(pacer.gcPercentHeapGoal, pacer.sweepDistMinTrigger);
  const { minRunwayBytes } = runtime.pacer;
  return {
    goal: pacer.triggered === Infinity ? goal : Math.max(goal, pacer.triggered + minRunwayBytes),
    minTrigger: pacer.sweepDistMinTrigger,
  };
}

/** `trigger`: the live heap at which the next cycle begins. */
export function trigger(runtime: GoRuntime, pacer: Pacer, mapped: MappedBytes): number {
  const { goal, minTrigger } = heapGoal(runtime, pacer, mapped);
  const { heapMarked, runway } = pacer;
  if (heapMarked >= goal || goal === Infinity) {
    return goal;
  }
  const { triggerParts, minTriggerParts, maxTriggerParts, minHeapGoalBytes } = runtime.pacer;
  const part = Math.floor((goal - heapMarked) / triggerParts);
  const lowest = Math.max(minTrigger, heapMarked, part * minTriggerParts + heapMarked);
  const highest = Math.max(
    part * maxTriggerParts + heapMarked,
    goal > minHeapGoalBytes ? goal - minHeapGoalBytes : 0,
    lowest,
  );
  return Math.min(Math.max(runway > goal ? lowest : goal - runway, lowest), highest);
}

/** `startCycle`: how many workers mark, and nothing else. */
export function startCycle(runtime: GoRuntime, pacer: Pacer, procs: number): void {
  pacer.heapScanWork = 0;
  pacer.rootScanWork = 0;
  pacer.triggered = pacer.heapLive;
  const wanted = procs * runtime.pacer.backgroundUtilization;
  const rounded = Math.floor(wanted + 0.5);
  const isFar = Math.abs(rounded / wanted - 1) > MAXIMUM_UTILIZATION_ERROR;
  pacer.dedicatedWorkers = isFar && rounded > wanted ? rounded - 1 : rounded;
  pacer.fractionalUtilization = isFar ? (wanted - pacer.dedicatedWorkers) / procs : 0;
}

const MAXIMUM_UTILIZATION_ERROR = 0.3;

/** `revise`: how much has to be scanned for each byte that is allocated. */
export function revise(runtime: GoRuntime, pacer: Pacer, mapped: MappedBytes): void {
  const { gogc, stackBytes, globalsBytes } = pacer.inputs;
  const work = pacer.heapScanWork + pacer.rootScanWork;
  let { goal } = heapGoal(runtime, pacer, mapped);
  let expected = pacer.lastHeapScan + pacer.lastStackScan + globalsBytes;
  const most = pacer.heapScan + stackBytes + globalsBytes;
  if (work > expected) {
    const extended = Math.floor(((goal - pacer.triggered) / expected) * most) + pacer.triggered;
    const hard = (1 + Math.min(gogc, OFF_PERCENT) / 100) * goal;
    goal = Math.min(extended, hard);
    expected = most;
  }
  if (pacer.heapLive > goal) {
    goal *= MAXIMUM_OVERSHOOT;
    expected = most;
  }
  const remaining = Math.max(MINIMUM_SCAN_WORK, expected - work);
  pacer.assistWorkPerByte = remaining / Math.max(1, goal - pacer.heapLive);
}

const OFF_PERCENT = 100_000;
const MAXIMUM_OVERSHOOT = 1.1;
const MINIMUM_SCAN_WORK = 1000;

export interface CycleTimes {
  readonly durationNs: number;
  readonly assistNs: number;
  readonly idleNs: number;
  readonly procs: number;
}

/** `endCycle`: what the cycle tells of how fast the program allocates and the collector marks. */
export function endCycle(runtime: GoRuntime, pacer: Pacer, goal: number, times: CycleTimes): void {
  pacer.lastHeapGoal = goal;
  if (pacer.heapLive <= pacer.triggered) {
    return;
  }
  const cpuNs = Math.max(1, times.durationNs * times.procs);
  const utilization = runtime.pacer.backgroundUtilization + times.assistNs / cpuNs;
  const scanWork = pacer.heapScanWork + pacer.rootScanWork;
  const current =
    ((pacer.heapLive - pacer.triggered) * (utilization + times.idleNs / cpuNs)) /
    (scanWork * (1 - utilization));
  pacer.consMark = Math.max(current, ...pacer.lastConsMark);
  const [, second, third, fourth] = pacer.lastConsMark;
  pacer.lastConsMark = [second, third, fourth, current];
}

/** `resetLive`. */
export function resetLive(pacer: Pacer, bytesMarked: number): void {
  pacer.heapMarked = bytesMarked;
  pacer.heapLive = bytesMarked;
  pacer.heapScan = pacer.heapScanWork;
  pacer.lastHeapScan = pacer.heapScanWork;
  pacer.lastStackScan = pacer.inputs.stackBytes;
  pacer.triggered = Infinity;
}

/** `commit`: goals from what is known now. */
export function commit(runtime: GoRuntime, pacer: Pacer, isSweepDone: boolean): void {
  const { gogc, globalsBytes } = pacer.inputs;
  pacer.sweepDistMinTrigger = isSweepDone
    ? 0
    : pacer.heapLive + runtime.pacer.minSweepDistanceBytes;
  pacer.gcPercentHeapGoal = gcPercentHeapGoal(runtime, gogc, {
    liveBytes: pacer.heapMarked,
    stackBytes: pacer.lastStackScan,
    globalsBytes,
  });
  const { backgroundUtilization } = runtime.pacer;
  pacer.runway = Math.floor(
    ((pacer.consMark * (1 - backgroundUtilization)) / backgroundUtilization) *
      (pacer.lastHeapScan + pacer.lastStackScan + globalsBytes),
  );
}
