import { statSync } from 'node:fs';
import { measuredLines, type MeasuredAllocations } from '../engine/measured/measuredLines.ts';
import type { SourceSettings } from '../engine/measured/sourcePaths.ts';
import { isProblem } from '../engine/profile/problem.ts';
import { readProfile } from '../engine/profile/read.ts';
import { nativePath } from './goFiles.ts';
import { readProfileFile } from './profileFile.ts';
import { sourcePaths } from './sourcePaths.ts';

/** What a profile of allocations says of the code in the folders. Throws what is wrong with the file. */
export async function readAllocationProfile(
  file: string,
  settings: SourceSettings,
  environment: NodeJS.ProcessEnv,
): Promise<MeasuredAllocations> {
  const profile = readProfile(await readProfileFile(file));
  if (isProblem(profile)) {
    throw new Error(profile.problem);
  }
  const sources = sourcePaths(settings, environment);
  const measured = measuredLines(profile, {
    findOwn: (path, functionName) => sources.findOwn(path, functionName),
    isChangedSince,
  });
  if (isProblem(measured)) {
    throw new Error(measured.problem);
  }
  return measured;
}

function isChangedSince(path: string, time: number): boolean {
  return (statSync(nativePath(path), { throwIfNoEntry: false })?.mtimeMs ?? Infinity) > time;
}
