/** What a page has to be told of a log that has grown, and what it makes of that. */
import type {
  GcColumn,
  GcLogGrowth,
  GcLogModel,
  GcRun,
  ToGcLogView,
} from '../webview/gcLogProtocol.ts';
import { rowsToDraw } from '../webview/timeRows.ts';

/** Cycles that are with the page in no time. */
const FEW_CYCLES = 20_000;
/** A chart of so few places does for a moment. */
const FIRST_PLACES = 256;

/** What tells a page of a log: of a long one first what its charts need, so that there is something to see, then all. */
export function openingOf(log: GcLogModel): ToGcLogView[] {
  if (log.runs.every(({ countCycles }) => countCycles <= FEW_CYCLES)) {
    return [{ type: 'opened', log }];
  }
  return [
    { type: 'opened', log: { ...log, runs: log.runs.map(outlineOf) } },
    { type: 'grown', growth: growthSince({ runs: [] }, log) },
  ];
}

function outlineOf(run: GcRun): GcRun {
  const { seconds } = run.columns;
  const range = { from: seconds.at(0) ?? 0, to: seconds.at(-1) ?? 0 };
  const rows = rowsToDraw(seconds, Object.values(run.columns), range, FIRST_PLACES);
  return {
    ...run,
    countCycles: rows.length,
    columns: mapColumns(run, (column) => Float64Array.from(rows, (row) => column[row] ?? NaN)),
  };
}

/** The last cycle of before is told again: what follows it was not known. */
export function growthSince(
  before: Pick<GcLogModel, 'runs'>,
  { runs, ...log }: GcLogModel,
): GcLogGrowth {
  return {
    ...log,
    runs: runs.map((run, index) => {
      const from = Math.max(0, (before.runs[index]?.countCycles ?? 0) - 1);
      const added = (column: Float64Array) => (from === 0 ? column : column.slice(from));
      return { from, run: { ...run, columns: mapColumns(run, added) } };
    }),
  };
}

export function grown(before: GcLogModel, { runs, ...log }: GcLogGrowth): GcLogModel {
  return {
    ...log,
    runs: runs.map(({ from, run }, index) => {
      const known = before.runs[index];
      if (from === 0) {
        return run;
      }
      const columns = mapColumns(run, (column, name) => {
        const whole = new Float64Array(from + column.length);
        whole.set(known?.columns[name].subarray(0, from) ?? []);
        whole.set(column, from);
        return whole;
      });
      return { ...run, columns };
    }),
  };
}

function mapColumns(
  { columns }: GcRun,
  map: (column: Float64Array, name: GcColumn) => Float64Array,
): GcRun['columns'] {
  return {
    line: map(columns.line, 'line'),
    number: map(columns.number, 'number'),
    seconds: map(columns.seconds, 'seconds'),
    heapStartMB: map(columns.heapStartMB, 'heapStartMB'),
    heapEndMB: map(columns.heapEndMB, 'heapEndMB'),
    heapLiveMB: map(columns.heapLiveMB, 'heapLiveMB'),
    goalMB: map(columns.goalMB, 'goalMB'),
    sweepTermMs: map(columns.sweepTermMs, 'sweepTermMs'),
    markTermMs: map(columns.markTermMs, 'markTermMs'),
    markMs: map(columns.markMs, 'markMs'),
    assistCpuMs: map(columns.assistCpuMs, 'assistCpuMs'),
    stacksMB: map(columns.stacksMB, 'stacksMB'),
    globalsMB: map(columns.globalsMB, 'globalsMB'),
    gcCpuPercent: map(columns.gcCpuPercent, 'gcCpuPercent'),
    assistCpuPercent: map(columns.assistCpuPercent, 'assistCpuPercent'),
    allocatedMBPerSecond: map(columns.allocatedMBPerSecond, 'allocatedMBPerSecond'),
    scavengedBackgroundMB: map(columns.scavengedBackgroundMB, 'scavengedBackgroundMB'),
    scavengedEagerMB: map(columns.scavengedEagerMB, 'scavengedEagerMB'),
    releasedMB: map(columns.releasedMB, 'releasedMB'),
    isForced: map(columns.isForced, 'isForced'),
  };
}
