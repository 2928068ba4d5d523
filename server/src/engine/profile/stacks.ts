/** The stacks of a report, each once, for formats that have no samples of their own. */
import { Sums, type Amount, type Column } from './columns.ts';
import type { FrameTable } from './frames.ts';
import { PairTable } from './pairTable.ts';
import { framesOf, type Report } from './report.ts';

/** A tree of stacks from the root on: node n is pair n - 1 of its parent and of a frame. */
export class DistinctStacks {
  readonly table: FrameTable;
  readonly #nodes = new PairTable();
  /** The node that each sample ends in. */
  readonly #ends: Uint32Array;

  constructor(report: Report) {
    const { stackFrom, stackTo, stack, count } = report.profile.samples;
    const table = framesOf(report);
    this.table = table;
    this.#ends = new Uint32Array(count);
    for (let sample = 0; sample < count; sample++) {
      const leaf = stackFrom[sample] ?? 0;
      let node = 0;
      for (let entry = (stackTo[sample] ?? 0) - 1; entry >= leaf; entry--) {
        const location = stack[entry] ?? 0;
        const first = table.from[location] ?? 0;
        for (let at = (table.to[location] ?? 0) - 1; at >= first; at--) {
          node = this.#nodes.indexOf(node, table.ofLocation[at] ?? 0) + 1;
        }
      }
      this.#ends[sample] = node;
    }
  }

  /** The same for samples of the same frames. */
  numberOf(sample: number): number {
    return this.#ends[sample] ?? 0;
  }

  /** What each stack takes that takes something, in the order of the profile; its frames, the root first. */
  *withValues(column: Column): Generator<{ frames: number[]; value: Amount }> {
    const sums = new Sums(column, this.#nodes.count + 1);
    this.#ends.forEach((node, sample) => {
      sums.add(node, sample);
    });
    for (const node of new Set(this.#ends)) {
      const value = sums.of(node);
      if (node > 0 && value !== 0) {
        yield { frames: this.#framesTo(node), value };
      }
    }
  }

  #framesTo(end: number): number[] {
    const frames: number[] = [];
    for (let node = end; node > 0;) {
      const [parent, frame] = this.#nodes.pairAt(node - 1);
      frames.push(frame);
      node = parent;
    }
    return frames.reverse();
  }
}
