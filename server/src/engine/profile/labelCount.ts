/** How many labels are drawn beside a node, which decides how many nodes are drawn. */
import { absolute, Sums, type Amount } from './columns.ts';
import type { FrameTable } from './frames.ts';
import type { GraphNode } from './graph.ts';
import { BASE_LABEL, labelsOf } from './labels.ts';
import { compareTexts } from './order.ts';
import { PairTable } from './pairTable.ts';
import { scaledText } from './measurement.ts';
import type { Report } from './report.ts';

/** Counts the labels of these nodes whose values reach the cutoff. */
export function countLabelsOf(
  report: Report,
  table: FrameTable,
  nodes: readonly GraphNode[],
  cutoff: Amount,
): (node: GraphNode) => number {
  const counts = new LabelWalk(report, table, nodes).counts(cutoff);
  return ({ index }) => counts[index] ?? 0;
}

/** Sums by frame and label. */
class LabelWalk {
  readonly #flat: Sums;
  readonly #cum: Sums;
  readonly #report: Report;
  readonly #table: FrameTable;
  readonly #pairs = new PairTable();
  readonly #tags = new Map<string, number>();
  readonly #isWanted: Uint8Array;
  /** The sample that each frame was last met in, counted from 1. */
  readonly #seen: Uint32Array;

  constructor(report: Report, table: FrameTable, nodes: readonly GraphNode[]) {
    const { profile, column } = report;
    const { samples } = profile;
    this.#report = report;
    this.#table = table;
    this.#flat = new Sums(column, 0);
    this.#cum = new Sums(column, 0);
    this.#seen = new Uint32Array(table.frames.length);
    this.#isWanted = new Uint8Array(table.frames.length);
    nodes.forEach(({ index }) => (this.#isWanted[index] = 1));
    for (let sample = 0; sample < samples.count; sample++) {
      const hasLabels = samples.labelFrom[sample] !== samples.labelTo[sample];
      if (hasLabels && Number(column[sample] ?? 0) !== 0) {
        this.#take(sample);
      }
    }
  }

  /** By frame. */
  counts(cutoff: Amount): Uint32Array {
    const counts = new Uint32Array(this.#isWanted.length);
    for (let place = 0; place < this.#pairs.count; place++) {
      const flat = absolute(this.#flat.of(place));
      if (flat !== 0 && (flat >= cutoff || absolute(this.#cum.of(place)) >= cutoff)) {
        const [frame] = this.#pairs.pairAt(place);
        counts[frame] = (counts[frame] ?? 0) + 1;
      }
    }
    return counts;
  }

  #take(sample: number): void {
    const { stackFrom, stackTo, stack } = this.#report.profile.samples;
    const { from, to, ofLocation } = this.#table;
    const start = stackFrom[sample] ?? 0;
    let tags: readonly number[] | undefined;
    let leaf = -1;
    for (let entry = (stackTo[sample] ?? 0) - 1; entry >= start; entry--) {
      const location = stack[entry] ?? 0;
      const first = from[location] ?? 0;
      for (let at = (to[location] ?? 0) - 1; at >= first; at--) {
        leaf = ofLocation[at] ?? 0;
        if (this.#isWanted[leaf] === 1 && this.#seen[leaf] !== sample + 1) {
          this.#seen[leaf] = sample + 1;
          tags ??= this.#tagsOf(sample);
          this.#add(this.#cum, leaf, tags, sample);
        }
      }
    }
    if (this.#isWanted[leaf] === 1 && tags !== undefined) {
      this.#add(this.#flat, leaf, tags, sample);
    }
  }

  #add(sums: Sums, frame: number, tags: readonly number[], sample: number): void {
    for (const tag of tags) {
      sums.add(this.#pairs.indexOf(frame, tag), sample);
    }
  }

  /** All texts of a sample are one tag; each number under the key `bytes` is one, within that. */
  #tagsOf(sample: number): readonly number[] {
    const { profile, numberUnits, options } = this.#report;
    const { texts, numbers } = labelsOf(profile, sample);
    const text = [...texts]
      .filter(([key]) => key !== BASE_LABEL)
      .flatMap(([key, values]) => values.map((value) => `${key}:${value}`))
      .sort(compareTexts)
      .join('\\n');
    const unit = numberUnits.get('bytes') ?? '';
    const sizes = (numbers.get('bytes') ?? []).map(
      ({ value }) => `${text}\0${scaledText(value, unit, options.unit)}`,
    );
    return [...(text === '' ? [] : [text]), ...sizes].map((tag) => {
      const known = this.#tags.get(tag) ?? this.#tags.size;
      this.#tags.set(tag, known);
      return known;
    });
  }
}
