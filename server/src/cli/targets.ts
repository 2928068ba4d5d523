import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { PackageVariant } from '../engine/compilerlog/compilation.ts';

/** Packages to be compiled together: the go command is asked once for each group. */
export interface TargetGroup {
  readonly cwd: string;
  readonly patterns: readonly string[];
}

export interface Targets {
  readonly groups: readonly TargetGroup[];
  /** Files named one by one: of their packages only these are wanted. */
  readonly files: ReadonlySet<string>;
  /** Arguments that name nothing. */
  readonly missing: readonly string[];
}

/**
 * Reads PATH arguments: files, directories, `dir/...`, or package patterns of the go command
 * (`std`, `net/http`).
 */
export function resolveTargets(
  paths: readonly string[],
  cwd: string,
  variant: PackageVariant,
): Targets {
  const patternsByRoot = new Map<string, Set<string>>();
  const files = new Set<string>();
  const missing: string[] = [];
  const add = (root: string, pattern: string) => {
    patternsByRoot.set(root, (patternsByRoot.get(root) ?? new Set()).add(pattern));
  };
  const addDirectory = (directory: string, suffix: '' | '/...') => {
    const root = moduleRoot(directory);
    if (root !== undefined) {
      add(root, `./${relative(root, directory).split(sep).join('/')}${suffix}`.replace(/\/$/, ''));
    } else {
      for (const file of looseFiles(directory, variant)) {
        add(directory, file);
      }
    }
  };
  for (const path of paths) {
    const isRecursive = /(?:^|[/\\])\.\.\.$/.test(path);
    const absolute = resolve(cwd, isRecursive ? path.slice(0, -'...'.length) || '.' : path);
    if (existsSync(absolute) && isPathLike(path)) {
      if (statSync(absolute).isDirectory()) {
        addDirectory(absolute, isRecursive ? '/...' : '');
      } else {
        files.add(absolute);
        addDirectory(dirname(absolute), '');
      }
    } else if (isPathLike(path) && /^(?:\.{0,2}[/\\]|[A-Za-z]:)|\.go$/.test(path)) {
      missing.push(path);
    } else {
      add(cwd, path);
    }
  }
  return {
    groups: [...patternsByRoot].map(([root, patterns]) => ({ cwd: root, patterns: [...patterns] })),
    files,
    missing,
  };
}

/** `net/http` names a package of the standard library even where a folder of that name exists. */
function isPathLike(path: string): boolean {
  return /^\.{1,2}(?:[/\\]|$)|^[/\\]|^[A-Za-z]:|\.go$|^\.\.\.$/.test(path) || existsSync(path);
}

function moduleRoot(directory: string): string | undefined {
  for (let folder = directory; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'go.mod'))) {
      return folder;
    }
    if (dirname(folder) === folder) {
      return undefined;
    }
  }
}

/** Outside a module the go command takes the files of one package by name. */
function looseFiles(directory: string, variant: PackageVariant): string[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith('.go') && (variant === 'test' || !name.endsWith('_test.go')))
    .map((name) => basename(name));
}
