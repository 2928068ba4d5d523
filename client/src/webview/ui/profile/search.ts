import { goRegexp } from '../../../../../server/src/engine/profile/goRegexpMatch.ts';

/** Whether a name is looked for; undefined where nothing is. */
export type Matcher = (name: string) => boolean;

/**
 * A Go regular expression; letters of both cases match where it has no upper case. What is no regular
 * expression, as it may not be yet, is a text.
 */
export function matcherOf(search: string): Matcher | undefined {
  if (search === '') {
    return undefined;
  }
  const isOfBothCases = search === search.toLowerCase();
  try {
    const regexp = goRegexp(isOfBothCases ? `(?i)${search}` : search);
    return (name) => regexp.isIn(name);
  } catch {
    return (name) => (isOfBothCases ? name.toLowerCase() : name).includes(search);
  }
}
