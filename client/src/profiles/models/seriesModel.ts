import { isProblem, type ProfileProblem } from '../../../../server/src/engine/profile/problem.ts';
import { seriesOf, type SeriesRow } from '../../../../server/src/engine/profile/series.ts';
import { frameValues } from '../../../../server/src/engine/profile/top.ts';
import type { SeriesModel, ViewHeader } from '../../webview/profileProtocol.ts';
import { headerOf, type Looked } from './profileSession.ts';

const NOTHING = new Float64Array(0);

/** A profile as the options of all have it, and its URI. */
export interface SeriesPart {
  readonly uri: string;
  readonly looked: Looked;
}

export interface SeriesView {
  readonly header: ViewHeader;
  readonly model: SeriesModel;
}

/** What frames take in one profile after the other; the header is of the first of them. */
export function seriesView(parts: readonly SeriesPart[]): SeriesView | ProfileProblem {
  const byReport = new Map(parts.map((part) => [part.looked.report, part]));
  const series = seriesOf([...byReport.keys()]);
  if (isProblem(series)) {
    return series;
  }
  const { reports, rows } = series;
  const ordered = reports.flatMap((report) => byReport.get(report) ?? []);
  const [first] = ordered;
  if (first === undefined) {
    return { problem: 'there is no profile to show' };
  }
  const column = (valueOf: (row: SeriesRow) => number) => Float64Array.from(rows, valueOf);
  const counted = ordered.map(({ looked: { report, counted } }) =>
    counted.counts ? frameValues({ ...report, column: counted.counts }) : undefined,
  );
  const countsOf = (order: 'flat' | 'cum') =>
    counted.map((byName) =>
      byName ? column(({ name }) => Number(byName.get(name)?.[order] ?? 0)) : NOTHING,
    );
  return {
    header: { ...headerOf(first.looked, false), unmatched: unmatchedInAll(ordered) },
    model: {
      profiles: ordered.map(({ uri, looked: { report } }) => ({
        uri,
        time: Number(report.profile.timeNanos) / 1e6,
        durationNanos: Number(report.profile.durationNanos),
        total: Number(report.total),
      })),
      names: rows.map(({ name }) => name),
      flat: ordered.map((_, index) => column(({ flat }) => Number(flat[index] ?? 0))),
      cum: ordered.map((_, index) => column(({ cum }) => Number(cum[index] ?? 0))),
      flatCounts: countsOf('flat'),
      cumCounts: countsOf('cum'),
    },
  };
}

/** A filter that something matches in one profile need not match in another. */
function unmatchedInAll(parts: readonly SeriesPart[]): readonly string[] {
  const [first = [], ...others] = parts.map(({ looked }) => looked.report.unmatched);
  return first.filter((filter) => others.every((unmatched) => unmatched.includes(filter)));
}
