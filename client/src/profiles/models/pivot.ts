/** Stacks cut at a function: what it calls, and what calls it. */
import type { Profile } from '../../../../server/src/engine/profile/profile.ts';
import type { Report } from '../../../../server/src/engine/profile/report.ts';
import {
  firstFromLeaf,
  firstFromRoot,
  keepSamples,
  withLineRanges,
} from '../../../../server/src/engine/profile/selection.ts';

/** A report of a profile with fewer samples, or shorter stacks. */
export function cutReport(report: Report, profile: Profile): Report {
  const column = profile.samples.values[report.sampleIndex] ?? new Float64Array(0);
  return { ...report, profile, column };
}

/** Says of a function, by its number, whether stacks are cut there. */
export type FunctionTest = (functionIndex: number) => boolean;

/** The functions of a whole name. */
export function functionsNamed({ functions, strings }: Profile, name: string): FunctionTest {
  return (index) => strings[functions.name[index] ?? 0] === name;
}

/** The functions in a file. */
export function functionsIn({ functions, strings }: Profile, file: string): FunctionTest {
  return (index) => strings[functions.file[index] ?? 0] === file;
}

/** Stacks from the function on, the one next to the root; without those that it is not in. */
export function fromFunction(profile: Profile, isCut: FunctionTest): Profile {
  const { samples, locations } = profile;
  const isFound = new Uint8Array(locations.count);
  const cut = withLineRanges(locations, (location, from, to) => {
    for (let line = to - 1; line >= from; line--) {
      if (isCut(locations.lineFunction[line] ?? -1)) {
        isFound[location] = 1;
        return [from, line + 1];
      }
    }
    return [from, to];
  });
  const at = foundIn(samples.count, (sample) =>
    firstFromRoot(samples, sample, (location) => isFound[location] === 1),
  );
  const stackTo = Uint32Array.from(at, (entry) => entry + 1);
  return keepSamples(
    { ...profile, locations: cut, samples: { ...samples, stackTo } },
    (sample) => (at[sample] ?? -1) >= 0,
  );
}

/** Stacks up to the function, the one next to the leaf; without those that it is not in. */
export function toFunction(profile: Profile, isCut: FunctionTest): Profile {
  const { samples, locations } = profile;
  const isFound = new Uint8Array(locations.count);
  const cut = withLineRanges(locations, (location, from, to) => {
    for (let line = from; line < to; line++) {
      if (isCut(locations.lineFunction[line] ?? -1)) {
        isFound[location] = 1;
        return [line, to];
      }
    }
    return [from, to];
  });
  const at = foundIn(samples.count, (sample) =>
    firstFromLeaf(samples, sample, (location) => isFound[location] === 1),
  );
  const stackFrom = Uint32Array.from(at, (entry) => Math.max(0, entry));
  return keepSamples(
    { ...profile, locations: cut, samples: { ...samples, stackFrom } },
    (sample) => (at[sample] ?? -1) >= 0,
  );
}

function foundIn(count: number, find: (sample: number) => number): Int32Array {
  return Int32Array.from({ length: count }, (_, sample) => find(sample));
}
