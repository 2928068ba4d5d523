import type { GoPackage, Packages } from '../engine/build/packages.ts';
import { isMissing } from '../engine/build/resolution.ts';
import type { PackageSource } from '../engine/checker/packageChecker.ts';
import { type PackageFinder, Program } from '../engine/checker/program.ts';
import type { Sizes } from '../engine/types/sizes.ts';

/** What a test that stands outside of its package (`package p_test`) imports. */
export interface TestedProgram {
  readonly program: Program;
  /** Of the package that is tested. */
  readonly importPath: string;
}

export interface TestedProgramHost {
  readonly packages: Packages;
  /** What all others import. */
  readonly program: Program;
  readonly sizes: Sizes;
  readonly find: PackageFinder;
  /** The package with its tests. */
  readonly source: () => PackageSource;
}

/**
 * The package with the test files that are its own, and all that import it made anew with it, as `go test` compiles
 * them: cmd/go/internal/load/test.go (recompileForTest), Go 1.26. Undefined where it has none of its own: the test
 * sees what all see.
 */
export function testedProgram(
  tested: GoPackage,
  { packages, program, sizes, find, source }: TestedProgramHost,
): TestedProgram | undefined {
  if (tested.testFiles.length === 0) {
    return undefined;
  }
  const { importPath } = tested;
  const imports = new Map([[importPath, true]]);
  const importsTested = (found: GoPackage): boolean => {
    const known = imports.get(found.importPath);
    if (known !== undefined) {
      return known;
    }
    imports.set(found.importPath, false);
    const does = mayImport(found, tested) && importsOf(found, packages).some(importsTested);
    imports.set(found.importPath, does);
    return does;
  };
  const isShared = (path: string): boolean => {
    const known = imports.get(path);
    const found = known === undefined ? packages.imported(path, tested) : undefined;
    return !(known ?? (found !== undefined && !isMissing(found) && importsTested(found)));
  };
  const findTested: PackageFinder = (path, from) => {
    const found = find(path, from);
    return 'path' in found && found.path === importPath
      ? { path: found.path, load: source }
      : found;
  };
  return { program: new Program(findTested, sizes, { program, isShared }), importPath };
}

/** A module that is downloaded imports none of the user's, and no package of his is imported by the standard library. */
function mayImport(found: GoPackage, tested: GoPackage): boolean {
  return found.isStandard === tested.isStandard && (found.module?.isMain ?? true);
}

function importsOf(found: GoPackage, packages: Packages): GoPackage[] {
  return [found.goFiles, found.cgoFiles]
    .flat()
    .flatMap(({ header }) => header.imports)
    .flatMap(({ path }) => {
      const imported = packages.imported(path, found);
      return isMissing(imported) ? [] : [imported];
    });
}
