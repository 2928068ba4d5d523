/**
 * The modules that the user works on, and how the go command builds them: as one module, as a
 * workspace, or with vendored dependencies. cmd/go/internal/modload/init.go (Go 1.26).
 */
import { isDirectory, isFile, type GoFileSystem } from './fileSystem.ts';
import type { GoSettings } from './goSettings.ts';
import {
  compareGoVersions,
  DEFAULT_MODULE_VERSION,
  DEFAULT_WORKSPACE_VERSION,
} from './goVersion.ts';
import { findModFile, findWorkFile } from './mainFiles.ts';
import { parseModFile, type ModFile } from './modFile.ts';
import { moduleKey, type ModuleVersion } from './modulePath.ts';
import type { Replacement } from './modStatements.ts';
import type { TextProblem } from './modText.ts';
import { below, fromNative, joinPath, parentOf, relativeTo } from './paths.ts';
import { vendorProblems } from './vendorConsistency.ts';
import { NO_VENDOR_LIST, parseVendorList, type VendorList } from './vendorList.ts';
import { parseWorkFile, type WorkFile } from './workFile.ts';

export interface MainModule {
  readonly path: string;
  readonly directory: string;
  readonly file: ModFile;
  /** With what the import paths of its packages begin; empty for `std` in GOROOT. */
  readonly prefix: string;
  readonly isInGoroot: boolean;
}

export interface FileProblem extends TextProblem {
  readonly path: string;
}

export interface MainModules {
  /** Empty outside of any module: packages of the standard library are all that is found. */
  readonly modules: readonly MainModule[];
  readonly work: WorkFile | undefined;
  /** Where go.work is, or the only module. */
  readonly directory: string | undefined;
  /** Set where all dependencies are in one directory. */
  readonly vendor: { readonly directory: string; readonly list: VendorList } | undefined;
  /** The Go version that decides how requirements are read. */
  readonly goVersion: string;
  /** Set where packages cannot be found at all. */
  readonly unsupportedBecause: string | undefined;
  readonly problems: readonly FileProblem[];
  /** What a module is replaced by; a directory is absolute, and has no version. */
  readonly replacementOf: (module: ModuleVersion) => ModuleVersion | undefined;
  readonly isExcluded: (module: ModuleVersion) => boolean;
}

export function loadMainModules(
  files: GoFileSystem,
  settings: GoSettings,
  directory: string,
): MainModules {
  return new Loader(files, settings, directory).load();
}

class Loader {
  readonly #files: GoFileSystem;
  readonly #settings: GoSettings;
  readonly #directory: string;
  readonly #problems: FileProblem[] = [];

  constructor(files: GoFileSystem, settings: GoSettings, directory: string) {
    this.#files = files;
    this.#settings = settings;
    this.#directory = directory;
  }

  load(): MainModules {
    const { variables, installation } = this.#settings;
    const mode = variables.get('GO111MODULE');
    if (mode === 'off') {
      return this.#none('GO111MODULE=off: packages in GOPATH are not supported');
    }
    const workPath = findWorkFile(this.#files, variables, this.#directory, installation?.goroot);
    if (workPath !== undefined) {
      return this.#workspace(workPath);
    }
    const modPath = findModFile(this.#files, variables.host, this.#directory);
    if (modPath === undefined) {
      return this.#none(
        mode === 'auto'
          ? 'GO111MODULE=auto, and there is no go.mod: packages in GOPATH are not supported'
          : undefined,
      );
    }
    const module = this.#module(parentOf(modPath), this.#modFilePath(modPath));
    return this.#result(module ? [module] : [], parentOf(modPath), undefined, module?.file.go);
  }

  /** Where `-modfile` says that the requirements are. */
  #modFilePath(modPath: string): string {
    const { flags, variables } = this.#settings;
    return flags.modFile === ''
      ? modPath
      : joinPath(this.#directory, fromNative(flags.modFile, variables.isWindows));
  }

  #workspace(path: string): MainModules {
    const text = this.#files.readFile(path);
    if (text === undefined) {
      this.#report(path, 'go.work cannot be read');
    }
    const work = parseWorkFile(text ?? '');
    this.#problems.push(...work.problems.map((problem) => ({ ...problem, path })));
    const directory = parentOf(path);
    const modules: MainModule[] = [];
    const { isWindows } = this.#settings.variables;
    for (const folder of work.use.map((used) => joinPath(directory, fromNative(used, isWindows)))) {
      const module = this.#module(folder, below(folder, 'go.mod'));
      if (module && modules.every((each) => each.path !== module.path)) {
        modules.push(module);
      } else if (module) {
        this.#report(path, `module ${module.path} appears multiple times in workspace`);
      }
    }
    return this.#result(modules, directory, work, work.go);
  }

  #module(directory: string, path: string): MainModule | undefined {
    const text = this.#files.readFile(path);
    if (text === undefined) {
      this.#report(path, 'go.mod cannot be read');
      return undefined;
    }
    const file = parseModFile(text);
    this.#problems.push(...file.problems.map((problem) => ({ ...problem, path })));
    if (file.module === undefined) {
      this.#report(path, 'missing module declaration');
      return undefined;
    }
    const { installation } = this.#settings;
    const sources = installation && below(installation.goroot, 'src');
    const isInGoroot = sources !== undefined && relativeTo(sources, directory) !== undefined;
    const prefix = isInGoroot && file.module === 'std' ? '' : file.module;
    return { path: file.module, directory, file, prefix, isInGoroot };
  }

  #report(path: string, message: string): void {
    this.#problems.push({ path, line: 1, column: 1, length: 0, message });
  }

  #none(unsupportedBecause: string | undefined): MainModules {
    return { ...this.#result([], undefined, undefined, undefined), unsupportedBecause };
  }

  #result(
    modules: readonly MainModule[],
    directory: string | undefined,
    work: WorkFile | undefined,
    go: string | undefined,
  ): MainModules {
    const goVersion = go ?? (work ? DEFAULT_WORKSPACE_VERSION : DEFAULT_MODULE_VERSION);
    const replacementOf = replacements(
      modules,
      work,
      directory,
      this.#settings.variables.isWindows,
    );
    const excluded = new Set(modules.flatMap(({ file }) => file.exclude.map(moduleKey)));
    const vendor =
      directory === undefined || modules.length === 0
        ? undefined
        : this.#vendor(below(directory, 'vendor'), go, work !== undefined);
    if (vendor) {
      const inconsistent = vendorProblems(modules, work, vendor.list, goVersion);
      for (const message of inconsistent) {
        this.#report(below(vendor.directory, 'modules.txt'), message);
      }
    }
    return {
      modules,
      work,
      directory,
      vendor,
      goVersion,
      unsupportedBecause: undefined,
      problems: this.#problems,
      replacementOf,
      isExcluded: (module) => excluded.has(moduleKey(module)),
    };
  }

  /** From Go 1.14 on a vendor directory counts unless it is of the other mode. */
  #vendor(directory: string, go: string | undefined, isWorkspace: boolean): MainModules['vendor'] {
    const { mod } = this.#settings.flags;
    const mayCount = mod === 'vendor' || (mod === '' && go !== undefined);
    if (!mayCount || (mod === '' && compareGoVersions(go ?? '', '1.14') < 0)) {
      return undefined;
    }
    if (!isDirectory(this.#files, directory)) {
      return mod === 'vendor' ? { directory, list: NO_VENDOR_LIST } : undefined;
    }
    const path = below(directory, 'modules.txt');
    const text = isFile(this.#files, path) ? this.#files.readFile(path) : undefined;
    const list = parseVendorList(text ?? '');
    return mod === 'vendor' || list.isForWorkspace === isWorkspace
      ? { directory, list }
      : undefined;
  }
}

/** go.work decides; otherwise any of the modules may. One version comes before all versions. */
function replacements(
  modules: readonly MainModule[],
  work: WorkFile | undefined,
  workDirectory: string | undefined,
  isWindows: boolean,
): MainModules['replacementOf'] {
  const main = new Set(modules.map(({ path }) => path));
  const lists = [
    ...(work && workDirectory !== undefined
      ? [{ list: work.replace, directory: workDirectory }]
      : []),
    ...modules.map(({ file, directory }) => ({ list: file.replace, directory })),
  ].map(({ list, directory }) => replacementMap(list, directory, isWindows));
  return (module) => {
    if (module.version === '' && main.has(module.path)) {
      return undefined;
    }
    for (const map of lists) {
      const found = map.get(moduleKey(module)) ?? map.get(module.path);
      if (found) {
        return found;
      }
    }
    return undefined;
  };
}

function replacementMap(
  list: readonly Replacement[],
  directory: string,
  isWindows: boolean,
): ReadonlyMap<string, ModuleVersion> {
  return new Map(
    list.map(({ old, new: by }) => [
      moduleKey(old),
      by.version === ''
        ? { path: joinPath(directory, fromNative(by.path, isWindows)), version: '' }
        : by,
    ]),
  );
}
