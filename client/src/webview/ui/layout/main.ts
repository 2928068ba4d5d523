/** The script of the "Memory Layout" view. */
import { english, type Localize } from '../../../../../server/src/engine/features/localize.ts';
import type { FromLayoutView, ShownLayouts, ToLayoutView } from '../../protocol.ts';
import { idSelector, keepFocus } from '../components/focus.ts';
import { vsCodeApi } from '../vscodeApi.ts';
import { renderLayout, type LayoutActions } from './render.ts';
import { INITIAL_STATE, layoutModel, type ViewState } from './viewModel.ts';

/** What outlives the page. */
interface Kept {
  /** Of these fields: an older version of the extension may have left others. */
  readonly format: typeof FORMAT;
  readonly view: ViewState;
  readonly shown: ShownLayouts;
  readonly messages: Readonly<Record<string, string>>;
}

const FORMAT = 1;

const api = vsCodeApi<Partial<Kept>, FromLayoutView>();

let kept: Kept = {
  format: FORMAT,
  view: INITIAL_STATE,
  shown: { reports: [], compared: [], problems: [] },
  messages: {},
};
const left = api.getState();
if (left?.format === FORMAT) {
  kept = { ...kept, ...left };
}

const localize: Localize = (message, ...args) =>
  english(kept.messages[message] ?? message, ...args);

const actions: LayoutActions = {
  setReordered: (isReordered) => {
    keep({ view: { ...kept.view, isReordered } });
  },
  select: (selected) => {
    keep({ view: { ...kept.view, selected } });
  },
  expand: (path, isExpanded) => {
    const others = kept.view.expanded.filter((each) => each !== path);
    keep({ view: { ...kept.view, expanded: isExpanded ? [...others, path] : others } });
  },
  reveal: (place) => {
    api.postMessage({ type: 'reveal', place });
  },
  reorder: (place) => {
    api.postMessage({ type: 'reorder', place });
  },
  compare: () => {
    api.postMessage({ type: 'compare' });
  },
  stopComparing: () => {
    api.postMessage({ type: 'stopComparing' });
  },
};

function keep(changed: Partial<Kept>): void {
  kept = { ...kept, ...changed };
  api.setState(kept);
  draw();
}

/** Draws all anew, and gives the focus back to what had it. */
function draw(): void {
  keepFocus(() => {
    document.body.replaceChildren(
      ...renderLayout(layoutModel(kept.shown, kept.view, localize), actions, localize),
    );
  }, selectorOf);
}

function selectorOf(focused: HTMLElement): string | undefined {
  const { path } = focused.dataset;
  const goarch = focused.closest<HTMLElement>('section')?.dataset.goarch;
  return path === undefined || goarch === undefined
    ? idSelector(focused)
    : `section[data-goarch="${goarch}"] [role=treeitem][data-path="${path}"]`;
}

/** Another type has other fields, and its own order: what was opened in the last one is closed. */
function show(shown: ShownLayouts): void {
  const before = kept.shown.reports.map(({ type }) => type).join('\n');
  const isSame = shown.reports.map(({ type }) => type).join('\n') === before;
  const { isReordered } = kept.view;
  keep({ shown, view: isSame ? kept.view : { ...INITIAL_STATE, isReordered } });
}

window.addEventListener('message', ({ data }: MessageEvent<ToLayoutView>) => {
  switch (data.type) {
    case 'start':
      keep({ messages: data.messages });
      break;
    case 'show':
      show(data.shown);
      break;
  }
});

draw();
api.postMessage({ type: 'ready' });
