/** Packages that are there for the tests of their module: by what their folders are called, or by who imports them. */
import type { FileHeaders } from './fileHeaders.ts';
import { isGoFile, isHidden, isTestFile } from './fileName.ts';
import type { GoFileSystem } from './fileSystem.ts';
import type { MainModule } from './mainModules.ts';
import { mayHavePackages } from './packageDirectories.ts';
import { below, relativeTo } from './paths.ts';
import type { Reading } from './reading.ts';

/** What tests and benchmarks share. */
const FOLDERS_FOR_TESTS =
  /(?:^|\/)(?:mocks?|fakes?|(?:integration)?tests?|testutils?|testhelpers?|testing|e2e|bench(?:marks?|utils?)?)(?:\/|$)/;

/** Of a path in its module, as in `internal/testutils`. */
export function isFolderForTests(pathInModule: string): boolean {
  return FOLDERS_FOR_TESTS.test(pathInModule);
}

/** Whether others than the code around it may import a package: cmd/go/internal/load/pkg.go (Go 1.26). */
export function isInternal(importPath: string): boolean {
  return /(?:^|\/)internal(?:\/|$)/.test(importPath);
}

interface User {
  readonly importPath: string;
  /** It is used, whoever imports it. */
  readonly isStart: boolean;
  readonly imports: ReadonlySet<string>;
  readonly testImports: ReadonlySet<string>;
}

/**
 * The import paths of a module's internal packages that its tests import, or other such packages, and nothing else. Files
 * for all platforms count, and those of modules below its folder, which may import its internal packages as well.
 */
export function* readOnlyForTests(
  files: GoFileSystem,
  headers: FileHeaders,
  { prefix, directory }: Pick<MainModule, 'prefix' | 'directory'>,
): Reading<ReadonlySet<string>> {
  const users: User[] = [];
  const folders = [directory];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    yield { directories: [folder] };
    const entries = files.readDirectory(folder) ?? [];
    const paths = entries
      .filter(({ name, isFile }) => isFile && isGoFile(name) && !isHidden(name))
      .map(({ name }) => below(folder, name));
    yield { starts: paths };
    const pathInModule = relativeTo(directory, folder) ?? '';
    users.push(userOf(files, headers, paths, prefix, pathInModule));
    folders.push(...entries.filter(mayHavePackages).map(({ name }) => below(folder, name)));
  }
  return onlyForTests(users);
}

function userOf(
  files: GoFileSystem,
  headers: FileHeaders,
  paths: readonly string[],
  prefix: string,
  pathInModule: string,
): User {
  const importPath = [prefix, pathInModule].filter(Boolean).join('/');
  const imports = new Set<string>();
  const testImports = new Set<string>();
  let isMain = false;
  for (const path of paths) {
    const header = headers.of(files, path);
    const isTest = isTestFile(path);
    isMain ||= !isTest && header?.packageName === 'main';
    for (const each of header?.imports ?? []) {
      (isTest ? testImports : imports).add(each.path);
    }
  }
  const isStart = (!isInternal(importPath) || isMain) && !isFolderForTests(pathInModule);
  return { importPath, isStart, imports, testImports };
}

function onlyForTests(users: readonly User[]): ReadonlySet<string> {
  const used = reached(
    users,
    users.filter(({ isStart }) => isStart),
  );
  const fromTests = users.filter(({ importPath }) => !used.has(importPath));
  const inTests = new Set([
    ...users.flatMap(({ testImports }) => [...testImports]),
    ...fromTests.flatMap(({ imports }) => [...imports]),
  ]);
  return new Set(
    fromTests
      .map(({ importPath }) => importPath)
      .filter((path) => isInternal(path) && inTests.has(path)),
  );
}

/** The import paths of packages and of all that they import in code that is no test. */
function reached(users: readonly User[], from: readonly User[]): ReadonlySet<string> {
  const byPath = new Map(users.map((user) => [user.importPath, user]));
  const found = new Set(from.map(({ importPath }) => importPath));
  // What is added on the way is gone through as well.
  for (const path of found) {
    for (const imported of byPath.get(path)?.imports ?? []) {
      if (byPath.has(imported)) {
        found.add(imported);
      }
    }
  }
  return found;
}
