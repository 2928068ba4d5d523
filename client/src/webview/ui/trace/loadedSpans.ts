/** What has been asked for of the timeline: one question at a time, and the last wish counts. */
import type { DrawnSpans } from '../../../../../server/src/engine/trace/drawnSpans.ts';
import type { RowPlace, TimelineRequest } from '../../traceProtocol.ts';
import type { TimeRange } from '../../timeRows.ts';

interface LoadedPart {
  readonly range: TimeRange;
  readonly countColumns: number;
  readonly spans: ReadonlyMap<string, DrawnSpans>;
}

interface Wish {
  readonly rows: readonly RowPlace[];
  readonly range: TimeRange;
  readonly countColumns: number;
}

/** Rows that are kept, of one part of the time. */
const MOST_ROWS = 2000;

export class LoadedSpans {
  readonly #ask: (request: TimelineRequest) => Promise<readonly DrawnSpans[]>;
  readonly #changed: () => void;
  #part: LoadedPart = { range: { from: 0, to: 1 }, countColumns: 1, spans: new Map() };
  #isAsking = false;
  #wish: Wish | undefined;

  /** `changed` is called when there is more to draw. */
  constructor(
    ask: (request: TimelineRequest) => Promise<readonly DrawnSpans[]>,
    changed: () => void,
  ) {
    this.#ask = ask;
    this.#changed = changed;
  }

  get part(): LoadedPart {
    return this.#part;
  }

  want(wish: Wish): void {
    this.#wish = wish;
    if (!this.#isAsking) {
      void this.#load();
    }
  }

  async #load(): Promise<void> {
    this.#isAsking = true;
    for (let wish = this.#wish; wish; wish = this.#wish) {
      this.#wish = undefined;
      const { range, countColumns } = wish;
      const { part } = this;
      const isSame =
        range.from === part.range.from &&
        range.to === part.range.to &&
        countColumns === part.countColumns;
      const known = isSame && part.spans.size < MOST_ROWS ? part.spans : undefined;
      const rows = wish.rows.filter((row) => known?.has(rowKey(row)) !== true);
      if (rows.length === 0) {
        continue;
      }
      const spans = await this.#ask({
        rows,
        fromSeconds: range.from,
        toSeconds: range.to,
        countColumns,
      });
      const loaded = new Map(known);
      for (const [index, row] of rows.entries()) {
        const drawn = spans[index];
        if (drawn) {
          loaded.set(rowKey(row), drawn);
        }
      }
      this.#part = { range, countColumns, spans: loaded };
      this.#changed();
    }
    this.#isAsking = false;
  }
}

export function rowKey({ kind, row }: RowPlace): string {
  return `${kind} ${row}`;
}
