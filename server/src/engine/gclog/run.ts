import {
  CYCLE_FIELDS,
  PACER_FIELDS,
  SCAVENGE_FIELDS,
  SCHED_FIELDS,
  type Cycle,
  type Failure,
  type PackageInit,
} from './runtimeFields.ts';
import { Table } from './table.ts';

/** A process ends with one; what says `panic:` more often is no runtime. */
const MOST_FAILURES = 100;
/** The runtime has some sixty reasons to wait. */
const MOST_STATES = 200;

/** What a log has of one process, from its start (or the log's) to its end. */
export class Run {
  /** Whose lines they are, as containers and loggers say; empty where nobody says. */
  readonly source: string;
  readonly cycles;
  readonly scavenges = new Table(SCAVENGE_FIELDS);
  readonly pacers = new Table(PACER_FIELDS);
  readonly scheds = new Table(SCHED_FIELDS);
  readonly inits: PackageInit[] = [];
  readonly failures: Failure[] = [];
  readonly #goroutines = new Map<string, number>();
  /** Each cycle of a log is held against those of all processes that go on. */
  #lastNumber = 0;
  #lastSeconds = 0;
  /** The longest wait that a goroutine's header names. */
  longestWaitMinutes = 0;
  firstLine: number;
  lastLine: number;
  /** Cycles between the first and the last whose lines are not there. */
  missingCycles = 0;
  /** Lines of other processes stand between those of this one, and nothing in them says whose they are. */
  isMixed = false;

  constructor(source: string, line: number, cycles = new Table(CYCLE_FIELDS)) {
    this.source = source;
    this.cycles = cycles;
    this.firstLine = line;
    this.lastLine = line;
    if (cycles.count > 0) {
      this.#lastNumber = cycles.value(cycles.count - 1, 'number');
      this.#lastSeconds = cycles.value(cycles.count - 1, 'seconds');
    }
  }

  /** How many headers of goroutines there are, by the state that they name. */
  get goroutines(): ReadonlyMap<string, number> {
    return this.#goroutines;
  }

  /** Of the last cycle; 0 before the first one. */
  get lastNumber(): number {
    return this.#lastNumber;
  }

  get lastSeconds(): number {
    return this.#lastSeconds;
  }

  addCycle(cycle: Cycle): void {
    if (this.cycles.count > 0) {
      this.missingCycles += cycle.number - this.lastNumber - 1;
    }
    this.cycles.push(cycle);
    this.#lastNumber = cycle.number;
    this.#lastSeconds = cycle.seconds;
  }

  /** Its cycles from a row on, as a run of their own. */
  since(row: number): Run {
    const cycles = this.cycles.since(row);
    const later = new Run(this.source, cycles.value(0, 'line'), cycles);
    later.lastLine = this.lastLine;
    later.missingCycles = later.lastNumber - cycles.value(0, 'number') + 1 - cycles.count;
    later.isMixed = this.isMixed;
    return later;
  }

  addFailure(failure: Failure): void {
    if (this.failures.length < MOST_FAILURES) {
      this.failures.push(failure);
    }
  }

  addGoroutine(state: string, waitMinutes: number): void {
    const name =
      this.#goroutines.size < MOST_STATES || this.#goroutines.has(state) ? state : 'other';
    this.#goroutines.set(name, (this.#goroutines.get(name) ?? 0) + 1);
    this.longestWaitMinutes = Math.max(this.longestWaitMinutes, waitMinutes);
  }
}
