import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';

/** Packages to be compiled together: the go command is asked once for each group. */
export interface TargetGroup {
  readonly cwd: string;
  readonly patterns: readonly string[];
}

/** A folder outside any module, where packages are files by name. */
export interface LooseFolder {
  readonly directory: string;
  /** Names of the files in question; `undefined` for whatever is there. */
  readonly wanted: ReadonlySet<string> | undefined;
}

export interface Targets {
  readonly groups: readonly TargetGroup[];
  readonly loose: readonly LooseFolder[];
  /** Files named one by one: of their packages only these are wanted. */
  readonly files: ReadonlySet<string>;
  /** Arguments that name nothing. */
  readonly missing: readonly string[];
}

/**
 * Reads PATH arguments: files, directories, `dir/...`, or package patterns of the go command
 * (`std`, `net/http`).
 */
export function resolveTargets(paths: readonly string[], cwd: string): Targets {
  const patternsByRoot = new Map<string, Set<string>>();
  const looseFiles = new Map<string, Set<string> | undefined>();
  const files = new Set<string>();
  const missing: string[] = [];
  const addPattern = (root: string, pattern: string) => {
    patternsByRoot.set(root, (patternsByRoot.get(root) ?? new Set()).add(pattern));
  };
  const addDirectory = (directory: string, suffix: '' | '/...', file?: string) => {
    const root = moduleRoot(directory);
    if (root !== undefined) {
      const below = relative(root, directory).split(sep).join('/');
      addPattern(root, `${below === '' ? '.' : `./${below}`}${suffix}`);
      return;
    }
    const known = looseFiles.get(directory);
    const isWhole = file === undefined || (looseFiles.has(directory) && known === undefined);
    looseFiles.set(directory, isWhole ? undefined : (known ?? new Set<string>()).add(file));
  };
  for (const path of paths) {
    const isRecursive = /(?:^|[/\\])\.\.\.$/.test(path);
    const absolute = resolve(cwd, isRecursive ? path.slice(0, -'...'.length) || '.' : path);
    if (existsSync(absolute) && isPathLike(path)) {
      if (statSync(absolute).isDirectory()) {
        addDirectory(absolute, isRecursive ? '/...' : '');
      } else {
        files.add(absolute);
        addDirectory(dirname(absolute), '', basename(absolute));
      }
    } else if (isPathLike(path) && /^(?:\.{0,2}[/\\]|[A-Za-z]:)|\.go$/.test(path)) {
      missing.push(path);
    } else {
      addPattern(cwd, path);
    }
  }
  return {
    groups: [...patternsByRoot].map(([root, patterns]) => ({ cwd: root, patterns: [...patterns] })),
    loose: [...looseFiles].map(([directory, wanted]) => ({ directory, wanted })),
    files,
    missing,
  };
}

/** The folder that a group's pattern names; that of the go command for a package by its path. */
export function directoryOf(pattern: string, cwd: string): string {
  return pattern.startsWith('.') ? resolve(cwd, pattern.replace(/\/?\.\.\.$/, '') || '.') : cwd;
}

/** `net/http` names a package of the standard library even where a folder of that name exists. */
function isPathLike(path: string): boolean {
  return /^\.{1,2}(?:[/\\]|$)|^[/\\]|^[A-Za-z]:|\.go$|^\.\.\.$/.test(path) || existsSync(path);
}

function moduleRoot(directory: string): string | undefined {
  for (let folder = directory; ; folder = dirname(folder)) {
    // The go command passes by a folder of that name as well.
    if (statSync(join(folder, 'go.mod'), { throwIfNoEntry: false })?.isFile() === true) {
      return folder;
    }
    if (dirname(folder) === folder) {
      return undefined;
    }
  }
}
