/** Where in a recording cycles begin and end, and when what they found dead was let go of. */

/** A slot lets go of its object before the event of that position. */
export interface Drop {
  readonly position: number;
  readonly slot: number;
}

/**
 * The sweep after a cycle tells which objects that cycle found dead. When they died is not in a trace, only between
 * which cycles: an object that no cycle has seen alive is let go of at once, and those that one has, evenly from then
 * on. With cycles where they were, what is found dead is the same.
 */
export class RecordedCycles {
  readonly #begins: number[] = [0];
  #countEnded = 0;
  readonly #drops: Drop[] = [];
  /** Slots of objects that were seen alive, by the cycle that found them dead. */
  readonly #survivors = new Map<number, number[]>();

  begin(position: number): void {
    this.#begins.push(position);
  }

  end(): void {
    this.#countEnded = this.#begins.length - 1;
  }

  /** Whether what is swept was found dead before the recording. */
  get isBeforeFirst(): boolean {
    return this.#countEnded === 0;
  }

  /** An object that was allocated at a position, NaN for before the recording, is swept. */
  swept(slot: number, allocatedAt: number): void {
    const seenAlive = this.#begins[this.#countEnded - 1] ?? 0;
    if (allocatedAt >= seenAlive) {
      this.#drops.push({ position: allocatedAt + 1, slot });
      return;
    }
    const survivors = this.#survivors.get(this.#countEnded);
    if (survivors) {
      survivors.push(slot);
    } else {
      this.#survivors.set(this.#countEnded, [slot]);
    }
  }

  /** In the order of their positions. */
  drops(): Drop[] {
    const drops = [...this.#drops];
    for (const [cycle, slots] of this.#survivors) {
      const from = this.#begins[cycle - 1] ?? 0;
      const to = this.#begins[cycle] ?? from;
      const step = (to - from) / slots.length;
      for (const [index, slot] of slots.entries()) {
        // Behind the begin of the cycle that saw it, and not behind that of the one that did not.
        drops.push({ position: Math.min(to, from + 1 + Math.floor(index * step)), slot });
      }
    }
    return drops.sort((a, b) => a.position - b.position);
  }
}
