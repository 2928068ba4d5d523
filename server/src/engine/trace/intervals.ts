const MOST_INTERVALS = 1 << 16;

/** Parts of the time with what they are; only so many of the first are kept. */
export class Intervals {
  readonly startsNs: number[] = [];
  readonly endsNs: number[] = [];
  readonly kinds: string[] = [];

  add(startNs: number, endNs: number, kind: string): void {
    if (this.startsNs.length < MOST_INTERVALS) {
      this.startsNs.push(startNs);
      this.endsNs.push(endNs);
      this.kinds.push(kind);
    }
  }
}
