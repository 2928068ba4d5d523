/** How the user left an editor of a trace: what outlives its page. */
import { TRACE_VIEWS, type TraceView } from '../../traceProtocol.ts';
import type { TimeRange } from '../../timeRows.ts';
import { ROW_ORDERS, type RowOrder } from './rowOrder.ts';

export interface TraceState {
  readonly view: TraceView;
  /** The part of the time that charts and timeline show; all of it without. */
  readonly range: TimeRange | undefined;
  /** Whether events and waits are of that part alone. */
  readonly isPart: boolean;
  /** What rows of the timeline, and places that wait, have to contain. */
  readonly filter: string;
  /** What types of objects have to contain. */
  readonly typeFilter: string;
  readonly order: RowOrder;
  readonly hasTable: boolean;
}

const INITIAL_STATE: TraceState = {
  view: 'heap',
  range: undefined,
  isPart: false,
  filter: '',
  typeFilter: '',
  order: 'number',
  hasTable: false,
};

/** What was left by this version or another one, as far as it makes sense. */
export function restoredState(left: unknown): TraceState {
  const known: Partial<TraceState> = typeof left === 'object' && left !== null ? left : {};
  return {
    ...INITIAL_STATE,
    ...known,
    view: TRACE_VIEWS.find((view) => view === known.view) ?? INITIAL_STATE.view,
    order: ROW_ORDERS.find((order) => order === known.order) ?? INITIAL_STATE.order,
  };
}
