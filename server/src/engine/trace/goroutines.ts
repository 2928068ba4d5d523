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

/** How many goroutines are in a state, whenever that changes. */
class CountedState {
  /** In a timeline. */
  readonly number: number;
  readonly counts = new BoundedSeries();
  #count = 0;

  constructor(state: GoState) {
    this.number = GO_STATES.indexOf(state);
  }

  add(difference: number, time: number): void {
    this.#count += difference;
    this.counts.add(time, this.#count);
  }
}

interface Goroutine {
  readonly id: number;
  readonly row: SpanRow | undefined;
  state: CountedState;
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
  /** There are millions of changes: each goes to its state without looking it up by name. */
  readonly #running = new CountedState('running');
  readonly #runnable = new CountedState('runnable');
  readonly #waiting = new CountedState('waiting');
  readonly #syscall = new CountedState('syscall');
  readonly #states: Readonly<Record<GoState, CountedState>> = {
    running: this.#running,
    runnable: this.#runnable,
    waiting: this.#waiting,
    syscall: this.#syscall,
  };
  #countCreated = 0;
  #countEnded = 0;
  readonly #goroutines = new Map<number, Goroutine>();
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

  /** How many are in a state, whenever that changes. */
  countsOf(state: GoState): BoundedSeries {
    return this.#states[state].counts;
  }

  /** The trace begins. */
  start(time: number): void {
    this.#startNs = time;
    for (const state of GO_STATES) {
      this.#states[state].add(0, time);
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
        this.#create(first, time, this.#runnable, args[1] ?? 0);
        break;
      case EVENT.GoCreateBlocked:
        this.#create(first, time, this.#waiting, args[1] ?? 0);
        break;
      case EVENT.GoCreateSyscall:
        this.#create(first, time, this.#syscall, 0);
        break;
      case EVENT.GoStart:
        this.#change(first, time, this.#running, context.proc);
        break;
      case EVENT.GoStop:
        this.#change(goroutine, time, this.#runnable, NONE);
        break;
      case EVENT.GoBlock:
        this.#wait(
          goroutine,
          time,
          this.#waiting,
          this.#generation?.text(first) ?? '',
          args[1] ?? 0,
        );
        break;
      case EVENT.GoUnblock:
      case EVENT.GoSwitch:
      case EVENT.GoSwitchDestroy:
        this.#change(first, time, this.#runnable, NONE);
        break;
      case EVENT.GoSyscallBegin:
        this.#wait(goroutine, time, this.#syscall, SYSCALL, args[1] ?? 0);
        break;
      case EVENT.GoSyscallEnd:
        this.#change(goroutine, time, this.#running, context.proc);
        break;
      case EVENT.GoSyscallEndBlocked:
        this.#change(goroutine, time, this.#runnable, NONE);
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
      this.#record(goroutine, time);
    }
  }

  /** It was there before the trace, in the state that it is in, as nothing has been said of it yet. */
  #exists(id: number, state: GoState | undefined, proc: number, stackId: number): void {
    if (state === undefined || this.#goroutines.has(id)) {
      return;
    }
    const since = this.#startNs;
    const row = this.#timeline.addGoroutine(id, since);
    const counted = this.#states[state];
    this.#goroutines.set(id, { id, row, state: counted, since, proc, site: undefined });
    this.#name(row, this.#stacks.numberOf(stackId));
    counted.counts.raise(1);
  }

  #create(id: number, time: number, state: CountedState, stackId: number): void {
    this.#countCreated++;
    if (this.#goroutines.has(id)) {
      return;
    }
    const row = this.#timeline.addGoroutine(id, time);
    this.#goroutines.set(id, { id, row, state, since: time, proc: NONE, site: undefined });
    this.#name(row, this.#stacks.numberOf(stackId));
    state.add(1, time);
  }

  #wait(id: number, time: number, state: CountedState, reason: string, stackId: number): void {
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

  #change(id: number, time: number, state: CountedState, proc: number): Goroutine | undefined {
    const goroutine = this.#goroutines.get(id);
    if (!goroutine) {
      return undefined;
    }
    this.#finishState(goroutine, time, state);
    goroutine.state.add(-1, time);
    state.add(1, time);
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
      goroutine.state.add(-1, time);
    }
  }

  #finishState(goroutine: Goroutine, time: number, next: CountedState | undefined): void {
    const { id, state, since, site } = goroutine;
    this.#record(goroutine, time);
    if (state === this.#runnable && next === this.#running) {
      this.latencies.add(since, time - since, id, NO_STACK);
    }
    if (site) {
      this.waits.add(site, since, time - since, id);
    }
  }

  /** What a goroutine has done up to now, in its row of the timeline. */
  #record({ row, state, proc, site }: Goroutine, time: number): void {
    const detail = state === this.#running ? proc + 1 : site ? site.number + 1 : 0;
    row?.add(time, state.number, detail);
  }
}
