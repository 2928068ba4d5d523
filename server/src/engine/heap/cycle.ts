/** A cycle of the collector, from its trigger to mark termination: mgc.go (Go 1.26). */
import { releaseAll } from './cache.ts';
import { addPause, updateLimiter, LIMITER_PERIOD_NS } from './cpuLimiter.ts';
import { EVENTS, note } from './events.ts';
import type { Heap } from './heap.ts';
import {
  assist,
  currentGoal,
  mappedBytes,
  markAll,
  markInBackground,
  markNew,
  reviseAssists,
} from './mark.ts';
import { commit, endCycle, resetLive, startCycle, trigger } from './pacer.ts';
import { flushPageCache } from './pageCache.ts';
import { paceScavenger, scavengeInBackground } from './scavenger.ts';
import { spanOf } from './spanTable.ts';
import { finishSweep, paceSweeper, sweepOne } from './sweep.ts';
import type { World } from './world.ts';

export function currentTrigger(heap: Heap): number {
  return trigger(heap.tables.runtime, heap.pacer, mappedBytes(heap));
}

/** `gcTrigger.test` for the heap, and the start of a cycle if it is time. */
export function startIfTriggered(world: World): void {
  const { heap } = world;
  if (
    !world.program.isPaced ||
    heap.mark.phase !== 'off' ||
    heap.pacer.heapLive < currentTrigger(heap)
  ) {
    return;
  }
  beginCycle(world);
}

/** `gcStart`. */
export function beginCycle(world: World): void {
  const { heap, program } = world;
  const { mark, pacer, limiter } = heap;
  finishSweep(heap);
  mark.startNs = heap.nowNs;
  mark.startHeapLive = pacer.heapLive;
  mark.startAllocation = heap.allocations;
  startCycle(heap.tables.runtime, pacer, limiter.procs);
  mark.phase = 'mark';
  mark.bytesMarked = pacer.inputs.otherHeapBytes;
  mark.rootBytesLeft = pacer.inputs.stackBytes + pacer.inputs.globalsBytes;
  mark.otherBytesLeft = pacer.inputs.otherHeapBytes;
  mark.scanCredit = 0;
  mark.assistNs = 0;
  mark.idleNs = 0;
  mark.leftNs = 0;
  mark.wakesNs = heap.nowNs + heap.machine.startNs + heap.machine.wakeNs;
  program.scannedSlots = 0;
  program.assistBytes.fill(0);
  markRoots(world);
  updateLimiter(limiter, heap.nowNs, false, heap.tables.runtime.pacer.backgroundUtilization);
  heap.nowNs += heap.machine.startNs;
  addPause(limiter, heap.nowNs);
  lookAgainNow(world);
  reviseAssists(heap);
  note(heap, EVENTS.cycleStart, world.cycles.length + 1, pacer.heapLive);
}

/** The array of slots, and the blocks of tiny objects (`gcMarkTinyAllocs`). */
function markRoots(world: World): void {
  const { heap, program } = world;
  for (const object of [program.slotsObject, ...heap.caches.map(({ tinyObject }) => tinyObject)]) {
    if (object !== 0) {
      markNew(world, object, heap.spans.elementBytes[spanOf(object)] ?? 0);
    }
  }
}

/** `gcMarkTermination`, and what `gcControllerCommit` makes of what was found. */
function terminate(world: World): void {
  const { heap, program } = world;
  const { mark, pacer, limiter, sweep, stats, pages } = heap;
  const { runtime } = heap.tables;
  const heapBytes = pacer.heapLive;
  const goal = currentGoal(heap);
  const lastGoal = pacer.lastHeapGoal;
  const durationNs = Math.max(1, heap.nowNs - mark.startNs);
  const { procs } = limiter;
  endCycle(runtime, pacer, goal, {
    durationNs,
    assistNs: mark.assistNs,
    idleNs: mark.idleNs,
    procs,
  });
  updateLimiter(limiter, heap.nowNs, true, runtime.pacer.backgroundUtilization);
  resetLive(pacer, mark.bytesMarked);
  mark.phase = 'off';
  heap.sweepgen += 2;
  sweep.isActive = true;
  sweep.centralIndex = 0;
  sweep.pagesSwept = 0;
  sweep.reclaimPage = 0;
  sweep.reclaimCredit = 0;
  stats.lastInUseBytes = stats.inUseBytes;
  commit(runtime, pacer, false);
  paceSweeper(heap, currentTrigger(heap));
  paceScavenger(heap, currentGoal(heap), lastGoal);
  heap.nowNs += heap.machine.terminationNs;
  addPause(limiter, heap.nowNs);
  const busy = program.plan.phases[program.phaseIndex]?.goroutines ?? 0;
  for (const [index, cache] of heap.caches.entries()) {
    releaseAll(heap, cache);
    if (index >= busy) {
      flushPageCache(cache.pages, pages);
    }
  }
  lookAgainNow(world);
  world.cycles.push(record(world, heapBytes, goal, durationNs));
  note(heap, EVENTS.markTermination, world.cycles.length, mark.bytesMarked);
}

function record({ heap, cycles }: World, heapBytes: number, goal: number, markNs: number) {
  const { mark, pacer, limiter } = heap;
  const sinceNs = heap.nowNs - lastEndNs(cycles);
  const gcNs = cycleCpuNs(heap, { markNs, assistNs: mark.assistNs });
  return Object.freeze({
    cycle: cycles.length + 1,
    allocIndex: mark.startAllocation,
    triggerBytes: mark.startHeapLive,
    heapBytes,
    liveBytes: pacer.heapMarked,
    goalBytes: goal,
    startNs: mark.startNs,
    markNs,
    assistNs: mark.assistNs,
    cpuShare: Math.min(1, gcNs / Math.max(1, sinceNs * limiter.procs)),
    consMark: pacer.consMark,
  });
}

/** CPU time of all Ps that a cycle takes: of workers that are not idle, of assists, and while the world stands still. */
export function cycleCpuNs(
  { machine, limiter, tables }: Heap,
  { markNs, assistNs }: { readonly markNs: number; readonly assistNs: number },
): number {
  const pausesNs = machine.startNs + machine.terminationNs;
  const { backgroundUtilization } = tables.runtime.pacer;
  return (backgroundUtilization * markNs + pausesNs) * limiter.procs + assistNs;
}

/** The program goes on at another speed from here. */
function lookAgainNow(world: World): void {
  world.tickNs = world.heap.nowNs;
  world.program.nextTickNs = world.heap.nowNs;
}

/** Marks what is left, and ends the cycle: where a recording has its end. */
export function finishCycle(world: World): void {
  markAll(world);
  terminate(world);
}

/** `gcAssistAlloc`: whoever does the last of the marking ends the cycle. */
export function assistOrTerminate(world: World, goroutine: number): void {
  if (assist(world, goroutine)) {
    terminate(world);
  }
}

/** What goes on beside the program is looked at so often. */
const TICK_NS = 20_000;
const MARKING_TICK_NS = 4_000;

/** What goes on beside the program since the last time: marking, sweeping, giving memory back. */
export function tick(world: World, goroutines: number): void {
  advance(world, goroutines);
  const { heap, program } = world;
  program.nextTickNs = heap.nowNs + (heap.mark.phase === 'mark' ? MARKING_TICK_NS : TICK_NS);
}

function advance(world: World, goroutines: number): void {
  const { heap } = world;
  const elapsedNs = heap.nowNs - world.tickNs;
  if (elapsedNs <= 0) {
    return;
  }
  world.tickNs = heap.nowNs;
  if (heap.mark.phase === 'mark') {
    if (markInBackground(world, elapsedNs, goroutines) && world.program.isPaced) {
      terminate(world);
    }
  } else {
    if (heap.sweep.isActive) {
      sweepInBackground(heap, elapsedNs, goroutines);
    }
    scavengeInBackground(heap);
  }
  if (heap.nowNs - heap.limiter.lastUpdateNs > LIMITER_PERIOD_NS) {
    limit(heap, goroutines);
  }
  if (
    world.program.isPaced &&
    heap.mark.phase === 'off' &&
    heap.pacer.inputs.gogc !== Infinity &&
    heap.nowNs - lastEndNs(world.cycles) > heap.tables.runtime.pacer.forcedPeriodNs
  ) {
    beginCycle(world);
  }
}

/** When marking ended last. */
function lastEndNs(cycles: World['cycles']): number {
  const last = cycles.at(-1);
  return last === undefined ? 0 : last.startNs + last.markNs;
}

/** `bgsweep`: at the full speed of an idle P, or now and then between goroutines that are busy. */
function sweepInBackground(heap: Heap, elapsedNs: number, goroutines: number): void {
  const { limiter, machine } = heap;
  const share = limiter.procs > goroutines ? 1 : limiter.procs / (goroutines + 1);
  const { nowNs } = heap;
  for (let left = (elapsedNs * share) / machine.sweepSpanNs; left > 0; left--) {
    if (sweepOne(heap) < 0) {
      break;
    }
  }
  heap.nowNs = nowNs;
}

function limit(heap: Heap, goroutines: number): void {
  const { limiter, mark, tables } = heap;
  const before = limiter.isLimiting;
  if (mark.phase === 'off') {
    const idle = Math.max(0, limiter.procs - goroutines);
    limiter.idleNs += (heap.nowNs - limiter.lastUpdateNs) * idle;
  }
  updateLimiter(
    limiter,
    heap.nowNs,
    mark.phase === 'mark',
    tables.runtime.pacer.backgroundUtilization,
  );
  if (limiter.isLimiting !== before) {
    note(heap, limiter.isLimiting ? EVENTS.limiterOn : EVENTS.limiterOff);
  }
}
