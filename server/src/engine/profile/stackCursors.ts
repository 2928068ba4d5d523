import type { FrameTable } from './frames.ts';
import type { Samples } from './profile.ts';

/** Which end of stacks is at the root of a tree of them: with `leaf` the children of a box are its callers. */
export type StackEnd = 'root' | 'leaf';

/** Where each sample's walk over its frames stands. */
export class StackCursors {
  /** Whether the frame that was met last is one that is called, and not inlined. */
  isCalled = false;
  readonly #samples: Samples;
  readonly #table: FrameTable;
  readonly #isFromRoot: boolean;
  /** How many locations are behind, and how many frames of the one that comes next. */
  readonly #locations: Uint32Array;
  readonly #frames: Uint32Array;

  constructor(samples: Samples, table: FrameTable, from: StackEnd) {
    this.#samples = samples;
    this.#table = table;
    this.#isFromRoot = from === 'root';
    this.#locations = new Uint32Array(samples.count);
    this.#frames = new Uint32Array(samples.count);
  }

  /** The next frame of the sample; -1 behind the last. */
  next(sample: number): number {
    const { stackFrom, stackTo, stack } = this.#samples;
    const start = stackFrom[sample] ?? 0;
    const end = stackTo[sample] ?? 0;
    for (;;) {
      const behind = this.#locations[sample] ?? 0;
      if (behind >= end - start) {
        return -1;
      }
      const location = stack[this.#isFromRoot ? end - 1 - behind : start + behind] ?? 0;
      const first = this.#table.from[location] ?? 0;
      const last = (this.#table.to[location] ?? 0) - 1;
      const inner = this.#frames[sample] ?? 0;
      if (inner >= last - first) {
        this.#locations[sample] = behind + 1;
        this.#frames[sample] = 0;
      } else {
        this.#frames[sample] = inner + 1;
      }
      if (last >= first) {
        const at = this.#isFromRoot ? last - inner : first + inner;
        this.isCalled = at === last;
        return this.#table.ofLocation[at] ?? 0;
      }
    }
  }
}
