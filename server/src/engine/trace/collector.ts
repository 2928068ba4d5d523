import { BoundedSeries } from './boundedSeries.ts';
import { Durations } from './durations.ts';
import { EVENT } from './format.ts';
import type { Generation } from './generation.ts';
import { Intervals } from './intervals.ts';
import { NONE, type Context } from './orderState.ts';
import type { StackTable } from './stackTable.ts';

/** What has begun, by the goroutine or the P that it is of. */
class Begun {
  readonly #last = new Map<number, { start: number; stack: number }>();

  begin(id: number, time: number, stack: number): void {
    const last = this.#last.get(id);
    if (last) {
      last.start = time;
      last.stack = stack;
    } else {
      this.#last.set(id, { start: time, stack });
    }
  }

  /** When it began; undefined for what began before the trace, which has no duration. */
  finish(id: number, time: number, goroutine: number, durations: Durations): number | undefined {
    const last = this.#last.get(id);
    if (!last || Number.isNaN(last.start)) {
      return undefined;
    }
    const { start, stack } = last;
    last.start = NaN;
    durations.add(start, time - start, goroutine, stack);
    return start;
  }
}

/** The heap over time, and what the collector does. Times are of the trace's clock. */
export class Collector {
  readonly heapAlloc = new BoundedSeries();
  readonly heapGoal = new BoundedSeries();
  /** From GCBegin to GCEnd: marking. */
  readonly cycles = new Durations();
  readonly assists = new Durations();
  readonly sweeps = new Durations();
  /** Stops of the world by what they are for. */
  readonly stops = new Map<string, Durations>();
  readonly marking = new Intervals();
  readonly stopped = new Intervals();
  readonly #stacks: StackTable;
  readonly #begunCycles = new Begun();
  readonly #begunAssists = new Begun();
  readonly #begunSweeps = new Begun();
  readonly #begunStops = new Begun();
  readonly #stopKinds = new Map<number, string>();
  #generation: Generation | undefined;
  #startNs = NaN;
  /** NaN while it does not mark. */
  #markingSince = NaN;
  #sweptBytes = 0;
  #reclaimedBytes = 0;

  constructor(stacks: StackTable) {
    this.#stacks = stacks;
  }

  get sweptBytes(): number {
    return this.#sweptBytes;
  }

  get reclaimedBytes(): number {
    return this.#reclaimedBytes;
  }

  /** The trace begins. */
  start(time: number): void {
    this.#startNs = time;
  }

  begin(generation: Generation): void {
    this.#generation = generation;
  }

  event(type: number, time: number, args: Float64Array, { proc, goroutine }: Context): void {
    switch (type) {
      case EVENT.HeapAlloc:
        this.heapAlloc.add(time, args[0] ?? 0);
        break;
      case EVENT.HeapGoal:
        this.heapGoal.add(time, args[0] ?? 0);
        break;
      case EVENT.GCActive:
        // It began before the trace, or before this generation.
        this.#markingSince = Number.isNaN(this.#markingSince) ? this.#startNs : this.#markingSince;
        break;
      case EVENT.GCBegin:
        this.#begunCycles.begin(NONE, time, this.#stackOf(args[1]));
        this.#markingSince = time;
        break;
      case EVENT.GCEnd:
        this.#begunCycles.finish(NONE, time, goroutine, this.cycles);
        this.end(time);
        break;
      case EVENT.GCMarkAssistBegin:
        this.#begunAssists.begin(goroutine, time, this.#stackOf(args[0]));
        break;
      case EVENT.GCMarkAssistEnd:
        this.#begunAssists.finish(goroutine, time, goroutine, this.assists);
        break;
      case EVENT.GCSweepBegin:
        this.#begunSweeps.begin(proc, time, this.#stackOf(args[0]));
        break;
      case EVENT.GCSweepEnd:
        this.#sweptBytes += args[0] ?? 0;
        this.#reclaimedBytes += args[1] ?? 0;
        this.#begunSweeps.finish(proc, time, goroutine, this.sweeps);
        break;
      case EVENT.STWBegin:
        this.#stopKinds.set(goroutine, this.#generation?.text(args[0] ?? 0) ?? '');
        this.#begunStops.begin(goroutine, time, this.#stackOf(args[1]));
        break;
      case EVENT.STWEnd:
        this.#finishStop(goroutine, time);
        break;
    }
  }

  /** The marking that goes on ends, or the trace does. */
  end(time: number): void {
    if (!Number.isNaN(this.#markingSince)) {
      this.marking.add(this.#markingSince, time, '');
      this.#markingSince = NaN;
    }
  }

  #finishStop(goroutine: number, time: number): void {
    const kind = this.#stopKinds.get(goroutine) ?? '';
    this.#stopKinds.delete(goroutine);
    let stops = this.stops.get(kind);
    if (!stops) {
      stops = new Durations();
      this.stops.set(kind, stops);
    }
    const start = this.#begunStops.finish(goroutine, time, goroutine, stops);
    if (start !== undefined) {
      this.stopped.add(start, time, kind);
    }
  }

  #stackOf(id = 0): number {
    return this.#stacks.numberOf(id);
  }
}
