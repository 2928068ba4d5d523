/**
 * Where the value of a parameter goes: cmd/compile/internal/escape/leaks.go (Go 1.26). Each entry is
 * the least number of dereferences on a way there; -1 where there is none.
 */

/** Results from the sixth on are not told apart from the heap. */
export const MAXIMUM_RESULTS = 5;

/** What a tag can hold: 255 - 1. */
const MAXIMUM_DEREFS = 254;

export class Leaks {
  heap = -1;
  /** What it points at may be written to. */
  mutator = -1;
  /** What it points at may be called, with results that nobody tracks. */
  callee = -1;
  readonly results: number[] = [-1, -1, -1, -1, -1];

  static toHeap(): Leaks {
    const leaks = new Leaks();
    leaks.heap = 0;
    return leaks;
  }

  /** Of a parameter with pointers of a function without a body: paramTag of escape.go. */
  static withoutBody({ isNoescape }: { readonly isNoescape: boolean }): Leaks {
    if (!isNoescape) {
      return Leaks.toHeap();
    }
    // Nobody knows what assembly does with it before it returns.
    const leaks = new Leaks();
    leaks.addMutator(0);
    leaks.addCallee(0);
    return leaks;
  }

  addHeap(derefs: number): void {
    this.heap = least(this.heap, derefs);
  }

  addMutator(derefs: number): void {
    this.mutator = least(this.mutator, derefs);
  }

  addCallee(derefs: number): void {
    this.callee = least(this.callee, derefs);
  }

  addResult(index: number, derefs: number): void {
    this.results[index] = least(this.results[index] ?? -1, derefs);
  }

  /** Drops ways that say no more than the one to the heap. */
  optimize(): void {
    const { heap } = this;
    if (heap < 0) {
      return;
    }
    this.mutator = this.mutator >= heap ? -1 : this.mutator;
    this.callee = this.callee >= heap ? -1 : this.callee;
    for (const [index, derefs] of this.results.entries()) {
      this.results[index] = derefs >= heap ? -1 : derefs;
    }
  }

  equals(other: Leaks): boolean {
    return (
      this.heap === other.heap &&
      this.mutator === other.mutator &&
      this.callee === other.callee &&
      this.results.every((derefs, index) => derefs === other.results[index])
    );
  }
}

function least(old: number, derefs: number): number {
  const bounded = Math.min(derefs, MAXIMUM_DEREFS);
  return old < 0 || bounded < old ? bounded : old;
}
