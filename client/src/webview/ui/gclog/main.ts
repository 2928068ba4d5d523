/** The script of the view of a log. */
import { english, type Localize } from '../../../../../server/src/engine/features/localize.ts';
import type {
  FromGcLogView,
  GcFinding,
  GcLogModel,
  GcLogState,
  GcRun,
  ToGcLogView,
} from '../../gcLogProtocol.ts';
import { grown } from '../../../gclog/growth.ts';
import { button, element } from '../components/elements.ts';
import { keepFocus } from '../components/focus.ts';
import type { TimeCharts } from '../components/timeCharts.ts';
import { vsCodeApi } from '../vscodeApi.ts';
import { logCharts, updateLogCharts } from './charts.ts';
import { CyclesTable } from './cyclesTable.ts';

interface State {
  /** Which process is shown, by its place in the log. */
  readonly run: number;
}

const api = vsCodeApi<State, FromGcLogView>();

let messages: Readonly<Record<string, string>> = {};
let log: GcLogModel | undefined;
let other: GcLogModel | undefined;
let shown = api.getState()?.run ?? -1;
let charts: TimeCharts | undefined;
let table: CyclesTable | undefined;
let live: { readonly state: GcLogState; readonly text: string } = { state: 'whole', text: '' };

const localize: Localize = (message, ...args) => english(messages[message] ?? message, ...args);

const reveal = (line: number) => {
  api.postMessage({ type: 'reveal', line });
};

/** The process with the most cycles, where nobody has chosen one. */
function mainRun({ runs }: GcLogModel): number {
  return runs.reduce(
    (best, { countCycles }, index) =>
      countCycles > (runs[best]?.countCycles ?? -1) ? index : best,
    0,
  );
}

function draw(): void {
  charts?.dispose();
  charts = undefined;
  table = undefined;
  if (!log) {
    return;
  }
  if (!log.runs[shown]) {
    shown = mainRun(log);
  }
  const run = log.runs[shown];
  const otherRun = other?.runs[mainRun(other)];
  const drawn = [
    header(log),
    ...(run ? [findingsOf(run), figuresOf(run, otherRun), ...cyclesOf(run, otherRun)] : []),
    ...rejectsOf(log),
  ];
  keepFocus(() => {
    document.body.replaceChildren(...drawn);
  });
}

function titleOf({ name, countLines }: GcLogModel): string {
  return localize('{0}: {1} lines', name, countLines.toLocaleString());
}

function header(shownLog: GcLogModel): HTMLElement {
  const choice = element('select', { id: 'run', 'aria-label': localize('Process') });
  for (const [index, { title }] of shownLog.runs.entries()) {
    choice.append(element('option', { value: index, selected: index === shown }, title));
  }
  choice.addEventListener('change', () => {
    shown = Number(choice.value);
    api.setState({ run: shown });
    draw();
  });
  return element(
    'header',
    {},
    element('h1', {}, titleOf(shownLog)),
    choice,
    button(localize('Show All'), { id: 'all' }, () => charts?.show(undefined)),
    button(localize('Compare…'), { id: 'compare' }, () => {
      api.postMessage({ type: 'compare' });
    }),
    other &&
      button(localize('Without {0}', other.name), { id: 'alone' }, () => {
        other = undefined;
        draw();
      }),
    liveButton(),
    element('span', { role: 'status', id: 'live' }, live.text),
  );
}

function liveButton(): HTMLElement | undefined {
  switch (live.state) {
    case 'whole':
      return undefined;
    case 'idle':
      return button(localize('Follow'), { id: 'follow' }, () => {
        api.postMessage({ type: 'follow' });
      });
    case 'followed':
    case 'running':
      return button(localize('Stop'), { id: 'stop' }, () => {
        api.postMessage({ type: 'stop' });
      });
  }
}

/** What stands above the charts anew, with the focus where it was. */
function renewHead(shownLog: GcLogModel): void {
  keepFocus(() => {
    document.querySelector('header')?.replaceWith(header(shownLog));
  });
}

/** While a log grows, buttons stay where they are: one that is replaced cannot be clicked. */
function renewTexts(shownLog: GcLogModel): void {
  const title = document.querySelector('h1');
  const choice = document.querySelector<HTMLSelectElement>('#run');
  if (!title || choice?.options.length !== shownLog.runs.length) {
    renewHead(shownLog);
    return;
  }
  title.textContent = titleOf(shownLog);
  for (const [index, run] of shownLog.runs.entries()) {
    choice.options[index]?.replaceChildren(run.title);
  }
}

function renewSection(name: string, section: HTMLElement): void {
  const shownSection = document.querySelector(`[aria-labelledby=${name}]`);
  if (shownSection?.outerHTML !== section.outerHTML) {
    shownSection?.replaceWith(section);
  }
}

/** The log has grown: charts and table stay what they are, with more in them. */
function renew(): void {
  const run = log?.runs[shown];
  if (!log || !run || !charts || !table) {
    draw();
    return;
  }
  const otherRun = other?.runs[mainRun(other)];
  table.update(run);
  if (!updateLogCharts(charts, { run, other: otherRun, localize })) {
    draw();
    return;
  }
  renewTexts(log);
  renewSection('findings', findingsOf(run));
  renewSection('figures', figuresOf(run, otherRun));
}

function findingsOf({ findings }: GcRun): HTMLElement {
  const item = ({ isWarning, text, reason, line }: GcFinding) =>
    element(
      'li',
      { class: isWarning ? 'warning' : 'information' },
      element('span', { class: 'kind' }, isWarning ? localize('Warning') : localize('Information')),
      element('span', { class: 'text' }, text),
      button(localize('line {0}', line), { class: 'link' }, () => {
        reveal(line);
      }),
      element('p', { class: 'reason' }, reason),
    );
  return element(
    'section',
    { 'aria-labelledby': 'findings' },
    element('h2', { id: 'findings' }, localize('Findings')),
    findings.length > 0
      ? element('ul', { class: 'findings' }, ...findings.map(item))
      : element('p', {}, localize('Nothing stands out.')),
  );
}

function figuresOf(run: GcRun, otherRun: GcRun | undefined): HTMLElement {
  const row = ({ label, text }: GcRun['figures'][number], index: number) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, label),
      element('td', {}, text),
      otherRun && element('td', {}, otherRun.figures[index]?.text ?? ''),
    );
  const names = [log?.name ?? '', ...(other ? [other.name] : [])];
  return element(
    'section',
    { 'aria-labelledby': 'figures' },
    element('h2', { id: 'figures' }, localize('Figures')),
    element(
      'table',
      { class: 'figures' },
      other &&
        element(
          'thead',
          {},
          element(
            'tr',
            {},
            element('td', {}),
            ...names.map((name) => element('th', { scope: 'col' }, name)),
          ),
        ),
      element('tbody', {}, ...run.figures.map(row)),
    ),
  );
}

function cyclesOf(run: GcRun, otherRun: GcRun | undefined): HTMLElement[] {
  if (run.countCycles === 0) {
    return [element('p', {}, localize('There is no line of gctrace of this process.'))];
  }
  const cycles = new CyclesTable(run, localize, reveal);
  table = cycles;
  charts = logCharts({
    run,
    other: otherRun,
    localize,
    zoomed: (range) => {
      cycles.show(range);
    },
  });
  return [
    charts.element,
    element(
      'section',
      { class: 'cycles', 'aria-labelledby': 'cycles' },
      element('h2', { id: 'cycles' }, localize('Cycles')),
      cycles.element,
    ),
  ];
}

function rejectsOf({ countRejects, rejects }: GcLogModel): HTMLElement[] {
  return countRejects === 0
    ? []
    : [
        element(
          'details',
          {},
          element(
            'summary',
            {},
            countRejects === 1
              ? localize('1 line could not be read')
              : localize('{0} lines could not be read', countRejects.toLocaleString()),
          ),
          ...rejects.map(({ line, reason, text }) =>
            element(
              'p',
              {},
              button(localize('line {0}', line), { class: 'link' }, () => {
                reveal(line);
              }),
              ` ${reason}: `,
              element('code', {}, text),
            ),
          ),
        ),
      ];
}

window.addEventListener('message', ({ data }: MessageEvent<ToGcLogView>) => {
  switch (data.type) {
    case 'start':
      ({ messages } = data);
      document.body.replaceChildren(element('p', { role: 'status' }, localize('Reading the log…')));
      break;
    case 'opened':
      ({ log } = data);
      draw();
      break;
    case 'grown':
      if (log) {
        log = grown(log, data.growth);
        renew();
      }
      break;
    case 'state':
      live = { state: data.state, text: data.text };
      if (log) {
        renewHead(log);
      }
      break;
    case 'compared':
      other = data.log;
      draw();
      break;
    case 'failed':
      document.body.replaceChildren(element('p', { role: 'alert' }, data.problem));
      break;
  }
});

// Charts have the colours of the theme that they were drawn in.
new MutationObserver(draw).observe(document.body, { attributes: true, attributeFilter: ['class'] });

api.postMessage({ type: 'ready' });
