/** The cycles of a run, row by row: what the charts draw, as numbers. */
import type { Localize } from '../../../../../server/src/engine/features/localize.ts';
import type { GcColumn, GcRun } from '../../gcLogProtocol.ts';
import type { TableColumn } from '../components/tableColumn.ts';
import { VirtualTable } from '../components/virtualTable.ts';
import type { TimeRange } from '../../timeRows.ts';

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
  /** Its rows are cycles by their place in the run. */
  readonly #table: VirtualTable<number>;
  #run: GcRun;
  /** Undefined for all of the time. */
  #shown: TimeRange | undefined;

  constructor(run: GcRun, localize: Localize, reveal: (line: number) => void) {
    this.#run = run;
    const columns = titlesOf(localize).map(([column, title]): TableColumn<number> => {
      const value = (index: number) => this.#run.columns[column][index] ?? NaN;
      return {
        key: column,
        title,
        width: `minmax(${title.length + 3}ch, 1fr)`,
        isNumber: true,
        text: (index) => cellText(value(index)),
        compare: (a, b) => value(a) - value(b),
      };
    });
    this.#table = new VirtualTable({
      label: localize('Cycles. Enter shows the line of the log.'),
      columns,
      activate: (index) => {
        reveal(this.#run.columns.line[index] ?? 1);
      },
    });
    this.show(undefined);
  }

  get element(): HTMLElement {
    return this.#table.element;
  }

  /** The same run, of which more is known: it is seen when a part of the time is shown. */
  update(run: GcRun): void {
    this.#run = run;
  }

  /** The cycles of a part of the time; where it is the same as before, the reader stays where he is. */
  show(range: TimeRange | undefined): void {
    const { columns, countCycles } = this.#run;
    const cycles = Array.from({ length: countCycles }, (_, index) => index);
    const rows = range
      ? cycles.filter((index) => {
          const time = columns.seconds[index] ?? NaN;
          return time >= range.from && time <= range.to;
        })
      : cycles;
    if (range === this.#shown) {
      this.#table.updateRows(rows);
    } else {
      this.#shown = range;
      this.#table.setRows(rows);
    }
  }
}

function cellText(value: number): string {
  return Number.isNaN(value) ? '–' : NUMBERS.format(Number(value.toPrecision(4)));
}

/** Made once: a table has hundreds of cells in view. */
const NUMBERS = new Intl.NumberFormat();
