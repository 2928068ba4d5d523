/** Profiles with some of their samples, stacks and lines. */
import { gathered, Uint32List } from './columns.ts';
import type { GoRegexp } from './goRegexpMatch.ts';
import type { Locations, Profile, Samples } from './profile.ts';

/** A profile with the samples that `isKept` says. */
export function keepSamples(profile: Profile, isKept: (sample: number) => boolean): Profile {
  const { samples } = profile;
  const kept = new Uint32List();
  for (let sample = 0; sample < samples.count; sample++) {
    if (isKept(sample)) {
      kept.push(sample);
    }
  }
  if (kept.length === samples.count) {
    return profile;
  }
  const indexes = kept.toArray();
  const pick = (column: Uint32Array) => indexes.map((sample) => column[sample] ?? 0);
  return {
    ...profile,
    samples: {
      ...samples,
      count: indexes.length,
      stackFrom: pick(samples.stackFrom),
      stackTo: pick(samples.stackTo),
      values: samples.values.map((column) => gathered(column, indexes)),
      labelFrom: pick(samples.labelFrom),
      labelTo: pick(samples.labelTo),
    },
  };
}

/** A profile whose stacks lack some of their locations. */
export function keepInStacks(profile: Profile, isKept: (location: number) => boolean): Profile {
  const { samples } = profile;
  const stack = new Uint32List();
  const stackFrom = new Uint32Array(samples.count);
  const stackTo = new Uint32Array(samples.count);
  for (let sample = 0; sample < samples.count; sample++) {
    stackFrom[sample] = stack.length;
    const end = samples.stackTo[sample] ?? 0;
    for (let entry = samples.stackFrom[sample] ?? 0; entry < end; entry++) {
      const location = samples.stack[entry] ?? 0;
      if (isKept(location)) {
        stack.push(location);
      }
    }
    stackTo[sample] = stack.length;
  }
  return { ...profile, samples: { ...samples, stackFrom, stackTo, stack: stack.toArray() } };
}

/** Where in `stack` the first location is that `isWanted`, from the leaf on; -1 for nowhere. */
export function firstFromLeaf(
  { stackFrom, stackTo, stack }: Samples,
  sample: number,
  isWanted: (location: number) => boolean,
): number {
  const end = stackTo[sample] ?? 0;
  for (let entry = stackFrom[sample] ?? 0; entry < end; entry++) {
    if (isWanted(stack[entry] ?? 0)) {
      return entry;
    }
  }
  return -1;
}

/** As {@link firstFromLeaf}, from the root on. */
export function firstFromRoot(
  { stackFrom, stackTo, stack }: Samples,
  sample: number,
  isWanted: (location: number) => boolean,
): number {
  const start = stackFrom[sample] ?? 0;
  for (let entry = (stackTo[sample] ?? 0) - 1; entry >= start; entry--) {
    if (isWanted(stack[entry] ?? 0)) {
      return entry;
    }
  }
  return -1;
}

/** Locations with some of their lines; `linesOf` gives each location's new range, in the old columns. */
export function withLineRanges(
  locations: Locations,
  rangeOf: (location: number, from: number, to: number) => readonly [number, number],
): Locations {
  const lineFrom = new Uint32Array(locations.count);
  const lineTo = new Uint32Array(locations.count);
  for (let location = 0; location < locations.count; location++) {
    [lineFrom[location], lineTo[location]] = rangeOf(
      location,
      locations.lineFrom[location] ?? 0,
      locations.lineTo[location] ?? 0,
    );
  }
  return { ...locations, lineFrom, lineTo };
}

/** Locations with those of their lines that `isKept` says, which is asked for each line once. */
export function keepLines(
  locations: Locations,
  isKept: (location: number, line: number) => boolean,
): Locations {
  const kept = new Uint32List();
  const lineFrom = new Uint32Array(locations.count);
  const lineTo = new Uint32Array(locations.count);
  for (let location = 0; location < locations.count; location++) {
    lineFrom[location] = kept.length;
    const end = locations.lineTo[location] ?? 0;
    for (let line = locations.lineFrom[location] ?? 0; line < end; line++) {
      if (isKept(location, line)) {
        kept.push(line);
      }
    }
    lineTo[location] = kept.length;
  }
  const indexes = kept.toArray();
  return {
    ...locations,
    lineFrom,
    lineTo,
    lineFunction: indexes.map((line) => locations.lineFunction[line] ?? 0),
    line: Float64Array.from(indexes, (line) => locations.line[line] ?? 0),
    column: Float64Array.from(indexes, (line) => locations.column[line] ?? 0),
  };
}

/** Asks each function once whether its name or its file matches. */
export function functionMatcher(
  { functions, strings }: Profile,
  regexp: GoRegexp,
): (functionIndex: number) => boolean {
  return remembered(
    functions.count,
    (index) =>
      regexp.isIn(strings[functions.name[index] ?? 0] ?? '') ||
      regexp.isIn(strings[functions.file[index] ?? 0] ?? ''),
  );
}

export function mappingMatcher(
  { mappings }: Profile,
  regexp: GoRegexp,
): (mappingIndex: number) => boolean {
  return remembered(mappings.length, (index) => regexp.isIn(mappings[index]?.file ?? ''));
}

/** The answers to questions about 0 to `count` - 1, each asked at most once; `false` for -1. */
export function remembered(
  count: number,
  ask: (index: number) => boolean,
): (index: number) => boolean {
  const answers = new Uint8Array(count);
  return (index) => {
    if (index < 0) {
      return false;
    }
    if (answers[index] === 0) {
      answers[index] = ask(index) ? 2 : 1;
    }
    return answers[index] === 2;
  };
}
