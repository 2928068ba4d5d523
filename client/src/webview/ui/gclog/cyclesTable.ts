/** The cycles of a run, row by row: what the charts draw, as numbers. */
import type { Localize } from '../../../../../server/src/engine/features/localize.ts';
import type { GcColumn, GcRun } from '../../gcLogProtocol.ts';
import type { TableColumn } from '../components/tableColumn.ts';
import { VirtualTable } from '../components/virtualTable.ts';
import type { TimeRange } from '../components/timeCharts.ts';

interface CycleRow {
  readonly index: number;
  readonly values: GcRun['columns'];
}

function titlesOf(localize: Localize): readonly (readonly [column: GcColumn, title: string])[] {
  return [
    ['number', localize('Cycle')],
    ['line', localize('Line')],
    ['seconds', localize('Time (s)')],
    ['heapStartMB', localize('Start (MB)')],
    ['heapEndMB', localize('End (MB)')],
    ['heapLiveMB', localize('Live (MB)')],
    ['goalMB', localize('Goal (MB)')],
    ['sweepTermMs', localize('Sweep term. (ms)')],
    ['markMs', localize('Mark (ms)')],
    ['markTermMs', localize('Mark term. (ms)')],
    ['assistCpuMs', localize('Assists (CPU ms)')],
    ['stacksMB', localize('Stacks (MB)')],
    ['globalsMB', localize('Globals (MB)')],
    ['gcCpuPercent', localize('GC CPU (%)')],
    ['assistCpuPercent', localize('Assists (%)')],
    ['allocatedMBPerSecond', localize('Alloc. (MB/s)')],
    ['scavengedBackgroundMB', localize('Given back, bg. (MB)')],
    ['scavengedEagerMB', localize('Given back, alloc. (MB)')],
    ['releasedMB', localize('System has (MB)')],
  ];
}

export class CyclesTable {
  readonly #table: VirtualTable<CycleRow>;
  #run: GcRun;

  constructor(run: GcRun, localize: Localize, reveal: (line: number) => void) {
    this.#run = run;
    const columns = titlesOf(localize).map(([column, title]): TableColumn<CycleRow> => {
      const value = ({ index, values }: CycleRow) => values[column][index] ?? NaN;
      return {
        key: column,
        title,
        width: `minmax(${title.length + 3}ch, 1fr)`,
        isNumber: true,
        text: (row) => cellText(value(row)),
        compare: (a, b) => value(a) - value(b),
      };
    });
    this.#table = new VirtualTable({
      label: localize('Cycles. Enter shows the line of the log.'),
      columns,
      activate: ({ index, values }) => {
        reveal(values.line[index] ?? 1);
      },
    });
    this.show(undefined);
  }

  get element(): HTMLElement {
    return this.#table.element;
  }

  /** More cycles, which are seen with the next part that is shown. */
  update(run: GcRun): void {
    this.#run = run;
  }

  /** The cycles of a part of the time. */
  show(range: TimeRange | undefined): void {
    const { columns: values, countCycles } = this.#run;
    const rows = Array.from({ length: countCycles }, (_, index) => ({ index, values }));
    this.#table.setRows(
      rows.filter(({ index }) => {
        const time = values.seconds[index] ?? NaN;
        return !range || (time >= range.from && time <= range.to);
      }),
    );
  }
}

function cellText(value: number): string {
  return Number.isNaN(value) ? '–' : Number(value.toPrecision(4)).toLocaleString();
}
