import { layOutFields } from './fieldLayout.ts';
import type { LayoutReport } from './report.ts';

/** The struct with its fields in the best order; undefined where none is better. */
export function reordered<Place>(report: LayoutReport<Place>): LayoutReport<Place> | undefined {
  const { best, ...rest } = report;
  if (best === undefined) {
    return undefined;
  }
  const fields = best.indexes.flatMap((index) => report.fields[index] ?? []);
  const { offsetsBytes, padsAfterBytes } = layOutFields(fields);
  return {
    ...rest,
    sizeBytes: best.sizeBytes,
    allocatedBytes: best.allocatedBytes,
    classBytes: best.classBytes,
    headerBytes: best.headerBytes,
    isTiny: best.isTiny,
    ptrdataBytes: best.ptrdataBytes,
    paddingBytes: best.paddingBytes,
    fields: fields.map((field, index) => ({
      ...field,
      offsetBytes: offsetsBytes[index] ?? 0,
      padAfterBytes: padsAfterBytes[index] ?? 0,
    })),
  };
}
