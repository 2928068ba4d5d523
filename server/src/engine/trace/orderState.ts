/**
 * What is known of threads, Ps, goroutines and GC at a point in the order of events, and what an event may
 * count on: ordering and its state in internal/trace/order.go, Go 1.26.
 */
import type { ThreadCursor } from './cursor.ts';
import { nameOf } from './format.ts';
import type { Generation } from './generation.ts';
import { TraceProblem } from './problem.ts';

export const NONE = -1;

/** What an event is part of: the thread, its P and its goroutine when it happened; NONE for none. */
export interface Context {
  thread: number;
  proc: number;
  goroutine: number;
}

/** Takes an event in its turn. The arguments are those of the file; they and the context are valid during the call. */
export type EventSink = (
  type: number,
  time: number,
  args: Float64Array,
  context: Readonly<Context>,
) => void;

export const GO = { runnable: 1, running: 2, syscall: 3, waiting: 4 } as const;
export const COUNT_GO_STATES = 5;
export const PROC = { running: 1, idle: 2, syscall: 3, syscallAbandoned: 4 } as const;
export const COUNT_PROC_STATES = 5;

export interface Sequenced {
  status: number;
  generation: number;
  sequence: number;
  /** Ranges that have begun and not ended: the types of the events that begin them. */
  readonly ranges: number[];
}

interface Goroutine extends Sequenced {
  readonly regions: string[];
}

export interface Thread {
  proc: number;
  goroutine: number;
}

export type Need = 'none' | 'any' | 'one';

export class OrderState {
  /** Takes the events in their order. */
  readonly give: EventSink;
  readonly goroutines = new Map<number, Goroutine>();
  readonly procs = new Map<number, Sequenced>();
  readonly threads = new Map<number, Thread>();
  readonly tasks = new Set<number>();
  generation: Generation | undefined;
  /** In the first generation things are met that began before. */
  isFirst = true;
  gcSequence = 0;
  gc: 'unknown' | 'idle' | 'running' = 'unknown';

  constructor(sink: EventSink) {
    this.give = sink;
  }

  get #number(): number {
    return this.generation?.number ?? 0;
  }

  threadOf(id: number): Thread {
    let thread = this.threads.get(id);
    if (!thread) {
      thread = { proc: NONE, goroutine: NONE };
      this.threads.set(id, thread);
    }
    return thread;
  }

  take(cursor: ThreadCursor, context: Context): true {
    this.give(cursor.type, cursor.time, cursor.args, context);
    return true;
  }

  /** What the cursor's thread has from now on. */
  setProc({ bound }: ThreadCursor, proc: number): void {
    if (bound) {
      bound.proc = proc;
    }
  }

  setGoroutine({ bound }: ThreadCursor, goroutine: number): void {
    if (bound) {
      bound.goroutine = goroutine;
    }
  }

  isNext(resource: Sequenced, sequence: number): boolean {
    return resource.generation === this.#number && resource.sequence + 1 === sequence;
  }

  setSequence(resource: Sequenced, sequence: number): void {
    resource.generation = this.#number;
    resource.sequence = sequence;
  }

  newProc(id: number, status: number): void {
    this.procs.set(id, { status, generation: this.#number, sequence: 0, ranges: [] });
  }

  newGoroutine(id: number, status: number): void {
    const known = { status, generation: this.#number, sequence: 0, ranges: [], regions: [] };
    this.goroutines.set(id, known);
  }

  /** The goroutine of a context, in a state that it has to have. */
  current(cursor: ThreadCursor, { goroutine: id }: Context, status: number): Goroutine {
    const goroutine = this.goroutines.get(id);
    if (!goroutine) {
      throw new TraceProblem(`${nameOf(cursor.type)} for goroutine ${id}, which does not exist`);
    }
    if (goroutine.status !== status) {
      const state = status === GO.running ? 'running' : 'in a system call';
      throw new TraceProblem(`${nameOf(cursor.type)} for goroutine ${id}, which is not ${state}`);
    }
    return goroutine;
  }

  procOf(cursor: ThreadCursor, id: number): Sequenced {
    const proc = this.procs.get(id);
    if (!proc) {
      throw new TraceProblem(`${nameOf(cursor.type)} for proc ${id}, which does not exist`);
    }
    return proc;
  }

  existing(cursor: ThreadCursor, id: number): Goroutine {
    const goroutine = this.goroutines.get(id);
    if (!goroutine) {
      throw new TraceProblem(`${nameOf(cursor.type)} of goroutine ${id}, which does not exist`);
    }
    return goroutine;
  }

  requireString(cursor: ThreadCursor, id: number): void {
    if (this.generation?.hasString(id) !== true) {
      throw new TraceProblem(`invalid string ID ${id} for ${nameOf(cursor.type)} event`);
    }
  }
}

/** What an event has to be part of, beside a thread. */
export function requireParts(
  cursor: ThreadCursor,
  context: Context,
  proc: Need,
  goroutine: Need,
): void {
  check(cursor, context.thread, 'one', 'thread');
  check(cursor, context.proc, proc, 'proc');
  check(cursor, context.goroutine, goroutine, 'goroutine');
}

function check(cursor: ThreadCursor, id: number, need: Need, what: string): void {
  if (need === 'one' && id === NONE) {
    throw new TraceProblem(`${nameOf(cursor.type)}: expected a ${what} but didn't have one`);
  }
  if (need === 'none' && id !== NONE) {
    throw new TraceProblem(`${nameOf(cursor.type)}: expected no ${what} but had one`);
  }
}
