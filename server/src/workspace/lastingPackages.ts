import type { GoPackage } from '../engine/build/packages.ts';
import type { ResolvedModule } from '../engine/build/resolution.ts';

/** `path@version` of what is really used of a module that does not change any more; undefined of others. */
export function lastingModule(module: ResolvedModule): string | undefined {
  const { path, version } = module.replacedBy ?? module;
  // Vendored packages have no directory of their module, and are files of the user's own.
  const isInCache = !module.isMain && version !== '' && module.directory !== '';
  return isInCache ? `${path}@${version}` : undefined;
}

/** A package that does not change any more, and its module, if it has one. */
export interface LastingPackage {
  readonly importPath: string;
  /** `path@version`. */
  readonly module: string | undefined;
}

/**
 * Which packages are for good what they are now: those of the module cache and of the toolchain, with all that
 * they were seen to import.
 */
export class LastingPackages {
  readonly #known: ReadonlyMap<string, GoPackage>;
  readonly #isOwn: (importPath: string) => boolean;
  /** Who imports a package, all by import path. */
  readonly #importers = new Map<string, Set<string>>();
  /** Packages with imports that lead nowhere yet, or with texts that are being edited. */
  readonly #incomplete = new Set<string>();

  /** `known` has all packages, by import path. */
  constructor(known: ReadonlyMap<string, GoPackage>, isOwn: (importPath: string) => boolean) {
    this.#known = known;
    this.#isOwn = isOwn;
  }

  /** Somebody looked at what an import means. */
  imports(from: string, importPath: string): void {
    const importers = this.#importers.get(importPath) ?? new Set();
    this.#importers.set(importPath, importers);
    importers.add(from);
  }

  isIncomplete(importPath: string): void {
    this.#incomplete.add(importPath);
  }

  find(): readonly LastingPackage[] {
    const known = [...this.#known.values()];
    const fleeting = new Set(
      known.filter((each) => !this.#isLasting(each)).map(({ importPath }) => importPath),
    );
    // A set that grows is gone through to its end.
    for (const each of fleeting) {
      for (const importer of this.#importers.get(each) ?? []) {
        fleeting.add(importer);
      }
    }
    return known
      .filter(({ importPath }) => !fleeting.has(importPath))
      .map(({ importPath, module }) => ({ importPath, module: module && lastingModule(module) }));
  }

  #isLasting({ importPath, module, isStandard }: GoPackage): boolean {
    return (
      !this.#isOwn(importPath) &&
      !this.#incomplete.has(importPath) &&
      (module === undefined ? isStandard : lastingModule(module) !== undefined)
    );
  }
}
