/** Stacks cut at a function: what it calls, and what calls it. */
import {
  cutStacks,
  withoutCallees,
  withoutCallers,
} from '../../../../server/src/engine/profile/cuts.ts';
import type { SourcePaths } from '../../../../server/src/engine/measured/sourcePaths.ts';
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

/** The functions of the user's own code, without those of tests: these call what is measured. */
export function ownFunctions({ functions, strings }: Profile, sources: SourcePaths): FunctionTest {
  const isOwn = Array.from({ length: functions.count }, (_, index) => {
    const file = strings[functions.file[index] ?? 0] ?? '';
    const name = strings[functions.name[index] ?? 0] ?? '';
    return !file.endsWith('_test.go') && sources.findOwn(file, name) !== undefined;
  });
  return (index) => isOwn[index] === true;
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
