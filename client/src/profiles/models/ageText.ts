import type { Localize } from '../../../../server/src/engine/features/localize.ts';
import type { ProfileAge } from '../../webview/profileProtocol.ts';
import { countText } from '../../countText.ts';

const SHORT_HASH = 7;

/** `3f2a1c7, 14 commits behind; 3 of 210 lines are gone`; why it is not known otherwise. */
export function ageText(age: ProfileAge, localize: Localize): string {
  if (age.state === 'unknown') {
    return age.reason;
  }
  const { hash, countBehind, countAhead, isModified } = age;
  const parts = [
    hash.slice(0, SHORT_HASH),
    behindText(countBehind, localize),
    ...(countAhead === 0
      ? []
      : [localize('{0} of its commits not in HEAD', countText(countAhead))]),
    ...(isModified ? [localize('built with changes that were in no commit')] : []),
  ];
  return `${parts.join(', ')}; ${linesText(age, localize)}`;
}

function behindText(count: number, localize: Localize): string {
  switch (count) {
    case 0:
      return localize('no commit behind');
    case 1:
      return localize('1 commit behind');
    default:
      return localize('{0} commits behind', countText(count));
  }
}

function linesText(
  { countLines, countGone }: Extract<ProfileAge, { readonly state: 'known' }>,
  localize: Localize,
): string {
  const all = countText(countLines);
  if (countLines === 0) {
    return localize('it has no lines of this workspace');
  }
  return countGone === 0
    ? localize('all {0} lines are there', all)
    : localize('{0} of {1} lines are gone', countText(countGone), all);
}
