import { BoundedSeries } from './boundedSeries.ts';
import { Durations } from './durations.ts';
import { EVENT } from './format.ts';
import type { Frame, Generation } from './generation.ts';
import type { Context } from './orderState.ts';

export const GO_STATES = ['running', 'runnable', 'waiting', 'syscall'] as const;
export type GoState = (typeof GO_STATES)[number];

/** As traces number them. */
const STATE_OF_STATUS: readonly (GoState | undefined)[] = [
  undefined,
  'runnable',
  'running',
  'syscall',
  'waiting',
];

/** What goroutines waited for, and where. */
export interface WaitReason {
  /** In the runtime's words; `syscall` for system calls. */
  readonly reason: string;
  readonly durations: Durations;
  /** By stack, those that waited longest first. */
  readonly stacks: readonly StackWait[];
  /** Goroutines that still waited at the end, and how long until then; they are not in the durations. */
  readonly countUnfinished: number;
  readonly unfinishedNs: number;
}

export interface StackWait {
  /** The leaf first. */
  readonly frames: readonly Frame[];
  readonly count: number;
  readonly totalNs: number;
}

interface Goroutine {
  state: GoState;
  since: number;
  /** Undefined where the trace began meanwhile. */
  wait: { readonly reason: string; readonly stack: number } | undefined;
}

interface Waits {
  readonly durations: Durations;
  readonly byStack: Map<number, { count: number; totalNs: number }>;
  countUnfinished: number;
  unfinishedNs: number;
}

const MOST_STACKS = 1 << 15;
const SYSCALL = 'syscall';
/** Of goroutines that hand over to each other (iter.Pull), for which no reason is written. */
const COROUTINE = 'coroutine';

/** What state each goroutine is in, how many are in each, and what they wait for. */
export class Goroutines {
  /** From runnable to running: waiting for a processor. */
  readonly latencies = new Durations();
  /** How many are in each state, whenever that changes. */
  readonly counts: Readonly<Record<GoState, BoundedSeries>> = {
    running: new BoundedSeries(),
    runnable: new BoundedSeries(),
    waiting: new BoundedSeries(),
    syscall: new BoundedSeries(),
  };
  #countCreated = 0;
  #countEnded = 0;
  readonly #goroutines = new Map<number, Goroutine>();
  readonly #numbers: Record<GoState, number> = { running: 0, runnable: 0, waiting: 0, syscall: 0 };
  readonly #waits = new Map<string, Waits>();
  readonly #stacks: (readonly Frame[])[] = [[]];
  readonly #stackNumbers = new Map<string, number>();
  /** Numbers of ours by those of the generation. */
  readonly #stackIds = new Map<number, number>();
  #generation: Generation | undefined;

  get countCreated(): number {
    return this.#countCreated;
  }

  get countEnded(): number {
    return this.#countEnded;
  }

  begin(generation: Generation): void {
    this.#generation = generation;
    this.#stackIds.clear();
  }

  event(type: number, time: number, args: Float64Array, { goroutine }: Readonly<Context>): void {
    const [first = 0, second = 0, third = 0] = args;
    switch (type) {
      case EVENT.GoStatus:
      case EVENT.GoStatusStack:
        this.#appear(first, time, STATE_OF_STATUS[third]);
        break;
      case EVENT.GoCreate:
        this.#countCreated++;
        this.#appear(first, time, 'runnable');
        break;
      case EVENT.GoCreateBlocked:
        this.#countCreated++;
        this.#appear(first, time, 'waiting');
        break;
      case EVENT.GoCreateSyscall:
        this.#countCreated++;
        this.#appear(first, time, 'syscall');
        break;
      case EVENT.GoStart:
        this.#change(first, time, 'running');
        break;
      case EVENT.GoStop:
        this.#change(goroutine, time, 'runnable');
        break;
      case EVENT.GoBlock:
        this.#wait(goroutine, time, 'waiting', this.#generation?.text(first) ?? '', second);
        break;
      case EVENT.GoUnblock:
      case EVENT.GoSwitch:
      case EVENT.GoSwitchDestroy:
        this.#change(first, time, 'runnable');
        break;
      case EVENT.GoSyscallBegin:
        this.#wait(goroutine, time, 'syscall', SYSCALL, second);
        break;
      case EVENT.GoSyscallEnd:
        this.#change(goroutine, time, 'running');
        break;
      case EVENT.GoSyscallEndBlocked:
        this.#change(goroutine, time, 'runnable');
        break;
      case EVENT.GoDestroy:
      case EVENT.GoDestroySyscall:
        this.#countEnded++;
        this.#leave(goroutine, time);
        break;
    }
  }

  /** The trace has ended: what goes on is counted up to here. */
  end(time: number): void {
    for (const { wait, since } of this.#goroutines.values()) {
      if (wait) {
        const waits = this.#waitsOf(wait.reason);
        waits.countUnfinished++;
        waits.unfinishedNs += time - since;
      }
    }
  }

  /** What took longest first. */
  get waits(): WaitReason[] {
    return Array.from(this.#waits, ([reason, waits]) => ({
      reason,
      durations: waits.durations,
      countUnfinished: waits.countUnfinished,
      unfinishedNs: waits.unfinishedNs,
      stacks: Array.from(waits.byStack, ([stack, sums]) => ({
        frames: this.#stacks[stack] ?? [],
        ...sums,
      })).sort((a, b) => b.totalNs - a.totalNs),
    })).sort((a, b) => b.durations.totalNs - a.durations.totalNs);
  }

  #appear(id: number, time: number, state: GoState | undefined): void {
    if (state !== undefined && !this.#goroutines.has(id)) {
      this.#goroutines.set(id, { state, since: time, wait: undefined });
      this.#add(state, 1, time);
    }
  }

  #wait(id: number, time: number, state: GoState, reason: string, stackId: number): void {
    const goroutine = this.#change(id, time, state);
    if (goroutine) {
      goroutine.wait = {
        reason: reason === '' ? COROUTINE : reason,
        stack: this.#stackOf(stackId),
      };
    }
  }

  #change(id: number, time: number, state: GoState): Goroutine | undefined {
    const goroutine = this.#goroutines.get(id);
    if (!goroutine) {
      return undefined;
    }
    this.#finishState(goroutine, time, state);
    this.#add(goroutine.state, -1, time);
    this.#add(state, 1, time);
    goroutine.state = state;
    goroutine.since = time;
    goroutine.wait = undefined;
    return goroutine;
  }

  #leave(id: number, time: number): void {
    const goroutine = this.#goroutines.get(id);
    if (goroutine) {
      this.#finishState(goroutine, time, undefined);
      this.#goroutines.delete(id);
      this.#add(goroutine.state, -1, time);
    }
  }

  #finishState({ state, since, wait }: Goroutine, time: number, next: GoState | undefined): void {
    const ns = time - since;
    if (state === 'runnable' && next === 'running') {
      this.latencies.add(ns);
    }
    if (wait) {
      const { durations, byStack } = this.#waitsOf(wait.reason);
      durations.add(ns);
      const sums = byStack.get(wait.stack) ?? { count: 0, totalNs: 0 };
      byStack.set(wait.stack, { count: sums.count + 1, totalNs: sums.totalNs + ns });
    }
  }

  #add(state: GoState, difference: number, time: number): void {
    this.#numbers[state] += difference;
    this.counts[state].add(time, this.#numbers[state]);
  }

  #waitsOf(reason: string): Waits {
    let waits = this.#waits.get(reason);
    if (!waits) {
      waits = {
        durations: new Durations(),
        byStack: new Map(),
        countUnfinished: 0,
        unfinishedNs: 0,
      };
      this.#waits.set(reason, waits);
    }
    return waits;
  }

  /** The same stack has another number in each generation. */
  #stackOf(id: number): number {
    const known = this.#stackIds.get(id);
    if (known !== undefined) {
      return known;
    }
    const frames = this.#generation?.stack(id) ?? [];
    const key = JSON.stringify(frames);
    let number = this.#stackNumbers.get(key);
    if (number === undefined) {
      number = this.#stacks.length < MOST_STACKS ? this.#stacks.push(frames) - 1 : 0;
      this.#stackNumbers.set(key, number);
    }
    this.#stackIds.set(id, number);
    return number;
  }
}
