import { Collector } from './collector.ts';
import { EVENT, nameOf } from './format.ts';
import type { Generation } from './generation.ts';
import { Goroutines } from './goroutines.ts';
import type { Context } from './orderState.ts';
import { Procs } from './procs.ts';
import { TraceReader, type TraceSink } from './reader.ts';
import { StackTable } from './stackTable.ts';
import { Timeline } from './timeline.ts';
import { TracedObjects } from './tracedObjects.ts';

/** What a trace comes to. Times are nanoseconds of the trace's clock. */
export class TraceSummary implements TraceSink {
  readonly stacks = new StackTable();
  readonly timeline: Timeline;
  readonly collector: Collector;
  readonly goroutines: Goroutines;
  readonly #procs: Procs;
  /** By the type of the event. */
  readonly #counts = new Float64Array(EVENT.GoroutineStackFree + 1);
  readonly #reader = new TraceReader(this);
  #countEvents = 0;
  #startNs = NaN;
  #endNs = NaN;
  #countProcs = NaN;
  #generation: Generation | undefined;
  #objects: TracedObjects | undefined;

  constructor(timeline = new Timeline()) {
    this.timeline = timeline;
    this.collector = new Collector(this.stacks, timeline.collector);
    this.goroutines = new Goroutines(this.stacks, timeline);
    this.#procs = new Procs(timeline);
  }

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

  /** GOMAXPROCS, as it was last; NaN where the trace does not say it. */
  get procs(): number {
    return this.#countProcs;
  }

  /** What is allocated, by type; undefined where the trace does not say. */
  get objects(): TracedObjects | undefined {
    return this.#objects;
  }

  /** How often each event happened, the most frequent first. */
  get eventCounts(): [name: string, count: number][] {
    return Array.from(this.#counts, (count, type): [string, number] => [nameOf(type), count])
      .filter(([, count]) => count > 0)
      .sort(([, a], [, b]) => b - a);
  }

  push(chunk: Uint8Array): void {
    this.#reader.push(chunk);
  }

  end(): void {
    this.#reader.end();
    if (this.#countEvents > 0) {
      this.goroutines.end(this.#endNs);
      this.#procs.end(this.#endNs);
      this.collector.end(this.#endNs);
    }
  }

  generation(generation: Generation): void {
    this.stacks.begin(generation);
    this.collector.begin(generation);
    this.goroutines.begin(generation);
    this.#generation = generation;
    this.#objects?.begin(generation);
  }

  event(type: number, time: number, args: Float64Array, context: Readonly<Context>): void {
    if (this.#countEvents === 0) {
      this.#startNs = time;
      this.collector.start(time);
      this.goroutines.start(time);
      this.#procs.start(time);
    }
    this.#countEvents++;
    this.#counts[type] = (this.#counts[type] ?? 0) + 1;
    this.#endNs = time;
    if (type === EVENT.ProcsChange) {
      this.#countProcs = args[0] ?? NaN;
    } else if (type >= EVENT.STWBegin && type <= EVENT.HeapGoal) {
      this.collector.event(type, time, args, context);
    } else if (type >= EVENT.Span) {
      this.#neededObjects().event(type, time, args, context);
    } else {
      this.goroutines.event(type, time, args, context);
      this.#procs.event(type, time, args, context);
    }
  }
  #neededObjects(): TracedObjects {
    if (!this.#objects) {
      this.#objects = new TracedObjects(this.version ?? 0);
      if (this.#generation) {
        this.#objects.begin(this.#generation);
      }
    }
    return this.#objects;
  }
}
