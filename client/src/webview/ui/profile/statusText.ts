/** The line between the toolbar and a view. */
import { shareText } from '../../../../../server/src/engine/measured/shareText.ts';
import { amountText, fileName, isSigned, valueText } from '../../../profiles/models/texts.ts';
import type { SeriesModel, ViewHeader, ViewResult } from '../../profileProtocol.ts';
import type { PaneContext } from './pane.ts';

type StatusContext = Pick<PaneContext, 'state' | 'localize'>;

/** What is shown, of what, and what is to be known of it. */
export function statusText(shown: ViewResult, context: StatusContext): string {
  const { localize } = context;
  const { header } = shown;
  const { sampling, unmatched } = header;
  const parts = [
    shown.view === 'series' ? seriesText(header, shown.model, context) : shownText(header, context),
    ...(sampling === 'counted' ? [localize('estimated from samples')] : []),
    ...unmatched.map((filter) => localize('{0} matched nothing', filter)),
  ];
  return parts.join(' · ');
}

function seriesText(
  { type, unit }: ViewHeader,
  { profiles }: SeriesModel,
  { state, localize }: StatusContext,
): string {
  const total = (index: number) => valueText(profiles.at(index)?.total ?? 0, unit, state.unit);
  return profiles.length === 1
    ? localize('{0}: {1}', type, total(0))
    : localize(
        '{0} in {1} profiles: {2} at first, {3} at last',
        type,
        profiles.length,
        total(0),
        total(-1),
      );
}

/** A view without anything in it says why, where that is likely. */
function emptyText(type: string, localize: StatusContext['localize']): string {
  return ['contentions', 'delay'].includes(type)
    ? localize(
        '{0}: nothing was recorded; a program records what blocks after runtime.SetBlockProfileRate, and contended mutexes after runtime.SetMutexProfileFraction',
        type,
      )
    : localize('{0}: nothing was recorded', type);
}

function shownText(header: ViewHeader, { state, localize }: StatusContext): string {
  const { type, unit, total, whole, shown, net, isDifference } = header;
  const of = valueText(total, unit, state.unit);
  if (whole === 0 && !isDifference) {
    return emptyText(type, localize);
  }
  if (isDifference) {
    const base = fileName(state.options.base);
    const change = amountText({ unit, isDifference }, shown, state.unit);
    return localize('{0}: {1} since {2}, which has {3}', type, change, base, of);
  }
  if (isSigned(header)) {
    const [change, grown, shrunk] = [net, (shown + net) / 2, (net - shown) / 2].map((value) =>
      amountText({ unit, isDifference: true }, value, state.unit),
    );
    return localize('{0}: {1} in all, {2} and {3}', type, change ?? '', grown ?? '', shrunk ?? '');
  }
  const share = shareText(shown, total, undefined);
  if (shown === total && whole !== total) {
    const ofWhole = valueText(whole, unit, state.unit);
    const part = shareText(total, whole, undefined);
    return localize('{0}: {1} of the {2} of the whole profile, {3}', type, of, ofWhole, part);
  }
  return shown === total
    ? localize('{0}: {1}', type, of)
    : localize('{0}: {1} of {2}, {3}', type, valueText(shown, unit, state.unit), of, share);
}
