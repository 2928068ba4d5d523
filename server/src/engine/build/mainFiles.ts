/** Where the go.mod and the go.work of a directory are. */
import { isFile, type GoFileSystem } from './fileSystem.ts';
import type { GoVariables, HostEnvironment } from './goVariables.ts';
import { below, cleanPath, fromNative, parentOf, upwards } from './paths.ts';

/** The nearest go.mod from a directory upwards; undefined where there is none. */
export function findModFile(
  files: GoFileSystem,
  { temporaryDirectory, goos }: HostEnvironment,
  directory: string,
): string | undefined {
  for (const folder of upwards(directory)) {
    const path = below(folder, 'go.mod');
    if (isFile(files, path)) {
      const isStray =
        temporaryDirectory !== undefined &&
        cleanPath(fromNative(temporaryDirectory, goos === 'windows')) === folder;
      return isStray ? undefined : path;
    }
  }
  return undefined;
}

/**
 * The go.work that counts in a directory: what GOWORK names, which need not be there, or the
 * nearest one from there upwards, but not from inside of `goroot` to outside.
 */
export function findWorkFile(
  files: GoFileSystem,
  variables: GoVariables,
  directory: string,
  goroot: string | undefined,
): string | undefined {
  const setting = variables.get('GOWORK');
  if (setting === 'off') {
    return undefined;
  }
  if (setting !== '' && setting !== 'auto') {
    return variables.path('GOWORK') || undefined;
  }
  for (const folder of upwards(directory)) {
    const path = below(folder, 'go.work');
    if (isFile(files, path)) {
      return path;
    }
    if (parentOf(folder) === goroot) {
      return undefined;
    }
  }
  return undefined;
}
