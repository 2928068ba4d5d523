/** Which rows of the timeline are shown, and in which order. */
import {
  ROW_STATES,
  type RowKind,
  type RowPlace,
  type TimelineModel,
  type TimelineRows,
} from '../../traceProtocol.ts';

export const ROW_ORDERS = ['number', ...ROW_STATES.goroutines] as const;
export type RowOrder = (typeof ROW_ORDERS)[number];

/** The Ps, then the goroutines, those first that were longest in the state of the order. */
export function orderedRows(timeline: TimelineModel, filter: string, order: RowOrder): RowPlace[] {
  const { goroutines } = timeline;
  const wanted = filter.trim().toLowerCase();
  const isShown = (row: number) =>
    wanted === '' || rowLabel(timeline, { kind: 'goroutines', row }).toLowerCase().includes(wanted);
  const found = Array.from(goroutines.ids, (_, row) => row).filter(isShown);
  if (order === 'number') {
    found.sort(byId(goroutines));
  } else {
    const totals = goroutines.totalsNs[ROW_STATES.goroutines.indexOf(order)];
    found.sort((a, b) => (totals?.[b] ?? 0) - (totals?.[a] ?? 0));
  }
  const procs = [...timeline.procs.ids.keys()].sort(byId(timeline.procs));
  const rowsOf = (kind: RowKind, rows: readonly number[]) => rows.map((row) => ({ kind, row }));
  return [...(wanted === '' ? rowsOf('procs', procs) : []), ...rowsOf('goroutines', found)];
}

function byId({ ids }: TimelineRows): (a: number, b: number) => number {
  return (a, b) => (ids[a] ?? 0) - (ids[b] ?? 0);
}

/** `P3`, `G12 main.work`. */
export function rowLabel(timeline: TimelineModel, { kind, row }: RowPlace): string {
  const rows = timeline[kind];
  const id = rows.ids[row] ?? -1;
  const name = timeline.names[rows.nameIndices[row] ?? 0] ?? '';
  return kind === 'procs' ? `P${id}` : `G${id} ${name}`.trim();
}
