/** The memory of a program over the time that it was watched. */
import type { Localize } from '../../../../../server/src/engine/features/localize.ts';
import {
  valueIn,
  type MemoryColumn,
  type MemoryRow,
} from '../../../../../server/src/engine/memstats/memoryWatch.ts';
import { alignedColumns, type ChartForm, type ChartLine } from '../components/chartForm.ts';
import type { TimeRange } from '../../timeRows.ts';
import { TimeCharts } from '../components/timeCharts.ts';

function formsOf(localize: Localize): readonly ChartForm<MemoryColumn>[] {
  return [
    {
      title: localize('Memory'),
      unit: 'MB',
      lines: [
        { column: 'residentMB', label: localize('resident'), color: '--vscode-charts-red' },
        { column: 'mappedMB', label: localize('mapped'), color: '--vscode-charts-blue' },
        { column: 'goalMB', label: localize('goal'), color: '--vscode-charts-purple' },
        {
          column: 'inUseMB',
          label: localize('spans with objects'),
          color: '--vscode-charts-yellow',
        },
        { column: 'heapMB', label: localize('objects'), color: '--vscode-charts-green' },
      ],
    },
    {
      title: localize('Allocation'),
      unit: 'MB/s',
      lines: [
        { column: 'allocatedMBPerSecond', label: localize('rate'), color: '--vscode-charts-blue' },
      ],
    },
    {
      title: localize('Allocation'),
      unit: localize('objects/s'),
      lines: [
        { column: 'objectsPerSecond', label: localize('rate'), color: '--vscode-charts-blue' },
      ],
    },
    {
      title: localize('GC cycles'),
      unit: localize('a second'),
      lines: [
        { column: 'cyclesPerSecond', label: localize('cycles'), color: '--vscode-charts-red' },
      ],
    },
    {
      title: localize('Stops of the world'),
      unit: 'ms',
      lines: [
        {
          column: 'stoppedMsPerSecond',
          label: localize('of a second'),
          color: '--vscode-charts-red',
        },
        { column: 'longestStopMs', label: localize('longest'), color: '--vscode-charts-yellow' },
      ],
    },
  ];
}

export interface MemoryChartsOptions {
  readonly rows: readonly MemoryRow[];
  readonly localize: Localize;
  /** Another part of the time is shown; undefined for all of it. */
  readonly zoomed: (range: TimeRange | undefined) => void;
}

export function memoryCharts({ rows, localize, zoomed }: MemoryChartsOptions): TimeCharts {
  return new TimeCharts({
    charts: formsOf(localize).map(({ title, unit, lines }) => ({
      title,
      unit,
      series: lines.map(({ label, color }) => ({ label, color })),
      data: (shown) => dataOf(lines, rows, shown),
    })),
    whole: wholeRange(rows),
    help: (title) =>
      localize(
        '{0} over time. The table below has the values. Plus and minus zoom, arrows move, 0 shows all.',
        title,
      ),
    localize,
    zoomed,
  });
}

export function updateMemoryCharts(
  charts: TimeCharts,
  rows: readonly MemoryRow[],
  localize: Localize,
): void {
  charts.update(
    formsOf(localize).map(
      ({ lines }) =>
        (shown) =>
          dataOf(lines, rows, shown),
    ),
    wholeRange(rows),
  );
}

function wholeRange(rows: readonly MemoryRow[]): TimeRange {
  const [first] = rows;
  const last = rows.at(-1);
  const from = first ? valueIn(first, 'seconds') : 0;
  const to = last ? valueIn(last, 'seconds') : 0;
  return { from, to: Math.max(to, from + 1) };
}

function dataOf(
  lines: readonly ChartLine<MemoryColumn>[],
  rows: readonly MemoryRow[],
  shown: TimeRange,
) {
  const valuesOf = (column: MemoryColumn) => rows.map((row) => valueIn(row, column));
  return alignedColumns(valuesOf('seconds'), lines, valuesOf, shown);
}
