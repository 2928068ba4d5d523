/** Stacks cut at a function: what it calls, and what calls it. */
import {
  cutStacks,
  withoutCallees,
  withoutCallers,
} from '../../../../server/src/engine/profile/cuts.ts';
import type { Profile } from '../../../../server/src/engine/profile/profile.ts';
import type { Report } from '../../../../server/src/engine/profile/report.ts';

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
  return cutStacks(withoutCallers(profile, isCut));
}

/** Stacks up to the function, the one next to the leaf; without those that it is not in. */
export function toFunction(profile: Profile, isCut: FunctionTest): Profile {
  return cutStacks(withoutCallees(profile, isCut));
}
