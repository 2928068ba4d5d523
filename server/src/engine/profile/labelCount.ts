/** How many labels are drawn beside a node, which decides how many nodes are drawn. */
import { absolute, Sums, type Amount } from './columns.ts';
import type { Frame, FrameTable } from './frames.ts';
import type { GraphNode } from './graph.ts';
import { labelsOf } from './labels.ts';
import { compareTexts } from './order.ts';
import { scaledText } from './measurement.ts';
import type { Report } from './report.ts';

/** Counts the labels of a node whose values reach the cutoff; they are looked at once somebody asks. */
export function countLabelsOf(
  report: Report,
  frames: FrameTable,
): (node: GraphNode, cutoff: Amount) => number {
  let tags: ReadonlyMap<Frame, NodeTags> | undefined;
  return ({ frame }, cutoff) => {
    tags ??= collectTags(report, frames);
    return tags.get(frame)?.count(cutoff) ?? 0;
  };
}

class NodeTags {
  readonly #flat: Sums;
  readonly #cum: Sums;
  readonly #known = new Map<string, number>();

  constructor({ column }: Report) {
    this.#flat = new Sums(column, 0);
    this.#cum = new Sums(column, 0);
  }

  add(tag: string, sample: number, isLeaf: boolean): void {
    const known = this.#known.get(tag) ?? this.#known.size;
    this.#known.set(tag, known);
    (isLeaf ? this.#flat : this.#cum).add(known, sample);
  }

  count(cutoff: Amount): number {
    return [...this.#known.values()].filter((tag) => {
      const flat = absolute(this.#flat.of(tag));
      return flat !== 0 && (flat >= cutoff || absolute(this.#cum.of(tag)) >= cutoff);
    }).length;
  }
}

function collectTags(report: Report, { frames, from, to, ofLocation }: FrameTable) {
  const { profile, column } = report;
  const { samples } = profile;
  const tags = new Map<Frame, NodeTags>();
  for (let sample = 0; sample < samples.count; sample++) {
    if (
      samples.labelFrom[sample] === samples.labelTo[sample] ||
      Number(column[sample] ?? 0) === 0
    ) {
      continue;
    }
    const ofSample = tagsOf(report, sample);
    const seen = new Set<Frame>();
    const add = (frame: Frame, isLeaf: boolean) => {
      const ofFrame = tags.get(frame) ?? new NodeTags(report);
      tags.set(frame, ofFrame);
      ofSample.forEach((tag) => {
        ofFrame.add(tag, sample, isLeaf);
      });
    };
    let leaf: Frame | undefined;
    for (
      let entry = (samples.stackTo[sample] ?? 0) - 1;
      entry >= (samples.stackFrom[sample] ?? 0);
      entry--
    ) {
      const location = samples.stack[entry] ?? 0;
      for (let index = (to[location] ?? 0) - 1; index >= (from[location] ?? 0); index--) {
        leaf = frames[ofLocation[index] ?? 0];
        if (leaf && !seen.has(leaf)) {
          seen.add(leaf);
          add(leaf, false);
        }
      }
    }
    if (leaf) {
      add(leaf, true);
    }
  }
  return tags;
}

/** All texts of a sample are one tag; each number under the key `bytes` is one, within that. */
function tagsOf(report: Report, sample: number): readonly string[] {
  const { texts, numbers } = labelsOf(report.profile, sample);
  const text = [...texts]
    .flatMap(([key, values]) => values.map((value) => `${key}:${value}`))
    .sort(compareTexts)
    .join('\\n');
  const unit = report.numberUnits.get('bytes') ?? '';
  const sizes = (numbers.get('bytes') ?? []).map(
    ({ value }) => `${text}\0${scaledText(value, unit, report.options.unit)}`,
  );
  return [...(text === '' ? [] : [text]), ...sizes];
}
