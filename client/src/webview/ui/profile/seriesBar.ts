/** What is chosen of a series: which profiles stand side by side, and how their values are written. */
import { button, element } from '../components/elements.ts';
import { choice } from './fields.ts';
import { SERIES_ORDERS, SERIES_VALUES, shortNames, type SeriesValues } from './seriesRows.ts';
import type { ToolbarContext } from './toolbar.ts';
import type { Localize } from '../../../../../server/src/engine/features/localize.ts';

export function seriesChoices({ state, localize, actions }: ToolbarContext): HTMLElement[] {
  return [
    choice(
      'seriesOrder',
      localize('Of frames'),
      SERIES_ORDERS.map((order) => [order, order]),
      state.seriesOrder,
      (chosen) => {
        actions.change({
          seriesOrder: SERIES_ORDERS.find((order) => order === chosen) ?? 'flat',
        });
      },
      localize('What a frame takes by itself, or with all that it calls'),
    ),
    choice(
      'seriesValues',
      localize('Values are'),
      SERIES_VALUES.map((values) => [values, valuesTitle(values, localize)]),
      state.seriesValues,
      (chosen) => {
        actions.change({
          seriesValues: SERIES_VALUES.find((values) => values === chosen) ?? 'absolute',
        });
      },
    ),
  ];
}

function valuesTitle(values: SeriesValues, localize: Localize): string {
  switch (values) {
    case 'absolute':
      return localize('absolute');
    case 'share':
      return localize('of each total');
    case 'change':
      return localize('since the first');
  }
}

/** The profiles, in the order that they were chosen in. */
export function seriesProfiles({ state, ownUri, localize, actions }: ToolbarContext): HTMLElement {
  const [own = '', ...names] = shortNames([ownUri, ...state.series]);
  const remove = (uri: string) => {
    actions.change({ series: state.series.filter((other) => other !== uri) });
  };
  return element(
    'div',
    { class: 'choices', role: 'group', 'aria-label': localize('Profiles side by side') },
    element('span', { title: decodeURIComponent(ownUri) }, own),
    ...state.series.map((uri, index) => {
      const name = names[index] ?? '';
      return button(
        `${name} ×`,
        {
          id: `series-${index}`,
          'aria-label': localize('Remove {0}', name),
          title: decodeURIComponent(uri),
        },
        () => {
          remove(uri);
        },
      );
    }),
    button(localize('Add Profiles…'), { id: 'add-profiles' }, () => {
      actions.addToSeries();
    }),
  );
}
