/** What the paths of a command line mean to our own front end, which runs no process. */
import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DEFAULT_BUILD_FLAGS } from '../engine/build/flags.ts';
import { isMissing } from '../engine/build/resolution.ts';
import { CallProfiles } from '../host/callProfiles.ts';
import { enginePath, GoFiles, hostEnvironment } from '../host/goFiles.ts';
import { Documents } from '../workspace/documents.ts';
import { StaticTier, type StaticTierHost } from '../workspace/staticTier.ts';
import type { CommandContext } from './command.ts';

/** A directory that a path names, with the file if it names one. */
export interface NamedDirectory {
  readonly directory: string;
  readonly file?: string;
}

export function staticTierFor(
  {
    environment,
    standardLibrary,
    knownLeaks,
  }: Pick<CommandContext, 'environment' | 'standardLibrary' | 'knownLeaks'>,
  goarch: string,
  documents = new Documents(),
  buildSettings: StaticTierHost['buildSettings'] = defaultSettings,
): StaticTier {
  const disk = new GoFiles(standardLibrary).view();
  const profiles = new CallProfiles();
  return new StaticTier({
    documents,
    callProfile: (profile) => profiles.of(profile),
    machine: hostEnvironment({ ...environment, GOARCH: goarch }),
    diskNow: () => disk,
    ...(knownLeaks && { knownLeaks }),
    buildSettings,
  });
}

function defaultSettings(): ReturnType<StaticTierHost['buildSettings']> {
  return Promise.resolve({ flags: DEFAULT_BUILD_FLAGS, goCommand: 'go' });
}

/** None where there is no Go package. */
export async function directoriesOf(
  { cwd }: CommandContext,
  tier: StaticTier,
  path: string,
): Promise<readonly NamedDirectory[]> {
  const isRecursive = /(?:^|[/\\])\.\.\.$/.test(path);
  const absolute = resolve(cwd, isRecursive ? path.slice(0, -'...'.length) || '.' : path);
  const directory = enginePath(absolute);
  if (!existsSync(absolute)) {
    const { packages } = await tier.worldOf(enginePath(cwd));
    const found = packages.imported(path);
    return isMissing(found) ? [] : [{ directory: found.directory }];
  }
  if (!statSync(absolute).isDirectory()) {
    return [{ directory: enginePath(dirname(absolute)), file: directory }];
  }
  if (!isRecursive) {
    return [{ directory }];
  }
  const { packages } = await tier.worldOf(directory);
  return packages.directoriesBelow(directory).map((each) => ({ directory: each }));
}
