/** Packages as `go list` lists them, through our own front end, bodies included. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ListedPackage } from '../../server/src/engine/build/goList.ts';
import type { SourceFile } from '../../server/src/engine/checker/fileIndex.ts';
import type { CheckedPackage } from '../../server/src/engine/checker/packageChecker.ts';
import {
  type Missing,
  type PackageLocation,
  Program,
} from '../../server/src/engine/checker/program.ts';
import { architectureOf } from '../../server/src/engine/layout/architectures.ts';
import { GoSizes } from '../../server/src/engine/layout/sizes.ts';
import { sourceFileOf } from './checkedGo.ts';
import { goVariable, listedByGo, type Listing } from './goListing.ts';

export interface ProgramPackage {
  readonly importPath: string;
  readonly directory: string;
  readonly files: readonly SourceFile[];
  readonly checked: CheckedPackage;
}

export class ListedProgram {
  /** Import paths of what the patterns mean; what has files for cgo is left out. */
  readonly roots: readonly string[];
  readonly sizes: GoSizes;
  readonly #listed: ReadonlyMap<string, ListedPackage>;
  readonly #files = new Map<string, SourceFile>();
  readonly #program: Program;

  /** `loose` are packages that the go command does not list. */
  constructor(listing: Listing, loose: readonly ListedPackage[] = []) {
    const listed = [...listedByGo(listing), ...loose];
    this.#listed = new Map(listed.map((each) => [each.ImportPath, each]));
    this.roots = listed
      .filter(({ DepOnly, CgoFiles = [], GoFiles = [], ImportPath }) => {
        const isCompiled = GoFiles.length > 0 && CgoFiles.length === 0;
        return DepOnly !== true && isCompiled && ImportPath !== 'unsafe';
      })
      .map(({ ImportPath }) => ImportPath);
    const goarch = goVariable('GOARCH', listing.directory);
    const architecture = architectureOf(goarch);
    if (!architecture) {
      throw new Error(`no GOARCH of ours: ${goarch}`);
    }
    this.sizes = new GoSizes(architecture);
    this.#program = new Program((path, from) => this.#find(path, from), this.sizes);
  }

  /** The package is one and the same for those that import it. */
  package(importPath: string): ProgramPackage {
    const listed = this.#listed.get(importPath);
    this.#program.imported(importPath, '');
    const checked = this.#program.known(importPath);
    if (!listed || !checked) {
      throw new Error(`${importPath} is not listed`);
    }
    const files = pathsOf(listed).flatMap((path) => this.#files.get(path) ?? []);
    return { importPath, directory: listed.Dir ?? '', files, checked };
  }

  fileAt(path: string): SourceFile | undefined {
    return this.#files.get(path);
  }

  #find(path: string, from: string): PackageLocation | Missing {
    const actual = this.#listed.get(from)?.ImportMap?.[path] ?? path;
    const found = this.#listed.get(actual);
    return found
      ? { path: actual, load: () => this.#sourceOf(found) }
      : { missingBecause: `${actual} is not listed` };
  }

  #sourceOf(listed: ListedPackage) {
    const files = pathsOf(listed).map((path) => sourceFileOf(path, readFileSync(path, 'utf8')));
    for (const file of files) {
      this.#files.set(file.path, file);
    }
    const { ImportPath: path, Name: name = '', Module } = listed;
    return { path, name, files, goVersion: Module?.GoVersion };
  }
}

function pathsOf({ Dir = '', GoFiles = [], CgoFiles = [] }: ListedPackage): readonly string[] {
  return [...GoFiles, ...CgoFiles].map((file) => join(Dir, file));
}
