/**
 * Where on this machine the file of a frame is. A profile has the path that the compiler was given,
 * perhaps on another machine, or what `-trimpath` has left of it.
 */
import { isFile, type GoFileSystem } from '../build/fileSystem.ts';
import { escapeModulePath } from '../build/modulePath.ts';
import { parseModFile } from '../build/modFile.ts';
import { below, isAbsolutePath, relativeTo, upwards } from '../build/paths.ts';
import type { SourceHistory, SourcePlace } from '../history/sourceHistory.ts';
import { pathTrimmer } from '../profile/frames.ts';
import { isStandard, packageOf } from '../profile/functionNames.ts';

/** Where source files may be; paths as the engine has them. */
export interface SourceRoots {
  /** Folders of the workspace. */
  readonly folders: readonly string[];
  /** Empty where there is none. */
  readonly goroot: string;
  readonly moduleCache: string;
  /** Folders that are looked in before all others. */
  readonly sourcePath?: readonly string[];
  /** What is cut from the beginning of paths first. */
  readonly trimPath?: readonly string[];
}

/** Where source files are looked for. */
export interface SourceSettings {
  /** Folders of the workspace, or of modules, as the system writes them. */
  readonly folders: readonly string[];
  /** Whose GOROOT it is. */
  readonly goCommand: string;
  /** Folders that are looked in first; relative to the first of those above. */
  readonly sourcePath?: readonly string[];
  /** What is cut from the beginning of the profile's paths, as `go tool pprof -trim_path` does. */
  readonly trimPath?: readonly string[];
}

interface SourceModule {
  readonly path: string;
  readonly directory: string;
}

/** How deep below a folder of the workspace modules are looked for. */
const MODULE_DEPTH = 4;
/** A profile is made by anybody: what it names is not opened unless it looks like code. */
const SOURCE = /\.(?:go|[sS]|c|cc|cpp|cxx|h|hpp|m|rs)$/;
const SKIPPED = /^(?:[._]|node_modules$|vendor$|testdata$)/;

export class SourcePaths {
  readonly #files: GoFileSystem;
  readonly #roots: SourceRoots;
  #foundModules: readonly SourceModule[] | undefined;
  readonly #known = new Map<string, readonly string[]>();
  readonly #trim: (file: string) => string;
  #history: SourceHistory | undefined;

  constructor(files: GoFileSystem, roots: SourceRoots) {
    this.#files = files;
    this.#roots = roots;
    this.#trim = pathTrimmer(roots.trimPath ?? [], roots.sourcePath ?? []);
  }

  /** Undefined where it cannot be read. */
  read(path: string): string | undefined {
    return this.#files.readFile(path);
  }

  /** What has become of the code since; files are those of then, which may be no more. */
  follow(history: SourceHistory | undefined): void {
    this.#history = history;
    this.#known.clear();
  }

  /** Where a line of then is now; undefined where it is gone. */
  placeNow(place: SourcePlace): SourcePlace | undefined {
    return this.#history ? this.#history.placeOf(place) : place;
  }

  /** What a file of then is called now; undefined where it is deleted. */
  pathNow(path: string): string | undefined {
    return this.#history ? this.#history.pathNow(path) : path;
  }

  /** What a file of now was called then; undefined where it was not there. */
  pathThen(path: string): string | undefined {
    return this.#history ? this.#history.formerPathOf(path) : path;
  }

  /** Files that it may be, the likeliest first; several only where nothing decides between them. */
  find(file: string, functionName: string): readonly string[] {
    const path = packageOf(functionName);
    const key = `${file}\0${path}`;
    const known =
      this.#known.get(key) ?? this.#search(this.#trim(file.replaceAll('\\', '/')), path);
    this.#known.set(key, known);
    return known;
  }

  /** The file that it certainly is, if that is the user's own: below a folder, and no copy of others' code. */
  findOwn(file: string, functionName: string): string | undefined {
    const [path, ...others] = this.find(file, functionName);
    const { folders, goroot, moduleCache } = this.#roots;
    const isBelow = (directory: string) =>
      directory !== '' && path !== undefined && relativeTo(directory, path) !== undefined;
    return others.length === 0 &&
      folders.some(isBelow) &&
      !isBelow(moduleCache) &&
      !isBelow(goroot) &&
      path?.includes('/vendor/') === false
      ? path
      : undefined;
  }

  /** Modules of the workspace, those with the longest paths first. */
  get #modules(): readonly SourceModule[] {
    return (this.#foundModules ??= this.#roots.folders
      .flatMap((folder) => this.#modulesBelow(folder, MODULE_DEPTH))
      .sort((a, b) => b.path.length - a.path.length));
  }

  #search(file: string, path: string): readonly string[] {
    if (!SOURCE.test(file)) {
      return [];
    }
    // In the order of what is certain; a path from another machine may be anything on this one.
    for (const candidates of [
      this.#inSourcePath(file),
      this.#inModules(file, path),
      isAbsolutePath(file) ? [file] : [],
      this.#inGoroot(file, path),
      this.#inModuleCache(file),
    ]) {
      const found = candidates.find((each) => this.#isThere(each));
      if (found !== undefined) {
        return [found];
      }
    }
    return this.#byEnding(file);
  }

  /** In the folders that are named, and those above them, as pprof looks there. */
  #inSourcePath(file: string): string[] {
    const folders = (this.#roots.sourcePath ?? []).flatMap((folder) => [...upwards(folder)]);
    return isAbsolutePath(file) ? [] : folders.map((folder) => below(folder, file));
  }

  #isThere(path: string): boolean {
    return this.#history?.had(path) === true || isFile(this.#files, path);
  }

  #inGoroot(file: string, path: string): string[] {
    const { goroot } = this.#roots;
    if (goroot === '' || !(isStandard(path) || path.startsWith('cmd/'))) {
      return [];
    }
    return [below(goroot, `src/${path}/${baseOf(file)}`), below(goroot, `src/${file}`)];
  }

  /** `…/pkg/mod/example.com/m@v1.2.3/p/f.go`, or what `-trimpath` leaves: `example.com/m@v1.2.3/p/f.go`. */
  #inModuleCache(file: string): string[] {
    const { moduleCache } = this.#roots;
    const inCache = file.replace(/^.*\/pkg\/mod\//, '');
    const at = inCache.indexOf('@v');
    if (moduleCache === '' || at < 0 || isAbsolutePath(inCache)) {
      return [];
    }
    const end = inCache.indexOf('/', at);
    const escaped = escapeModulePath(inCache.slice(0, end)) + inCache.slice(end);
    return [below(moduleCache, inCache), below(moduleCache, escaped)];
  }

  #inModules(file: string, path: string): string[] {
    return this.#modules
      .filter((module) => path === module.path || path.startsWith(`${module.path}/`))
      .map(({ path: prefix, directory }) =>
        below(directory, `${path.slice(prefix.length)}/${baseOf(file)}`.slice(1)),
      );
  }

  /** What has the longest ending of the path in common, below modules and folders of the workspace. */
  #byEnding(file: string): string[] {
    const parts = file.split('/').filter((part) => part !== '');
    const starts = [
      ...new Set([
        ...(this.#roots.sourcePath ?? []),
        ...this.#modules.map(({ directory }) => directory),
        ...this.#roots.folders,
      ]),
    ];
    for (let skipped = 0; skipped < parts.length; skipped++) {
      const ending = parts.slice(skipped).join('/');
      const found = starts
        .map((start) => below(start, ending))
        .filter((each) => this.#isThere(each));
      if (found.length > 0) {
        return found;
      }
    }
    return [];
  }

  #modulesBelow(directory: string, depth: number): SourceModule[] {
    const entries = this.#files.readDirectory(directory) ?? [];
    const text = entries.some(({ name }) => name === 'go.mod')
      ? this.#files.readFile(below(directory, 'go.mod'))
      : undefined;
    const path = text === undefined ? undefined : parseModFile(text).module;
    const nested =
      depth === 0
        ? []
        : entries
            .filter((entry) => entry.isDirectory && !entry.isLink && !SKIPPED.test(entry.name))
            .flatMap(({ name }) => this.#modulesBelow(below(directory, name), depth - 1));
    return path === undefined ? nested : [{ path, directory }, ...nested];
  }
}

function baseOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}
