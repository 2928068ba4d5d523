/** Logs as JSON Lines and CSV: the fields are a contract for scripts (docs/architecture.md). */
import { findingsOf } from '../engine/gclog/findings.ts';
import { costOfGogc } from '../engine/scripts/gogcCost.ts';
import { cycleSeriesOf } from '../engine/gclog/cycleSeries.ts';
import { measureRun } from '../engine/gclog/measures.ts';
import type { GcLog } from '../engine/gclog/reader.ts';
import type { Run } from '../engine/gclog/run.ts';
import { CYCLE_FIELDS } from '../engine/gclog/runtimeFields.ts';
import type { Table } from '../engine/gclog/table.ts';

/** The first line says what was read; in the others `run` counts the processes from 1 on. */
export function* gcLogJson(log: GcLog): Generator<string> {
  yield JSON.stringify({
    type: 'log',
    lines: log.countLines,
    runs: log.runs.length,
    omittedRuns: log.countOmittedRuns,
    rejects: log.countRejects,
  });
  for (const [index, run] of log.runs.entries()) {
    yield* runJson(run, index + 1);
  }
  for (const reject of log.rejects) {
    yield JSON.stringify({ type: 'reject', ...reject });
  }
}

function* runJson(run: Run, number: number): Generator<string> {
  const row = (type: string, value: object) => JSON.stringify({ type, run: number, ...value });
  const measures = measureRun(run);
  const { each, ...ofAll } = measures;
  yield row('run', {
    source: run.source,
    firstLine: run.firstLine,
    lastLine: run.lastLine,
    missingCycles: run.missingCycles,
    isMixed: run.isMixed,
    // What is not known is null.
    ...ofAll,
    goroutines: Object.fromEntries(run.goroutines),
    longestWaitMinutes: run.longestWaitMinutes,
  });
  for (const finding of findingsOf(run, { measures, gogcModel: costOfGogc })) {
    yield row('finding', finding);
  }
  for (const failure of run.failures) {
    yield row('failure', failure);
  }
  for (const [index, cycle] of rowsOf(run.cycles)) {
    const gcCpuPercent = each.gcCpuPercent[index];
    yield row('cycle', { ...cycle, gcCpuPercent, allocatedMB: each.allocatedMB[index] });
  }
  for (const [type, table] of [
    ['scavenge', run.scavenges],
    ['pacer', run.pacers],
    ['sched', run.scheds],
  ] as const) {
    for (const [, values] of rowsOf<string>(table)) {
      yield row(type, values);
    }
  }
  for (const init of run.inits) {
    yield row('init', init);
  }
}

export function* gcLogCsv(log: GcLog): Generator<string> {
  yield ['run', 'source', ...CYCLE_FIELDS, 'gcCpuPercent', 'allocatedMB'].join(',');
  for (const [number, run] of log.runs.entries()) {
    const { gcCpuPercent, allocatedMB } = cycleSeriesOf(run);
    for (const [index, cycle] of rowsOf(run.cycles)) {
      const own = CYCLE_FIELDS.map((field) => cycle[field]);
      const cells = [...own, gcCpuPercent[index], allocatedMB[index]];
      yield [number + 1, quoted(run.source), ...cells.map(cell)].join(',');
    }
  }
}

function* rowsOf<Field extends string>(
  table: Table<Field>,
): Generator<[number, Record<string, number>]> {
  for (let row = 0; row < table.count; row++) {
    yield [row, Object.fromEntries(table.fields.map((field) => [field, table.value(row, field)]))];
  }
}

/** Nothing where nothing is known. */
function cell(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? '' : String(value);
}

/** A text that no spreadsheet takes for a formula, or for two cells. */
function quoted(text: string): string {
  const safe = /^[-=+@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
