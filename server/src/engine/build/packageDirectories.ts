import { hasGoFiles } from './directoryPackage.ts';
import { isHidden } from './fileName.ts';
import { type DirectoryEntry, isFile, type GoFileSystem } from './fileSystem.ts';
import type { MainModules } from './mainModules.ts';
import { below, relativeTo } from './paths.ts';

/**
 * The directories with Go files that `./...` means in a directory, in order:
 * cmd/go/internal/modload/search.go (Go 1.26). Links are not followed, other modules are passed by,
 * and what a go.mod tells to ignore is.
 */
export function findPackageDirectories(
  files: GoFileSystem,
  main: MainModules,
  directory: string,
): string[] {
  const module = main.modules
    .filter((each) => relativeTo(each.directory, directory) !== undefined)
    .sort((a, b) => b.directory.length - a.directory.length)[0];
  const isIgnored = ignoring(module?.file.ignore ?? []);
  const found: string[] = [];
  const visit = (folder: string): void => {
    if (hasGoFiles(files, folder)) {
      found.push(folder);
    }
    for (const entry of files.readDirectory(folder) ?? []) {
      if (!mayHavePackages(entry)) {
        continue;
      }
      const path = below(folder, entry.name);
      const inModule = module && relativeTo(module.directory, path);
      if (
        !isFile(files, below(path, 'go.mod')) &&
        !(inModule !== undefined && isIgnored(inModule))
      ) {
        visit(path);
      }
    }
  };
  visit(directory);
  return found;
}

/** Whether patterns with `...` go into what a directory has. */
export function mayHavePackages({ name, isDirectory, isLink }: DirectoryEntry): boolean {
  return isDirectory && !isLink && !isHidden(name) && name !== 'testdata' && name !== 'vendor';
}

/** `./a` is a directory of the module, `a/b` one at any depth. */
function ignoring(patterns: readonly string[]): (path: string) => boolean {
  return (path) =>
    patterns.some((pattern) => {
      const wanted = pattern.replace(/^\.\//, '').replace(/\/$/, '');
      return pattern.startsWith('./')
        ? path === wanted
        : path === wanted || path.endsWith(`/${wanted}`);
    });
}
