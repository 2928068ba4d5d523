/** Stacks that are cut at a frame, within a location where calls are inlined. */
import type { Profile } from './profile.ts';
import { firstFromLeaf, firstFromRoot, keepSamples, withLineRanges } from './selection.ts';

export interface CutProfile {
  /** With the stacks that the frame is not in as they were. */
  readonly profile: Profile;
  /** Of each sample, where in `stack` the location of the frame is; -1 for nowhere. */
  readonly at: Int32Array;
  /** Some location has the frame, whether a stack is there or not. */
  readonly isAny: boolean;
}

/** Stacks begin with the frame next to the root that is of such a function, or of such a binary. */
export function withoutCallers(
  profile: Profile,
  isFunction: (functionIndex: number) => boolean,
  isMapping: (mappingIndex: number) => boolean = () => false,
): CutProfile {
  const { locations, samples } = profile;
  const isFound = new Uint8Array(locations.count);
  const cut = withLineRanges(locations, (location, from, to) => {
    if (isMapping(locations.mapping[location] ?? -1)) {
      isFound[location] = 1;
      return [from, to];
    }
    for (let line = to - 1; line >= from; line--) {
      if (isFunction(locations.lineFunction[line] ?? -1)) {
        isFound[location] = 1;
        return [from, line + 1];
      }
    }
    return [from, to];
  });
  const at = Int32Array.from({ length: samples.count }, (_, sample) =>
    firstFromRoot(samples, sample, (location) => isFound[location] === 1),
  );
  const stackTo = samples.stackTo.map((to, sample) => {
    const entry = at[sample] ?? -1;
    return entry < 0 ? to : entry + 1;
  });
  return {
    profile: { ...profile, locations: cut, samples: { ...samples, stackTo } },
    at,
    isAny: isFound.includes(1),
  };
}

/** Stacks end with the frame next to the leaf that is of such a function. */
export function withoutCallees(
  profile: Profile,
  isFunction: (functionIndex: number) => boolean,
): CutProfile {
  const { locations, samples } = profile;
  const isFound = new Uint8Array(locations.count);
  const cut = withLineRanges(locations, (location, from, to) => {
    for (let line = from; line < to; line++) {
      if (isFunction(locations.lineFunction[line] ?? -1)) {
        isFound[location] = 1;
        return [line, to];
      }
    }
    return [from, to];
  });
  const at = Int32Array.from({ length: samples.count }, (_, sample) =>
    firstFromLeaf(samples, sample, (location) => isFound[location] === 1),
  );
  const stackFrom = samples.stackFrom.map((from, sample) => {
    const entry = at[sample] ?? -1;
    return entry < 0 ? from : entry;
  });
  return {
    profile: { ...profile, locations: cut, samples: { ...samples, stackFrom } },
    at,
    isAny: isFound.includes(1),
  };
}

/** The stacks that the frame is in. */
export function cutStacks({ profile, at }: CutProfile): Profile {
  return keepSamples(profile, (sample) => (at[sample] ?? -1) >= 0);
}
