/** Several profiles as one: google/pprof, profile/merge.go. */
import { added, type Amount } from './columns.ts';
import { withCommonTypes, withCommonUnits } from './commonTypes.ts';
import { BASE_LABEL, withLabel } from './labels.ts';
import { hasZeroSample, Merger } from './merger.ts';
import { Fault, orProblem, type ProfileProblem } from './problem.ts';
import type { Mapping, Profile } from './profile.ts';
import type { ProfileHeader } from './profileBuilder.ts';
import { checkCompatible, normalized, scaled } from './scaling.ts';

/** The profiles as one; a single one stays as it is, but for sample types of the same name. */
export function merged(profiles: readonly Profile[]): Profile | ProfileProblem {
  return orProblem(() => combined(profiles));
}

/** Without samples that take nothing or are there twice, and without what no sample refers to. */
export function compacted(profile: Profile): Profile | ProfileProblem {
  return orProblem(() => mergeCompatible([profile]));
}

/** What a difference is made of. */
export interface Comparison {
  /** `diff`: percentages are of the base; `base`: of what is left. */
  readonly mode: 'base' | 'diff';
  /** Makes the sums of the profile those of the base before. */
  readonly isNormalized: boolean;
}

/** The profile without what is in the base. */
export function difference(
  source: Profile,
  base: Profile,
  { mode, isNormalized }: Comparison,
): Profile | ProfileProblem {
  return orProblem(() => {
    const marked = mode === 'diff' ? withLabel(base, BASE_LABEL, 'true') : base;
    const changed = isNormalized ? normalized(source, marked) : source;
    return combined([
      changed,
      scaled(
        marked,
        marked.sampleTypes.map(() => -1),
      ),
    ]);
  });
}

function combined(profiles: readonly Profile[]): Profile {
  const common = withCommonUnits(withCommonTypes(profiles));
  const [first] = common;
  if (first === undefined) {
    throw new Fault('no profiles to merge');
  }
  return common.length === 1 ? first : mergeCompatible(common.map(withSomeMapping));
}

/** pprof takes locations of a profile without mappings to be of one binary, of which nothing is known. */
function withSomeMapping(profile: Profile): Profile {
  const { locations, mappings } = profile;
  return mappings.length > 0
    ? profile
    : {
        ...profile,
        mappings: [UNKNOWN_MAPPING],
        locations: { ...locations, mapping: new Int32Array(locations.count) },
      };
}

const UNKNOWN_MAPPING: Mapping = {
  start: 0n,
  limit: 0n,
  offset: 0n,
  file: '',
  buildId: '',
  hasFunctions: false,
  hasFilenames: false,
  hasLineNumbers: false,
  hasInlineFrames: false,
};

function mergeCompatible(profiles: readonly Profile[]): Profile {
  const [first, ...others] = profiles;
  others.forEach((other) => {
    if (first !== undefined) {
      checkCompatible(first, other);
    }
  });
  const merger = new Merger(headerOf(profiles));
  profiles.forEach((profile) => {
    merger.add(profile);
  });
  const profile = merger.profile();
  // What cancelled out goes, with the locations that only it had.
  return hasZeroSample(profile) ? mergeCompatible([profile]) : profile;
}

function headerOf(profiles: readonly Profile[]): ProfileHeader {
  const [first] = profiles;
  if (first === undefined) {
    throw new Fault('no profiles to merge');
  }
  const times = profiles.map(({ timeNanos }) => timeNanos);
  return {
    sampleTypes: first.sampleTypes,
    periodType: first.periodType,
    dropFrames: first.dropFrames,
    keepFrames: first.keepFrames,
    timeNanos: times.reduce((least, time) => (least === 0 || time < least ? time : least)),
    durationNanos: profiles.reduce(
      (sum: Amount, { durationNanos }) => added(sum, durationNanos),
      0,
    ),
    period: profiles.reduce(
      (most: Amount, { period }) => (most === 0 || most < period ? period : most),
      0,
    ),
    comments: [...new Set(profiles.flatMap(({ comments }) => comments))],
    defaultSampleType: firstText(profiles.map((profile) => profile.defaultSampleType)),
    docUrl: firstText(profiles.map(({ docUrl }) => docUrl)),
  };
}

function firstText(texts: readonly string[]): string {
  return texts.find((text) => text !== '') ?? '';
}
