/** Functions that a part of a profile begins with. */
import type { Profile } from '../../../../server/src/engine/profile/profile.ts';

/** How many locations of each stack are looked at, from the root on. */
const NEAR_LOCATIONS = 8;
const LEAST_SHARE = 0.01;
const MOST = 50;
/** What people look for first: tests, benchmarks, and programs. */
const ENTRY = /\.(?:Benchmark|Test|Fuzz)(?![a-z])|^main\.main$/;

/** Whole names; tests, benchmarks and `main.main` first, then those that take most. */
export function rootCandidates(profile: Profile, sampleIndex: number): string[] {
  const { samples, locations, functions, strings } = profile;
  const column = samples.values[sampleIndex] ?? new Float64Array(0);
  const sums = new Float64Array(strings.length);
  /** The sample that each name was last met in, counted from 1. */
  const seen = new Uint32Array(strings.length);
  let total = 0;
  for (let sample = 0; sample < samples.count; sample++) {
    const value = Math.abs(Number(column[sample] ?? 0));
    const from = samples.stackFrom[sample] ?? 0;
    const to = samples.stackTo[sample] ?? 0;
    for (let entry = to - 1; entry >= Math.max(from, to - NEAR_LOCATIONS); entry--) {
      const location = samples.stack[entry] ?? 0;
      const end = locations.lineTo[location] ?? 0;
      for (let line = locations.lineFrom[location] ?? 0; line < end; line++) {
        const name = functions.name[locations.lineFunction[line] ?? 0] ?? 0;
        if (seen[name] !== sample + 1) {
          seen[name] = sample + 1;
          sums[name] = (sums[name] ?? 0) + value;
        }
      }
    }
    total += value;
  }
  const isEntry = (name: string) => Number(ENTRY.test(name));
  const large: { readonly name: string; readonly sum: number }[] = [];
  sums.forEach((sum, index) => {
    const name = strings[index] ?? '';
    if (name !== '' && sum > 0 && sum >= total * LEAST_SHARE) {
      large.push({ name, sum });
    }
  });
  return large
    .sort((a, b) => isEntry(b.name) - isEntry(a.name) || b.sum - a.sum)
    .slice(0, MOST)
    .map(({ name }) => name);
}
