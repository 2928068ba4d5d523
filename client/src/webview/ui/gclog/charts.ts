/** The charts of a log over the time of its process. */
import uPlot from 'uplot';
import type { Localize } from '../../../../../server/src/engine/features/localize.ts';
import type { GcColumn, GcRun } from '../../gcLogProtocol.ts';
import { alignedColumns, type ChartForm, type ChartLine } from '../components/chartForm.ts';
import type { TimeRange } from '../../timeRows.ts';
import { TimeCharts, type Chart } from '../components/timeCharts.ts';

interface LogForm extends ChartForm<GcColumn> {
  /** Drawn where there is something of it. */
  readonly isOptional?: boolean;
}

/** Stacks and globals are there since Go 1.18, the scavenger with scavtrace. */
function formsOf(localize: Localize): readonly LogForm[] {
  return [
    {
      title: localize('Heap'),
      unit: 'MB',
      lines: [
        { column: 'goalMB', label: localize('goal'), color: '--vscode-charts-purple' },
        { column: 'heapStartMB', label: localize('at the start'), color: '--vscode-charts-yellow' },
        {
          column: 'heapEndMB',
          label: localize('at the end of marking'),
          color: '--vscode-charts-red',
        },
        { column: 'heapLiveMB', label: localize('live'), color: '--vscode-charts-green' },
      ],
    },
    {
      title: localize('Pauses'),
      unit: 'ms',
      lines: [
        {
          column: 'sweepTermMs',
          label: localize('sweep termination'),
          color: '--vscode-charts-blue',
          bar: 'left',
        },
        {
          column: 'markTermMs',
          label: localize('mark termination'),
          color: '--vscode-charts-yellow',
          bar: 'right',
        },
      ],
    },
    {
      title: localize('CPU of GC'),
      unit: '%',
      lines: [
        {
          column: 'gcCpuPercent',
          label: localize('of all processors'),
          color: '--vscode-charts-red',
          isStepped: true,
        },
        {
          column: 'assistCpuPercent',
          label: localize('assists, of that'),
          color: '--vscode-charts-yellow',
          isStepped: true,
        },
      ],
    },
    {
      title: localize('Allocation'),
      unit: 'MB/s',
      lines: [
        {
          column: 'allocatedMBPerSecond',
          label: localize('rate'),
          color: '--vscode-charts-blue',
          isStepped: true,
        },
      ],
    },
    {
      title: localize('Stacks and globals'),
      unit: 'MB',
      isOptional: true,
      lines: [
        { column: 'stacksMB', label: localize('stacks'), color: '--vscode-charts-blue' },
        { column: 'globalsMB', label: localize('globals'), color: '--vscode-charts-green' },
      ],
    },
    {
      title: localize('Scavenger'),
      unit: 'MB',
      isOptional: true,
      lines: [
        {
          column: 'releasedMB',
          label: localize('the system has'),
          color: '--vscode-charts-purple',
        },
        {
          column: 'scavengedBackgroundMB',
          label: localize('given back in the background'),
          color: '--vscode-charts-blue',
        },
        {
          column: 'scavengedEagerMB',
          label: localize('given back by allocation'),
          color: '--vscode-charts-red',
        },
      ],
    },
  ];
}

function shownForms(
  run: GcRun,
  other: GcRun | undefined,
  localize: Localize,
): readonly ChartForm<GcColumn>[] {
  const runs = [run, ...(other ? [other] : [])];
  const isKnown = (column: GcColumn) =>
    runs.some(({ columns }) => columns[column].some((value) => value > 0));
  return formsOf(localize).filter(
    ({ isOptional, lines }) => !isOptional || lines.some(({ column }) => isKnown(column)),
  );
}

export interface LogChartsOptions {
  readonly run: GcRun;
  /** Drawn dashed beside it. */
  readonly other: GcRun | undefined;
  readonly localize: Localize;
  /** Another part of the time is shown; undefined for all of it. */
  readonly zoomed: (range: TimeRange | undefined) => void;
}

export function logCharts({ run, other, localize, zoomed }: LogChartsOptions): TimeCharts {
  return new TimeCharts({
    charts: shownForms(run, other, localize).map((form) => chartOf(form, run, other, localize)),
    whole: wholeRange([run, ...(other ? [other] : [])]),
    help: (title) =>
      localize(
        '{0} over time. The table below has the values. Plus and minus zoom, arrows move, 0 shows all.',
        title,
      ),
    localize,
    zoomed,
  });
}

/** The same charts of more cycles; false where there are more charts by now. */
export function updateLogCharts(
  charts: TimeCharts,
  { run, other, localize }: Omit<LogChartsOptions, 'zoomed'>,
): boolean {
  const forms = shownForms(run, other, localize);
  if (forms.length !== charts.count) {
    return false;
  }
  charts.update(
    forms.map(
      ({ lines }) =>
        (shown) =>
          dataOf(lines, run, other, shown),
    ),
    wholeRange([run, ...(other ? [other] : [])]),
  );
  return true;
}

function chartOf(
  { title, unit, lines }: ChartForm<GcColumn>,
  run: GcRun,
  other: GcRun | undefined,
  localize: Localize,
): Chart {
  const own = lines.map(({ label, color, isStepped, bar }) => ({ label, color, isStepped, bar }));
  // Bars of two logs would hide each other.
  const others = own.map(({ label, color, isStepped }) => ({
    label: localize('{0} (other)', label),
    color,
    isStepped,
    isDashed: true,
    spansGaps: true,
  }));
  return {
    title,
    unit,
    series: other ? [...own, ...others] : own,
    data: (shown) => dataOf(lines, run, other, shown),
  };
}

function wholeRange(runs: readonly GcRun[]): TimeRange {
  const ends = runs.flatMap(({ columns: { seconds } }) =>
    [seconds.at(0), seconds.at(-1)].filter((value) => value !== undefined),
  );
  const from = ends.reduce((least, value) => Math.min(least, value), Infinity);
  const to = ends.reduce((most, value) => Math.max(most, value), 0);
  return { from: Number.isFinite(from) ? from : 0, to: to > from ? to : from + 1 };
}

/** Both runs over the times of both; null where a run has no cycle. */
function dataOf(
  lines: readonly ChartLine<GcColumn>[],
  run: GcRun,
  other: GcRun | undefined,
  shown: TimeRange,
): uPlot.AlignedData {
  const tableOf = ({ columns }: GcRun) =>
    alignedColumns(columns.seconds, lines, (column) => columns[column], shown);
  return other ? uPlot.join([tableOf(run), tableOf(other)]) : tableOf(run);
}
