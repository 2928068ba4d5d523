import { at } from '../../../../server/src/engine/profile/columns.ts';
import { BASE_LABEL, labelsOf } from '../../../../server/src/engine/profile/labels.ts';
import type { Report } from '../../../../server/src/engine/profile/report.ts';
import { tags } from '../../../../server/src/engine/profile/traces.ts';
import { runtimeOf } from '../../../../server/src/engine/goruntime/runtimes.ts';
import type { LabelsModel, ObjectSize } from '../../webview/profileProtocol.ts';

/** What the samples with each label take, and how large the objects are. */
export function labelsModel(report: Report, counts: Float64Array | undefined): LabelsModel {
  return {
    labels: tags(report)
      .filter(({ key }) => key !== BASE_LABEL)
      .map(({ key, values }) => ({
        key,
        values: values.map(({ text, value }) => ({ text, value: Number(value) })),
      })),
    sizes: objectSizes(report, counts),
  };
}

/** The runtime labels each sample of the heap with the size of its objects (runtime/pprof/protomem.go). */
function objectSizes({ profile, column }: Report, counts: Float64Array | undefined): ObjectSize[] {
  const { classBytes } = runtimeOf(undefined).runtime;
  const sizes = new Map<number, { value: number; count: number }>();
  for (let sample = 0; sample < profile.samples.count; sample++) {
    for (const { value } of labelsOf(profile, sample).numbers.get('bytes') ?? []) {
      const known = sizes.get(Number(value)) ?? { value: 0, count: 0 };
      sizes.set(Number(value), {
        value: known.value + Number(at(column, sample)),
        count: known.count + (counts?.[sample] ?? 0),
      });
    }
  }
  return [...sizes]
    .filter(([, { value }]) => value !== 0)
    .sort(([a], [b]) => a - b)
    .map(([bytes, { value, count }]) => ({
      bytes,
      classBytes: classBytes.find((each) => each >= bytes) ?? 0,
      value,
      count: counts && count,
    }));
}
