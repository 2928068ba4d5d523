/** What the file says of itself, and what its sample types mean. */
import type { Localize } from '../../../../../server/src/engine/features/localize.ts';
import { ageText } from '../../../profiles/models/ageText.ts';
import type { InfoModel, ProfileAge } from '../../profileProtocol.ts';
import { button, element } from '../components/elements.ts';
import type { Pane, PaneContext } from './pane.ts';
import { sampleTypeText } from './sampleTypes.ts';
import { valueText } from '../../../profiles/models/texts.ts';
import { countText } from '../../../countText.ts';

export function infoPane(): Pane<'info'> {
  const holder = element('div', { class: 'pane scrolled', tabindex: 0 });
  return {
    element: holder,
    request: () => ({ view: 'info' }),
    show({ model }, context) {
      const { localize } = context;
      holder.ariaLabel = localize('About the profile');
      holder.replaceChildren(
        element('h2', {}, localize('Sample types')),
        element('dl', {}, ...typeEntries(model, localize)),
        element('h2', {}, localize('File')),
        element('dl', {}, ...facts(model, localize).flatMap(entry)),
        element('h2', {}, localize('Code')),
        ...codeFacts(context),
      );
    },
  };
}

/** Of which revision it is, and what is left of that. */
function codeFacts({ age, localize, actions }: PaneContext): Node[] {
  const facts: (readonly [string, string])[] =
    age?.state === 'known'
      ? [
          [localize('Revision'), `${age.hash} · ${originText(age.origin, localize)}`],
          [localize('Age'), ageText(age, localize)],
        ]
      : [[localize('Revision'), age === undefined ? '' : ageText(age, localize)]];
  return [
    element('dl', {}, ...facts.flatMap(entry)),
    element(
      'div',
      { class: 'choices' },
      button(localize('Choose Revision…'), { id: 'revision' }, () => {
        actions.chooseRevision();
      }),
    ),
  ];
}

function originText(
  origin: Extract<ProfileAge, { readonly state: 'known' }>['origin'],
  localize: Localize,
): string {
  switch (origin) {
    case 'profile':
      return localize('from a comment of the profile');
    case 'binary':
      return localize('from the binary');
    case 'user':
      return localize('chosen');
  }
}

function typeEntries({ totals }: InfoModel, localize: Localize): Node[] {
  return totals.flatMap(({ type, unit, total, isDefault }) => {
    const value = valueText(total, unit, 'auto');
    const mark = isDefault ? ` · ${localize('shown at first')}` : '';
    const text = sampleTypeText(type, localize);
    return entry([type, `${value}${mark}${text === '' ? '' : ` — ${text}`}`]);
  });
}

function entry([name, text]: readonly [string, string]): Node[] {
  return [element('dt', {}, name), element('dd', {}, text)];
}

function facts(model: InfoModel, localize: Localize): (readonly [string, string])[] {
  const { period } = model;
  const all: (readonly [string, string])[] = [
    [localize('Taken'), model.time === 0 ? '' : new Date(model.time).toLocaleString()],
    [
      localize('Duration'),
      model.durationNanos === 0 ? '' : valueText(model.durationNanos, 'nanoseconds', 'auto'),
    ],
    [localize('Period'), periodText(period, localize)],
    [localize('Samples'), countText(model.countSamples)],
    [localize('Functions'), countText(model.countFunctions)],
    [localize('Locations'), countText(model.countLocations)],
    ...model.binaries.map(
      ({ file, buildId }) =>
        [localize('Binary'), [file, buildId].filter((text) => text !== '').join(' · ')] as const,
    ),
    ...model.comments.map((comment) => [localize('Comment'), comment] as const),
    [localize('Documentation'), model.docUrl],
  ];
  return all.filter(([, text]) => text !== '');
}

function periodText({ type, unit, value }: InfoModel['period'], localize: Localize): string {
  if (type === '') {
    return '';
  }
  if (unit !== 'count') {
    return localize('one sample for each {0} of {1}', valueText(value, unit, 'auto'), type);
  }
  return value === 1
    ? localize('none: nothing is left out')
    : localize('one sample for every {0} {1}', countText(value), type);
}
