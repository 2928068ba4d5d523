/** The columns of a table: what they show, how wide they are, and their titles. */
import { element } from './elements.ts';

export interface TableColumn<Row> {
  readonly key: string;
  readonly title: string;
  /** A second line below the title, and what is said of both. */
  readonly subtitle?: string;
  readonly titleTooltip?: string;
  /** Of `grid-template-columns`: `12ch`, `minmax(20ch, 1fr)`. */
  readonly width: string;
  /** Stays where it is while the others are moved sideways; of the first column. */
  readonly isPinned?: boolean;
  /** Numbers stand at the right. */
  readonly isNumber?: boolean;
  readonly text: (row: Row) => string;
  /** What is drawn instead of the text, where that is more than text. */
  readonly content?: (row: Row) => Node;
  /** Said of the cell, where it has more to say than it shows. */
  readonly tooltip?: (row: Row) => string;
  /** Ascending; without it the column cannot be sorted by. */
  readonly compare?: (a: Row, b: Row) => number;
  /** What a first click on the title does. */
  readonly isDescendingFirst?: boolean;
}

export interface TableSort {
  readonly column: string;
  readonly isDescending: boolean;
}

/** The title of a column: a button where it can be sorted by. */
export function headCell<Row>(
  column: TableColumn<Row>,
  sort: TableSort | undefined,
  sortBy: () => void,
): HTMLElement {
  const isSorted = column.key === sort?.column;
  const direction = sort?.isDescending === true ? 'descending' : 'ascending';
  const cell = element(
    'div',
    {
      role: 'columnheader',
      class: cellClass(column),
      title: column.titleTooltip,
      'aria-sort': isSorted && direction,
    },
    column.compare ? undefined : column.title,
  );
  if (column.compare) {
    const mark = isSorted ? (direction === 'descending' ? ' ↓' : ' ↑') : '';
    const sorter = element(
      'button',
      { type: 'button', 'data-column': column.key },
      column.title,
      element('span', { 'aria-hidden': 'true' }, mark),
    );
    sorter.addEventListener('click', sortBy);
    cell.append(sorter);
  }
  if (column.subtitle !== undefined) {
    cell.append(element('span', { class: 'subtitle' }, column.subtitle));
  }
  return cell;
}

export function cellClass({
  isNumber,
  isPinned,
}: Pick<TableColumn<never>, 'isNumber' | 'isPinned'>): string {
  return [...(isNumber ? ['number'] : []), ...(isPinned ? ['pinned'] : [])].join(' ');
}

/** Rows are as wide as their columns, also where these are wider than what is seen of them. */
export function leastWidth(columns: readonly Pick<TableColumn<never>, 'width'>[]): string {
  const widths = columns.map(({ width }) => /^minmax\(([^,]+),/.exec(width)?.[1] ?? width);
  return `calc(${widths.join(' + ')} + ${columns.length - 1} * var(--table-gap) + 2 * var(--table-edge))`;
}
