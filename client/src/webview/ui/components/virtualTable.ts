/** A table of any number of rows, of which only those in view are in the page: the grid pattern of ARIA. */
import { element } from './elements.ts';
import { keepFocus } from './focus.ts';
import {
  cellClass,
  headCell,
  leastWidth,
  type TableColumn,
  type TableSort,
} from './tableColumn.ts';

export interface TableOptions<Row> {
  /** What the table is, for those who cannot see it. */
  readonly label: string;
  readonly columns: readonly TableColumn<Row>[];
  /** Rows stay in the order that they are given in without it. */
  readonly sort?: TableSort | undefined;
  /** Classes of a row, for style sheets. */
  readonly rowClass?: (row: Row) => string;
  /** Enter or a double click on a row. */
  readonly activate?: (row: Row) => void;
  /** Another row is the current one. */
  readonly select?: (row: Row) => void;
  /** The user has sorted. */
  readonly sorted?: (sort: TableSort) => void;
  /** A key that the table has no use for. */
  readonly key?: (event: KeyboardEvent, row: Row) => void;
}

/** How many rows are drawn above and below those in view. */
const MARGIN_ROWS = 8;

let countTables = 0;

/** Takes the room that its parent gives; `element` is what goes into the page. */
export class VirtualTable<Row> {
  readonly element: HTMLElement;
  readonly #options: TableOptions<Row>;
  readonly #id = `table${countTables++}`;
  readonly #head: HTMLElement;
  readonly #body: HTMLElement;
  readonly #drawn = new Map<number, HTMLElement>();
  #rows: readonly Row[] = [];
  #shown: readonly Row[] = [];
  #sort: TableSort | undefined;
  #current = -1;
  #rowHeight = 0;

  constructor(options: TableOptions<Row>) {
    this.#options = options;
    this.#sort = options.sort;
    const hasSubtitles = options.columns.some(({ subtitle }) => subtitle !== undefined);
    const headClass = `table-head${hasSubtitles ? ' with-subtitles' : ''}`;
    this.#head = element('div', { role: 'row', class: headClass, 'aria-rowindex': 1 });
    this.#body = element('div', { role: 'rowgroup', class: 'table-body' });
    this.element = element(
      'div',
      { role: 'grid', class: 'table', tabindex: 0, 'aria-label': options.label },
      element('div', { role: 'rowgroup', class: 'table-top' }, this.#head),
      this.#body,
    );
    this.element.style.setProperty(
      '--table-columns',
      options.columns.map(({ width }) => width).join(' '),
    );
    this.element.style.setProperty('--table-width', leastWidth(options.columns));
    this.element.ariaColCount = String(options.columns.length);
    this.#drawHead();
    this.element.addEventListener('scroll', () => {
      this.#draw();
    });
    this.element.addEventListener('keydown', (event) => {
      this.#press(event);
    });
    this.element.addEventListener('focus', () => {
      if (this.#current < 0 && this.#shown.length > 0) {
        this.#go(0);
      }
    });
    this.#body.addEventListener('click', ({ target }) => {
      this.#go(this.#indexOf(target));
    });
    this.#body.addEventListener('dblclick', ({ target }) => {
      this.#activate(this.#indexOf(target));
    });
    new ResizeObserver(() => {
      this.#draw();
    }).observe(this.element);
  }

  get current(): Row | undefined {
    return this.#shown[this.#current];
  }

  /** The one on top. */
  get first(): Row | undefined {
    return this.#shown[0];
  }

  setRows(rows: readonly Row[]): void {
    this.#current = -1;
    this.element.scrollTop = 0;
    this.updateRows(rows);
  }

  /** More rows, or what is in them has changed: what is in view stays there, and the current row is the same. */
  updateRows(rows: readonly Row[]): void {
    this.#rows = rows;
    this.#order();
  }

  /** Makes the first such row the current one, and brings it into view. */
  reveal(isIt: (row: Row) => boolean): void {
    const index = this.#shown.findIndex(isIt);
    if (index >= 0) {
      this.#go(index);
    }
  }

  /** Scrolls a row into the middle of what is seen, where not all are; none is made the current one. */
  center(row: Row | undefined): void {
    const index = row === undefined ? -1 : this.#shown.indexOf(row);
    if (index >= 0) {
      const middle = (this.element.clientHeight - this.#head.offsetHeight) / 2;
      this.element.scrollTop = Math.max(0, (index + 0.5) * this.#rowHeight - middle);
      this.#draw();
    }
  }

  #order(): void {
    const { current } = this;
    const column = this.#options.columns.find(({ key }) => key === this.#sort?.column);
    const compare = column?.compare;
    const sign = this.#sort?.isDescending === true ? -1 : 1;
    this.#shown = compare ? this.#rows.toSorted((a, b) => sign * compare(a, b)) : this.#rows;
    this.#current = current === undefined ? -1 : this.#shown.indexOf(current);
    this.element.ariaRowCount = String(this.#shown.length + 1);
    this.#drawHead();
    this.#body.replaceChildren();
    this.#drawn.clear();
    this.#draw();
  }

  #drawHead(): void {
    const cells = this.#options.columns.map((column) =>
      headCell(column, this.#sort, () => {
        this.#sortBy(column);
      }),
    );
    keepFocus(
      () => {
        this.#head.replaceChildren(...cells);
      },
      ({ dataset: { column } }) =>
        column === undefined ? undefined : `[data-column="${CSS.escape(column)}"]`,
      this.#head,
    );
  }

  #sortBy({ key, isDescendingFirst = false }: TableColumn<Row>): void {
    const before = this.#sort;
    const isDescending = before?.column === key ? !before.isDescending : isDescendingFirst;
    const sort = { column: key, isDescending };
    this.#sort = sort;
    this.#order();
    this.#options.sorted?.(sort);
  }

  /** Draws the rows in view that are not there yet, and takes away those that are far from it. */
  #draw(): void {
    const height = (this.#rowHeight ||= this.#measureRow());
    this.#body.style.height = `${this.#shown.length * height}px`;
    const first = Math.max(0, Math.floor(this.element.scrollTop / height) - MARGIN_ROWS);
    const count = Math.ceil(this.element.clientHeight / height) + 2 * MARGIN_ROWS;
    const end = Math.min(this.#shown.length, first + count);
    for (const [index, row] of this.#drawn) {
      if (index < first || index >= end) {
        row.remove();
        this.#drawn.delete(index);
      }
    }
    for (let index = first; index < end; index++) {
      const row = this.#shown[index];
      if (row !== undefined && !this.#drawn.has(index)) {
        const made = this.#makeRow(row, index);
        this.#drawn.set(index, made);
        this.#body.append(made);
      }
    }
    this.#markCurrent();
  }

  #makeRow(row: Row, index: number): HTMLElement {
    const cells = this.#options.columns.map((column) => {
      const { text, content, tooltip } = column;
      return element(
        'div',
        { role: 'gridcell', class: cellClass(column), title: (tooltip ?? text)(row) },
        content ? content(row) : text(row),
      );
    });
    const made = element(
      'div',
      {
        role: 'row',
        class: `table-row ${this.#options.rowClass?.(row) ?? ''}`,
        id: `${this.#id}-${index}`,
        'aria-rowindex': index + 2,
        'data-index': index,
      },
      ...cells,
    );
    made.style.top = `${index * this.#rowHeight}px`;
    return made;
  }

  /** Of the editor's font, whose size is the user's choice. */
  #measureRow(): number {
    const size = Number.parseFloat(getComputedStyle(this.element).fontSize);
    const height = Math.round((Number.isFinite(size) ? size : 13) * 1.7);
    this.element.style.setProperty('--table-row', `${height}px`);
    return height;
  }

  #markCurrent(): void {
    for (const [index, row] of this.#drawn) {
      row.ariaSelected = String(index === this.#current);
    }
    if (this.#drawn.has(this.#current)) {
      this.element.setAttribute('aria-activedescendant', `${this.#id}-${this.#current}`);
    } else {
      this.element.removeAttribute('aria-activedescendant');
    }
  }

  #indexOf(target: EventTarget | null): number {
    const row = target instanceof Element ? target.closest<HTMLElement>('[role=row]') : null;
    return Number(row?.dataset.index ?? -1);
  }

  #go(index: number): void {
    const row = this.#shown[index];
    if (row === undefined) {
      return;
    }
    const isOther = index !== this.#current;
    this.#current = index;
    const top = index * this.#rowHeight;
    const room = this.element.clientHeight - this.#head.offsetHeight - this.#rowHeight;
    if (top < this.element.scrollTop) {
      this.element.scrollTop = top;
    } else if (top > this.element.scrollTop + room) {
      this.element.scrollTop = top - room;
    }
    this.#draw();
    if (isOther) {
      this.#options.select?.(row);
    }
  }

  #activate(index: number): void {
    const row = this.#shown[index];
    if (row !== undefined) {
      this.#options.activate?.(row);
    }
  }

  #press(event: KeyboardEvent): void {
    if (event.target !== this.element) {
      return;
    }
    const target = event.altKey || event.metaKey ? undefined : this.#targetOf(event.key);
    if (target !== undefined) {
      event.preventDefault();
      this.#go(Math.min(Math.max(target, 0), this.#shown.length - 1));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      this.#activate(this.#current);
    } else if (this.current !== undefined) {
      this.#options.key?.(event, this.current);
    }
  }

  /** The row that a key leads to. */
  #targetOf(key: string): number | undefined {
    const page = Math.max(1, Math.floor(this.element.clientHeight / (this.#rowHeight || 1)) - 2);
    switch (key) {
      case 'ArrowDown':
        return this.#current + 1;
      case 'ArrowUp':
        return this.#current - 1;
      case 'PageDown':
        return this.#current + page;
      case 'PageUp':
        return this.#current - page;
      case 'Home':
        return 0;
      case 'End':
        return this.#shown.length - 1;
      default:
        return undefined;
    }
  }
}
