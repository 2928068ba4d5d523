import { statSync } from 'node:fs';
import { SourceHistory, type SourcePlace } from '../engine/history/sourceHistory.ts';
import { fileChanges } from '../engine/history/unifiedDiff.ts';
import { measuredLines, type MeasuredAllocations } from '../engine/measured/measuredLines.ts';
import type { SourceSettings } from '../engine/measured/sourcePaths.ts';
import { isProblem } from '../engine/profile/problem.ts';
import type { Profile } from '../engine/profile/profile.ts';
import { readProfile } from '../engine/profile/read.ts';
import { enginePath, nativePath } from '../host/goFiles.ts';
import { readProfileFile } from '../host/profileFile.ts';
import { sourcePaths } from '../host/sourcePaths.ts';
import { builtRevision } from './builtRevision.ts';
import { diffSince, filesAt, findCommit, GitError } from './gitRepository.ts';

export interface ProfileFile {
  readonly path: string;
  /** The one that was built, where the user says so: then neither the profile nor its binary is asked. */
  readonly revision?: string | undefined;
}

/**
 * What a profile of allocations says of the code in the folders, as it is now: lines are followed from the revision
 * that was built, where the user, the profile or its binary says which. For folders that are trusted: git and Go are run.
 * Throws what is wrong with the file, or that no repository has what the user says.
 */
export async function readAllocationProfile(
  { path: file, revision }: ProfileFile,
  settings: SourceSettings,
  environment: NodeJS.ProcessEnv,
): Promise<MeasuredAllocations> {
  const profile = readProfile(await readProfileFile(file));
  if (isProblem(profile)) {
    throw new Error(profile.problem);
  }
  const sources = sourcePaths(settings, environment);
  const built = await followedBuild(profile, settings, revision);
  sources.follow(built?.history);
  const measured = measuredLines(profile, {
    findOwn: (path, functionName) => sources.findOwn(path, functionName),
    placeNow: (place: SourcePlace) => sources.placeNow(place),
    isChangedSince: (path, time) => built?.files.has(path) !== true && isYounger(path, time),
  });
  if (isProblem(measured)) {
    throw new Error(measured.problem);
  }
  return measured;
}

interface FollowedBuild {
  readonly history: SourceHistory;
  /** Those that the revision has: what became of others no history knows. */
  readonly files: ReadonlySet<string>;
}

/** Undefined where nothing names the revision, no repository has it, or the build had changes besides. */
async function followedBuild(
  { comments, mappings, timeNanos }: Profile,
  { folders, goCommand }: SourceSettings,
  chosen: string | undefined,
): Promise<FollowedBuild | undefined> {
  const built = { comments, binary: mappings[0]?.file ?? '', time: Number(timeNanos) / 1e6 };
  const revision =
    chosen === undefined
      ? await builtRevision(built, goCommand)
      : { hash: chosen, isModified: false };
  if (!revision || revision.isModified) {
    return undefined;
  }
  try {
    const commit = await findCommit(folders, revision.hash, {});
    if (!commit) {
      if (chosen !== undefined) {
        throw new Error(`no repository has the commit ${chosen}`);
      }
      return undefined;
    }
    const { root, hash } = commit;
    const [diff, names] = await Promise.all([diffSince(root, hash, {}), filesAt(root, hash, {})]);
    const top = enginePath(root);
    return {
      history: new SourceHistory(top, fileChanges(diff)),
      files: new Set(names.map((name) => `${top}/${name}`)),
    };
  } catch (error) {
    // Without git, or a repository, there is no history.
    if (error instanceof GitError) {
      return undefined;
    }
    throw error;
  }
}

function isYounger(path: string, time: number): boolean {
  return (statSync(nativePath(path), { throwIfNoEntry: false })?.mtimeMs ?? Infinity) > time;
}
