/** The script of the editor of profiles. */
import { english, type Localize } from '../../../../../server/src/engine/features/localize.ts';
import {
  FIRST_REQUEST,
  type FromProfileView,
  type ProfileAge,
  type ProfileSummary,
  type ProfileView,
  type ToProfileView,
  type ViewRequest,
  type ViewResult,
} from '../../profileProtocol.ts';
import { element } from '../components/elements.ts';
import { failure } from '../components/failure.ts';
import { keepFocus } from '../components/focus.ts';
import { vsCodeApi } from '../vscodeApi.ts';
import { FlamePane } from './flamePane.ts';
import { GraphPane } from './graphPane.ts';
import { infoPane } from './infoPane.ts';
import type { Pane, PaneContext, ProfileActions } from './pane.ts';
import { matcherOf } from './search.ts';
import { restoredState } from './state.ts';
import { statusText } from './statusText.ts';
import { toolbar } from './toolbar.ts';
import { peekPane } from './peekPane.ts';
import { sourcePane } from './sourcePane.ts';
import { tracesPane } from './tracesPane.ts';
import { labelsPane } from './labelsPane.ts';
import { goroutinesPane } from './goroutinesPane.ts';
import { seriesPane } from './seriesPane.ts';
import { topPane } from './topPane.ts';

const api = vsCodeApi<unknown, FromProfileView>();

let state = restoredState(api.getState());
let messages: Readonly<Record<string, string>> = {};
let summary: ProfileSummary | undefined;
let ownUri = '';
/** What is asked, and for what; answers to others come too late. */
let asked = { id: 0, key: '' };
/** Which question is for a part of what is shown; 0 for none. */
let askedPart = 0;
let countAsked = 0;
let result: ViewResult | undefined;
let age: ProfileAge | undefined;

const localize: Localize = (message, ...args) => english(messages[message] ?? message, ...args);

const flame = new FlamePane();
const graph = new GraphPane();
const panes: { readonly [View in ProfileView]: Pane<View> } = {
  flame,
  top: topPane(),
  peek: peekPane(),
  graph,
  source: sourcePane(),
  traces: tracesPane(),
  labels: labelsPane(),
  goroutines: goroutinesPane(),
  series: seriesPane(),
  info: infoPane(),
};

const bar = element('div', { id: 'bar' });
const status = element('p', { id: 'status', role: 'status' });
const view = element('div', { id: 'view', role: 'tabpanel' });

const actions: ProfileActions = {
  change(change) {
    state = { ...state, ...change };
    api.setState(state);
    draw();
  },
  openSource(name, line, path) {
    const others = state.view === 'series' ? state.series : undefined;
    api.postMessage({ type: 'open', name, line, path, others, options: state.options });
  },
  askPart(part) {
    // What comes next is another picture.
    if (view.ariaBusy === 'false') {
      askedPart = ++countAsked;
      const request = { ...flame.request(state), part };
      api.postMessage({ type: 'ask', id: askedPart, options: state.options, request });
    }
  },
  attach() {
    api.postMessage({ type: 'attach', options: state.options });
  },
  addToSeries() {
    api.postMessage({ type: 'addToSeries', others: state.series });
  },
  compare() {
    api.postMessage({ type: 'compare' });
  },
  chooseRevision() {
    api.postMessage({ type: 'chooseRevision' });
  },
};

function draw(): void {
  if (!summary) {
    return;
  }
  const drawn = toolbar({ summary, ownUri, state, localize, actions });
  keepFocus(() => {
    bar.replaceChildren(drawn);
  });
  const pane = panes[state.view];
  view.setAttribute('aria-labelledby', `tab-${state.view}`);
  if (view.firstChild !== pane.element) {
    view.replaceChildren(pane.element);
  }
  ask(pane.request(state));
  show();
}

function keyOf(request: ViewRequest): string {
  return JSON.stringify([state.options, request]);
}

function ask(request: ViewRequest): void {
  const key = keyOf(request);
  if (key !== asked.key) {
    asked = { id: ++countAsked, key };
    askedPart = 0;
    view.ariaBusy = 'true';
    api.postMessage({ type: 'ask', id: asked.id, options: state.options, request });
  }
}

function take(answer: ViewResult): void {
  result = answer;
  view.ariaBusy = 'false';
}

/** Where lines are now depends on it. */
function takeAge(now: ProfileAge): void {
  const isOther = age !== undefined && JSON.stringify(age) !== JSON.stringify(now);
  age = now;
  if (isOther && state.view === 'source') {
    asked = { ...asked, key: '' };
    draw();
  } else {
    show();
  }
}

function show(): void {
  if (!summary || result?.view !== state.view) {
    return;
  }
  const context: PaneContext = {
    state,
    ownUri,
    age,
    matches: matcherOf(state.search),
    localize,
    actions,
  };
  switch (result.view) {
    case 'flame':
      flame.show(result, context);
      break;
    case 'top':
      panes.top.show(result, context);
      break;
    case 'peek':
      panes.peek.show(result, context);
      break;
    case 'graph':
      panes.graph.show(result, context);
      break;
    case 'source':
      panes.source.show(result, context);
      break;
    case 'traces':
      panes.traces.show(result, context);
      break;
    case 'labels':
      panes.labels.show(result, context);
      break;
    case 'goroutines':
      panes.goroutines.show(result, context);
      break;
    case 'series':
      panes.series.show(result, context);
      break;
    case 'info':
      panes.info.show(result, context);
      break;
  }
  status.textContent = statusText(result, context);
}

function fail(problem: string): void {
  document.body.replaceChildren(
    failure(
      localize('This file cannot be shown as a profile'),
      problem,
      localize(
        'Profiles are what runtime/pprof and net/http/pprof write, packed or not, as text (debug=1), and goroutines as debug=2 and panics print them.',
      ),
    ),
  );
}

window.addEventListener('message', ({ data }: MessageEvent<ToProfileView>) => {
  switch (data.type) {
    case 'start':
      ({ messages } = data);
      graph.start(data.graphviz);
      status.textContent = localize('Reading the profile…');
      document.body.replaceChildren(bar, status, view);
      view.ariaBusy = 'true';
      // The answer comes with the profile then, and not a question and an answer later. What is looked at while
      // nothing is chosen comes by itself.
      if (api.getState() !== undefined) {
        ask(panes[state.view].request(state));
      }
      break;
    case 'opened':
      ({ summary, uri: ownUri } = data);
      if (api.getState() === undefined) {
        state = { ...state, options: data.first };
        if (data.view) {
          take(data.view);
          asked = { ...asked, key: keyOf(FIRST_REQUEST) };
        }
      }
      draw();
      break;
    case 'failed':
      fail(data.problem);
      break;
    case 'compared':
      actions.change({ options: { ...state.options, base: data.base } });
      break;
    case 'series':
      actions.change({ view: 'series', series: data.others });
      break;
    case 'reveal':
      actions.change({
        view: 'flame',
        pivot: data.name,
        options: { ...state.options, granularity: 'functions' },
      });
      break;
    case 'result':
      if (data.id === asked.id) {
        take(data.result);
        show();
      } else if (data.id === askedPart && data.result.view === 'flame') {
        flame.showPart(data.result);
      }
      break;
    case 'age':
      takeAge(data.age);
      break;
    case 'refused':
      if (data.id === asked.id) {
        view.ariaBusy = 'false';
        status.textContent = data.problem;
      }
      break;
  }
});

/** What the editor's explorer calls files that are dragged, and what other programs do. */
const DRAGGED_FILES = ['application/vnd.code.uri-list', 'text/uri-list'];

document.addEventListener('dragover', (event) => {
  if (DRAGGED_FILES.some((type) => event.dataTransfer?.types.includes(type))) {
    event.preventDefault();
  }
});

document.addEventListener('drop', (event) => {
  event.preventDefault();
  const texts = DRAGGED_FILES.map((type) => event.dataTransfer?.getData(type) ?? '');
  // Both kinds name the same files.
  const uris = (texts.find((text) => text !== '') ?? '')
    .split(/\r?\n/)
    .filter((line) => line !== '' && !line.startsWith('#'));
  if (summary && uris.length > 0) {
    const others = state.view === 'series' ? state.series : undefined;
    api.postMessage({ type: 'dropped', uris, others });
  }
});

api.postMessage({ type: 'ready' });
