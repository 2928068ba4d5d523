/** Frames that are dropped below others: github.com/google/pprof, profile/prune.go. */
import { withoutCallees } from './cuts.ts';
import { goRegexp, type GoRegexp } from './goRegexpMatch.ts';
import { naming } from './problem.ts';
import type { Profile } from './profile.ts';
import { firstFromRoot, remembered, withLineRanges } from './selection.ts';

/** Without the frames that the profile itself says are of no interest. */
export function pruneUninteresting(profile: Profile): Profile {
  if (profile.dropFrames === '') {
    return profile;
  }
  const { dropFrames, keepFrames } = profile;
  const drop = naming('drop_frames', () => goRegexp(`^(${dropFrames})$`));
  const keep =
    keepFrames === '' ? undefined : naming('keep_frames', () => goRegexp(`^(${keepFrames})$`));
  return prune(profile, drop, keep);
}

/** Drops the frame next to the root that `drop` and not `keep` matches, with all that it calls. */
function prune(profile: Profile, drop: GoRegexp, keep: GoRegexp | undefined): Profile {
  const isDropped = namedFunctions(profile, (name) => drop.isIn(name) && keep?.isIn(name) !== true);
  const { locations, samples } = profile;
  const isPruned = new Uint8Array(locations.count);
  const isPrunedBeneath = new Uint8Array(locations.count);
  const pruned = withLineRanges(locations, (location, from, to) => {
    for (let line = to - 1; line >= from; line--) {
      if (isDropped(locations.lineFunction[line] ?? -1)) {
        isPrunedBeneath[location] = 1;
        if (line === to - 1) {
          isPruned[location] = 1;
          return [from, to];
        }
        return [line + 1, to];
      }
    }
    return [from, to];
  });
  const stackFrom = samples.stackFrom.map((from, sample) => {
    // What lies before the first frame of the user's stays, or all would be pruned.
    const user = firstFromRoot(samples, sample, (location) => isPrunedBeneath[location] === 0);
    for (let entry = user - 1; entry >= from; entry--) {
      const location = samples.stack[entry] ?? 0;
      if (isPrunedBeneath[location] === 1) {
        return isPruned[location] === 1 ? entry + 1 : entry;
      }
    }
    return from;
  });
  return { ...profile, locations: pruned, samples: { ...samples, stackFrom } };
}

/** Drops what the frames next to the leaf that `regexp` matches call. */
export function pruneFrom(profile: Profile, regexp: GoRegexp): Profile {
  const isWanted = namedFunctions(profile, (name) => regexp.isIn(name));
  return withoutCallees(profile, isWanted).profile;
}

function namedFunctions(
  { functions, strings }: Profile,
  isWanted: (name: string) => boolean,
): (functionIndex: number) => boolean {
  return remembered(functions.count, (index) => {
    const name = strings[functions.name[index] ?? 0] ?? '';
    return name !== '' && isWanted(simplifiedName(name));
  });
}

/** Without what follows the first parenthesis, but for names that have one. */
function simplifiedName(name: string): string {
  const text = name.replace(/^\./, '');
  for (const { 0: found, index } of text.matchAll(/\(anonymous namespace\)|operator\(\)|\(/g)) {
    if (found === '(') {
      return text.slice(0, index);
    }
  }
  return text;
}
