import { BoundedSeries } from './boundedSeries.ts';
import { Durations } from './durations.ts';
import { EVENT, nameOf } from './format.ts';
import type { Generation } from './generation.ts';
import { Goroutines } from './goroutines.ts';
import { NONE, type Context } from './orderState.ts';
import { TraceReader, type TraceSink } from './reader.ts';

/** What a trace comes to. Times are nanoseconds of the trace's clock. */
export class TraceSummary implements TraceSink {
  readonly heapAlloc = new BoundedSeries();
  readonly heapGoal = new BoundedSeries();
  readonly goroutines = new Goroutines();
  /** From GCBegin to GCEnd: marking. */
  readonly gcCycles = new Durations();
  readonly assists = new Durations();
  readonly sweeps = new Durations();
  /** Stops of the world by what they are for. */
  readonly stops = new Map<string, Durations>();
  readonly #counts = new Map<number, number>();
  readonly #reader = new TraceReader(this);
  readonly #begun = new Map<string, number>();
  #stopKinds = new Map<number, string>();
  #generation: Generation | undefined;
  #countEvents = 0;
  #startNs = NaN;
  #endNs = NaN;
  #sweptBytes = 0;
  #reclaimedBytes = 0;
  #procs = NaN;

  get version(): number | undefined {
    return this.#reader.version;
  }

  get problem(): string | undefined {
    return this.#reader.problem;
  }

  get countGenerations(): number {
    return this.#reader.countGenerations;
  }

  get countEvents(): number {
    return this.#countEvents;
  }

  /** Of the first event; NaN where there is none. */
  get startNs(): number {
    return this.#startNs;
  }

  get durationNs(): number {
    return this.#endNs - this.#startNs;
  }

  get sweptBytes(): number {
    return this.#sweptBytes;
  }

  get reclaimedBytes(): number {
    return this.#reclaimedBytes;
  }

  /** GOMAXPROCS, as it was last; NaN where the trace does not say it. */
  get procs(): number {
    return this.#procs;
  }

  /** How often each event happened, the most frequent first. */
  get eventCounts(): [name: string, count: number][] {
    return Array.from(this.#counts, ([type, count]): [string, number] => [
      nameOf(type),
      count,
    ]).sort(([, a], [, b]) => b - a);
  }

  push(chunk: Uint8Array): void {
    this.#reader.push(chunk);
  }

  end(): void {
    this.#reader.end();
    this.goroutines.end(this.#endNs);
  }

  generation(generation: Generation): void {
    this.#generation = generation;
    this.goroutines.begin(generation);
  }

  event(type: number, time: number, args: Float64Array, context: Readonly<Context>): void {
    this.#countEvents++;
    this.#counts.set(type, (this.#counts.get(type) ?? 0) + 1);
    if (Number.isNaN(this.#startNs)) {
      this.#startNs = time;
    }
    this.#endNs = time;
    const [first = 0, second = 0] = args;
    switch (type) {
      case EVENT.HeapAlloc:
        this.heapAlloc.add(time, first);
        break;
      case EVENT.HeapGoal:
        this.heapGoal.add(time, first);
        break;
      case EVENT.ProcsChange:
        this.#procs = first;
        break;
      case EVENT.GCBegin:
        this.#begin(type, NONE, time);
        break;
      case EVENT.GCEnd:
        this.#finish(EVENT.GCBegin, NONE, time, this.gcCycles);
        break;
      case EVENT.GCMarkAssistBegin:
        this.#begin(type, context.goroutine, time);
        break;
      case EVENT.GCMarkAssistEnd:
        this.#finish(EVENT.GCMarkAssistBegin, context.goroutine, time, this.assists);
        break;
      case EVENT.GCSweepBegin:
        this.#begin(type, context.proc, time);
        break;
      case EVENT.GCSweepEnd:
        this.#sweptBytes += first;
        this.#reclaimedBytes += second;
        this.#finish(EVENT.GCSweepBegin, context.proc, time, this.sweeps);
        break;
      case EVENT.STWBegin:
        this.#stopKinds.set(context.goroutine, this.#generation?.text(first) ?? '');
        this.#begin(type, context.goroutine, time);
        break;
      case EVENT.STWEnd:
        this.#finish(EVENT.STWBegin, context.goroutine, time, this.#stopsOf(context.goroutine));
        break;
      default:
        this.goroutines.event(type, time, args, context);
    }
  }

  #begin(type: number, id: number, time: number): void {
    this.#begun.set(`${type} ${id}`, time);
  }

  /** What began before the trace has no duration. */
  #finish(type: number, id: number, time: number, durations: Durations): void {
    const key = `${type} ${id}`;
    const begun = this.#begun.get(key);
    if (begun !== undefined) {
      this.#begun.delete(key);
      durations.add(time - begun);
    }
  }

  #stopsOf(goroutine: number): Durations {
    const kind = this.#stopKinds.get(goroutine) ?? '';
    this.#stopKinds.delete(goroutine);
    let stops = this.stops.get(kind);
    if (!stops) {
      stops = new Durations();
      this.stops.set(kind, stops);
    }
    return stops;
  }
}
