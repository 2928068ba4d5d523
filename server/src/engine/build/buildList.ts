/**
 * The modules that packages are looked for in: main modules, what they require, and replacements of
 * both. cmd/go/internal/modload (Go 1.26), without what it asks the network for.
 */
import { isDirectory, isFile, type GoFileSystem } from './fileSystem.ts';
import { compareGoVersions, DEFAULT_MODULE_VERSION, PRUNING_VERSION } from './goVersion.ts';
import type { MainModule, MainModules } from './mainModules.ts';
import type { ModFile } from './modFile.ts';
import type { ModFiles } from './modFiles.ts';
import {
  readModuleGraph,
  type GraphRoots,
  type ModuleGraph,
  type RequirementSource,
  type Requirements,
} from './moduleGraph.ts';
import { cacheDirectory, cachedModFile, moduleKey, type ModuleVersion } from './modulePath.ts';
import { below } from './paths.ts';
import { readNow, type Reading } from './reading.ts';
import type { MissingPackage, ResolvedModule } from './resolution.ts';
import { compareVersions } from './semver.ts';

export class BuildList implements RequirementSource {
  readonly main: MainModules;
  readonly #files: GoFileSystem;
  readonly #modFiles: ModFiles;
  readonly #moduleCache: string;
  readonly #mainByPath: ReadonlyMap<string, MainModule>;
  /** What go.mod itself says; without a workspace only. */
  readonly #rootVersions: ReadonlyMap<string, string>;
  readonly #located = new Map<string, ResolvedModule | MissingPackage>();
  #graph: ModuleGraph | undefined;

  constructor(files: GoFileSystem, modFiles: ModFiles, main: MainModules, moduleCache: string) {
    this.#files = files;
    this.#modFiles = modFiles;
    this.main = main;
    this.#moduleCache = moduleCache;
    this.#mainByPath = new Map(main.modules.map((module) => [module.path, module]));
    const versions = new Map<string, string>();
    for (const { path, version } of this.#requiredByMain()) {
      const known = versions.get(path);
      if (known === undefined || compareVersions(known, version) < 0) {
        versions.set(path, version);
      }
    }
    this.#rootVersions = versions;
  }

  /** A version that needs no graph to be known; empty for a main module. */
  rootVersion(path: string): string | undefined {
    return this.#mainByPath.has(path) ? '' : this.#rootVersions.get(path);
  }

  get graph(): ModuleGraph {
    return readNow(this.readGraph());
  }

  /** Whether the graph is needed for any package: go.mod does not say all before Go 1.17. */
  get needsGraph(): boolean {
    return this.#roots.pruning === 'unpruned';
  }

  *readGraph(): Reading<ModuleGraph> {
    this.#graph ??= yield* readModuleGraph(this, this.#roots);
    return this.#graph;
  }

  get #roots(): GraphRoots {
    const { modules, work, goVersion } = this.main;
    return {
      main: modules.map(({ path }) => ({ path, version: '' })),
      require: work ? [] : this.#requiredByMain(),
      pruning: work ? 'workspace' : isPruned(goVersion) ? 'pruned' : 'unpruned',
    };
  }

  #requiredByMain(): ModuleVersion[] {
    const { modules, work } = this.main;
    return work ? [] : modules.flatMap(({ file }) => this.#allowed(file));
  }

  modFileOf(module: ModuleVersion): string | undefined {
    if (this.#isMain(module)) {
      return undefined;
    }
    const actual = this.main.replacementOf(module) ?? module;
    if (actual.version === '') {
      return below(actual.path, 'go.mod');
    }
    const cached = below(this.#moduleCache, cachedModFile(actual));
    return isFile(this.#files, cached)
      ? cached
      : below(below(this.#moduleCache, cacheDirectory(actual)), 'go.mod');
  }

  requirementsOf(module: ModuleVersion): Requirements | undefined {
    const file = this.#fileOf(module);
    return (
      file && {
        require: this.#allowed(file),
        isPruned: isPruned(file.go ?? DEFAULT_MODULE_VERSION),
      }
    );
  }

  #fileOf(module: ModuleVersion): ModFile | undefined {
    const main = this.#isMain(module) ? this.#mainByPath.get(module.path) : undefined;
    const path = this.modFileOf(module);
    return main?.file ?? (path === undefined ? undefined : this.#modFiles.of(this.#files, path));
  }

  #isMain({ path, version }: ModuleVersion): boolean {
    return version === '' && this.#mainByPath.has(path);
  }

  #allowed(file: ModFile): ModuleVersion[] {
    return file.require.filter((module) => !this.main.isExcluded(module));
  }

  /** Where the files of a module are. */
  locate(module: ModuleVersion): ResolvedModule | MissingPackage {
    const key = moduleKey(module);
    let located = this.#located.get(key);
    if (!located) {
      located = this.#locate(module);
      this.#located.set(key, located);
    }
    return located;
  }

  #locate(module: ModuleVersion): ResolvedModule | MissingPackage {
    const { path, version } = module;
    const main = this.#isMain(module) ? this.#mainByPath.get(path) : undefined;
    if (main) {
      const { directory, file } = main;
      return { path, version, directory, isMain: true, goVersion: file.go, replacedBy: undefined };
    }
    const replacedBy = this.main.replacementOf(module);
    const actual = replacedBy ?? module;
    const isLocal = actual.version === '';
    const directory = isLocal ? actual.path : below(this.#moduleCache, cacheDirectory(actual));
    if (!isDirectory(this.#files, directory)) {
      return isLocal
        ? {
            reason: 'no replacement',
            missingBecause: `the replacement directory of ${moduleKey(module)} does not exist: ${directory}`,
          }
        : {
            reason: 'not in cache',
            missingBecause: `${moduleKey(actual)} has not been downloaded`,
          };
    }
    const goVersion = this.#fileOf(module)?.go;
    return { path, version, directory, isMain: false, goVersion, replacedBy };
  }
}

function isPruned(goVersion: string): boolean {
  return compareGoVersions(goVersion, PRUNING_VERSION) >= 0;
}
