/** The table of frames in several profiles. */
import type { SeriesModel, ViewHeader } from '../../profileProtocol.ts';
import { element } from '../components/elements.ts';
import type { TableColumn } from '../components/tableColumn.ts';
import { VirtualTable } from '../components/virtualTable.ts';
import type { Pane, PaneContext } from './pane.ts';
import {
  cellText,
  cellValue,
  changeOf,
  changeText,
  growthText,
  profileTitles,
  seriesRows,
  trendPoints,
  trendText,
  type SeriesForm,
  type SeriesRow,
} from './seriesRows.ts';

const TREND = { width: 72, height: 14 };
/** Lines are not cut at the edges. */
const TREND_MARGIN = 2;

export function seriesPane(): Pane<'series'> {
  const holder = element('div', { class: 'pane' });
  let table: VirtualTable<SeriesRow> | undefined;
  let shown: unknown;
  return {
    element: holder,
    request: ({ series }) => ({ view: 'series', others: series }),
    show({ header, model }, context) {
      const { unit, seriesOrder, seriesValues } = context.state;
      const key = JSON.stringify([header, model.profiles, unit, seriesOrder, seriesValues]);
      if (!table || shown !== key) {
        shown = key;
        table = makeTable(header, model, context);
        holder.replaceChildren(table.element);
      }
      const rows = seriesRows(model, seriesOrder);
      table.setRows(rows.filter(({ name }) => context.matches?.(name) !== false));
    },
  };
}

function makeTable(
  header: ViewHeader,
  model: SeriesModel,
  { state, ownUri, localize, actions }: PaneContext,
): VirtualTable<SeriesRow> {
  const profiles = model.profiles.map((profile) => ({
    ...profile,
    uri: profile.uri === '' ? ownUri : profile.uri,
  }));
  const form: SeriesForm = { header, profiles, unit: state.unit, values: state.seriesValues };
  const columns: TableColumn<SeriesRow>[] = [
    {
      key: 'name',
      title: localize('Function'),
      width: 'minmax(28ch, 1fr)',
      isPinned: true,
      text: ({ name }) => name,
      compare: (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
    },
    trendColumn(
      form,
      profiles.map(({ time }) => time),
      localize,
    ),
    {
      key: 'change',
      title: localize('Change'),
      width: '12ch',
      isNumber: true,
      isDescendingFirst: true,
      text: (row) => changeText(row, form),
      compare: (a, b) => Math.abs(changeOf(a)) - Math.abs(changeOf(b)),
    },
    {
      key: 'growth',
      title: localize('of itself'),
      width: '10ch',
      isNumber: true,
      text: (row) => growthText(row, localize),
    },
    ...profileTitles(profiles).map(({ name, when }, index): TableColumn<SeriesRow> => ({
      key: `profile-${index}`,
      title: name,
      subtitle: when,
      titleTooltip: [decodeURIComponent(profiles[index]?.uri ?? ''), when]
        .filter((part) => part !== '')
        .join('\n'),
      width: '16ch',
      isNumber: true,
      isDescendingFirst: true,
      text: (row) => cellText(row, index, form),
      compare: (a, b) => Math.abs(cellValue(a, index, form)) - Math.abs(cellValue(b, index, form)),
    })),
  ];
  return new VirtualTable({
    label: localize('Functions by what they take in each profile'),
    columns,
    sort: state.seriesSort,
    activate: ({ name }) => {
      actions.openSource(name);
    },
    key: ({ key }, { name }) => {
      if (key === 'o') {
        actions.openSource(name);
      }
    },
    sorted: (seriesSort) => {
      actions.change({ seriesSort });
    },
  });
}

/** A line of the values that are shown; said in words to those who cannot see it. */
function trendColumn(
  form: SeriesForm,
  times: readonly number[],
  localize: PaneContext['localize'],
): TableColumn<SeriesRow> {
  const valuesOf = (row: SeriesRow) =>
    form.values === 'share'
      ? row.values.map((_, index) => cellValue(row, index, form))
      : row.values;
  const text = (row: SeriesRow) => trendText(valuesOf(row), localize);
  return {
    key: 'trend',
    title: localize('Trend'),
    width: '11ch',
    text,
    content: (row) =>
      element(
        'span',
        {},
        trendPicture(trendPoints(valuesOf(row), times, TREND)),
        element('span', { class: 'hidden' }, text(row)),
      ),
  };
}

const SVG = 'http://www.w3.org/2000/svg';

function trendPicture(points: string): SVGSVGElement {
  const picture = document.createElementNS(SVG, 'svg');
  const { width, height } = TREND;
  picture.setAttribute('class', 'trend');
  picture.setAttribute('aria-hidden', 'true');
  picture.setAttribute('width', String(width + 2 * TREND_MARGIN));
  picture.setAttribute('height', String(height + 2 * TREND_MARGIN));
  picture.setAttribute(
    'viewBox',
    [-TREND_MARGIN, -TREND_MARGIN, width + 2 * TREND_MARGIN, height + 2 * TREND_MARGIN].join(' '),
  );
  const line = document.createElementNS(SVG, 'polyline');
  line.setAttribute('points', points);
  picture.append(line);
  return picture;
}
