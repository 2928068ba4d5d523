import type { Cycle } from './runtimeFields.ts';

/** Cycles of other processes that may stand between two of one. */
const MOST_BETWEEN = 8;
/** So many cycles tell one order from the other. */
const ENOUGH = 24;
const LEAST = 3;

/** Whether a log has the newest line first, as queries of Loki, CloudWatch and Cloud Logging give it. */
export class NewestFirst {
  readonly #recent = new Map<string, Cycle[]>();
  #countCycles = 0;
  #countRising = 0;
  #countFalling = 0;

  add(source: string, cycle: Cycle): void {
    const recent = this.#recent.get(source) ?? [];
    const isBehind = recent.some((other) => follows(cycle, other));
    const isBefore = recent.some((other) => follows(other, cycle));
    this.#countRising += isBehind && !isBefore ? 1 : 0;
    this.#countFalling += isBefore && !isBehind ? 1 : 0;
    this.#countCycles++;
    this.#recent.set(source, [...recent, cycle].slice(-MOST_BETWEEN));
  }

  /** Nothing that comes changes what is known. */
  get isKnown(): boolean {
    return this.#countCycles >= ENOUGH;
  }

  get isSo(): boolean {
    return this.#countFalling >= LEAST && this.#countFalling > 3 * this.#countRising;
  }
}

function follows(cycle: Cycle, before: Cycle): boolean {
  return (
    cycle.number === before.number + 1 &&
    cycle.seconds >= before.seconds &&
    cycle.procs === before.procs &&
    cycle.heapStartMB >= before.heapLiveMB
  );
}
