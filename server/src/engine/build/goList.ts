/**
 * What the go command says of packages, as a table of the same form as ours: it is used where the
 * go command may run, and ours is held against it.
 */
import type { GoFile } from './directoryPackage.ts';
import { importsOf, type Closure, type GoPackage, type Packages } from './packages.ts';
import { moduleKey } from './modulePath.ts';
import { isMissing } from './resolution.ts';

/** Fields of `go list -deps -json` (`go help list`, Go 1.26) that are looked at. */
export interface ListedPackage {
  readonly ImportPath: string;
  readonly Name?: string;
  readonly Dir?: string;
  readonly GoFiles?: readonly string[];
  readonly CgoFiles?: readonly string[];
  readonly TestGoFiles?: readonly string[];
  readonly XTestGoFiles?: readonly string[];
  readonly Imports?: readonly string[];
  readonly TestImports?: readonly string[];
  readonly XTestImports?: readonly string[];
  /** What an import means, where that is not what it says. */
  readonly ImportMap?: Readonly<Record<string, string>>;
  readonly Module?: {
    readonly Path: string;
    readonly Version?: string;
    readonly GoVersion?: string;
  };
  readonly Standard?: boolean;
  /** Set for a package that is compiled anew for tests, and for the program that runs them. */
  readonly ForTest?: string;
  readonly DepOnly?: boolean;
}

/** A package as both sides know it. Lists are sorted; paths have `/` between names. */
export interface PackageRow {
  readonly importPath: string;
  readonly name: string;
  readonly directory: string;
  readonly goFiles: readonly string[];
  readonly cgoFiles: readonly string[];
  readonly testFiles: readonly string[];
  readonly xTestFiles: readonly string[];
  /** The packages that it imports, by what they are known by; "C" and what is missing left out. */
  readonly imports: readonly string[];
  /** `path@version`, or the path of a main module; empty in the standard library. */
  readonly module: string;
  readonly isStandard: boolean;
}

export type PackageTable = ReadonlyMap<string, PackageRow>;

export interface PackageDifference {
  readonly importPath: string;
  /** `package` where only one side has it. */
  readonly what: 'package' | keyof PackageRow;
  readonly ours: string;
  readonly theirs: string;
}

function tableOfPackages(packages: Packages, list: Iterable<GoPackage>): PackageTable {
  const names = (files: readonly GoFile[]): string[] => files.map(({ name }) => name);
  const rows = [...list].map((each): PackageRow => {
    const imports = importsOf(each).flatMap((path) => {
      const imported = packages.imported(path, each);
      return isMissing(imported) ? [] : [imported.importPath];
    });
    return {
      importPath: each.importPath,
      name: each.name,
      directory: each.directory,
      goFiles: names(each.goFiles),
      cgoFiles: names(each.cgoFiles),
      testFiles: names(each.testFiles),
      xTestFiles: names(each.xTestFiles),
      imports: [...new Set(imports)].sort(),
      module: each.module && !each.isStandard ? moduleKey(each.module) : '',
      isStandard: each.isStandard,
    };
  });
  return new Map(rows.map((row) => [row.importPath, row]));
}

/**
 * A package that is compiled anew, for tests or with a profile, is listed as `path [why]`. It is the
 * same package, unless its own tests are part of it.
 */
function tableOfGoList(listed: readonly ListedPackage[]): PackageTable {
  const table = new Map<string, PackageRow>();
  // What is missing is listed as well, and is nowhere.
  const found = listed.filter(({ Dir = '' }) => Dir !== '');
  const paths = new Set(found.map(({ ImportPath }) => withoutVariant(ImportPath)));
  for (const each of found) {
    const { GoFiles, CgoFiles, TestGoFiles, XTestGoFiles, Imports, ImportMap, Module } = each;
    const importPath = withoutVariant(each.ImportPath);
    const isOfTests =
      importPath.endsWith('.test') ||
      (each.ForTest !== undefined && [each.ForTest, `${each.ForTest}_test`].includes(importPath));
    if (isOfTests || table.has(importPath)) {
      continue;
    }
    const imports = (Imports ?? []).map((path) => withoutVariant(ImportMap?.[path] ?? path));
    table.set(importPath, {
      importPath,
      name: each.Name ?? '',
      directory: (each.Dir ?? '').replaceAll('\\', '/'),
      goFiles: [...(GoFiles ?? [])].sort(),
      cgoFiles: [...(CgoFiles ?? [])].sort(),
      testFiles: [...(TestGoFiles ?? [])].sort(),
      xTestFiles: [...(XTestGoFiles ?? [])].sort(),
      imports: [...new Set(imports)].filter((path) => paths.has(path)).sort(),
      module: Module ? moduleKey({ path: Module.Path, version: Module.Version ?? '' }) : '',
      isStandard: each.Standard ?? false,
    });
  }
  return reachable(
    table,
    listed.filter(({ DepOnly }) => DepOnly !== true),
  );
}

/** Without what no file imports: the linker adds `runtime/cgo`, for example. */
function reachable(
  table: ReadonlyMap<string, PackageRow>,
  roots: readonly ListedPackage[],
): PackageTable {
  const found = new Map<string, PackageRow>();
  const visit = (importPath: string): void => {
    const row = table.get(importPath);
    if (row && !found.has(importPath)) {
      found.set(importPath, row);
      row.imports.forEach(visit);
    }
  };
  for (const { ImportPath, ForTest, TestImports = [], XTestImports = [], ImportMap } of roots) {
    visit(withoutVariant(ImportPath));
    if (ForTest === undefined) {
      const ofTests = [...TestImports, ...XTestImports];
      ofTests.map((path) => withoutVariant(ImportMap?.[path] ?? path)).forEach(visit);
    }
  }
  return found;
}

function withoutVariant(importPath: string): string {
  const space = importPath.indexOf(' ');
  return space < 0 ? importPath : importPath.slice(0, space);
}

/** How a closure of ours differs from what `go list -deps -json` says of the same packages. */
export function compareWithGoList(
  packages: Packages,
  closure: Closure,
  listed: readonly ListedPackage[],
): PackageDifference[] {
  const ours = tableOfPackages(packages, closure.packages.values());
  return compareTables(ours, tableOfGoList(listed));
}

/** What the two sides do not agree on, by import path and then by field. */
function compareTables(ours: PackageTable, theirs: PackageTable): PackageDifference[] {
  const differences: PackageDifference[] = [];
  for (const importPath of [...new Set([...ours.keys(), ...theirs.keys()])].sort()) {
    const [own, other] = [ours.get(importPath), theirs.get(importPath)];
    if (!own || !other) {
      differences.push({
        importPath,
        what: 'package',
        ours: own?.directory ?? '',
        theirs: other?.directory ?? '',
      });
      continue;
    }
    for (const what of FIELDS) {
      const [ownValue, otherValue] = [String(own[what]), String(other[what])];
      if (ownValue !== otherValue) {
        differences.push({ importPath, what, ours: ownValue, theirs: otherValue });
      }
    }
  }
  return differences;
}

const FIELDS = [
  'name',
  'directory',
  'goFiles',
  'cgoFiles',
  'testFiles',
  'xTestFiles',
  'imports',
  'module',
  'isStandard',
] as const satisfies readonly (keyof PackageRow)[];
