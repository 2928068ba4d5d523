/** Which files of a directory are a package: `Context.Import` of go/build/build.go (Go 1.26). */
import { evaluate } from './constraint.ts';
import { hasTag, type BuildContext } from './context.ts';
import type { FileHeader } from './fileHeader.ts';
import type { FileHeaders } from './fileHeaders.ts';
import { fitsPlatform, isGoFile, isHidden, isTestFile } from './fileName.ts';
import type { GoFileSystem } from './fileSystem.ts';
import { below } from './paths.ts';

/** The package of a directory, whatever its import path is. All lists are sorted by name. */
export interface DirectoryPackage {
  readonly directory: string;
  /** Empty where no file has a package clause. */
  readonly name: string;
  /** What a build compiles, but for files that import "C". */
  readonly goFiles: readonly GoFile[];
  readonly cgoFiles: readonly GoFile[];
  /** Tests of the package itself. */
  readonly testFiles: readonly GoFile[];
  /** Tests in the package `name_test`. */
  readonly xTestFiles: readonly GoFile[];
  readonly ignored: readonly IgnoredFile[];
}

export interface GoFile {
  readonly name: string;
  readonly header: FileHeader;
  /** The package clause names another package than that of the first file does. */
  readonly isOfOtherPackage: boolean;
}

export interface IgnoredFile {
  readonly name: string;
  readonly reason: IgnoreReason;
}

export type IgnoreReason =
  /** The name begins with `_` or `.`. */
  | 'hidden'
  /** The name is for another GOOS or GOARCH. */
  | 'platform'
  /** A `//go:build` or `// +build` line does not hold. */
  | 'constraint'
  /** Such a line cannot be read, or there are two. */
  | 'bad constraint'
  /** It imports "C", and cgo is off. */
  | 'cgo'
  /** Its package is `documentation`. */
  | 'documentation'
  | 'unreadable';

/** Undefined where there is no such directory. It may hold no Go files at all. */
export function readDirectoryPackage(
  files: GoFileSystem,
  headers: FileHeaders,
  context: BuildContext,
  directory: string,
): DirectoryPackage | undefined {
  const entries = files.readDirectory(directory);
  if (!entries) {
    return undefined;
  }
  let packageName = '';
  const goFiles: GoFile[] = [];
  const cgoFiles: GoFile[] = [];
  const testFiles: GoFile[] = [];
  const xTestFiles: GoFile[] = [];
  const ignored: IgnoredFile[] = [];
  for (const entry of entries) {
    const { name } = entry;
    if (!entry.isFile || !isGoFile(name)) {
      continue;
    }
    const byName = ignoredByName(name, context);
    const header = byName === undefined ? headers.of(files, below(directory, name)) : undefined;
    const isTest = isTestFile(name);
    const reason = byName ?? (header ? ignoredByHeader(header, context) : 'unreadable');
    if (header === undefined || reason !== undefined) {
      ignored.push({ name, reason: reason ?? 'unreadable' });
      continue;
    }
    let ofPackage = header.packageName;
    const isXTest = isTest && ofPackage.endsWith('_test') && ofPackage !== packageName;
    if (isXTest) {
      ofPackage = ofPackage.slice(0, -'_test'.length);
    }
    packageName ||= ofPackage;
    const file = { name, header, isOfOtherPackage: ofPackage !== packageName };
    if (!isTest && !context.cgoEnabled && importsC(header)) {
      ignored.push({ name, reason: 'cgo' });
    } else if (isXTest) {
      xTestFiles.push(file);
    } else if (isTest) {
      testFiles.push(file);
    } else if (importsC(header)) {
      cgoFiles.push(file);
    } else {
      goFiles.push(file);
    }
  }
  return { directory, name: packageName, goFiles, cgoFiles, testFiles, xTestFiles, ignored };
}

/** The files of a directory whose headers `readDirectoryPackage` looks at. */
export function candidateFiles(
  files: GoFileSystem,
  context: BuildContext,
  directory: string,
): string[] {
  const entries = files.readDirectory(directory) ?? [];
  return entries
    .filter(({ isFile, name }) => isFile && isGoFile(name))
    .filter(({ name }) => ignoredByName(name, context) === undefined)
    .map(({ name }) => below(directory, name));
}

/** Whether a directory can be a package: constraints and names do not count here. */
export function hasGoFiles(files: GoFileSystem, directory: string): boolean {
  const entries = files.readDirectory(directory) ?? [];
  return entries.some(({ isFile, name }) => isFile && isGoFile(name));
}

/** The import paths of files, each once and in order; "C" is none. */
export function importPaths(...lists: readonly (readonly GoFile[])[]): string[] {
  const paths = lists.flat().flatMap(({ header }) => header.imports.map(({ path }) => path));
  return [...new Set(paths)].filter((path) => path !== 'C').sort();
}

function ignoredByName(name: string, context: BuildContext): IgnoreReason | undefined {
  if (isHidden(name)) {
    return 'hidden';
  }
  return fitsPlatform(name, context) ? undefined : 'platform';
}

function ignoredByHeader(header: FileHeader, context: BuildContext): IgnoreReason | undefined {
  if (header.isExcluded) {
    return 'bad constraint';
  }
  if (header.constraint && !evaluate(header.constraint, (tag) => hasTag(context, tag))) {
    return 'constraint';
  }
  return header.packageName === 'documentation' ? 'documentation' : undefined;
}

function importsC(header: FileHeader): boolean {
  return header.imports.some(({ path }) => path === 'C');
}
