/** The script of the editor of execution traces. */
import { english, type Localize } from '../../../../../server/src/engine/features/localize.ts';
import type { DrawnSpans } from '../../../../../server/src/engine/trace/drawnSpans.ts';
import {
  TRACE_VIEWS,
  type FromTraceView,
  type HeapModel,
  type PartModel,
  type SpanModel,
  type ToTraceView,
  type TraceModel,
  type TraceView,
} from '../../traceProtocol.ts';
import { Answers } from '../components/answers.ts';
import { element } from '../components/elements.ts';
import { failure } from '../components/failure.ts';
import { keepFocus } from '../components/focus.ts';
import { tabs } from '../components/tabs.ts';
import { vsCodeApi } from '../vscodeApi.ts';
import { blockedPane } from './blockedPane.ts';
import { eventsPane } from './eventsPane.ts';
import { heapPane } from './heapPane.ts';
import { infoPane } from './infoPane.ts';
import { objectsPane } from './objectsPane.ts';
import type { Pane, PaneContext, TraceActions } from './pane.ts';
import { restoredState } from './state.ts';
import { durationText, viewTitle } from './texts.ts';
import { timelinePane, type TimelinePane } from './timelinePane.ts';
import { countText } from '../../../countText.ts';

/** How much of the time around an instance is shown with it. */
const SURROUNDINGS = 3;
const LEAST_SURROUNDINGS_SECONDS = 1e-5;

const api = vsCodeApi<unknown, FromTraceView>();

let state = restoredState(api.getState());
let messages: Readonly<Record<string, string>> = {};
let heap: HeapModel | undefined;
let trace: TraceModel | undefined;
let panes: Partial<Record<TraceView, Pane>> = {};
let timeline: TimelinePane | undefined;
const spanLists = new Answers<readonly DrawnSpans[]>();
const spans = new Answers<SpanModel | undefined>();
const parts = new Answers<PartModel | undefined>();

const localize: Localize = (message, ...args) => english(messages[message] ?? message, ...args);

const bar = element('div', { id: 'bar' });
const status = element('p', { id: 'status', role: 'status' });
const view = element('div', { id: 'view', role: 'tabpanel' });

const actions: TraceActions = {
  change(change) {
    actions.keep(change);
    draw();
  },
  keep(change) {
    state = { ...state, ...change };
    api.setState(state);
  },
  openFrame(frame) {
    api.postMessage({ type: 'open', frame });
  },
  showGoroutine(goroutine, seconds, ns) {
    const around = Math.max(LEAST_SURROUNDINGS_SECONDS, (ns / 1e9) * SURROUNDINGS);
    const end = trace?.heap.durationSeconds ?? Infinity;
    const range = {
      from: Math.max(0, seconds - around),
      to: Math.min(end, seconds + ns / 1e9 + around),
    };
    actions.change({ view: 'timeline', range, filter: '', hasTable: false });
    timeline?.select(goroutine, seconds);
  },
  askSpans(request) {
    return spanLists.ask((id) => {
      api.postMessage({ type: 'spans', id, request });
    });
  },
  askSpan(request) {
    return spans.ask((id) => {
      api.postMessage({ type: 'span', id, request });
    });
  },
  askPart(request) {
    return parts.ask((id) => {
      api.postMessage({ type: 'part', id, request });
    });
  },
};

/** Before all is read there is the heap. */
function paneOf(shown: TraceView): Pane | undefined {
  const pane = panes[shown] ?? makePane(shown);
  if (pane) {
    panes[shown] = pane;
  }
  return pane;
}

function makePane(shown: TraceView): Pane | undefined {
  if (shown === 'heap') {
    return (
      heap &&
      heapPane({
        heap: trace?.heap ?? heap,
        trace,
        localize,
        zoomed: (range) => {
          actions.keep({ range });
        },
      })
    );
  }
  if (!trace) {
    return undefined;
  }
  const context: PaneContext = { trace, state, localize, actions };
  switch (shown) {
    case 'objects':
      return objectsPane(context);
    case 'events':
      return eventsPane(context);
    case 'timeline':
      return (timeline = timelinePane(context));
    case 'blocked':
      return blockedPane(context);
    case 'info':
      return infoPane(context);
  }
}

function draw(): void {
  keepFocus(() => {
    bar.replaceChildren(
      tabs({
        label: localize('Views'),
        views: TRACE_VIEWS.map((each) => [each, viewTitle(each, localize)] as const),
        shown: state.view,
        choose: (chosen) => {
          actions.change({ view: chosen });
        },
      }),
    );
  });
  view.setAttribute('aria-labelledby', `tab-${state.view}`);
  const pane = paneOf(state.view);
  if (!pane) {
    view.replaceChildren();
    return;
  }
  if (view.firstChild !== pane.element) {
    view.replaceChildren(pane.element);
  }
  pane.show(state);
}

/** What is drawn has the colours and the data that there were when it was made. */
function drawAnew(): void {
  for (const pane of Object.values(panes)) {
    pane.dispose();
  }
  panes = {};
  timeline = undefined;
  draw();
}

function statusText({ name, info, heap: { durationSeconds } }: TraceModel): string {
  return [
    name,
    `Go ${info.go}`,
    durationText(durationSeconds * 1e9),
    localize('{0} events', countText(info.countEvents)),
    info.problem,
  ]
    .filter((text) => text !== '')
    .join(' · ');
}

function fail(problem: string): void {
  document.body.replaceChildren(
    failure(
      localize('This file cannot be shown as an execution trace'),
      problem,
      localize(
        'Execution traces are what runtime/trace, go test -trace and /debug/pprof/trace write; those of Go 1.22 and later can be shown, packed with gzip or not.',
      ),
    ),
  );
}

window.addEventListener('message', ({ data }: MessageEvent<ToTraceView>) => {
  switch (data.type) {
    case 'start':
      ({ messages } = data);
      status.textContent = localize('Reading the trace…');
      document.body.replaceChildren(bar, status, view);
      draw();
      break;
    case 'heap':
      ({ heap } = data);
      drawAnew();
      break;
    case 'progress':
      status.textContent = localize('Reading the trace: {0} %', Math.round(data.share * 100));
      break;
    case 'opened':
      ({ trace } = data);
      status.textContent = statusText(trace);
      drawAnew();
      break;
    case 'failed':
      fail(data.problem);
      break;
    case 'spans':
      spanLists.take(data.id, data.spans);
      break;
    case 'span':
      spans.take(data.id, data.span);
      break;
    case 'part':
      parts.take(data.id, data.part);
      break;
  }
});

new MutationObserver(drawAnew).observe(document.body, {
  attributes: true,
  attributeFilter: ['class'],
});

api.postMessage({ type: 'ready' });
