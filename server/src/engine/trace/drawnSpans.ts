import type { SpanRow } from './spanRow.ts';

/** A part of the time, in nanoseconds of the trace's clock. */
interface TimeWindow {
  readonly fromNs: number;
  readonly toNs: number;
}

/**
 * What is drawn of a row, from left to right. Where several spans share a column, these are one, which has the state
 * that takes most of it.
 */
export interface DrawnSpans {
  /** In columns from the window's beginning on. */
  readonly from: Float32Array;
  readonly to: Float32Array;
  readonly state: Uint8Array;
  /** Of the span; -1 where there are several. */
  readonly detail: Float64Array;
  /** How much of it is in the state that was asked for, from 0 to 1. */
  readonly share: Float32Array;
}

interface DrawnSpansOptions {
  readonly window: TimeWindow;
  readonly countColumns: number;
  readonly countStates: number;
  /** The state that `share` is of. */
  readonly sharedState: number;
  /** A state that is none of the row's own. */
  readonly stateOf?: (state: number, detail: number) => number;
}

const SEVERAL = -1;

export function drawnSpans(row: SpanRow, options: DrawnSpansOptions): DrawnSpans {
  const { window, countColumns, countStates, sharedState, stateOf } = options;
  const scale = countColumns / (window.toNs - window.fromNs);
  const drawn = new Drawn();
  const totals = new Float64Array(countStates);
  let column = -1;
  let columnFrom = 0;
  let columnTo = 0;
  let countInColumn = 0;
  let onlyDetail = SEVERAL;
  const flush = () => {
    if (countInColumn > 0) {
      const all = totals.reduce((sum, ns) => sum + ns, 0);
      const most = totals.indexOf(Math.max(...totals));
      const detail = countInColumn === 1 ? onlyDetail : SEVERAL;
      drawn.add(columnFrom, columnTo, most, detail, (totals[sharedState] ?? 0) / all);
    }
    totals.fill(0);
    countInColumn = 0;
  };
  row.visit(window.fromNs, window.toNs, (startNs, endNs, ownState, detail) => {
    const state = stateOf ? stateOf(ownState, detail) : ownState;
    const from = Math.max(0, (startNs - window.fromNs) * scale);
    const to = Math.min(countColumns, (endNs - window.fromNs) * scale);
    if (to - from >= 1) {
      flush();
      column = -1;
      drawn.add(from, to, state, detail, state === sharedState ? 1 : 0);
      return true;
    }
    if (Math.floor(from) !== column) {
      flush();
      column = Math.floor(from);
      columnFrom = from;
    }
    totals[state] = (totals[state] ?? 0) + endNs - startNs;
    columnTo = to;
    onlyDetail = detail;
    countInColumn++;
    return true;
  });
  flush();
  return drawn.columns();
}

/** The span of a row at a time, or the one before or behind it. */
interface SpanAt {
  readonly fromNs: number;
  readonly toNs: number;
  readonly state: number;
  readonly detail: number;
}

/**
 * `step` is 0 for the span at that time (the row's last or first where it has ended by then, or not begun), -1 for
 * the one before it, 1 for the one behind it.
 */
export function spanAt(row: SpanRow, timeNs: number, step: -1 | 0 | 1): SpanAt | undefined {
  const atNs = step === 0 ? Math.min(timeNs, row.endNs - 1) : timeNs;
  let before: SpanAt | undefined;
  let found: SpanAt | undefined;
  let isNext = false;
  const start = step === -1 ? row.startNs : atNs;
  row.visit(start, Infinity, (fromNs, toNs, state, detail) => {
    const span = { fromNs, toNs, state, detail };
    if (isNext) {
      found = span;
      return false;
    }
    if (toNs <= atNs) {
      before = span;
      return true;
    }
    isNext = step === 1;
    found = step === -1 ? before : isNext ? undefined : span;
    return isNext;
  });
  return found;
}

class Drawn {
  readonly #from: number[] = [];
  readonly #to: number[] = [];
  readonly #state: number[] = [];
  readonly #detail: number[] = [];
  readonly #share: number[] = [];

  add(from: number, to: number, state: number, detail: number, share: number): void {
    this.#from.push(from);
    this.#to.push(to);
    this.#state.push(state);
    this.#detail.push(detail);
    this.#share.push(share);
  }

  columns(): DrawnSpans {
    return {
      from: Float32Array.from(this.#from),
      to: Float32Array.from(this.#to),
      state: Uint8Array.from(this.#state),
      detail: Float64Array.from(this.#detail),
      share: Float32Array.from(this.#share),
    };
  }
}
