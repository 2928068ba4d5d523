/** Samples and frames by names of functions, files and binaries: google/pprof, profile/filter.go. */
import { cutStacks, withoutCallers } from './cuts.ts';
import type { GoRegexp } from './goRegexpMatch.ts';
import type { Profile } from './profile.ts';
import {
  firstFromLeaf,
  functionMatcher,
  keepInStacks,
  keepLines,
  keepSamples,
  mappingMatcher,
} from './selection.ts';

export interface NameFilters {
  readonly focus?: GoRegexp | undefined;
  readonly ignore?: GoRegexp | undefined;
  readonly hide?: GoRegexp | undefined;
  readonly show?: GoRegexp | undefined;
}

export interface Filtered {
  readonly profile: Profile;
  /** The filters that matched nothing. */
  readonly unmatched: readonly string[];
}

/** Keeps samples in which a frame matches `focus` and none `ignore`, without frames to hide or not to show. */
export function filterByName(profile: Profile, filters: NameFilters): Filtered {
  const { focus, ignore, hide, show } = filters;
  if (!focus && !ignore && !hide && !show) {
    return { profile, unmatched: [] };
  }
  const { samples } = profile;
  const focused = focus && locationsMatching(profile, focus);
  const ignored = ignore && locationsMatching(profile, ignore);
  const hidden = hide && hideFrames(profile, hide);
  const shown = show && showFrames(hidden?.profile ?? profile, show);
  const isIgnored = (location: number) => ignored?.is[location] === 1;
  const isFocused = (location: number) => focused === undefined || focused.is[location] === 1;
  const isHidden = (location: number) =>
    hidden?.isGone[location] === 1 || shown?.isGone[location] === 1;
  const kept = keepSamples(
    { ...profile, locations: (shown ?? hidden)?.profile.locations ?? profile.locations },
    (sample) =>
      firstFromLeaf(samples, sample, isFocused) >= 0 &&
      firstFromLeaf(samples, sample, isIgnored) < 0 &&
      firstFromLeaf(samples, sample, (location) => !isHidden(location)) >= 0,
  );
  return {
    profile: hidden || shown ? keepInStacks(kept, (location) => !isHidden(location)) : kept,
    unmatched: [
      ...(focused && !hasFocus(profile, focused, ignored) ? ['focus'] : []),
      ...(ignored && !ignored.isAny ? ['ignore'] : []),
      ...(hidden && !hidden.isAny ? ['hide'] : []),
      ...(shown && !shown.isAny ? ['show'] : []),
    ],
  };
}

interface MatchedLocations {
  readonly is: Uint8Array;
  readonly isAny: boolean;
}

/** A location that is ignored is not looked at for the focus. */
function hasFocus(
  { locations }: Profile,
  focused: MatchedLocations,
  ignored: MatchedLocations | undefined,
): boolean {
  for (let location = 0; location < locations.count; location++) {
    if (focused.is[location] === 1 && ignored?.is[location] !== 1) {
      return true;
    }
  }
  return false;
}

/** Those of which a function, its file or the binary matches. */
function locationsMatching(profile: Profile, regexp: GoRegexp): MatchedLocations {
  const { locations } = profile;
  const isFunction = functionMatcher(profile, regexp);
  const isMapping = mappingMatcher(profile, regexp);
  const is = new Uint8Array(locations.count);
  let isAny = false;
  for (let location = 0; location < locations.count; location++) {
    const end = locations.lineTo[location] ?? 0;
    let matches = isMapping(locations.mapping[location] ?? -1);
    for (let line = locations.lineFrom[location] ?? 0; line < end && !matches; line++) {
      matches = isFunction(locations.lineFunction[line] ?? -1);
    }
    is[location] = matches ? 1 : 0;
    isAny ||= matches;
  }
  return { is, isAny };
}

interface FewerFrames {
  readonly profile: Profile;
  /** Locations that are without any frame now. */
  readonly isGone: Uint8Array;
  readonly isAny: boolean;
}

function hideFrames(profile: Profile, regexp: GoRegexp): FewerFrames {
  const { is, isAny } = locationsMatching(profile, regexp);
  const isFunction = functionMatcher(profile, regexp);
  const isMapping = mappingMatcher(profile, regexp);
  const { locations } = profile;
  const kept = keepLines(
    locations,
    (location, line) =>
      !isMapping(locations.mapping[location] ?? -1) &&
      !isFunction(locations.lineFunction[line] ?? -1),
  );
  const isGone = is.map((matches, location) =>
    matches === 1 && kept.lineFrom[location] === kept.lineTo[location] ? 1 : 0,
  );
  return { profile: { ...profile, locations: kept }, isGone, isAny };
}

function showFrames(profile: Profile, regexp: GoRegexp): FewerFrames {
  const isFunction = functionMatcher(profile, regexp);
  const isMapping = mappingMatcher(profile, regexp);
  const { locations } = profile;
  const kept = keepLines(
    locations,
    (location, line) =>
      isMapping(locations.mapping[location] ?? -1) ||
      isFunction(locations.lineFunction[line] ?? -1),
  );
  const isGone = new Uint8Array(locations.count);
  let isAny = false;
  for (let location = 0; location < locations.count; location++) {
    const isEmpty = kept.lineFrom[location] === kept.lineTo[location];
    isGone[location] = isEmpty ? 1 : 0;
    isAny ||= !isEmpty;
  }
  return { profile: { ...profile, locations: kept }, isGone, isAny };
}

/** Drops what is above the frame next to the root that matches, and samples without one. */
export function showFrom(profile: Profile, regexp: GoRegexp): Filtered {
  const cut = withoutCallers(
    profile,
    functionMatcher(profile, regexp),
    mappingMatcher(profile, regexp),
  );
  return { profile: cutStacks(cut), unmatched: cut.isAny ? [] : ['show_from'] };
}
