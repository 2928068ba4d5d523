import { dirname } from 'node:path';
import { isTestFile } from '../engine/build/fileName.ts';
import type { GoFileSystem } from '../engine/build/fileSystem.ts';
import type { BuildFlags } from '../engine/build/flags.ts';
import { type GoSettings, readGoSettings } from '../engine/build/goSettings.ts';
import type { HostEnvironment } from '../engine/build/goVariables.ts';
import { BuildCache, Packages } from '../engine/build/packages.ts';
import { below } from '../engine/build/paths.ts';
import type { Reading } from '../engine/build/reading.ts';
import { indexOf } from '../engine/checker/fileIndex.ts';
import type { KnownLeaks } from '../engine/compile/knownLeaks.ts';
import type { CallProfile } from '../engine/ir/callProfile.ts';
import { DEFAULT_COMPILER_FLAGS } from '../engine/ir/compilerFlags.ts';
import type { ReorderOutcome } from '../engine/refactor/reorderFields.ts';
import type { StructDeclaration } from '../engine/refactor/structDeclaration.ts';
import type { FileSlices } from '../engine/syntax/slicer.ts';
import { buildCompilerFlags } from './buildCompilerFlags.ts';
import { BuildWorld, type Variant, type WorldKnowledge, type WorldPackage } from './buildWorld.ts';
import type { CodeView } from './codeBytes.ts';
import { DeclarationTrees } from './declarationTrees.ts';
import type { TextStore } from '../engine/caches/textStore.ts';
import type { Documents, OpenDocument } from './documents.ts';
import { ParsedDeclarations } from './parsedDeclarations.ts';
import { SourceFiles } from './sourceFiles.ts';
import { type BuildProfile, profileOfBuild } from './profileOfBuild.ts';
import { reorderInWorld } from './structReordering.ts';
import { Turns } from './turns.ts';

/** The disk at one time. */
export interface Disk extends GoFileSystem {
  /** Does work that reads files without blocking for them. */
  run<Result>(reading: Reading<Result>): Promise<Result>;
}

export interface StaticTierHost {
  readonly documents: Documents;
  readonly machine: HostEnvironment;
  /** The disk as it is from now on. */
  diskNow(): Disk;
  /** How a directory's packages are built, and the go command whose toolchain counts. */
  buildSettings(
    directory: string,
  ): Promise<{ readonly flags: BuildFlags; readonly goCommand: string }>;
  /** What is known of the standard library's functions, by the version of Go. */
  readonly knownLeaks?: (goVersion: string) => KnownLeaks | undefined;
  /** What a profile says is hot; undefined of what the compiler would not take. */
  readonly callProfile?: (profile: BuildProfile) => Promise<CallProfile | undefined>;
  /** Whether a package is looked at as a part of the program that it is in; the go command builds it by itself. */
  readonly isOfProgram?: boolean;
  /** Where what is found out of dependencies is kept until the next start. */
  leaksStore?(): TextStore | undefined;
  /** Lets everybody else have their turn; undefined where nothing is to be read ahead. */
  readonly pause?: () => Promise<void>;
}

/** What is known of a file as it is on the disk, or open in an editor. */
export interface FileView extends CodeView {
  readonly slices: FileSlices;
}

/** What is known of one version of a document. */
export interface StaticView extends CodeView {
  /** Whether it is in a module that the user works on, and no dependency. */
  readonly isOwn: boolean;
  /** The text of a file of the package, or of one that it imports. */
  slicesOf(path: string): FileSlices | undefined;
}

/** How many files are read ahead at once. */
const FILES_AT_ONCE = 8;

/**
 * What our own front end knows of packages: it runs no process, and knows broken code as far as it
 * is whole.
 */
export class StaticTier {
  readonly #host: StaticTierHost;
  readonly #parsed = new ParsedDeclarations();
  /** The syntax by itself, of any file. */
  readonly trees = new DeclarationTrees(this.#parsed);
  readonly #sources = new SourceFiles(this.#parsed);
  readonly #cache = new BuildCache();
  /** By build settings and the directory of the main module, or of the package if it has none. */
  readonly #worlds = new Map<string, BuildWorld>();
  /** By directory, until something on the disk changes. */
  readonly #worldOf = new Map<string, Promise<BuildWorld>>();
  /** The same of what is read ahead. */
  readonly #ahead = new Map<string, Promise<void>>();
  /** The same of who imports a package. */
  readonly #importers = new Map<string, Promise<unknown>>();

  constructor(host: StaticTierHost) {
    this.#host = host;
  }

  /** Undefined for documents that are no files. */
  async viewOf(document: OpenDocument): Promise<StaticView | undefined> {
    const { file } = document;
    if (file === undefined) {
      return undefined;
    }
    const world = await this.worldOf(dirname(file));
    return this.#viewIn(world, document, file);
  }

  #viewIn(world: BuildWorld, document: OpenDocument, file: string): StaticView | undefined {
    const checked = world.packageIn(dirname(file), variantOf(world, file), file)?.checked;
    return (
      checked && {
        file,
        checked,
        pathInModule: pathInModule(world, dirname(file), checked.package.path),
        get isOnlyForTests() {
          return world.packages.isOnlyForTests(dirname(file));
        },
        sizes: world.sizes,
        goVersion: world.goVersion,
        isOwn: isOwn(world, dirname(file)),
        syntaxOf: (declaration) => this.#parsed.of(document.slices, declaration),
        typesOf: (declaration) => checked.typesOf(file, declaration),
        slicesOf: (path) => world.fileAt(path)?.slices,
      }
    );
  }

  /**
   * The files of a package that need not be open, by their paths: for somebody who goes through one
   * package after the other.
   */
  async filesOf(directory: string): Promise<(path: string) => FileView | undefined> {
    const world = await this.worldOf(directory);
    const made = new Map<Variant, WorldPackage | undefined>();
    return (path) => {
      const variant = variantOf(world, path);
      if (!made.has(variant)) {
        made.set(variant, world.passingPackage(directory, variant));
      }
      const found = made.get(variant);
      const file = found?.files.find((each) => each.path === path);
      return (
        found &&
        file && {
          file: path,
          slices: file.slices,
          checked: found.checked,
          pathInModule: pathInModule(world, directory, found.checked.package.path),
          get isOnlyForTests() {
            return world.packages.isOnlyForTests(directory);
          },
          sizes: world.sizes,
          goVersion: world.goVersion,
          syntaxOf: (declaration) => file.parse(declaration),
          typesOf: (declaration) => found.checked.typesOf(path, declaration),
        }
      );
    };
  }

  /**
   * What it takes to put a struct's fields into another order, everywhere in the user's own modules;
   * undefined once nobody wants it any more.
   */
  async reorder(
    declared: StructDeclaration,
    indexes: readonly number[],
    isWanted?: () => boolean,
  ): Promise<ReorderOutcome | undefined> {
    const world = await this.worldOf(dirname(declared.file));
    return reorderInWorld(world, declared, indexes, isWanted);
  }

  /** The packages as the code in a directory sees them. */
  worldOf(directory: string): Promise<BuildWorld> {
    let world = this.#worldOf.get(directory);
    if (world === undefined) {
      world = this.#open(directory);
      this.#worldOf.set(directory, world);
      // What could not be opened is tried again.
      world.catch(() => this.#worldOf.delete(directory));
    }
    return world;
  }

  async #open(directory: string): Promise<BuildWorld> {
    const { pause } = this.#host;
    const { flags, goCommand } = await this.#host.buildSettings(directory);
    const disk = this.#host.diskNow();
    const settings = readGoSettings(disk, this.#host.machine, { flags, directory, goCommand });
    await pause?.();
    const packages = new Packages(disk, settings, directory, this.#cache);
    const { callProfile } = this.#host;
    const isOfProgram = this.#host.isOfProgram === true;
    const profile =
      callProfile && (await disk.run(profileOfBuild(disk, packages, directory, isOfProgram)));
    const key = JSON.stringify([
      flags,
      goCommand,
      packages.main.directory ?? directory,
      ...(profile ? [profile] : []),
    ]);
    const kept = this.#worlds.has(key) ? undefined : await this.#keptLeaks(key, settings);
    const hot = profile && (await callProfile(profile));
    let world = this.#worlds.get(key);
    if (world) {
      world.renew(disk, packages);
    } else {
      const { documents, knownLeaks } = this.#host;
      world = new BuildWorld(disk, packages, this.#sources, documents, {
        knownLeaks,
        profile: hot,
        ...kept,
      });
      this.#worlds.set(key, world);
    }
    if (pause) {
      const ahead = this.#readAhead(disk, world, directory, new Turns(pause));
      this.#ahead.set(
        directory,
        ahead.catch(() => undefined),
      );
      const importers = ahead.then(() => disk.run(world.packages.readIsOnlyForTests(directory)));
      this.#importers.set(
        directory,
        importers.catch(() => undefined),
      );
    }
    return world;
  }

  async #keptLeaks(
    key: string,
    settings: GoSettings,
  ): Promise<Pick<WorldKnowledge, 'keptLeaks'> | undefined> {
    // Without a Go installation there are no bodies of the standard library's functions.
    const store = settings.installation && this.#host.leaksStore?.();
    const name = `${key} ${settingsKey(settings)}`;
    return store && { keptLeaks: { store, name, text: await store.read(name) } };
  }

  /**
   * Once the files of the package in a directory are read, and it is known which those of its imports
   * are: then nobody has to stop for that.
   */
  async readAhead(directory: string): Promise<void> {
    await this.worldOf(directory);
    await this.#ahead.get(directory);
  }

  /**
   * Once it is known whether only tests import the package in a directory: all of its module is gone through for that,
   * which no verdict waits for.
   */
  async readImporters(directory: string): Promise<void> {
    await this.worldOf(directory);
    await this.#importers.get(directory);
  }

  /** Files of what it imports are read by whoever comes to them: of most dependencies little is needed. */
  async #readAhead(disk: Disk, world: BuildWorld, directory: string, turns: Turns): Promise<void> {
    await disk.run(world.packages.readClosure([directory], { isDirect: true }));
    const { goFiles = [], cgoFiles = [] } = world.packages.at(directory) ?? {};
    const files = [...goFiles, ...cgoFiles].map(({ name }) => below(directory, name));
    for (let at = 0; at < files.length; at += FILES_AT_ONCE) {
      const some = files.slice(at, at + FILES_AT_ONCE);
      await disk.run(reading(some));
      for (const file of some) {
        this.#sources.own(disk, file);
        await turns.rest();
      }
    }
    for (const file of world.packageIn(directory, 'build')?.files ?? []) {
      indexOf(file);
      await turns.rest();
    }
  }

  /** A document was opened, edited, saved or closed. */
  edited(document: OpenDocument): void {
    if (document.file !== undefined) {
      for (const world of this.#worlds.values()) {
        world.editedIn(dirname(document.file));
      }
    }
  }

  /**
   * Go files have changed on the disk: some are gone or new, or only texts of files in these directories are
   * others.
   */
  changedOnDisk(edited?: readonly string[]): void {
    this.#look();
    for (const world of this.#worlds.values()) {
      world.changedOnDisk(edited);
    }
  }

  /** Settings or go.mod files, which say what packages there are, have changed, or the user says so. */
  refresh(): void {
    this.#look();
    this.#worlds.clear();
  }

  /** The disk is looked at again when somebody asks. */
  #look(): void {
    this.#worldOf.clear();
    this.#ahead.clear();
    this.#importers.clear();
  }
}

/** All that the verdicts on a dependency's functions depend on, besides the versions of modules. */
function settingsKey({ context, installation, variables, flags }: GoSettings): string {
  const tags = [...context.tags].sort();
  const { imported } = buildCompilerFlags(flags);
  return JSON.stringify([
    { ...context, tags },
    installation?.version,
    variables.moduleCache,
    ...(imported === DEFAULT_COMPILER_FLAGS ? [] : [imported]),
  ]);
}

function pathInModule({ packages }: BuildWorld, directory: string, importPath: string): string {
  const module = packages.at(directory)?.module?.path;
  return module !== undefined && importPath.startsWith(`${module}/`)
    ? importPath.slice(module.length + 1)
    : '';
}

function isOwn({ packages }: BuildWorld, directory: string): boolean {
  const found = packages.at(directory);
  return found?.isStandard === true
    ? packages.main.modules.some(({ isInGoroot }) => isInGoroot)
    : (found?.module?.isMain ?? true);
}

/** Which of the packages in its directory a file is part of. */
export function variantOf(world: BuildWorld, file: string): Variant {
  if (!isTestFile(file)) {
    return 'build';
  }
  const found = world.packages.at(dirname(file));
  const isExternal = found?.xTestFiles.some(({ name }) => below(found.directory, name) === file);
  return isExternal === true ? 'xtest' : 'test';
}

function* reading(files: readonly string[]): Reading<void> {
  yield { files };
}
