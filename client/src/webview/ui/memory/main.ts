/** The script of the view of a running program's memory. */
import { english, type Localize } from '../../../../../server/src/engine/features/localize.ts';
import type { MemoryRow } from '../../../../../server/src/engine/memstats/memoryWatch.ts';
import {
  MOST_ROWS,
  type FromMemoryView,
  type MemoryNow,
  type ToMemoryView,
} from '../../memoryProtocol.ts';
import { button, element } from '../components/elements.ts';
import type { TimeRange } from '../../timeRows.ts';
import type { TimeCharts } from '../components/timeCharts.ts';
import { vsCodeApi } from '../vscodeApi.ts';
import { memoryCharts, updateMemoryCharts } from './charts.ts';
import { figures } from './figures.ts';
import { residentFigures } from './residentFigures.ts';
import { RowsTable } from './rowsTable.ts';

const api = vsCodeApi<unknown, FromMemoryView>();

let messages: Readonly<Record<string, string>> = {};
let name = '';
let rows: MemoryRow[] = [];
let now: MemoryNow | undefined;
let isWatching = true;
let range: TimeRange | undefined;
let charts: TimeCharts | undefined;
let table: RowsTable | undefined;

const localize: Localize = (message, ...args) => english(messages[message] ?? message, ...args);

const status = element('span', { role: 'status', id: 'state' });
const figuresHolder = element('div');
const toggle = button('', { id: 'toggle' }, () => {
  api.postMessage({ type: isWatching ? 'pause' : 'resume' });
});

/** Texts are of the display language, colours of the theme. */
function draw(): void {
  charts?.dispose();
  const shownTable = new RowsTable(localize);
  table = shownTable;
  charts = memoryCharts({
    rows,
    localize,
    zoomed: (zoomed) => {
      range = zoomed;
      shownTable.show(rows, range);
    },
  });
  document.body.replaceChildren(
    element(
      'header',
      {},
      element('h1', {}, localize('Memory of {0}', name)),
      toggle,
      button(localize('Show All'), { id: 'all' }, () => charts?.show(undefined)),
      status,
    ),
    figuresHolder,
    charts.element,
    element(
      'section',
      { class: 'cycles', 'aria-labelledby': 'rows' },
      element('h2', { id: 'rows' }, localize('Values')),
      table.element,
    ),
  );
  charts.show(range);
  drawNow();
}

function drawNow(): void {
  toggle.textContent = isWatching ? localize('Pause') : localize('Resume');
  if (now) {
    figuresHolder.replaceChildren(
      figures(now, localize),
      ...(now.resident ? [residentFigures(now.resident, localize)] : []),
    );
  }
}

function add(row: MemoryRow): void {
  rows.push(row);
  if (rows.length > MOST_ROWS) {
    rows.shift();
  }
  if (charts) {
    updateMemoryCharts(charts, rows, localize);
  }
}

window.addEventListener('message', ({ data }: MessageEvent<ToMemoryView>) => {
  switch (data.type) {
    case 'start':
      ({ messages, name, now } = data);
      rows = [...data.rows];
      draw();
      break;
    case 'row':
      ({ now } = data);
      add(data.row);
      drawNow();
      break;
    case 'state':
      ({ isWatching } = data);
      status.textContent = data.text;
      drawNow();
      break;
  }
});

new MutationObserver(() => {
  draw();
}).observe(document.body, { attributes: true, attributeFilter: ['class'] });

api.postMessage({ type: 'ready' });
