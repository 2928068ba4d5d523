import { baseSamples } from '../../../../server/src/engine/profile/labels.ts';
import type { Report } from '../../../../server/src/engine/profile/report.ts';
import { keepSamples } from '../../../../server/src/engine/profile/selection.ts';
import { topTable, type TopRow } from '../../../../server/src/engine/profile/top.ts';
import type { TopModel } from '../../webview/profileProtocol.ts';
import { cutReport } from './pivot.ts';

const INLINED: Readonly<Record<TopRow['inlined'], number>> = { none: 0, some: 1, all: 2 };
const NOTHING = new Float64Array(0);

/** All frames of a report. `counts` are those of its samples, where they are known. */
export function topModel(
  report: Report,
  counts: Float64Array | undefined,
  isDifference: boolean,
): TopModel {
  const { rows } = topTable(report);
  const counted = counts && valuesByName({ ...report, column: counts });
  const before = isDifference ? valuesByName(baseOf(report)) : undefined;
  const column = (valueOf: (row: TopRow) => number) => Float64Array.from(rows, valueOf);
  return {
    names: rows.map(({ name }) => name),
    flat: column(({ flat }) => Number(flat)),
    cum: column(({ cum }) => Number(cum)),
    flatCounts: counted ? column(({ name }) => counted.get(name)?.flat ?? 0) : NOTHING,
    cumCounts: counted ? column(({ name }) => counted.get(name)?.cum ?? 0) : NOTHING,
    cumBefore: before ? column(({ name }) => Math.abs(before.get(name)?.cum ?? 0)) : NOTHING,
    inlined: Uint8Array.from(rows, ({ inlined }) => INLINED[inlined]),
  };
}

/** What a comparison is made with; its values are negative. */
function baseOf(report: Report): Report {
  const isBase = baseSamples(report.profile);
  const profile = keepSamples(report.profile, (sample) => isBase?.(sample) === true);
  return cutReport(report, profile);
}

export function valuesByName(
  report: Report,
): Map<string, { readonly flat: number; readonly cum: number }> {
  return new Map(
    topTable(report).rows.map(({ name, flat, cum }) => [
      name,
      { flat: Number(flat), cum: Number(cum) },
    ]),
  );
}
