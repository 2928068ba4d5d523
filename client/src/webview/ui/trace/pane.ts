import type { Localize } from '../../../../../server/src/engine/features/localize.ts';
import type { DrawnSpans } from '../../../../../server/src/engine/trace/drawnSpans.ts';
import type { Frame } from '../../../../../server/src/engine/trace/generation.ts';
import type {
  PartModel,
  PartRequest,
  SpanModel,
  SpanRequest,
  TimelineRequest,
  TraceModel,
} from '../../traceProtocol.ts';
import { button, element } from '../components/elements.ts';
import type { TraceState } from './state.ts';
import { placeText } from './texts.ts';

/** What a view can have done. */
export interface TraceActions {
  /** Keeps a change of the state; what is shown is drawn anew. */
  change(change: Partial<TraceState>): void;
  /** Keeps a change of the state that the view shows already. */
  keep(change: Partial<TraceState>): void;
  openFrame(frame: Frame): void;
  /** Shows a moment of a goroutine in the timeline. */
  showGoroutine(goroutine: number, seconds: number, ns: number): void;
  askSpans(request: TimelineRequest): Promise<readonly DrawnSpans[]>;
  askSpan(request: SpanRequest): Promise<SpanModel | undefined>;
  askPart(request: PartRequest): Promise<PartModel | undefined>;
}

export interface PaneContext {
  readonly trace: TraceModel;
  readonly state: TraceState;
  readonly localize: Localize;
  readonly actions: TraceActions;
}

/** One of the views, made anew for each trace and theme. */
export interface Pane {
  readonly element: HTMLElement;
  /** It is in the page now, and the state may have changed. */
  show(state: TraceState): void;
  dispose(): void;
}

/** A stack whose frames lead to their code, the leaf first. */
export function stackList(frames: readonly Frame[], actions: TraceActions): HTMLElement {
  return element(
    'ol',
    { class: 'stack' },
    ...frames.map((frame) =>
      element(
        'li',
        { title: `${frame.functionName}\n${frame.file}:${frame.line}` },
        button(placeText(frame), { class: 'link' }, () => {
          actions.openFrame(frame);
        }),
      ),
    ),
  );
}
