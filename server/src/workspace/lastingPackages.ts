import type { GoPackage } from '../engine/build/packages.ts';
import type { ResolvedModule } from '../engine/build/resolution.ts';

/** `path@version` of what is really used of a module that does not change any more; undefined of others. */
export function lastingModule(module: ResolvedModule): string | undefined {
  const { path, version } = module.replacedBy ?? module;
  // Vendored packages have no directory of their module, and are files of the user's own.
  const isInCache = !module.isMain && version !== '' && module.directory !== '';
  return isInCache ? `${path}@${version}` : undefined;
}

/**
 * Which packages are for good what they are now: those of the module cache and of the toolchain, with all that
 * they were seen to import.
 */
export class LastingPackages {
  readonly #isOwn: (importPath: string) => boolean;
  /** By import path. */
  readonly #imports = new Map<string, Set<GoPackage>>();
  /** Packages with imports that lead nowhere yet, or with texts that are being edited. */
  readonly #incomplete = new Set<string>();

  constructor(isOwn: (importPath: string) => boolean) {
    this.#isOwn = isOwn;
  }

  /** Somebody looked at what an import means. */
  imports(from: string, found: GoPackage): void {
    const imports = this.#imports.get(from) ?? new Set();
    this.#imports.set(from, imports);
    imports.add(found);
  }

  isIncomplete(importPath: string): void {
    this.#incomplete.add(importPath);
  }

  /** By import path; with the module of each, unless it is the toolchain's. */
  find(): ReadonlyMap<string, ResolvedModule | undefined> {
    const known = new Map<string, GoPackage>();
    for (const imports of this.#imports.values()) {
      for (const each of imports) {
        known.set(each.importPath, each);
      }
    }
    const fleeting = new Set([...known.values()].filter((each) => !this.#isLasting(each)));
    const importers = this.#importers(known);
    // A set that grows is gone through to its end.
    for (const each of fleeting) {
      for (const importer of importers.get(each.importPath) ?? []) {
        fleeting.add(importer);
      }
    }
    const lasting = [...known.values()].filter((each) => !fleeting.has(each));
    return new Map(lasting.map(({ importPath, module }) => [importPath, module]));
  }

  #isLasting({ importPath, module, isStandard }: GoPackage): boolean {
    return (
      !this.#isOwn(importPath) &&
      !this.#incomplete.has(importPath) &&
      (module === undefined ? isStandard : lastingModule(module) !== undefined)
    );
  }

  /** By the import path of what they import. */
  #importers(known: ReadonlyMap<string, GoPackage>): ReadonlyMap<string, GoPackage[]> {
    const importers = new Map<string, GoPackage[]>();
    for (const [from, imports] of this.#imports) {
      const importer = known.get(from);
      for (const { importPath } of importer ? imports : []) {
        const others = importers.get(importPath) ?? [];
        importers.set(importPath, others);
        others.push(...(importer ? [importer] : []));
      }
    }
    return importers;
  }
}
