import { resolve } from 'node:path';
import { findInstallation } from '../engine/build/installation.ts';
import { GoVariables } from '../engine/build/goVariables.ts';
import {
  SourcePaths,
  type SourceRoots,
  type SourceSettings,
} from '../engine/measured/sourcePaths.ts';
import { enginePath, GoFiles, hostEnvironment } from './goFiles.ts';

/** Where source files are on this machine, found out without running Go. */
export function sourcePaths(
  { folders, goCommand, sourcePath = [], trimPath = [] }: SourceSettings,
  environment: NodeJS.ProcessEnv = process.env,
): SourcePaths {
  const files = new GoFiles().view();
  let found: Pick<SourceRoots, 'goroot' | 'moduleCache'> | undefined;
  // A profile is shown before anybody wants to see code.
  const ofGo = () => {
    if (found === undefined) {
      const variables = GoVariables.read(files, hostEnvironment(environment));
      const installation = findInstallation(files, variables, goCommand);
      const goroot = 'goroot' in installation ? installation.goroot : '';
      found = { goroot, moduleCache: variables.moduleCache };
    }
    return found;
  };
  return new SourcePaths(files, {
    folders: folders.map(enginePath),
    get goroot() {
      return ofGo().goroot;
    },
    get moduleCache() {
      return ofGo().moduleCache;
    },
    sourcePath: sourcePath.map((path) => enginePath(resolve(folders[0] ?? '', path))),
    trimPath: trimPath.map((path) => path.replaceAll('\\', '/')),
  });
}
