/** What the charts draw, as numbers. */
import type { Localize } from '../../../../../server/src/engine/features/localize.ts';
import {
  valueIn,
  type MemoryColumn,
  type MemoryRow,
} from '../../../../../server/src/engine/memstats/memoryWatch.ts';
import type { TimeRange } from '../../timeRows.ts';
import type { TableColumn } from '../components/tableColumn.ts';
import { VirtualTable } from '../components/virtualTable.ts';

function titlesOf(localize: Localize): readonly (readonly [MemoryColumn, string])[] {
  return [
    ['seconds', localize('Time (s)')],
    ['heapMB', localize('Objects (MB)')],
    ['inUseMB', localize('Spans (MB)')],
    ['goalMB', localize('Goal (MB)')],
    ['mappedMB', localize('Mapped (MB)')],
    ['residentMB', localize('Resident (MB)')],
    ['objects', localize('Objects')],
    ['allocatedMBPerSecond', localize('Alloc. (MB/s)')],
    ['objectsPerSecond', localize('Objects/s')],
    ['cyclesPerSecond', localize('GC/s')],
    ['stoppedMsPerSecond', localize('Stopped (ms/s)')],
    ['longestStopMs', localize('Longest (ms)')],
  ];
}

export class RowsTable {
  readonly #table: VirtualTable<MemoryRow>;

  constructor(localize: Localize) {
    const columns = titlesOf(localize).map(([column, title]): TableColumn<MemoryRow> => ({
      key: column,
      title,
      width: `minmax(${title.length + 3}ch, 1fr)`,
      isNumber: true,
      text: (row) => cellText(valueIn(row, column)),
      compare: (a, b) => valueIn(a, column) - valueIn(b, column),
    }));
    this.#table = new VirtualTable({ label: localize('Memory over time'), columns });
  }

  get element(): HTMLElement {
    return this.#table.element;
  }

  /** Those of a part of the time, the newest first. */
  show(rows: readonly MemoryRow[], range: TimeRange | undefined): void {
    const shown = range
      ? rows.filter((row) => {
          const seconds = valueIn(row, 'seconds');
          return seconds >= range.from && seconds <= range.to;
        })
      : rows;
    this.#table.setRows(shown.toReversed());
  }
}

function cellText(value: number): string {
  return Number.isNaN(value) ? '–' : Number(value.toPrecision(5)).toLocaleString('en-US');
}
