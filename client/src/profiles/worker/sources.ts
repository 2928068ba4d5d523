import { findInstallation } from '../../../../server/src/engine/build/installation.ts';
import { GoVariables } from '../../../../server/src/engine/build/goVariables.ts';
import { enginePath, GoFiles, hostEnvironment } from '../../../../server/src/host/goFiles.ts';
import { SourcePaths } from '../models/sourcePaths.ts';
import type { SourceSettings } from '../workerProtocol.ts';

/** Where source files are on this machine, found out without running Go. */
export function sourcePaths({ folders, goCommand }: SourceSettings): SourcePaths {
  const files = new GoFiles().view();
  const variables = GoVariables.read(files, hostEnvironment());
  const installation = findInstallation(files, variables, goCommand);
  return new SourcePaths(files, {
    folders: folders.map(enginePath),
    goroot: 'goroot' in installation ? installation.goroot : '',
    moduleCache: variables.moduleCache,
  });
}
