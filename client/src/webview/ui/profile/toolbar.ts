/** Above all views: which one, of what, and which part of it. */
import { GRANULARITIES } from '../../../../../server/src/engine/profile/frames.ts';
import type { Localize } from '../../../../../server/src/engine/features/localize.ts';
import {
  DEFAULT_PROFILE_OPTIONS,
  OWN_CODE,
  PROFILE_VIEWS,
  type ProfileFilters,
  type ProfileOptions,
  type ProfileSummary,
  type ProfileView,
} from '../../profileProtocol.ts';
import { button, element } from '../components/elements.ts';
import { tabs } from '../components/tabs.ts';
import { checkbox, choice, textField } from './fields.ts';
import type { ProfileActions } from './pane.ts';
import { sampleTypeText } from './sampleTypes.ts';
import { seriesChoices, seriesProfiles } from './seriesBar.ts';
import type { ProfileState } from './state.ts';
import { unitChoices } from '../../../profiles/models/texts.ts';

/** With the names that pprof gives them. */
const FILTERS: readonly (readonly [keyof ProfileFilters, string])[] = [
  ['focus', 'focus'],
  ['ignore', 'ignore'],
  ['hide', 'hide'],
  ['show', 'show'],
  ['showFrom', 'show_from'],
  ['tagFocus', 'tagfocus'],
  ['tagIgnore', 'tagignore'],
];

export interface ToolbarContext {
  readonly summary: ProfileSummary;
  /** Of the profile that the editor is of. */
  readonly ownUri: string;
  readonly state: ProfileState;
  readonly localize: Localize;
  readonly actions: ProfileActions;
}

/** Drawn anew whenever something is chosen; the element that has the focus is found again by its id. */
export function toolbar(context: ToolbarContext): HTMLElement {
  return element(
    'header',
    {},
    viewTabs(context),
    element(
      'div',
      { class: 'choices', role: 'toolbar', 'aria-label': context.localize('What is shown') },
      ...choices(context),
      searchField(context),
      filterButton(context),
      ...(context.state.view === 'series' ? seriesChoices(context) : comparison(context)),
      button(
        context.localize('Costs on the code'),
        {
          id: 'attach',
          title: context.localize(
            'Lenses above functions and hints behind lines say what they take',
          ),
        },
        () => {
          context.actions.attach();
        },
      ),
    ),
    context.state.hasFilters ? filterFields(context) : undefined,
    context.state.view === 'series' ? seriesProfiles(context) : undefined,
  );
}

function viewTabs({ summary, state, localize, actions }: ToolbarContext): HTMLElement {
  return tabs({
    label: localize('Views'),
    views: shownViews(summary).map((view) => [view, viewTitle(view, localize)] as const),
    shown: state.view,
    choose: (view) => {
      actions.change({ view });
    },
  });
}

/** Goroutines have a view of their own. */
function shownViews({ sampleTypes }: ProfileSummary): readonly ProfileView[] {
  const hasGoroutines = sampleTypes.some(({ type }) => type.startsWith('goroutine'));
  return PROFILE_VIEWS.filter((view) => view !== 'goroutines' || hasGoroutines);
}

function viewTitle(view: ProfileView, localize: Localize): string {
  switch (view) {
    case 'flame':
      return localize('Flame');
    case 'top':
      return localize('Top');
    case 'peek':
      return localize('Peek');
    case 'graph':
      return localize('Graph');
    case 'source':
      return localize('Source');
    case 'traces':
      return localize('Traces');
    case 'labels':
      return localize('Labels');
    case 'goroutines':
      return localize('Goroutines');
    case 'series':
      return localize('Series');
    case 'info':
      return localize('Info');
  }
}

function choices({ summary, state, localize, actions }: ToolbarContext): HTMLElement[] {
  const { options } = state;
  const change = (changed: Partial<ProfileOptions>) => {
    actions.change({ options: { ...options, ...changed } });
  };
  const type = options.sampleType === '' ? summary.defaultSampleType : options.sampleType;
  const unit = summary.sampleTypes.find((each) => each.type === type)?.unit ?? '';
  const units = unitChoices(unit);
  const roots = ['', OWN_CODE, ...summary.roots].includes(options.root)
    ? summary.roots
    : [options.root, ...summary.roots];
  return [
    choice(
      'sampleType',
      localize('Sample type'),
      summary.sampleTypes.map((each) => [each.type, each.type]),
      type,
      (sampleType) => {
        change({ sampleType });
      },
      sampleTypeText(type, localize),
    ),
    ...(units.length === 0
      ? []
      : [
          choice(
            'unit',
            localize('Unit'),
            [['auto', localize('auto')], ...units.map((each) => [each, each] as const)],
            units.includes(state.unit) ? state.unit : 'auto',
            (chosen) => {
              actions.change({ unit: chosen });
            },
          ),
        ]),
    choice(
      'granularity',
      localize('Frames are'),
      GRANULARITIES.map((each) => [each, each]),
      options.granularity,
      (chosen) => {
        change({ granularity: GRANULARITIES.find((each) => each === chosen) ?? 'functions' });
      },
    ),
    choice(
      'root',
      localize('Root'),
      [
        ['', localize('whole profile')],
        [OWN_CODE, localize('own code')],
        ...roots.map((each) => [each, each] as const),
      ],
      options.root,
      (root) => {
        change({ root });
      },
      options.root === OWN_CODE
        ? localize(
            'Stacks begin with the first function of the workspace that is no test, and percentages are of what these take',
          )
        : localize('Stacks begin with this function, and percentages are of what it takes'),
    ),
  ];
}

function searchField({ state, localize, actions }: ToolbarContext): HTMLElement {
  return element(
    'label',
    { class: 'search' },
    element('span', {}, localize('Search')),
    textField('search', state.search, localize('regular expression'), (search) => {
      actions.change({ search });
    }),
  );
}

function filterButton({ state, localize, actions }: ToolbarContext): HTMLElement {
  const count = FILTERS.filter(([name]) => state.options[name] !== '').length;
  const label = count === 0 ? localize('Filters') : localize('Filters ({0})', count);
  return button(
    label,
    { id: 'filters', 'aria-expanded': state.hasFilters ? 'true' : 'false' },
    () => {
      actions.change({ hasFilters: !state.hasFilters });
    },
  );
}

function comparison({ state, localize, actions }: ToolbarContext): HTMLElement[] {
  const { options } = state;
  if (options.base === '') {
    return [
      button(localize('Compare with…'), { id: 'compare' }, () => {
        actions.compare();
      }),
    ];
  }
  return [
    checkbox('normalize', 'normalize', options.isNormalized, (isNormalized) => {
      actions.change({ options: { ...options, isNormalized } });
    }),
    button(localize('Stop comparing'), { id: 'compare', title: options.base }, () => {
      actions.change({ options: { ...options, base: '', isNormalized: false } });
    }),
  ];
}

function filterFields({ state, localize, actions }: ToolbarContext): HTMLElement {
  const { options } = state;
  const fields = FILTERS.map(([name, title]) =>
    element(
      'label',
      {},
      element('span', {}, title),
      textField(`filter-${name}`, options[name], '', (value) => {
        actions.change({ options: { ...options, [name]: value } });
      }),
    ),
  );
  return element(
    'div',
    { class: 'choices', role: 'group', 'aria-label': localize('Filters') },
    ...fields,
    checkbox('noInlines', 'noinlines', options.noInlines, (noInlines) => {
      actions.change({ options: { ...options, noInlines } });
    }),
    button(localize('Clear'), { id: 'clear' }, () => {
      const { base, isNormalized, sampleType, granularity, root } = options;
      actions.change({
        options: {
          ...DEFAULT_PROFILE_OPTIONS,
          base,
          isNormalized,
          sampleType,
          granularity,
          root,
        },
      });
    }),
  );
}
