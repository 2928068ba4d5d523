import { BoundedSeries } from './boundedSeries.ts';
import { Durations } from './durations.ts';
import { EVENT } from './format.ts';
import type { Generation } from './generation.ts';
import { NONE, type Context } from './orderState.ts';
import type { SpanRow } from './spanRow.ts';
import { NO_STACK, type StackTable } from './stackTable.ts';
import type { Timeline } from './timeline.ts';
import { Waits, type WaitSite } from './waits.ts';

/**
 * States of goroutines; in a timeline the detail of `running` is the P and one, or 0, that of `waiting` and
 * `syscall` the number of the site and one, or 0 where the trace began meanwhile.
 */
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

const STATE_NUMBERS: Readonly<Record<GoState, number>> = {
  running: 0,
  runnable: 1,
  waiting: 2,
  syscall: 3,
};

interface Goroutine {
  readonly id: number;
  readonly row: SpanRow | undefined;
  state: GoState;
  since: number;
  proc: number;
  /** Undefined where the trace began meanwhile. */
  site: WaitSite | undefined;
}

const SYSCALL = 'syscall';
/** Of goroutines that hand over to each other (iter.Pull), for which no reason is written. */
const COROUTINE = 'coroutine';

/** What state each goroutine is in, how many are in each, and what they wait for. */
export class Goroutines {
  /** From runnable to running: waiting for a processor. */
  readonly latencies = new Durations();
  readonly waits: Waits;
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
  readonly #stacks: StackTable;
  readonly #timeline: Timeline;
  #startNs = NaN;
  #generation: Generation | undefined;

  constructor(stacks: StackTable, timeline: Timeline) {
    this.waits = new Waits(stacks);
    this.#stacks = stacks;
    this.#timeline = timeline;
  }

  get countCreated(): number {
    return this.#countCreated;
  }

  get countEnded(): number {
    return this.#countEnded;
  }

  /** The trace begins. */
  start(time: number): void {
    this.#startNs = time;
    for (const state of GO_STATES) {
      this.counts[state].add(time, 0);
    }
  }

  begin(generation: Generation): void {
    this.#generation = generation;
  }

  event(type: number, time: number, args: Float64Array, context: Context): void {
    const first = args[0] ?? 0;
    const { goroutine } = context;
    switch (type) {
      case EVENT.GoStatus:
        this.#exists(first, STATE_OF_STATUS[args[2] ?? 0], context.proc, 0);
        break;
      case EVENT.GoStatusStack:
        this.#exists(first, STATE_OF_STATUS[args[2] ?? 0], context.proc, args[3] ?? 0);
        break;
      case EVENT.GoCreate:
        this.#create(first, time, 'runnable', args[1] ?? 0);
        break;
      case EVENT.GoCreateBlocked:
        this.#create(first, time, 'waiting', args[1] ?? 0);
        break;
      case EVENT.GoCreateSyscall:
        this.#create(first, time, 'syscall', 0);
        break;
      case EVENT.GoStart:
        this.#change(first, time, 'running', context.proc);
        break;
      case EVENT.GoStop:
        this.#change(goroutine, time, 'runnable', NONE);
        break;
      case EVENT.GoBlock:
        this.#wait(goroutine, time, 'waiting', this.#generation?.text(first) ?? '', args[1] ?? 0);
        break;
      case EVENT.GoUnblock:
      case EVENT.GoSwitch:
      case EVENT.GoSwitchDestroy:
        this.#change(first, time, 'runnable', NONE);
        break;
      case EVENT.GoSyscallBegin:
        this.#wait(goroutine, time, 'syscall', SYSCALL, args[1] ?? 0);
        break;
      case EVENT.GoSyscallEnd:
        this.#change(goroutine, time, 'running', context.proc);
        break;
      case EVENT.GoSyscallEndBlocked:
        this.#change(goroutine, time, 'runnable', NONE);
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
    for (const goroutine of this.#goroutines.values()) {
      const { site, since } = goroutine;
      if (site) {
        this.waits.addUnfinished(site, time - since);
      }
      record(goroutine, time);
    }
  }

  /** It was there before the trace, in the state that it is in, as nothing has been said of it yet. */
  #exists(id: number, state: GoState | undefined, proc: number, stackId: number): void {
    if (state === undefined || this.#goroutines.has(id)) {
      return;
    }
    const since = this.#startNs;
    const row = this.#timeline.addGoroutine(id, since);
    this.#goroutines.set(id, { id, row, state, since, proc, site: undefined });
    this.#name(row, this.#stacks.numberOf(stackId));
    this.counts[state].raise(1);
  }

  #create(id: number, time: number, state: GoState, stackId: number): void {
    this.#countCreated++;
    if (this.#goroutines.has(id)) {
      return;
    }
    const row = this.#timeline.addGoroutine(id, time);
    this.#goroutines.set(id, { id, row, state, since: time, proc: NONE, site: undefined });
    this.#name(row, this.#stacks.numberOf(stackId));
    this.#add(state, 1, time);
  }

  #wait(id: number, time: number, state: GoState, reason: string, stackId: number): void {
    const goroutine = this.#change(id, time, state, NONE);
    if (goroutine) {
      const stack = this.#stacks.numberOf(stackId);
      goroutine.site = this.waits.siteOf(reason === '' ? COROUTINE : reason, stack);
      if (goroutine.row?.name === '') {
        this.#name(goroutine.row, stack);
      }
    }
  }

  #name(row: SpanRow | undefined, stack: number): void {
    if (row && stack !== NO_STACK) {
      this.#timeline.name(row, this.#stacks.rootOf(stack));
    }
  }

  #change(id: number, time: number, state: GoState, proc: number): Goroutine | undefined {
    const goroutine = this.#goroutines.get(id);
    if (!goroutine) {
      return undefined;
    }
    this.#finishState(goroutine, time, state);
    this.#add(goroutine.state, -1, time);
    this.#add(state, 1, time);
    goroutine.state = state;
    goroutine.since = time;
    goroutine.proc = proc;
    goroutine.site = undefined;
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

  #finishState(goroutine: Goroutine, time: number, next: GoState | undefined): void {
    const { id, state, since, site } = goroutine;
    record(goroutine, time);
    if (state === 'runnable' && next === 'running') {
      this.latencies.add(since, time - since, id, NO_STACK);
    }
    if (site) {
      this.waits.add(site, since, time - since, id);
    }
  }

  #add(state: GoState, difference: number, time: number): void {
    this.#numbers[state] += difference;
    this.counts[state].add(time, this.#numbers[state]);
  }
}

/** What a goroutine has done up to now, in its row of the timeline. */
function record({ row, state, proc, site }: Goroutine, time: number): void {
  const detail = state === 'running' ? proc + 1 : site ? site.number + 1 : 0;
  row?.add(time, STATE_NUMBERS[state], detail);
}
