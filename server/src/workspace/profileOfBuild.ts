/** With which profile a package is compiled: setPGOProfilePath of cmd/go/internal/load/pkg.go (Go 1.26). */
import type { GoFileSystem } from '../engine/build/fileSystem.ts';
import type { Packages } from '../engine/build/packages.ts';
import { below, joinPath, relativeTo, upwards } from '../engine/build/paths.ts';
import type { Reading } from '../engine/build/reading.ts';

const DEFAULT_NAME = 'default.pgo';

/** The stamp changes with the file. */
export interface BuildProfile {
  readonly path: string;
  readonly stamp: string;
}

/**
 * By default it lies beside the main package that is built, and is for all that this imports. `isOfProgram` says that a
 * package counts as built with a program that it is a part of: in one of the folders around it as far as the module goes, or
 * below `cmd` there; the nearest one counts.
 */
export function* profileOfBuild(
  disk: GoFileSystem,
  packages: Packages,
  directory: string,
  isOfProgram: boolean,
): Reading<BuildProfile | undefined> {
  const { pgo } = packages.settings.flags;
  if (pgo === 'off') {
    return undefined;
  }
  if (pgo !== 'auto') {
    return profileAt(disk, joinPath(directory, pgo));
  }
  const folders = isOfProgram ? programFolders(disk, packages, directory) : [directory];
  for (const folder of folders) {
    const profile = profileAt(disk, below(folder, DEFAULT_NAME));
    if (profile && (yield* isPartOf(packages, directory, folder))) {
      return profile;
    }
  }
  return undefined;
}

function profileAt(disk: GoFileSystem, path: string): BuildProfile | undefined {
  const status = disk.stat(path);
  return status && !status.isDirectory ? { path, stamp: status.stamp } : undefined;
}

function* programFolders(
  disk: GoFileSystem,
  { main }: Packages,
  directory: string,
): Generator<string> {
  const root = main.modules.find((each) => relativeTo(each.directory, directory) !== undefined);
  for (const folder of root ? upwards(directory) : []) {
    yield folder;
    const programs = below(folder, 'cmd');
    for (const { name, isDirectory } of disk.readDirectory(programs) ?? []) {
      if (isDirectory) {
        yield below(programs, name);
      }
    }
    if (folder === root?.directory) {
      return;
    }
  }
}

/** Whether a program has the package of a directory in it: all that it imports is read for that. */
function* isPartOf(packages: Packages, directory: string, folder: string): Reading<boolean> {
  if (packages.at(folder)?.name !== 'main') {
    return false;
  }
  if (directory === folder) {
    return true;
  }
  const own = packages.at(directory);
  const program = own && (yield* packages.readClosure([folder]));
  return own !== undefined && program?.packages.has(own.importPath) === true;
}
