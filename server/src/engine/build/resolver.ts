/** What an import path means: cmd/go/internal/modload/import.go and load.go (Go 1.26). */
import type { BuildList } from './buildList.ts';
import { hasGoFiles } from './directoryPackage.ts';
import { isDirectory, isFile, type GoFileSystem } from './fileSystem.ts';
import { compareGoVersions, EXPLICIT_VENDOR_VERSION } from './goVersion.ts';
import type { MainModule } from './mainModules.ts';
import {
  isImportPath,
  looksStandard,
  moduleKey,
  prefixesOf,
  unescapeModulePath,
  type ModuleVersion,
} from './modulePath.ts';
import { below, hasPathPrefix, parentOf, relativeTo } from './paths.ts';
import type { Reading } from './reading.ts';
import {
  isMissing,
  type FoundPackage,
  type MissingPackage,
  type MissingReason,
  type Resolution,
  type ResolvedModule,
} from './resolution.ts';

/** Who imports. */
export interface Importer {
  readonly importPath: string;
  readonly isStandard: boolean;
}

export class Resolver {
  readonly #files: GoFileSystem;
  readonly #list: BuildList;
  readonly #goroot: string | undefined;
  readonly #moduleCache: string;
  /** By import path. */
  readonly #known = new Map<string, Resolution>();

  constructor(
    files: GoFileSystem,
    list: BuildList,
    goroot: string | undefined,
    moduleCache: string,
  ) {
    this.#files = files;
    this.#list = list;
    this.#goroot = goroot;
    this.#moduleCache = moduleCache;
  }

  /** What `path` means in the package `from`, or to somebody who is in no package. */
  resolve(path: string, from?: Importer): Resolution {
    const actual = this.#vendoredPath(path, from);
    let resolution = this.#known.get(actual);
    if (!resolution) {
      resolution = this.#resolve(actual);
      this.#known.set(actual, resolution);
    }
    if (!from || isMissing(resolution) || mayImport(from, resolution)) {
      return resolution;
    }
    return { ...resolution, problem: `use of internal package ${actual} not allowed` };
  }

  /** The directories that `resolve` looks into, as far as that is known beforehand. */
  *readAhead(
    imports: readonly { readonly path: string; readonly from: Importer }[],
  ): Reading<void> {
    const paths = new Set(imports.map(({ path, from }) => this.#vendoredPath(path, from)));
    const fresh = [...paths].filter((path) => !this.#known.has(path) && isImportPath(path));
    if (this.#list.needsGraph && this.#list.main.vendor === undefined) {
      yield* this.#list.readGraph();
    }
    yield { directories: fresh.flatMap((path) => this.#candidates(path)) };
  }

  #candidates(path: string): string[] {
    const standard = looksStandard(path) ? [this.#inGoroot(path)] : [];
    const vendor = this.#list.main.vendor ? [below(this.#list.main.vendor.directory, path)] : [];
    const own = [...prefixesOf(path)].flatMap((prefix) => {
      const version = this.#rootOrSelected(prefix);
      const module =
        version === undefined ? undefined : this.#list.locate({ path: prefix, version });
      return module && !isMissing(module) ? [directoryIn(path, prefix, module.directory)] : [];
    });
    return [...standard, ...vendor, ...own].filter((directory) => directory !== undefined);
  }

  #rootOrSelected(prefix: string): string | undefined {
    if (this.#list.main.vendor) {
      return this.#list.rootVersion(prefix) === '' ? '' : undefined;
    }
    return this.#list.needsGraph
      ? this.#list.graph.selected(prefix)
      : this.#list.rootVersion(prefix);
  }

  /** Packages of the standard library have what they import from elsewhere in `vendor`. */
  #vendoredPath(path: string, from: Importer | undefined): string {
    if (from?.isStandard !== true || looksStandard(path)) {
      return path;
    }
    const vendored = `${hasPathPrefix(from.importPath, 'cmd') ? 'cmd/' : ''}vendor/${path}`;
    const directory = this.#inGoroot(vendored);
    return directory !== undefined && isDirectory(this.#files, directory) ? vendored : path;
  }

  #inGoroot(path: string): string | undefined {
    return this.#goroot === undefined ? undefined : `${this.#goroot}/src/${path}`;
  }

  #resolve(path: string): Resolution {
    if (path === 'C') {
      return missing('cgo', 'names of C are known to the C compiler only');
    }
    if (/^\.\.?(?:\/|$)/.test(path)) {
      return missing('relative path', `relative import paths are not supported: ${path}`);
    }
    if (!isImportPath(path)) {
      return missing('invalid path', `invalid import path: ${path}`);
    }
    const { vendor, unsupportedBecause } = this.#list.main;
    const standard = this.#standard(path);
    if (standard?.module?.isMain === true) {
      return standard;
    }
    if (unsupportedBecause !== undefined) {
      return standard ?? missing('unsupported', unsupportedBecause);
    }
    const found = vendor
      ? this.#inVendor(path, vendor.directory)
      : (this.#inModules(path, (prefix) => this.#list.rootVersion(prefix)) ??
        (standard
          ? undefined
          : this.#inModules(path, (prefix) => this.#list.graph.selected(prefix))));
    if (found && isMissing(found)) {
      return standard ?? found;
    }
    if (standard && found) {
      return ambiguous(path, [standard, found]);
    }
    return standard ?? found ?? this.#nowhere(path);
  }

  #standard(path: string): FoundPackage | undefined {
    const directory = this.#inGoroot(path);
    if (directory === undefined || !looksStandard(path) || !hasGoFiles(this.#files, directory)) {
      return undefined;
    }
    for (const main of this.#list.main.modules.filter(({ isInGoroot }) => isInGoroot)) {
      const own = this.#inMain(path, main);
      if (own) {
        return { ...own, isStandard: true };
      }
    }
    return { importPath: path, directory, module: undefined, isStandard: true, problem: undefined };
  }

  #inMain(path: string, main: MainModule): FoundPackage | undefined {
    const module = this.#list.locate({ path: main.path, version: '' });
    return isMissing(module) ? undefined : this.#inModule(path, main.prefix, module, true);
  }

  #inVendor(path: string, vendorDirectory: string): Resolution | undefined {
    const { modules, vendor, goVersion } = this.#list.main;
    const found = modules
      .map((main) => this.#inMain(path, main))
      .filter((each) => each !== undefined);
    const directory = below(vendorDirectory, path);
    const listed = vendor?.list.packages.get(path);
    const mayBeUnlisted = compareGoVersions(goVersion, EXPLICIT_VENDOR_VERSION) < 0;
    if ((listed || mayBeUnlisted) && hasGoFiles(this.#files, directory)) {
      const module = listed && this.#vendoredModule(listed);
      found.push({ importPath: path, directory, module, isStandard: false, problem: undefined });
    }
    return found.length > 1 ? ambiguous(path, found) : found[0];
  }

  #vendoredModule(module: ModuleVersion): ResolvedModule {
    const { path, version } = module;
    const details = this.#list.main.vendor?.list.details.get(moduleKey(module));
    return {
      path,
      version,
      directory: '',
      isMain: false,
      goVersion: details?.goVersion,
      replacedBy: this.#list.main.replacementOf(module),
    };
  }

  /** Undefined where no module has it. */
  #inModules(
    path: string,
    versionOf: (modulePath: string) => string | undefined,
  ): Resolution | undefined {
    const found: FoundPackage[] = [];
    for (const prefix of prefixesOf(path)) {
      const version = versionOf(prefix);
      if (version === undefined) {
        continue;
      }
      const module = this.#list.locate({ path: prefix, version });
      if (isMissing(module)) {
        return module;
      }
      const isLocal = module.isMain || module.replacedBy?.version === '';
      const own = this.#inModule(path, prefix, module, isLocal);
      if (own) {
        found.push(own);
      }
    }
    return found.length > 1 ? ambiguous(path, found) : found[0];
  }

  #inModule(
    path: string,
    prefix: string,
    module: ResolvedModule,
    isLocal: boolean,
  ): FoundPackage | undefined {
    const directory = directoryIn(path, prefix, module.directory);
    if (directory === undefined || (isLocal && this.#isOfNestedModule(directory, module))) {
      return undefined;
    }
    return hasGoFiles(this.#files, directory)
      ? { importPath: path, directory, module, isStandard: false, problem: undefined }
      : undefined;
  }

  #isOfNestedModule(directory: string, module: ResolvedModule): boolean {
    for (let folder = directory; folder !== module.directory; folder = parentOf(folder)) {
      if (isFile(this.#files, below(folder, 'go.mod'))) {
        return true;
      }
      if (parentOf(folder) === folder) {
        break;
      }
    }
    return false;
  }

  #nowhere(path: string): MissingPackage {
    const { modules, vendor } = this.#list.main;
    if (looksStandard(path)) {
      return this.#goroot === undefined
        ? missing('no installation', `there is no Go installation to find ${path} in`)
        : missing('not in std', `package ${path} is not in std`);
    }
    if (modules.length === 0) {
      return missing('no module', `no go.mod was found that says where ${path} is`);
    }
    return missing(
      'no provider',
      vendor
        ? `package ${path} is neither in the main module nor in its vendor directory`
        : `no required module provides package ${path}`,
    );
  }

  /**
   * The package of a directory; undefined where no import path leads there. A package that is
   * below `testdata`, for example, has one all the same.
   */
  packageAt(directory: string): FoundPackage | undefined {
    const paths = this.#pathsOf(directory);
    for (const path of paths) {
      const resolution = this.resolve(path);
      if (!isMissing(resolution) && resolution.directory === directory) {
        return resolution;
      }
    }
    return undefined;
  }

  *#pathsOf(directory: string): Generator<string> {
    const { modules, vendor } = this.#list.main;
    yield* joined(
      '',
      this.#goroot === undefined ? undefined : relativeTo(`${this.#goroot}/src`, directory),
    );
    yield* joined('', vendor && relativeTo(vendor.directory, directory));
    for (const { directory: root, prefix } of modules) {
      yield* joined(prefix, relativeTo(root, directory));
    }
    const inCache = relativeTo(this.#moduleCache, directory);
    if (inCache !== undefined && this.#moduleCache !== '') {
      const [, path = '', , rest = ''] = /^([^@]+)@([^/]+)(?:\/(.*))?$/.exec(inCache) ?? [];
      yield* joined(unescapeModulePath(path), rest);
    }
    // A module that is replaced is not known by the path of what it is replaced by.
    for (const { path, version } of this.#list.graph.modules) {
      const module = this.#list.locate({ path, version });
      if (!isMissing(module) && module.replacedBy) {
        yield* joined(path, relativeTo(module.directory, directory));
      }
    }
  }
}

function* joined(prefix: string, rest: string | undefined): Generator<string> {
  if (rest !== undefined) {
    const path = prefix === '' ? rest : rest === '' ? prefix : `${prefix}/${rest}`;
    if (path !== '') {
      yield path;
    }
  }
}

/** Where a package of a module must be; undefined if the path is no such package's. */
function directoryIn(path: string, prefix: string, root: string): string | undefined {
  if (prefix === '') {
    return below(root, path);
  }
  return hasPathPrefix(path, prefix) ? below(root, path.slice(prefix.length + 1)) : undefined;
}

/** Packages below `internal` are for those that are below what `internal` is in. */
function mayImport(from: Importer, { importPath, isStandard }: FoundPackage): boolean {
  const start = /(?:^|.*\/)internal(?=\/|$)/.exec(importPath)?.[0];
  if (start === undefined) {
    return true;
  }
  const parent = start.slice(0, -'internal'.length).replace(/\/$/, '');
  const isOfCrypto =
    hasPathPrefix(from.importPath, 'crypto') &&
    (hasPathPrefix(importPath, 'crypto/internal/fips140') ||
      hasPathPrefix(from.importPath, 'crypto/internal/fips140')) &&
    hasPathPrefix(importPath, 'crypto/internal');
  return (
    (isStandard && from.isStandard && (parent === '' || isOfCrypto)) ||
    hasPathPrefix(from.importPath, parent)
  );
}

function ambiguous(path: string, found: readonly FoundPackage[]): MissingPackage {
  const places = found.map(({ directory }) => directory).join(', ');
  return missing('ambiguous', `${path} is in more than one module: ${places}`);
}

function missing(reason: MissingReason, missingBecause: string): MissingPackage {
  return { reason, missingBecause };
}
