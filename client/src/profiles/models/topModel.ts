import { topTable, type TopRow } from '../../../../server/src/engine/profile/top.ts';
import type { Report } from '../../../../server/src/engine/profile/report.ts';
import type { TopModel } from '../../webview/profileProtocol.ts';

const INLINED: Readonly<Record<TopRow['inlined'], number>> = { none: 0, some: 1, all: 2 };

/** All frames of a report. `counts` are those of its samples, where they are known. */
export function topModel(report: Report, counts: Float64Array | undefined): TopModel {
  const { rows } = topTable(report);
  const counted = counts && countsByName({ ...report, column: counts });
  const column = (valueOf: (row: TopRow) => number) => Float64Array.from(rows, valueOf);
  return {
    names: rows.map(({ name }) => name),
    flat: column(({ flat }) => Number(flat)),
    cum: column(({ cum }) => Number(cum)),
    flatCounts: counted ? column(({ name }) => counted.get(name)?.flat ?? 0) : NOTHING,
    cumCounts: counted ? column(({ name }) => counted.get(name)?.cum ?? 0) : NOTHING,
    inlined: Uint8Array.from(rows, ({ inlined }) => INLINED[inlined]),
  };
}

const NOTHING = new Float64Array(0);

function countsByName(report: Report) {
  return new Map(
    topTable(report).rows.map(({ name, flat, cum }) => [
      name,
      { flat: Number(flat), cum: Number(cum) },
    ]),
  );
}
