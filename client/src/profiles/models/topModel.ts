import { baseSamples } from '../../../../server/src/engine/profile/labels.ts';
import type { Report } from '../../../../server/src/engine/profile/report.ts';
import { keepSamples } from '../../../../server/src/engine/profile/selection.ts';
import { frameValues, topTable, type TopRow } from '../../../../server/src/engine/profile/top.ts';
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
  const counted = counts && frameValues({ ...report, column: counts });
  const before = isDifference ? frameValues(baseOf(report)) : undefined;
  const column = (valueOf: (row: TopRow) => number) => Float64Array.from(rows, valueOf);
  return {
    names: rows.map(({ name }) => name),
    flat: column(({ flat }) => Number(flat)),
    cum: column(({ cum }) => Number(cum)),
    flatCounts: counted ? column(({ name }) => Number(counted.get(name)?.flat ?? 0)) : NOTHING,
    cumCounts: counted ? column(({ name }) => Number(counted.get(name)?.cum ?? 0)) : NOTHING,
    cumBefore: before
      ? column(({ name }) => Math.abs(Number(before.get(name)?.cum ?? 0)))
      : NOTHING,
    inlined: Uint8Array.from(rows, ({ inlined }) => INLINED[inlined]),
  };
}

/** What a comparison is made with; its values are negative. */
function baseOf(report: Report): Report {
  const isBase = baseSamples(report.profile);
  const profile = keepSamples(report.profile, (sample) => isBase?.(sample) === true);
  return cutReport(report, profile);
}
