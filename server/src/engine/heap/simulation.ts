/** A script that runs: forwards by allocations or to an event, and back. */
import { runtimeOf } from '../goruntime/runtimes.ts';
import { allocLarge } from './cache.ts';
import { copyState, stateBytes } from './copyState.ts';
import { EVENTS, type EventKind } from './events.ts';
import { newHeap } from './heap.ts';
import { smallObject } from './mallocgc.ts';
import { allocate, isThrough } from './mutator.ts';
import { commit } from './pacer.ts';
import { planOf } from './plan.ts';
import type { Script } from './script.ts';
import { wordBytesOf } from './scriptParser.ts';
import { MAXIMUM_ELEMENTS } from './spanTable.ts';
import { tablesOf } from './tables.ts';
import type { World } from './world.ts';

/** What can be changed while it runs. */
export interface Knobs {
  /** Infinite for "off". */
  readonly gogc: number;
  /** Infinite for none. */
  readonly memoryLimitBytes: number;
}

/** A script that has not begun. */
export function newWorld(script: Script): World {
  const wordBytes = wordBytesOf(script);
  const tables = tablesOf(runtimeOf(script.go).runtime, script.goarch, wordBytes);
  const plan = planOf(script, tables);
  const heap = newHeap(tables, script.machine, script.procs);
  heap.pacer.inputs = {
    gogc: script.gogc,
    memoryLimitBytes: script.memoryLimitBytes,
    stackBytes: script.stackBytes,
    globalsBytes: script.globalsBytes,
    nonHeapBytes: script.nonHeapBytes,
    otherHeapBytes: script.otherHeapBytes,
  };
  heap.pacer.heapLive = script.otherHeapBytes;
  heap.pacer.heapScan = script.otherHeapBytes;
  commit(tables.runtime, heap.pacer, true);
  const world: World = {
    heap,
    program: {
      plan,
      phaseIndex: 0,
      countDone: 0,
      nextSlot: 0,
      slots: new Uint32Array(plan.countSlots),
      slotsObject: 0,
      scannedSlots: 0,
      random: Uint32Array.from(
        { length: plan.maximumGoroutines },
        (_, index) => (script.seed + index) >>> 0,
      ),
      assistBytes: new Float64Array(plan.maximumGoroutines),
      nextGoroutine: 0,
      nextEvent: 0,
      isPaced: script.cycles === 'paced',
      nextTickNs: 0,
      perMutator: 1,
      last: {
        classIndex: 0,
        object: 0,
        procIndex: 0,
        isInBlock: false,
      },
    },
    cycles: [],
    tickNs: 0,
  };
  allocateSlots(world);
  return world;
}

/** The array that holds the objects is an object as well. */
function allocateSlots(world: World): void {
  const { heap, program } = world;
  const { path, pages, spanClass } = program.plan.slots;
  const [cache] = heap.caches;
  if (path === 'large') {
    program.slotsObject = allocLarge(heap, 0, pages, spanClass) * MAXIMUM_ELEMENTS;
  } else if (path !== 'zero' && cache !== undefined) {
    program.slotsObject = smallObject(world, cache, 0, spanClass);
  }
}

/** Runs a script to its end. */
export function runToEnd(script: Script): World {
  const world = newWorld(script);
  allocate(world, Infinity, 0);
  return world;
}

interface Snapshot {
  readonly allocations: number;
  readonly world: World;
  readonly bytes: number;
}

interface Turn {
  readonly allocations: number;
  readonly knobs: Knobs;
}

/** Snapshots take at most so much memory, with the oldest thinned out first. */
const SNAPSHOT_BYTES = 96 << 20;
const SNAPSHOT_DISTANCE = 100_000;

export class Simulation {
  #world: World;
  readonly #snapshots: Snapshot[] = [];
  /** What was changed on the way, in order: going back and forth again changes it at the same places. */
  #turns: Turn[] = [];

  constructor(script: Script) {
    this.#world = newWorld(script);
    this.#keep();
  }

  get world(): World {
    return this.#world;
  }

  get isThrough(): boolean {
    return isThrough(this.#world);
  }

  /** Runs so many allocations, or up to an event of one of these kinds; says how many. */
  run(count: number, until: readonly EventKind[] = []): number {
    const stopMask = until.reduce((mask, kind) => mask | (1 << EVENTS[kind]), 0);
    this.#world.heap.log.seen = 0;
    let left = count;
    while (left > 0 && !this.isThrough) {
      const { allocations } = this.#world.heap;
      const next = this.#turns.find((turn) => turn.allocations > allocations);
      const atMost = Math.min(
        left,
        SNAPSHOT_DISTANCE - (allocations % SNAPSHOT_DISTANCE),
        (next?.allocations ?? Infinity) - allocations,
      );
      left -= allocate(this.#world, atMost, stopMask);
      this.#arrive();
      if ((this.#world.heap.log.seen & stopMask) !== 0) {
        break;
      }
    }
    return count - left;
  }

  /** Goes back to where so many allocations had been done. */
  backTo(allocations: number): void {
    const target = Math.max(0, Math.floor(allocations));
    const snapshot = this.#snapshots.findLast((each) => each.allocations <= target);
    if (snapshot === undefined || target >= this.#world.heap.allocations) {
      return;
    }
    this.#world = copyState(snapshot.world);
    this.run(target - snapshot.allocations);
  }

  /** Acts at once; what was changed later, before going back, is forgotten. */
  turn(knobs: Knobs): void {
    const { allocations } = this.#world.heap;
    this.#turns = [
      ...this.#turns.filter((turn) => turn.allocations < allocations),
      { allocations, knobs },
    ];
    const stale = this.#snapshots.findIndex((each) => each.allocations >= allocations);
    if (stale >= 0) {
      this.#snapshots.length = stale;
    }
    this.#apply(knobs);
    this.#keep();
  }

  #arrive(): void {
    const { allocations } = this.#world.heap;
    const turn = this.#turns.find((each) => each.allocations === allocations);
    if (turn !== undefined) {
      this.#apply(turn.knobs);
    }
    if (allocations % SNAPSHOT_DISTANCE === 0) {
      this.#keep();
    }
  }

  /** `debug.SetGCPercent` and `SetMemoryLimit`. */
  #apply({ gogc, memoryLimitBytes }: Knobs): void {
    const { heap } = this.#world;
    heap.pacer.inputs.gogc = gogc;
    heap.pacer.inputs.memoryLimitBytes = memoryLimitBytes;
    this.#world.program.isPaced = true;
    commit(heap.tables.runtime, heap.pacer, !heap.sweep.isActive);
  }

  #keep(): void {
    const { allocations } = this.#world.heap;
    if ((this.#snapshots.at(-1)?.allocations ?? -1) >= allocations) {
      return;
    }
    const world = copyState(this.#world);
    this.#snapshots.push({ allocations, world, bytes: stateBytes(world) });
    this.#thin();
  }

  /** Every other snapshot goes, but the first and the last, until they fit. */
  #thin(): void {
    const total = () => this.#snapshots.reduce((sum, { bytes }) => sum + bytes, 0);
    while (this.#snapshots.length > 2 && total() > SNAPSHOT_BYTES) {
      const last = this.#snapshots.length - 1;
      const kept = this.#snapshots.filter((_, index) => index % 2 === 0 || index === last);
      if (kept.length === this.#snapshots.length) {
        return;
      }
      this.#snapshots.splice(0, this.#snapshots.length, ...kept);
    }
  }
}
