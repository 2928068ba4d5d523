/**
 * The packages that a directory's code is built of, as the files are now: which files belong to
 * each, and which package each import means. One set of settings, one state of the disk.
 */
import { BuildList } from './buildList.ts';
import {
  candidateFiles,
  importPaths,
  readDirectoryPackage,
  type DirectoryPackage,
} from './directoryPackage.ts';
import { FileHeaders } from './fileHeaders.ts';
import type { GoFileSystem } from './fileSystem.ts';
import { readGoSettings, type GoSettings, type GoSettingsOptions } from './goSettings.ts';
import type { HostEnvironment } from './goVariables.ts';
import { DEFAULT_MODULE_VERSION } from './goVersion.ts';
import { loadMainModules, type MainModules } from './mainModules.ts';
import { ModFiles } from './modFiles.ts';
import { findPackageDirectories } from './packageDirectories.ts';
import { isInternal, readOnlyForTests } from './packagesForTests.ts';
import { relativeTo } from './paths.ts';
import { readNow, type Reading } from './reading.ts';
import {
  isMissing,
  type FoundPackage,
  type MissingPackage,
  type ResolvedModule,
} from './resolution.ts';
import { Resolver } from './resolver.ts';

export interface GoPackage extends DirectoryPackage {
  readonly importPath: string;
  /** Undefined in the standard library, and for a directory that no import path leads to. */
  readonly module: ResolvedModule | undefined;
  readonly isStandard: boolean;
  /** The language version that its files are in, as a go.mod writes it. */
  readonly goVersion: string;
}

/** What outlives one state of the disk: facts about files, kept by their stamps. */
export class BuildCache {
  readonly headers = new FileHeaders();
  readonly modFiles = new ModFiles();
}

export interface Closure {
  /** By import path, each after whoever imports it first. */
  readonly packages: ReadonlyMap<string, GoPackage>;
  /** Imports that lead nowhere, by what is written. */
  readonly missing: ReadonlyMap<string, MissingPackage>;
}

export interface ClosureOptions {
  /** With what the tests of the packages that are asked for import. */
  readonly tests?: boolean;
  /** Only what the packages that are asked for import themselves. */
  readonly isDirect?: boolean;
}

/** What a package is known by that no import path leads to: as of the go command. */
const NO_IMPORT_PATH = 'command-line-arguments';

export class Packages {
  readonly settings: GoSettings;
  readonly main: MainModules;
  readonly #files: GoFileSystem;
  readonly #cache: BuildCache;
  readonly #resolver: Resolver;
  /** By import path. */
  readonly #found = new Map<string, GoPackage>();
  /** By directory. */
  readonly #read = new Map<string, DirectoryPackage | undefined>();
  /** Import paths, by the directory of their module. */
  readonly #onlyForTests = new Map<string, ReadonlySet<string>>();

  constructor(files: GoFileSystem, settings: GoSettings, directory: string, cache: BuildCache) {
    this.#files = files;
    this.#cache = cache;
    this.settings = settings;
    this.main = loadMainModules(files, settings, directory);
    const { installation, variables } = settings;
    const { moduleCache } = variables;
    const list = new BuildList(files, cache.modFiles, this.main, moduleCache);
    this.#resolver = new Resolver(files, list, installation?.goroot, moduleCache);
  }

  /** Finds out all that there is to know of a directory. */
  static load(
    files: GoFileSystem,
    machine: HostEnvironment,
    options: GoSettingsOptions,
    cache = new BuildCache(),
  ): Packages {
    const settings = readGoSettings(files, machine, options);
    return new Packages(files, settings, options.directory, cache);
  }

  /** The package of a directory, which may have no Go files; undefined where there is none. */
  at(directory: string): GoPackage | undefined {
    const found = this.#resolver.packageAt(directory);
    return this.#package(
      found ?? {
        importPath: NO_IMPORT_PATH,
        directory,
        module: undefined,
        isStandard: false,
        problem: undefined,
      },
    );
  }

  /** The package that an import in `from` means; without it, the one of an import path as such. */
  imported(path: string, from?: GoPackage): GoPackage | MissingPackage {
    const found = this.#resolver.resolve(path, from);
    return isMissing(found)
      ? found
      : (this.#package(found) ?? {
          reason: 'no provider',
          missingBecause: `the directory of ${found.importPath} cannot be read`,
        });
  }

  /** The module that an import path leads to, without a look at the package. */
  moduleOf(path: string): ResolvedModule | undefined {
    const found = this.#resolver.resolve(path);
    return isMissing(found) ? undefined : found.module;
  }

  /** What the go command would not build about an import, though it is clear what it means. */
  importProblem(path: string, from: GoPackage): string | undefined {
    const found = this.#resolver.resolve(path, from);
    return isMissing(found) ? found.missingBecause : found.problem;
  }

  /**
   * The directories with Go files that `./...` means in a directory. With this platform and these
   * tags, there need not be a file to build in each of them: see `isBuilt`.
   */
  directoriesBelow(directory: string): string[] {
    return findPackageDirectories(this.#files, this.main, directory);
  }

  /** Whether only tests of the module import the package of a directory: see `readOnlyForTests`. */
  isOnlyForTests(directory: string): boolean {
    return readNow(this.readIsOnlyForTests(directory));
  }

  *readIsOnlyForTests(directory: string): Reading<boolean> {
    const importPath = this.at(directory)?.importPath ?? '';
    const module = this.main.modules.find(
      (each) => relativeTo(each.directory, directory) !== undefined,
    );
    if (!module || !isInternal(importPath)) {
      return false;
    }
    const known =
      this.#onlyForTests.get(module.directory) ??
      (yield* readOnlyForTests(this.#files, this.#cache.headers, module));
    this.#onlyForTests.set(module.directory, known);
    return known.has(importPath);
  }

  #package(found: FoundPackage): GoPackage | undefined {
    const { importPath, directory, module, isStandard } = found;
    const known = this.#found.get(importPath);
    if (known?.directory === directory) {
      return known;
    }
    const read = this.#directoryPackage(directory);
    if (!read) {
      return undefined;
    }
    const goVersion = isStandard
      ? (this.settings.installation?.version ?? '')
      : (module?.goVersion ?? DEFAULT_MODULE_VERSION);
    const made = { ...read, importPath, module, isStandard, goVersion };
    this.#found.set(importPath, made);
    return made;
  }

  #directoryPackage(directory: string): DirectoryPackage | undefined {
    if (!this.#read.has(directory)) {
      const { headers } = this.#cache;
      const { context } = this.settings;
      this.#read.set(directory, readDirectoryPackage(this.#files, headers, context, directory));
    }
    return this.#read.get(directory);
  }

  /** The packages of directories, and all that they import, directly or not. */
  closure(directories: readonly string[], options: ClosureOptions = {}): Closure {
    return readNow(this.readClosure(directories, options));
  }

  *readClosure(directories: readonly string[], options: ClosureOptions = {}): Reading<Closure> {
    const packages = new Map<string, GoPackage>();
    const missing = new Map<string, MissingPackage>();
    yield { directories };
    yield { starts: this.#startsIn(directories) };
    let level = directories.map((each) => this.at(each)).filter((each) => each !== undefined);
    level.forEach((each) => packages.set(each.importPath, each));
    for (let withTests = options.tests ?? false; level.length > 0; withTests = false) {
      const imports = level.flatMap((from) =>
        importsOf(from, withTests).map((path) => ({ path, from })),
      );
      yield* this.#resolver.readAhead(imports);
      const found = new Map<string, FoundPackage>();
      for (const { path, from } of imports) {
        const resolution = this.#resolver.resolve(path, from);
        if (isMissing(resolution)) {
          missing.set(path, resolution);
        } else if (!packages.has(resolution.importPath)) {
          found.set(resolution.importPath, resolution);
        }
      }
      yield { starts: this.#startsIn([...found.values()].map(({ directory }) => directory)) };
      level = [];
      for (const each of found.values()) {
        const read = this.#package(each);
        if (read) {
          packages.set(read.importPath, read);
          if (options.isDirect !== true) {
            level.push(read);
          }
        }
        yield {};
      }
    }
    return { packages, missing };
  }

  #startsIn(directories: readonly string[]): string[] {
    return directories
      .filter((directory) => !this.#read.has(directory))
      .flatMap((directory) => candidateFiles(this.#files, this.settings.context, directory))
      .filter((path) => {
        const stamp = this.#files.stat(path)?.stamp;
        return stamp !== undefined && !this.#cache.headers.has(path, stamp);
      });
  }
}

/** Whether any of the files is built, be it for tests only. */
export function isBuilt(goPackage: DirectoryPackage): boolean {
  const { goFiles, cgoFiles, testFiles, xTestFiles } = goPackage;
  return [goFiles, cgoFiles, testFiles, xTestFiles].some(({ length }) => length > 0);
}

/** The import paths of a package's files, each once and in order. */
export function importsOf(goPackage: DirectoryPackage, withTests = false): string[] {
  const { goFiles, cgoFiles, testFiles, xTestFiles } = goPackage;
  return withTests
    ? importPaths(goFiles, cgoFiles, testFiles, xTestFiles)
    : importPaths(goFiles, cgoFiles);
}
