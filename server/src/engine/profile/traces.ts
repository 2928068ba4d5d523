/** Samples one by one, and what their labels take. */
import { added, at, quotient, type Amount } from './columns.ts';
import { labelsOf } from './labels.ts';
import { scaledText } from './measurement.ts';
import type { FrameTable } from './frames.ts';
import { compareTexts, descending } from './order.ts';
import type { Samples } from './profile.ts';
import { framesOf, type Report } from './report.ts';

export interface TraceFrame {
  readonly name: string;
  readonly isInlined: boolean;
}

export interface Trace {
  readonly value: Amount;
  /** Sorted by key, the texts first. */
  readonly labels: readonly { readonly key: string; readonly values: readonly string[] }[];
  /** The leaf first. */
  readonly frames: readonly TraceFrame[];
}

/** The samples that have a stack, in the order of the profile. */
export function* traces(report: Report): Generator<Trace> {
  const { samples } = report.profile;
  const table = framesOf(report, false, false);
  for (let sample = 0; sample < samples.count; sample++) {
    const stack = stackFrames(samples, table, sample);
    if (stack.length > 0) {
      yield {
        value: quotient(
          at(report.column, sample),
          report.divisor === undefined ? 0 : at(report.divisor, sample),
        ),
        labels: traceLabels(report, sample),
        frames: stack,
      };
    }
  }
}

/** The frames of a sample, the leaf first. */
export function stackFrames(
  { stackFrom, stackTo, stack }: Samples,
  { names, from, to, ofLocation }: FrameTable,
  sample: number,
): TraceFrame[] {
  const frames: TraceFrame[] = [];
  const end = stackTo[sample] ?? 0;
  for (let entry = stackFrom[sample] ?? 0; entry < end; entry++) {
    const location = stack[entry] ?? 0;
    const last = (to[location] ?? 0) - 1;
    for (let index = from[location] ?? 0; index <= last; index++) {
      frames.push({ name: names[ofLocation[index] ?? 0] ?? '', isInlined: index !== last });
    }
  }
  return frames;
}

function traceLabels(report: Report, sample: number): Trace['labels'] {
  const { texts, numbers } = labelsOf(report.profile, sample);
  const unitOf = (key: string) => report.numberUnits.get(key) ?? '';
  const byKey = (labels: Trace['labels']) =>
    labels.toSorted((a, b) => compareTexts(a.key.padStart(10), b.key.padStart(10)));
  return [
    ...byKey([...texts].map(([key, values]) => ({ key, values }))),
    ...byKey(
      [...numbers].map(([key, values]) => ({
        key,
        values: values.map(({ value }) => scaledText(value, unitOf(key), 'auto')),
      })),
    ),
  ];
}

export interface TagValue {
  readonly text: string;
  readonly value: Amount;
}

export interface Tag {
  readonly key: string;
  readonly total: Amount;
  /** What takes most first. */
  readonly values: readonly TagValue[];
}

/** What the samples with each label take, by key. */
export function tags(report: Report): readonly Tag[] {
  const { profile, column, numberUnits, options } = report;
  const sums = new Map<string, Map<string, Amount>>();
  const add = (key: string, text: string, sample: number) => {
    const ofKey = sums.get(key) ?? new Map<string, Amount>();
    sums.set(key, ofKey);
    ofKey.set(text, added(ofKey.get(text) ?? 0, at(column, sample)));
  };
  for (let sample = 0; sample < profile.samples.count; sample++) {
    const { texts, numbers } = labelsOf(profile, sample);
    for (const [key, values] of texts) {
      values.forEach((value) => {
        add(key, value, sample);
      });
    }
    for (const [key, values] of numbers) {
      const unit = numberUnits.get(key) ?? '';
      values.forEach(({ value }) => {
        add(key, scaledText(value, unit, options.unit), sample);
      });
    }
  }
  return [...sums]
    .sort(([a], [b]) => compareTexts(a, b))
    .map(([key, values]) => ({
      key,
      total: [...values.values()].reduce((sum: Amount, value) => added(sum, value), 0),
      values: [...values]
        .map(([text, value]) => ({ text, value }))
        .sort((a, b) => descending(a.value, b.value) || compareTexts(a.text, b.text)),
    }));
}
