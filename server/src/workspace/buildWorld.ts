import { basename, dirname } from 'node:path';
import type { GoFileSystem } from '../engine/build/fileSystem.ts';
import type { GoFile, IgnoreReason } from '../engine/build/directoryPackage.ts';
import type { Packages } from '../engine/build/packages.ts';
import { type GoPackage } from '../engine/build/packages.ts';
import { below } from '../engine/build/paths.ts';
import { isMissing } from '../engine/build/resolution.ts';
import { RecentMap } from '../engine/caches/recentMap.ts';
import {
  type CheckedPackage,
  checkPackage,
  type PackageSource,
} from '../engine/checker/packageChecker.ts';
import type { SourceFile } from '../engine/checker/fileIndex.ts';
import { type Missing, type PackageLocation, Program } from '../engine/checker/program.ts';
import { architectureOf } from '../engine/layout/architectures.ts';
import { GoSizes } from '../engine/layout/sizes.ts';
import type { CallProfile } from '../engine/ir/callProfile.ts';
import type { KnownLeaks } from '../engine/compile/knownLeaks.ts';
import { buildCompilerFlags } from './buildCompilerFlags.ts';
import { DependencyLeaks, type KeptLeaks } from './dependencyLeaks.ts';
import type { Documents } from './documents.ts';
import { lastingModule, LastingPackages } from './lastingPackages.ts';
import type { SourceFiles } from './sourceFiles.ts';
import { testedProgram, type TestedProgram } from './testedProgram.ts';
import { WorldEscapes } from './worldEscapes.ts';

/** Which of a directory's packages: tests see what others do not. */
export type Variant = 'build' | 'test' | 'xtest';

export interface WorldPackage {
  /** The versions of the files that it is made of. */
  readonly files: readonly SourceFile[];
  readonly checked: CheckedPackage;
  /** What a test outside of a package sees of it. */
  readonly tested?: TestedProgram | undefined;
}

/** What is known of functions without a look at their code. */
export interface WorldKnowledge {
  /** Of the standard library's, by the version of Go. */
  readonly knownLeaks?: ((goVersion: string) => KnownLeaks | undefined) | undefined;
  /** Of dependencies', found out before. */
  readonly keptLeaks?: KeptLeaks | undefined;
  /** What is hot in the program that the packages are a part of. */
  readonly profile?: CallProfile | undefined;
}

interface PackagePaths {
  readonly paths: readonly string[];
  /** Those that are asked about there: of other files the package without them tells. */
  readonly asked: readonly string[];
  /** One that is none of the package's own. */
  readonly outside: string | undefined;
}

/** As many as one has open, with their tests. */
const MAXIMUM_CHECKED = 32;

/** All packages as one directory's code sees them, with one set of build settings. */
export class BuildWorld {
  readonly sizes: GoSizes;
  /** What is on the heap, in the packages of the user's own modules. */
  readonly escapes: WorldEscapes;
  readonly #sources: SourceFiles;
  readonly #documents: Documents;
  #disk: GoFileSystem;
  #packages: Packages;
  readonly #program: Program;
  readonly #lasting: LastingPackages;
  readonly #dependencyLeaks: DependencyLeaks;
  /** By import path. */
  readonly #known = new Map<string, GoPackage>();
  #changes = 0;
  /** Directories with files whose text on the disk is another one; undefined if anything may have changed there. */
  #editedOnDisk: ReadonlySet<string> | undefined = new Set();
  /** There are imports that lead nowhere: what they name may be there later, though nobody tells. */
  #isAnyMissing = false;
  /** The packages that are worked on, by variant and directory. */
  readonly #checked = new RecentMap<string, WorldPackage>(MAXIMUM_CHECKED);
  /** What `packageIn` has answered since something changed. */
  readonly #answered = new Map<string, WorldPackage>();
  #answeredAt = 0;
  /** What `whyLeftOut` has answered about these packages: it is asked for each declaration. */
  readonly #leftOut = new Map<string, IgnoreReason | undefined>();

  constructor(
    disk: GoFileSystem,
    packages: Packages,
    sources: SourceFiles,
    documents: Documents,
    { knownLeaks, keptLeaks, profile }: WorldKnowledge = {},
  ) {
    this.#disk = disk;
    this.#packages = packages;
    this.#sources = sources;
    this.#documents = documents;
    const { goarch } = packages.settings.context;
    const architecture = architectureOf(goarch) ?? architectureOf('amd64');
    if (!architecture) {
      throw new Error(`no sizes for ${goarch}`);
    }
    this.sizes = new GoSizes(architecture);
    this.#program = new Program((path, from) => this.#find(path, from), this.sizes);
    this.#lasting = new LastingPackages(this.#known, (importPath) => this.#isOwn(importPath));
    this.#dependencyLeaks = new DependencyLeaks(keptLeaks, (importPath) => {
      const module = this.#packages.moduleOf(importPath);
      return module && lastingModule(module);
    });
    this.escapes = new WorldEscapes({
      sizes: this.sizes,
      compilerFlags: buildCompilerFlags(packages.settings.flags, profile),
      fileAt: (path) => this.fileAt(path),
      goVersion: () => this.goVersion,
      knownLeaks: () => knownLeaks?.(this.goVersion ?? ''),
      dependencyLeaks: this.#dependencyLeaks,
      isOwn: (importPath) => this.#isOwn(importPath.replace(/_test$/, '')),
      imported: (importPath) => this.#program.known(importPath)?.package,
    });
  }

  get packages(): Packages {
    return this.#packages;
  }

  /** Keeps what was found out of dependencies for the next time that somebody works on this module. */
  async keepDependencyLeaks(): Promise<void> {
    if (this.#dependencyLeaks.isKept) {
      await this.#dependencyLeaks.keep(this.escapes.ofDependencies(), this.#lasting.find());
    }
  }

  /** As in `go1.26.1`; undefined without a Go installation. */
  get goVersion(): string | undefined {
    const version = this.#packages.settings.installation?.version;
    return version === undefined ? undefined : `go${version}`;
  }

  /** How often files have changed. */
  get changes(): number {
    return this.#changes;
  }

  /** Something has changed on the disk; where only texts of files have, in these directories. */
  changedOnDisk(edited: Iterable<string> | undefined): void {
    this.#editedOnDisk =
      edited && this.#editedOnDisk && new Set([...this.#editedOnDisk, ...edited]);
  }

  /** The same settings and dependencies, with the files as they are now. */
  renew(disk: GoFileSystem, packages: Packages): void {
    this.#changes++;
    this.#disk = disk;
    this.#packages = packages;
    this.#leftOut.clear();
    const edited = this.#editedOnDisk;
    this.#editedOnDisk = new Set();
    const areTexts = edited && [...edited].every((each) => this.#isMadeOfTheSame(each));
    if (areTexts && !this.#isAnyMissing) {
      for (const directory of edited) {
        this.editedIn(directory);
      }
    } else {
      this.#forgetOwn();
    }
  }

  /** Whether a directory's package has the files that it had. */
  #isMadeOfTheSame(directory: string): boolean {
    const now = this.#packages.at(directory);
    return [...this.#known.values()]
      .filter((each) => each.directory === directory)
      .every((known) => now && namesIn(known) === namesIn(now));
  }

  /**
   * A file of a directory was edited. Where others import the package, and see something of the edit,
   * all packages of the user's own modules are made anew. Where nobody does, only its own versions
   * change, which are told by their files.
   */
  editedIn(directory: string): void {
    this.#changes++;
    const edited = [...this.#known.values()].find((each) => each.directory === directory);
    for (const { checked, source } of edited ? this.#versionsOf(edited) : []) {
      const changed = checked.takeBodies(source.files);
      if (!changed) {
        this.#forgetOwn();
        return;
      }
      this.escapes.bodiesChanged(changed);
    }
  }

  /** A package as others import it, and as its tests do, with what both are made of now. */
  #versionsOf(found: GoPackage): { checked: CheckedPackage; source: PackageSource }[] {
    const testPrograms = [...this.#checked.values()].flatMap(({ tested }) => tested ?? []);
    const programs = [{ program: this.#program, importPath: undefined }, ...testPrograms];
    return programs.flatMap(({ program, importPath }) => {
      const checked = program.known(found.importPath);
      const isTested = importPath === found.importPath;
      return checked
        ? [{ checked, source: isTested ? this.#testSource(found) : this.#dependency(found) }]
        : [];
    });
  }

  #forgetOwn(): void {
    this.#isAnyMissing = false;
    this.#program.forget((importPath) => this.#isOwn(importPath));
    this.#checked.clear();
    this.escapes.forgetOwn();
  }

  #isOwn(importPath: string): boolean {
    const known = this.#known.get(importPath);
    return known?.module?.isMain ?? known?.isStandard !== true;
  }

  /** The package of a directory, with a file that belongs to none of its packages on top. */
  packageIn(directory: string, variant: Variant, extra?: string): WorldPackage | undefined {
    const now = this.#changes + this.#documents.changes;
    if (this.#answeredAt !== now) {
      this.#answeredAt = now;
      this.#answered.clear();
    }
    const key = `${variant} ${directory} ${extra ?? ''}`;
    const answer = this.#answered.get(key) ?? this.#packageIn(directory, variant, extra);
    if (answer) {
      this.#answered.set(key, answer);
    }
    return answer;
  }

  #packageIn(directory: string, variant: Variant, extra?: string): WorldPackage | undefined {
    const found = this.#packages.at(directory);
    if (!found) {
      return undefined;
    }
    const { paths, outside } = pathsOf(found, variant, extra);
    const source = this.#ownSource(found, variant, paths);
    // All files of a package share what is known of it.
    const key = `${variant} ${directory} ${outside ?? ''}`;
    const known = this.#checked.get(key);
    const checked = known
      ? this.#now(known, found, variant, source)
      : this.#check(found, variant, source);
    this.#checked.set(key, checked);
    return checked;
  }

  /** What keeps a file out of its package, if anything does. Outside of modules it is a program by itself nevertheless. */
  whyLeftOut(file: string): IgnoreReason | undefined {
    if (!this.#leftOut.has(file)) {
      const isInModule = this.#packages.main.directory !== undefined;
      const found = isInModule ? this.#packages.at(dirname(file)) : undefined;
      const ignored = found?.ignored.find(({ name }) => name === basename(file));
      this.#leftOut.set(file, ignored?.reason);
    }
    return this.#leftOut.get(file);
  }

  /** Of the files of a package that `packageIn` made, those that are asked about there. */
  askedIn(
    { files }: WorldPackage,
    directory: string,
    variant: Variant,
    extra?: string,
  ): readonly SourceFile[] {
    const found = this.#packages.at(directory);
    const asked = new Set(found && pathsOf(found, variant, extra).asked);
    return files.filter(({ path }) => asked.has(path));
  }

  #now(
    known: WorldPackage,
    found: GoPackage,
    variant: Variant,
    source: PackageSource,
  ): WorldPackage {
    const { files } = source;
    if (isSame(known.files, files)) {
      return known;
    }
    const changed = known.checked.takeBodies(files);
    if (!changed) {
      return this.#check(found, variant, source);
    }
    this.escapes.bodiesChanged(changed);
    return { ...known, files };
  }

  /** The same for somebody who looks at one package after the other: it is not kept. */
  passingPackage(directory: string, variant: Variant, extra?: string): WorldPackage | undefined {
    const found = this.#packages.at(directory);
    const paths = found && pathsOf(found, variant, extra).paths;
    return paths && this.#check(found, variant, this.#ownSource(found, variant, paths));
  }

  #check(found: GoPackage, variant: Variant, source: PackageSource): WorldPackage {
    this.#known.set(found.importPath, found);
    const tested = variant === 'xtest' ? this.#tested(found) : undefined;
    const { program } = tested ?? { program: this.#program };
    const checked = checkPackage(source, {
      sizes: this.sizes,
      importPackage: (path) => program.imported(path, found.importPath),
    });
    return { files: source.files, checked, tested };
  }

  #tested(found: GoPackage): TestedProgram | undefined {
    return testedProgram(found, {
      packages: this.#packages,
      program: this.#program,
      sizes: this.sizes,
      find: (path, from) => this.#find(path, from),
      source: () => this.#testSource(found),
    });
  }

  #testSource(found: GoPackage): PackageSource {
    return this.#ownSource(found, 'test', pathsOf(found, 'test', undefined).paths);
  }

  /** A file as it is in the editor, or else on the disk. */
  fileAt(path: string): SourceFile | undefined {
    const document = this.#documents.ofFile(path);
    return document?.isPresent
      ? this.#sources.ofDocument(path, document)
      : this.#sources.declarationsOf(this.#disk, path);
  }

  #ownSource(found: GoPackage, variant: Variant, paths: readonly string[]): PackageSource {
    const files = paths.flatMap((path) => {
      const document = this.#documents.ofFile(path);
      const file = document?.isPresent
        ? this.#sources.ofDocument(path, document)
        : this.#sources.own(this.#disk, path);
      return file ? [file] : [];
    });
    const suffix = variant === 'xtest' ? '_test' : '';
    const { importPath, name, goVersion } = found;
    return { path: `${importPath}${suffix}`, name: `${name}${suffix}`, files, goVersion };
  }

  #find(path: string, from: string): PackageLocation | Missing {
    const found = this.#packages.imported(path, this.#known.get(from));
    if (isMissing(found)) {
      this.#lasting.isIncomplete(from);
      this.#isAnyMissing = true;
      return { missingBecause: found.missingBecause };
    }
    this.#known.set(found.importPath, found);
    this.#lasting.imports(from, found.importPath);
    return { path: found.importPath, load: () => this.#dependency(found) };
  }

  #dependency(found: GoPackage): PackageSource {
    const { importPath, name, directory, goFiles, cgoFiles, goVersion } = found;
    const files = [goFiles, cgoFiles].flat().map(({ name: fileName }: GoFile) => {
      const path = below(directory, fileName);
      const document = this.#documents.ofFile(path);
      if (document?.isDirty) {
        this.#lasting.isIncomplete(importPath);
      }
      if (document?.isPresent) {
        return this.#sources.ofDocument(path, document);
      }
      return this.#sources.laterOf(() => this.#disk, path);
    });
    return { path: importPath, name, files, goVersion };
  }
}

function namesIn({ goFiles, cgoFiles, testFiles, xTestFiles }: GoPackage): string {
  const lists = [goFiles, cgoFiles, testFiles, xTestFiles];
  return JSON.stringify(lists.map((files) => files.map(({ name }) => name)));
}

/** The files of a package, `extra` among them. */
function pathsOf(
  { directory, goFiles, cgoFiles, testFiles, xTestFiles }: GoPackage,
  variant: Variant,
  extra: string | undefined,
): PackagePaths {
  const pathsIn = (...lists: readonly (readonly { readonly name: string }[])[]) =>
    lists.flat().map(({ name }) => below(directory, name));
  const asked = {
    build: pathsIn(goFiles, cgoFiles),
    test: pathsIn(testFiles),
    xtest: pathsIn(xTestFiles),
  }[variant];
  const paths = variant === 'test' ? pathsIn(goFiles, cgoFiles, testFiles) : asked;
  return extra === undefined || paths.includes(extra)
    ? { paths, asked, outside: undefined }
    : { paths: [extra, ...paths], asked: [extra], outside: extra };
}

function isSame(a: readonly SourceFile[], b: readonly SourceFile[]): boolean {
  return a.length === b.length && a.every((file, at) => file.slices === b[at]?.slices);
}
