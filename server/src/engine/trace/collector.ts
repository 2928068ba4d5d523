import { BoundedSeries } from './boundedSeries.ts';
import { CollectorDurations } from './collectorDurations.ts';
import { EVENT } from './format.ts';
import type { Generation } from './generation.ts';
import type { CollectorWork, Instances } from './instances.ts';
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

  /** Undefined for what began before the trace, which has no duration. */
  finish(id: number): { readonly start: number; readonly stack: number } | undefined {
    const last = this.#last.get(id);
    if (!last || Number.isNaN(last.start)) {
      return undefined;
    }
    const begun = { ...last };
    last.start = NaN;
    return begun;
  }
}

/** The heap over time, and what the collector does. Times are of the trace's clock. */
export class Collector {
  readonly heapAlloc = new BoundedSeries();
  readonly heapGoal = new BoundedSeries();
  readonly durations = new CollectorDurations();
  readonly marking = new Intervals();
  readonly stopped = new Intervals();
  readonly #stacks: StackTable;
  readonly #instances: Instances | undefined;
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

  /** Each instance goes to `instances` as well. */
  constructor(stacks: StackTable, instances?: Instances) {
    this.#stacks = stacks;
    this.#instances = instances;
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
        this.#finish('mark', this.#begunCycles.finish(NONE), time, goroutine);
        this.end(time);
        break;
      case EVENT.GCMarkAssistBegin:
        this.#begunAssists.begin(goroutine, time, this.#stackOf(args[0]));
        break;
      case EVENT.GCMarkAssistEnd:
        this.#finish('assist', this.#begunAssists.finish(goroutine), time, goroutine);
        break;
      case EVENT.GCSweepBegin:
        this.#begunSweeps.begin(proc, time, this.#stackOf(args[0]));
        break;
      case EVENT.GCSweepEnd:
        this.#sweptBytes += args[0] ?? 0;
        this.#reclaimedBytes += args[1] ?? 0;
        this.#finish('sweep', this.#begunSweeps.finish(proc), time, goroutine);
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
    const begun = this.#begunStops.finish(goroutine);
    this.#finish('stop', begun, time, goroutine, kind);
    if (begun) {
      this.stopped.add(begun.start, time, kind);
    }
  }

  #finish(
    work: CollectorWork,
    begun: ReturnType<Begun['finish']>,
    endNs: number,
    goroutine: number,
    reason = '',
  ): void {
    if (begun) {
      const { start: startNs, stack } = begun;
      const instance = { work, reason, startNs, endNs, goroutine, stack };
      this.durations.add(instance);
      this.#instances?.add(instance);
    }
  }

  #stackOf(id = 0): number {
    return this.#stacks.numberOf(id);
  }
}
