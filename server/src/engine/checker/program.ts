/** The packages that a package is checked with, each of which is made once. */
import { likelyName } from './fileImports.ts';
import { type CheckedPackage, checkPackage, type PackageSource } from './packageChecker.ts';
import type { Sizes } from '../types/sizes.ts';
import { Package } from '../types/package.ts';
import { Scope } from '../types/scope.ts';
import { unsafePackage } from '../types/universe.ts';

/** Where a package is, before anything is read of it. */
export interface PackageLocation {
  /** What it is known by: an import means another package in another module. */
  readonly path: string;
  /** Declarations are enough: bodies are not looked at. */
  readonly load: () => PackageSource;
}

export interface Missing {
  readonly missingBecause: string;
}

/** Finds what `path` means in the package `from`. */
export type PackageFinder = (path: string, from: string) => PackageLocation | Missing;

/** What a program has in common with another one. */
export interface SharedPackages {
  readonly program: Program;
  readonly isShared: (path: string) => boolean;
}

/** Dependencies of one set of build settings: they are kept for as long as nothing of them changes. */
export class Program {
  readonly #find: PackageFinder;
  readonly #sizes: Sizes;
  readonly #shared: SharedPackages | undefined;
  readonly #packages = new Map<string, CheckedPackage>();

  constructor(find: PackageFinder, sizes: Sizes, shared?: SharedPackages) {
    this.#find = find;
    this.#sizes = sizes;
    this.#shared = shared;
  }

  /** A package that somebody has imported, and that is this program's own. */
  known(path: string): CheckedPackage | undefined {
    return this.#packages.get(path);
  }

  /** Makes packages anew when they are next imported. Those that import them have to go as well. */
  forget(isForgotten: (path: string) => boolean): void {
    for (const path of this.#packages.keys()) {
      if (isForgotten(path)) {
        this.#packages.delete(path);
      }
    }
  }

  /** A package as one that is imported. */
  imported(path: string, from: string): Package {
    if (path === 'unsafe') {
      return unsafePackage;
    }
    const location = path === 'C' ? CGO : this.#find(path, from);
    if ('missingBecause' in location) {
      return missingPackage(path, location.missingBecause);
    }
    if (this.#shared?.isShared(location.path)) {
      return this.#shared.program.imported(path, from);
    }
    let found = this.#packages.get(location.path);
    if (found === undefined) {
      const source = location.load();
      found = checkPackage(source, {
        sizes: this.#sizes,
        importPackage: (each) => this.imported(each, location.path),
      });
      this.#packages.set(location.path, found);
    }
    return found.package;
  }
}

const CGO: Missing = { missingBecause: 'names of C are known to the C compiler only' };

function missingPackage(path: string, because: string): Package {
  return new Package(path, likelyName(path), new Scope(undefined), because);
}
