import {
  drawnSpans,
  spanAt,
  type DrawnSpans,
} from '../../../../server/src/engine/trace/drawnSpans.ts';
import type { SpanRow } from '../../../../server/src/engine/trace/spanRow.ts';
import type { TraceSummary } from '../../../../server/src/engine/trace/summary.ts';
import type { Timeline } from '../../../../server/src/engine/trace/timeline.ts';
import {
  ROW_STATES,
  type RowKind,
  type SpanModel,
  type SpanRequest,
  type TimelineModel,
  type TimelineRequest,
  type TimelineRows,
} from '../../webview/traceProtocol.ts';
import { NS_PER_SECOND } from './heapModel.ts';

const GC_WORKER = 'runtime.gcBgMarkWorker';
const RUNNING_PROC = ROW_STATES.procs.indexOf('running');
const GC_PROC = ROW_STATES.procs.indexOf('gc');

export function timelineModel({ timeline, goroutines, startNs }: TraceSummary): TimelineModel {
  const names: string[] = [''];
  const numbers = new Map([['', 0]]);
  const numberOf = (name: string) => {
    let number = numbers.get(name);
    if (number === undefined) {
      number = names.push(name) - 1;
      numbers.set(name, number);
    }
    return number;
  };
  const rowsOf = (kind: RowKind): TimelineRows => {
    const rows = timeline[kind];
    return {
      ids: Float64Array.from(rows, ({ id }) => id),
      nameIndices: Uint32Array.from(rows, ({ name }) => numberOf(name)),
      startSeconds: Float64Array.from(rows, (row) => (row.startNs - startNs) / NS_PER_SECOND),
      endSeconds: Float64Array.from(rows, (row) => (row.endNs - startNs) / NS_PER_SECOND),
      totalsNs: ROW_STATES[kind].map((_, state) =>
        Float64Array.from(rows, (row) => totalOf(row, kind, state, timeline)),
      ),
    };
  };
  return {
    procs: rowsOf('procs'),
    goroutines: rowsOf('goroutines'),
    names,
    reasons: ['', ...goroutines.waits.sites.map(({ reason }) => reason)],
    countOmitted: timeline.countOmitted,
    isCut: timeline.isCut,
  };
}

/** What the marking workers ran is not in a P's total of `running`. */
function totalOf(row: SpanRow, kind: RowKind, state: number, timeline: Timeline): number {
  if (kind === 'goroutines' || (state !== RUNNING_PROC && state !== GC_PROC)) {
    return row.totalsNs[state] ?? 0;
  }
  let total = 0;
  row.visit(row.startNs, row.endNs, (fromNs, toNs, own, detail) => {
    total += procState(timeline, own, detail) === state ? toNs - fromNs : 0;
    return true;
  });
  return total;
}

function procState(timeline: Timeline, state: number, goroutine: number): number {
  return state === RUNNING_PROC && timeline.nameOf(goroutine) === GC_WORKER ? GC_PROC : state;
}

/** What is drawn of rows; in their order. */
export function drawnRows(
  { timeline, startNs }: TraceSummary,
  { rows, fromSeconds, toSeconds, countColumns }: TimelineRequest,
): DrawnSpans[] {
  const window = {
    fromNs: startNs + fromSeconds * NS_PER_SECOND,
    toNs: startNs + toSeconds * NS_PER_SECOND,
  };
  return rows.flatMap(({ kind, row: index }) => {
    const row = timeline[kind][index];
    const states: readonly string[] = ROW_STATES[kind];
    return row
      ? [
          drawnSpans(row, {
            window,
            countColumns,
            countStates: states.length,
            sharedState: states.indexOf('running'),
            ...(kind === 'procs' && {
              stateOf: (state, detail) => procState(timeline, state, detail),
            }),
          }),
        ]
      : [];
  });
}

export function spanModel(
  { timeline, goroutines, stacks, startNs }: TraceSummary,
  { kind, row: index, atSeconds, step }: SpanRequest,
): SpanModel | undefined {
  const row = timeline[kind][index];
  const span = row && spanAt(row, startNs + Math.round(atSeconds * NS_PER_SECOND), step);
  if (!span) {
    return undefined;
  }
  const { detail } = span;
  const isProc = kind === 'procs';
  const state = isProc ? procState(timeline, span.state, detail) : span.state;
  const name = ROW_STATES[kind][state] ?? 'idle';
  const site =
    name === 'waiting' || (name === 'syscall' && !isProc)
      ? goroutines.waits.sites[detail - 1]
      : undefined;
  return {
    kind,
    row: index,
    fromSeconds: (span.fromNs - startNs) / NS_PER_SECOND,
    toSeconds: (span.toNs - startNs) / NS_PER_SECOND,
    state: name,
    partner: isProc ? detail || -1 : name === 'running' ? detail - 1 : -1,
    reason: site?.reason ?? '',
    frames: site ? stacks.frames(site.stack) : [],
  };
}
