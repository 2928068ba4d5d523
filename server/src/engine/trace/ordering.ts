/**
 * The order of the events of several threads. Each thread's own are in order; between threads, times do not
 * tell: they are of the clocks of several processors. What tells are sequence numbers of goroutines, Ps and GC,
 * and what has to be so before an event can be (internal/trace/order.go, Go 1.26).
 */
import type { ThreadCursor } from './cursor.ts';
import { EVENT, nameOf, NO_THREAD } from './format.ts';
import type { Generation } from './generation.ts';
import { TraceProblem } from './problem.ts';

export const NONE = -1;

/** What an event is part of: the thread, its P and its goroutine when it happened; NONE for none. */
export interface Context {
  thread: number;
  proc: number;
  goroutine: number;
}

/** Takes an event in its turn. The arguments are those of the file, valid until the next event. */
export type EventSink = (
  type: number,
  time: number,
  args: Float64Array,
  context: Readonly<Context>,
) => void;

const GO = { runnable: 1, running: 2, syscall: 3, waiting: 4 } as const;
const COUNT_GO_STATES = 5;
const PROC = { running: 1, idle: 2, syscall: 3, syscallAbandoned: 4 } as const;
const COUNT_PROC_STATES = 5;

interface Sequenced {
  status: number;
  generation: number;
  sequence: number;
  /** Ranges that have begun and not ended: the types of the events that begin them. */
  readonly ranges: number[];
}

interface Goroutine extends Sequenced {
  readonly regions: string[];
}

interface Thread {
  proc: number;
  goroutine: number;
}

type Need = 'none' | 'any' | 'one';

/** Whether an event could take its turn. */
type Advance = (cursor: ThreadCursor, context: Context) => boolean;

export class Ordering {
  readonly #sink: EventSink;
  readonly #goroutines = new Map<number, Goroutine>();
  readonly #procs = new Map<number, Sequenced>();
  readonly #threads = new Map<number, Thread>();
  readonly #tasks = new Set<number>();
  #generation: Generation | undefined;
  #isFirst = true;
  #gcSequence = 0;
  #gc: 'unknown' | 'idle' | 'running' = 'unknown';
  readonly #steps: ReadonlyMap<number, Advance>;

  constructor(sink: EventSink) {
    this.#sink = sink;
    const E = EVENT;
    const plain: Advance = (cursor, context) => {
      require(cursor, context, 'one', 'one', 'one');
      return this.#take(cursor, context);
    };
    const ofProc: Advance = (cursor, context) => {
      require(cursor, context, 'one', 'one', 'any');
      return this.#take(cursor, context);
    };
    const ofThread: Advance = (cursor, context) => {
      require(cursor, context, 'one', 'any', 'any');
      return this.#take(cursor, context);
    };
    this.#steps = new Map<number, Advance>([
      [E.ProcsChange, plain],
      [E.ProcStart, (cursor, context) => this.#procStart(cursor, context)],
      [E.ProcStop, (cursor, context) => this.#procStop(cursor, context)],
      [E.ProcSteal, (cursor, context) => this.#procSteal(cursor, context)],
      [E.ProcStatus, (cursor, context) => this.#procStatus(cursor, context)],
      [E.GoCreate, (cursor, context) => this.#goCreate(cursor, context, GO.runnable)],
      [E.GoCreateBlocked, (cursor, context) => this.#goCreate(cursor, context, GO.waiting)],
      [E.GoCreateSyscall, (cursor, context) => this.#goCreateSyscall(cursor, context)],
      [E.GoStart, (cursor, context) => this.#goStart(cursor, context)],
      [E.GoDestroy, (cursor, context) => this.#goStops(cursor, context, undefined)],
      [E.GoDestroySyscall, (cursor, context) => this.#goDestroySyscall(cursor, context)],
      [E.GoStop, (cursor, context) => this.#goStops(cursor, context, GO.runnable)],
      [E.GoBlock, (cursor, context) => this.#goStops(cursor, context, GO.waiting)],
      [E.GoUnblock, (cursor, context) => this.#goUnblock(cursor, context)],
      [E.GoSyscallBegin, (cursor, context) => this.#goSyscallBegin(cursor, context)],
      [E.GoSyscallEnd, (cursor, context) => this.#goSyscallEnd(cursor, context)],
      [E.GoSyscallEndBlocked, (cursor, context) => this.#goSyscallEndBlocked(cursor, context)],
      [E.GoStatus, (cursor, context) => this.#goStatus(cursor, context)],
      [E.GoStatusStack, (cursor, context) => this.#goStatus(cursor, context)],
      [E.GoSwitch, (cursor, context) => this.#goSwitch(cursor, context)],
      [E.GoSwitchDestroy, (cursor, context) => this.#goSwitch(cursor, context)],
      [E.STWBegin, (cursor, context) => this.#rangeBegins(cursor, context)],
      [E.STWEnd, (cursor, context) => this.#rangeEnds(cursor, context, E.STWBegin)],
      [E.GCMarkAssistBegin, (cursor, context) => this.#rangeBegins(cursor, context)],
      [
        E.GCMarkAssistEnd,
        (cursor, context) => this.#rangeEnds(cursor, context, E.GCMarkAssistBegin),
      ],
      [
        E.GCMarkAssistActive,
        (cursor, context) =>
          this.#rangeIsActive(cursor, context, this.#goroutines, E.GCMarkAssistBegin),
      ],
      [E.GCSweepBegin, (cursor, context) => this.#sweepBegins(cursor, context)],
      [E.GCSweepEnd, (cursor, context) => this.#sweepEnds(cursor, context)],
      [
        E.GCSweepActive,
        (cursor, context) => this.#rangeIsActive(cursor, context, this.#procs, E.GCSweepBegin),
      ],
      [E.GCActive, (cursor, context) => this.#gcActive(cursor, context)],
      [E.GCBegin, (cursor, context) => this.#gcBegin(cursor, context)],
      [E.GCEnd, (cursor, context) => this.#gcEnd(cursor, context)],
      [E.HeapAlloc, ofProc],
      [E.HeapGoal, ofProc],
      [E.GoLabel, plain],
      [E.UserLog, plain],
      [E.UserTaskBegin, (cursor, context) => this.#taskBegins(cursor, context)],
      [E.UserTaskEnd, (cursor, context) => this.#taskEnds(cursor, context)],
      [E.UserRegionBegin, (cursor, context) => this.#regionBegins(cursor, context)],
      [E.UserRegionEnd, (cursor, context) => this.#regionEnds(cursor, context)],
      ...Array.from(
        { length: E.GoroutineStackFree - E.Span + 1 },
        (_, index): [number, Advance] => [E.Span + index, ofThread],
      ),
    ]);
  }

  begin(generation: Generation): void {
    this.#isFirst = this.#generation === undefined;
    this.#generation = generation;
  }

  /** Lets the event that a cursor is at take its turn; false where others have to come first. */
  advance(cursor: ThreadCursor): boolean {
    const step = this.#steps.get(cursor.type);
    if (!step) {
      throw new TraceProblem(`a ${nameOf(cursor.type)} has no place in the order of events`);
    }
    if (cursor.thread === NO_THREAD) {
      return step(cursor, { thread: NONE, proc: NONE, goroutine: NONE });
    }
    const thread = this.#threadOf(cursor.thread);
    return step(cursor, { thread: cursor.thread, ...thread });
  }

  #threadOf(id: number): Thread {
    let thread = this.#threads.get(id);
    if (!thread) {
      thread = { proc: NONE, goroutine: NONE };
      this.#threads.set(id, thread);
    }
    return thread;
  }

  #take(cursor: ThreadCursor, context: Context): true {
    this.#sink(cursor.type, cursor.time, cursor.args, context);
    return true;
  }

  /** What the cursor's thread has from now on. */
  #setThread({ thread }: ThreadCursor, changed: Partial<Thread>): void {
    if (thread !== NO_THREAD) {
      Object.assign(this.#threadOf(thread), changed);
    }
  }

  get #number(): number {
    return this.#generation?.number ?? 0;
  }

  #isNext(resource: Sequenced, sequence: number): boolean {
    return resource.generation === this.#number && resource.sequence + 1 === sequence;
  }

  #setSequence(resource: Sequenced, sequence: number): void {
    resource.generation = this.#number;
    resource.sequence = sequence;
  }

  #newGoroutine(id: number, status: number): void {
    const known = { status, generation: this.#number, sequence: 0, ranges: [], regions: [] };
    this.#goroutines.set(id, known);
  }

  /** The goroutine of a context, in a state that it has to have. */
  #current(cursor: ThreadCursor, { goroutine: id }: Context, status: number): Goroutine {
    const goroutine = this.#goroutines.get(id);
    if (!goroutine) {
      throw new TraceProblem(`${nameOf(cursor.type)} for goroutine ${id}, which does not exist`);
    }
    if (goroutine.status !== status) {
      const state = status === GO.running ? 'running' : 'in a system call';
      throw new TraceProblem(`${nameOf(cursor.type)} for goroutine ${id}, which is not ${state}`);
    }
    return goroutine;
  }

  #procOf(cursor: ThreadCursor, id: number): Sequenced {
    const proc = this.#procs.get(id);
    if (!proc) {
      throw new TraceProblem(`${nameOf(cursor.type)} for proc ${id}, which does not exist`);
    }
    return proc;
  }

  #procStatus(cursor: ThreadCursor, context: Context): boolean {
    const [id = NONE, status = 0] = cursor.args;
    if (status >= COUNT_PROC_STATES) {
      throw new TraceProblem(`proc ${id} has status ${status}, which is none`);
    }
    const known = this.#procs.get(id);
    let wasRunning = false;
    if (known) {
      if (status === PROC.syscallAbandoned && known.status === PROC.syscall) {
        // It gave up its thread before the thread could say so: the syscall is abandoned from here on.
        wasRunning = true;
        cursor.args[1] = PROC.syscall;
      } else if (known.status !== status) {
        throw new TraceProblem(
          `inconsistent status for proc ${id}: it was ${known.status}, and is ${status}`,
        );
      }
      this.#setSequence(known, 0);
    } else {
      const proc = { status, generation: this.#number, sequence: 0, ranges: [] };
      this.#procs.set(id, proc);
    }
    const happened = { ...context };
    if (wasRunning) {
      for (const [thread, { proc, goroutine }] of this.#threads) {
        if (proc === id) {
          Object.assign(happened, { thread, proc, goroutine });
        }
      }
      if (happened.proc !== id) {
        throw new TraceProblem(
          `failed to find the thread of proc ${id}, which is about to be stolen`,
        );
      }
    }
    this.#take(cursor, happened);
    if (status === PROC.running || status === PROC.syscall) {
      this.#setThread(cursor, { proc: id });
    }
    return true;
  }

  #procStart(cursor: ThreadCursor, context: Context): boolean {
    const [id = NONE, sequence = 0] = cursor.args;
    const proc = this.#procs.get(id);
    const isReady = proc?.status === PROC.idle && this.#isNext(proc, sequence);
    if (!isReady || context.proc !== NONE) {
      return false;
    }
    require(cursor, context, 'one', 'none', 'any');
    proc.status = PROC.running;
    this.#setSequence(proc, sequence);
    this.#take(cursor, context);
    this.#setThread(cursor, { proc: id });
    return true;
  }

  #procStop(cursor: ThreadCursor, context: Context): boolean {
    const proc = this.#procOf(cursor, context.proc);
    if (proc.status !== PROC.running && proc.status !== PROC.syscall) {
      throw new TraceProblem(`ProcStop for proc ${context.proc}, which is not running`);
    }
    require(cursor, context, 'one', 'one', 'any');
    proc.status = PROC.idle;
    this.#take(cursor, context);
    this.#setThread(cursor, { proc: NONE });
    return true;
  }

  #procSteal(cursor: ThreadCursor, context: Context): boolean {
    const [id = NONE, sequence = 0, victim = NONE] = cursor.args;
    const proc = this.#procs.get(id);
    const isInSyscall = proc?.status === PROC.syscall || proc?.status === PROC.syscallAbandoned;
    if (!proc || !isInSyscall || !this.#isNext(proc, sequence)) {
      return false;
    }
    require(cursor, context, 'one', 'any', 'any');
    const wasAbandoned = proc.status === PROC.syscallAbandoned;
    proc.status = PROC.idle;
    this.#setSequence(proc, sequence);
    if (!wasAbandoned) {
      const holder = victim === context.thread ? context : this.#threads.get(victim);
      if (!holder) {
        throw new TraceProblem(`proc ${id} is stolen from thread ${victim}, which does not exist`);
      }
      if (holder.proc !== id) {
        throw new TraceProblem(
          `tried to steal proc ${id} from thread ${victim}, which has proc ${holder.proc}`,
        );
      }
    }
    this.#take(cursor, context);
    if (!wasAbandoned) {
      this.#threadOf(victim).proc = NONE;
    }
    return true;
  }

  #goStatus(cursor: ThreadCursor, context: Context): boolean {
    const [id = NONE, thread = NONE, status = 0] = cursor.args;
    if (status >= COUNT_GO_STATES) {
      throw new TraceProblem(`goroutine ${id} has status ${status}, which is none`);
    }
    const known = this.#goroutines.get(id);
    if (known) {
      if (known.status !== status) {
        throw new TraceProblem(
          `inconsistent status for goroutine ${id}: it was ${known.status}, and is ${status}`,
        );
      }
      this.#setSequence(known, 0);
    } else if (this.#isFirst) {
      this.#newGoroutine(id, status);
    } else {
      throw new TraceProblem(`goroutine ${id} is new, and was not created`);
    }
    const happened = { ...context };
    let changed: Partial<Thread> = {};
    if (status === GO.running) {
      changed = { goroutine: id };
    } else if (status === GO.syscall) {
      if (thread === NO_THREAD) {
        throw new TraceProblem(`goroutine ${id} is in a system call without a thread`);
      }
      changed = this.#syscallingThread({ id, thread, context, happened });
    }
    this.#take(cursor, happened);
    this.#setThread(cursor, changed);
    return true;
  }

  /** Binds the goroutine to the thread of its system call, which may be another than the one that says so. */
  #syscallingThread({
    id,
    thread,
    context,
    happened,
  }: {
    readonly id: number;
    readonly thread: number;
    readonly context: Context;
    readonly happened: Context;
  }): Partial<Thread> {
    if (thread === context.thread) {
      if (!this.#isFirst && context.goroutine !== id) {
        throw new TraceProblem(
          `inconsistent thread for goroutine ${id} in a system call: it has goroutine ${context.goroutine}`,
        );
      }
      return { goroutine: id };
    }
    const known = this.#threads.get(thread);
    if (known) {
      if (known.goroutine !== id) {
        throw new TraceProblem(
          `inconsistent thread for goroutine ${id} in a system call: it has goroutine ${known.goroutine}`,
        );
      }
      happened.goroutine = id;
    } else {
      this.#threads.set(thread, { proc: NONE, goroutine: id });
    }
    happened.thread = thread;
    return {};
  }

  #goCreate(cursor: ThreadCursor, context: Context, status: number): boolean {
    require(cursor, context, 'one', 'one', 'any');
    const creator = this.#goroutines.get(context.goroutine);
    if (creator && creator.status !== GO.running) {
      throw new TraceProblem(
        `${nameOf(cursor.type)} by goroutine ${context.goroutine}, which is not running`,
      );
    }
    const [id = NONE] = cursor.args;
    if (this.#goroutines.has(id)) {
      throw new TraceProblem(`goroutine ${id} is created, and exists`);
    }
    this.#newGoroutine(id, status);
    return this.#take(cursor, context);
  }

  #goCreateSyscall(cursor: ThreadCursor, context: Context): boolean {
    require(cursor, context, 'one', 'any', 'none');
    const [id = NONE] = cursor.args;
    if (this.#goroutines.has(id)) {
      throw new TraceProblem(`goroutine ${id} is created in a system call, and exists`);
    }
    this.#newGoroutine(id, GO.syscall);
    this.#take(cursor, context);
    this.#setThread(cursor, { goroutine: id });
    return true;
  }

  #goStart(cursor: ThreadCursor, context: Context): boolean {
    const [id = NONE, sequence = 0] = cursor.args;
    const goroutine = this.#goroutines.get(id);
    if (goroutine?.status !== GO.runnable || !this.#isNext(goroutine, sequence)) {
      return false;
    }
    require(cursor, context, 'one', 'one', 'none');
    goroutine.status = GO.running;
    this.#setSequence(goroutine, sequence);
    this.#take(cursor, context);
    this.#setThread(cursor, { goroutine: id });
    return true;
  }

  /** `status` is what the goroutine has then; it is gone where that is undefined. */
  #goStops(cursor: ThreadCursor, context: Context, status: number | undefined): boolean {
    require(cursor, context, 'one', 'one', 'one');
    const goroutine = this.#current(cursor, context, GO.running);
    if (status === undefined) {
      this.#goroutines.delete(context.goroutine);
    } else {
      goroutine.status = status;
    }
    this.#take(cursor, context);
    this.#setThread(cursor, { goroutine: NONE });
    return true;
  }

  #goUnblock(cursor: ThreadCursor, context: Context): boolean {
    const [id = NONE, sequence = 0] = cursor.args;
    const goroutine = this.#goroutines.get(id);
    if (goroutine?.status !== GO.waiting || !this.#isNext(goroutine, sequence)) {
      return false;
    }
    goroutine.status = GO.runnable;
    this.#setSequence(goroutine, sequence);
    return this.#take(cursor, context);
  }

  /** A goroutine hands its thread to another: it stops, and the other starts. */
  #goSwitch(cursor: ThreadCursor, context: Context): boolean {
    require(cursor, context, 'one', 'one', 'one');
    const current = this.#current(cursor, context, GO.running);
    const [id = NONE, sequence = 0] = cursor.args;
    const next = this.#goroutines.get(id);
    if (next?.status !== GO.waiting || !this.#isNext(next, sequence)) {
      return false;
    }
    const { type, time } = cursor;
    this.#take(cursor, context);
    if (type === EVENT.GoSwitch) {
      current.status = GO.waiting;
      this.#sink(EVENT.GoBlock, time, new Float64Array(2), context);
    } else {
      this.#goroutines.delete(context.goroutine);
      this.#sink(EVENT.GoDestroy, time, new Float64Array(), context);
    }
    next.status = GO.running;
    this.#setSequence(next, sequence);
    this.#sink(EVENT.GoStart, time, cursor.args, { ...context, goroutine: NONE });
    this.#setThread(cursor, { goroutine: id });
    return true;
  }

  #goSyscallBegin(cursor: ThreadCursor, context: Context): boolean {
    require(cursor, context, 'one', 'one', 'one');
    const goroutine = this.#current(cursor, context, GO.running);
    const proc = this.#procOf(cursor, context.proc);
    const [sequence = 0] = cursor.args;
    if (!this.#isNext(proc, sequence)) {
      throw new TraceProblem(`GoSyscallBegin of proc ${context.proc} is out of its sequence`);
    }
    goroutine.status = GO.syscall;
    proc.status = PROC.syscall;
    this.#setSequence(proc, sequence);
    return this.#take(cursor, context);
  }

  #goSyscallEnd(cursor: ThreadCursor, context: Context): boolean {
    require(cursor, context, 'one', 'one', 'one');
    const goroutine = this.#current(cursor, context, GO.syscall);
    const proc = this.#procOf(cursor, context.proc);
    if (proc.status !== PROC.syscall) {
      throw new TraceProblem(`GoSyscallEnd on proc ${context.proc}, which is not in a system call`);
    }
    goroutine.status = GO.running;
    proc.status = PROC.running;
    return this.#take(cursor, context);
  }

  #goSyscallEndBlocked(cursor: ThreadCursor, context: Context): boolean {
    // The P has to be stolen first.
    if (context.proc !== NONE && this.#procOf(cursor, context.proc).status === PROC.syscall) {
      return false;
    }
    require(cursor, context, 'one', 'any', 'one');
    this.#current(cursor, context, GO.syscall).status = GO.runnable;
    this.#take(cursor, context);
    this.#setThread(cursor, { goroutine: NONE });
    return true;
  }

  #goDestroySyscall(cursor: ThreadCursor, context: Context): boolean {
    require(cursor, context, 'one', 'any', 'one');
    this.#current(cursor, context, GO.syscall);
    this.#goroutines.delete(context.goroutine);
    if (context.proc !== NONE) {
      const proc = this.#procOf(cursor, context.proc);
      if (proc.status !== PROC.syscall) {
        throw new TraceProblem(
          `GoDestroySyscall on proc ${context.proc}, which is not in a system call`,
        );
      }
      proc.status = PROC.syscallAbandoned;
      this.#sink(EVENT.ProcSteal, cursor.time, Float64Array.of(context.proc, 0, 0), context);
    }
    this.#take(cursor, context);
    this.#setThread(cursor, { goroutine: NONE, proc: NONE });
    return true;
  }

  #taskBegins(cursor: ThreadCursor, context: Context): boolean {
    const [id = 0, , name = 0] = cursor.args;
    if (this.#tasks.has(id)) {
      throw new TraceProblem(`task ID conflict: ${id}`);
    }
    this.#requireString(cursor, name);
    this.#tasks.add(id);
    require(cursor, context, 'one', 'one', 'one');
    return this.#take(cursor, context);
  }

  #taskEnds(cursor: ThreadCursor, context: Context): boolean {
    const [id = 0] = cursor.args;
    this.#tasks.delete(id);
    require(cursor, context, 'one', 'one', 'one');
    return this.#take(cursor, context);
  }

  #regionBegins(cursor: ThreadCursor, context: Context): boolean {
    require(cursor, context, 'one', 'one', 'one');
    this.#existing(cursor, context.goroutine).regions.push(this.#regionOf(cursor));
    return this.#take(cursor, context);
  }

  #regionEnds(cursor: ThreadCursor, context: Context): boolean {
    require(cursor, context, 'one', 'one', 'one');
    const { regions } = this.#existing(cursor, context.goroutine);
    const begun = regions.at(-1);
    if (begun !== undefined && begun !== this.#regionOf(cursor)) {
      throw new TraceProblem(
        `misuse of region in goroutine ${context.goroutine}: it ends, and is not the innermost`,
      );
    }
    regions.pop();
    return this.#take(cursor, context);
  }

  /** By its name, as the numbers of strings are those of a generation. */
  #regionOf(cursor: ThreadCursor): string {
    const [task = 0, name = 0] = cursor.args;
    this.#requireString(cursor, name);
    return `${task} ${this.#generation?.text(name) ?? ''}`;
  }

  #requireString(cursor: ThreadCursor, id: number): void {
    if (this.#generation?.hasString(id) !== true) {
      throw new TraceProblem(`invalid string ID ${id} for ${nameOf(cursor.type)} event`);
    }
  }

  #existing(cursor: ThreadCursor, id: number): Goroutine {
    const goroutine = this.#goroutines.get(id);
    if (!goroutine) {
      throw new TraceProblem(`${nameOf(cursor.type)} of goroutine ${id}, which does not exist`);
    }
    return goroutine;
  }

  #rangeBegins(cursor: ThreadCursor, context: Context): boolean {
    require(cursor, context, 'one', 'one', 'one');
    beginRange(this.#existing(cursor, context.goroutine), cursor.type);
    return this.#take(cursor, context);
  }

  #rangeEnds(cursor: ThreadCursor, context: Context, begin: number): boolean {
    require(cursor, context, 'one', 'one', 'one');
    endRange(this.#existing(cursor, context.goroutine), begin);
    return this.#take(cursor, context);
  }

  #sweepBegins(cursor: ThreadCursor, context: Context): boolean {
    require(cursor, context, 'one', 'one', 'any');
    beginRange(this.#procOf(cursor, context.proc), cursor.type);
    return this.#take(cursor, context);
  }

  #sweepEnds(cursor: ThreadCursor, context: Context): boolean {
    require(cursor, context, 'one', 'one', 'any');
    endRange(this.#procOf(cursor, context.proc), EVENT.GCSweepBegin);
    return this.#take(cursor, context);
  }

  /** A range that goes over the beginning of the generation. */
  #rangeIsActive(
    cursor: ThreadCursor,
    context: Context,
    resources: ReadonlyMap<number, Sequenced>,
    begin: number,
  ): boolean {
    const [id = NONE] = cursor.args;
    const resource = resources.get(id);
    if (!resource) {
      throw new TraceProblem(`${nameOf(cursor.type)} of ${id}, which does not exist`);
    }
    if (this.#isFirst) {
      beginRange(resource, begin);
    } else if (!resource.ranges.includes(begin)) {
      throw new TraceProblem(`${nameOf(cursor.type)}, and it has not begun`);
    }
    return this.#take(cursor, context);
  }

  #gcActive(cursor: ThreadCursor, context: Context): boolean {
    const [sequence = 0] = cursor.args;
    if (this.#isFirst) {
      if (this.#gc !== 'unknown') {
        throw new TraceProblem('GCActive in the first generation is not its first event of GC');
      }
      this.#gcSequence = sequence;
      this.#gc = 'running';
      return this.#take(cursor, context);
    }
    if (sequence !== this.#gcSequence + 1) {
      return false;
    }
    if (this.#gc !== 'running') {
      throw new TraceProblem('GCActive while GC was not in progress');
    }
    this.#gcSequence = sequence;
    require(cursor, context, 'one', 'one', 'one');
    return this.#take(cursor, context);
  }

  #gcBegin(cursor: ThreadCursor, context: Context): boolean {
    const [sequence = 0] = cursor.args;
    if (this.#gc !== 'unknown') {
      if (sequence !== this.#gcSequence + 1) {
        return false;
      }
      if (this.#gc === 'running') {
        throw new TraceProblem('GCBegin while GC was already in progress');
      }
      require(cursor, context, 'one', 'one', 'one');
    }
    this.#gcSequence = sequence;
    this.#gc = 'running';
    return this.#take(cursor, context);
  }

  #gcEnd(cursor: ThreadCursor, context: Context): boolean {
    const [sequence = 0] = cursor.args;
    if (sequence !== this.#gcSequence + 1) {
      return false;
    }
    if (this.#gc !== 'running') {
      throw new TraceProblem('GCEnd when GC was not in progress');
    }
    this.#gcSequence = sequence;
    this.#gc = 'idle';
    require(cursor, context, 'one', 'one', 'one');
    return this.#take(cursor, context);
  }
}

function beginRange({ ranges }: Sequenced, type: number): void {
  if (ranges.includes(type)) {
    throw new TraceProblem(`${nameOf(type)}, and it has begun already`);
  }
  ranges.push(type);
}

function endRange({ ranges }: Sequenced, begin: number): void {
  const index = ranges.indexOf(begin);
  if (index < 0) {
    throw new TraceProblem(`the end of what ${nameOf(begin)} begins, and it has not begun`);
  }
  ranges.splice(index, 1);
}

/** What an event has to be part of. */
function require(
  cursor: ThreadCursor,
  context: Context,
  thread: Need,
  proc: Need,
  goroutine: Need,
): void {
  check(cursor, context.thread, thread, 'thread');
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
