/** What frames take in several profiles of one kind, one after the other. */
import { absolute, added, negative, type Amount } from './columns.ts';
import { Fault, orProblem, type ProfileProblem } from './problem.ts';
import type { Report } from './report.ts';
import { frameValues } from './top.ts';

export interface SeriesRow {
  readonly name: string;
  /** By profile: what the frame takes by itself, and with all that it calls. */
  readonly flat: readonly Amount[];
  readonly cum: readonly Amount[];
  /** From the first profile to the last, of what the options sort by. */
  readonly change: Amount;
}

export interface Series {
  /** The reports in the order of the columns: of time, where all of them have one. */
  readonly reports: readonly Report[];
  /** What has changed most comes first. */
  readonly rows: readonly SeriesRow[];
}

/** Reports with the same options, from which nothing is left out. */
export function seriesOf(reports: readonly Report[]): Series | ProfileProblem {
  return orProblem(() => {
    const [first, ...others] = reports;
    for (const { sampleType, sampleUnit } of others) {
      if (sampleType !== first?.sampleType || sampleUnit !== first.sampleUnit) {
        throw new Fault(
          `profiles of ${first?.sampleType}/${first?.sampleUnit} and ${sampleType}/${sampleUnit} have no common values`,
        );
      }
    }
    const hasTimes = reports.every(({ profile }) => profile.timeNanos !== 0);
    const inOrder = hasTimes
      ? reports.toSorted((a, b) =>
          Number(added(a.profile.timeNanos, negative(b.profile.timeNanos))),
        )
      : reports;
    return { reports: inOrder, rows: rowsOf(inOrder) };
  });
}

function rowsOf(reports: readonly Report[]): SeriesRow[] {
  const rows = new Map<string, { readonly flat: Amount[]; readonly cum: Amount[] }>();
  for (const [index, report] of reports.entries()) {
    for (const [name, { flat, cum }] of frameValues(report)) {
      const zeros = () => reports.map((): Amount => 0);
      const row = rows.get(name) ?? { flat: zeros(), cum: zeros() };
      rows.set(name, row);
      row.flat[index] = flat;
      row.cum[index] = cum;
    }
  }
  const order = reports[0]?.options.order ?? 'flat';
  return [...rows]
    .map(([name, row]) => ({ name, ...row, change: changeOf(row[order]) }))
    .sort(
      (a, b) =>
        descending(absolute(a.change), absolute(b.change)) ||
        descending(absolute(a[order].at(-1) ?? 0), absolute(b[order].at(-1) ?? 0)) ||
        (a.name < b.name ? -1 : 1),
    );
}

function changeOf(values: readonly Amount[]): Amount {
  return added(values.at(-1) ?? 0, negative(values[0] ?? 0));
}

function descending(a: Amount, b: Amount): number {
  return a < b ? 1 : a > b ? -1 : 0;
}
