import { Instances } from './instances.ts';
import { SpanRow, type Budget } from './spanRow.ts';

const MOST_ROWS = 1 << 18;
const MOST_BYTES = 1 << 28;

/** What goroutines, Ps and the collector did, in the order of when they appeared. Memory is bounded: what is too much is left out. */
export class Timeline {
  readonly goroutines: SpanRow[] = [];
  readonly procs: SpanRow[] = [];
  readonly collector: Instances;
  readonly #budget: Budget;
  readonly #names = new Map<number, string>();
  #countOmitted = 0;

  /** With no bytes at all there are no rows of goroutines, and nothing of the collector. */
  constructor(mostBytes = MOST_BYTES) {
    this.#budget = { leftBytes: mostBytes };
    this.collector = new Instances(this.#budget);
  }

  /** Goroutines that have no row. */
  get countOmitted(): number {
    return this.#countOmitted;
  }

  /** Whether rows end before the trace does. */
  get isCut(): boolean {
    return this.#budget.leftBytes <= 0;
  }

  addGoroutine(id: number, startNs: number): SpanRow | undefined {
    if (this.goroutines.length === MOST_ROWS || this.isCut) {
      this.#countOmitted++;
      return undefined;
    }
    const row = new SpanRow(id, startNs, this.#budget);
    this.goroutines.push(row);
    return row;
  }

  addProc(id: number, startNs: number): SpanRow {
    const row = new SpanRow(id, startNs, this.#budget);
    this.procs.push(row);
    return row;
  }

  /** Says which function a goroutine began with. */
  name(row: SpanRow, name: string): void {
    row.name = name;
    this.#names.set(row.id, name);
  }

  /** The function that a goroutine began with; empty where that is not known. */
  nameOf(goroutine: number): string {
    return this.#names.get(goroutine) ?? '';
  }
}
