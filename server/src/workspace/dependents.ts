import { importsOf, type GoPackage, type Packages } from '../engine/build/packages.ts';

/** The packages of the user's own modules. */
export function ownPackages(packages: Packages): readonly GoPackage[] {
  return packages.main.modules
    .flatMap(({ directory }) => packages.directoriesBelow(directory))
    .flatMap((directory) => packages.at(directory) ?? []);
}

/** Those of them that are built with a package, be it for their tests only; that one is not among them. */
export function dependentsOf(
  { importPath }: GoPackage,
  packages: readonly GoPackage[],
): readonly GoPackage[] {
  const imported = new Set([importPath]);
  const dependents = new Set<GoPackage>();
  for (let isGrowing = true; isGrowing;) {
    isGrowing = false;
    for (const each of packages) {
      if (!dependents.has(each) && importsOf(each, true).some((path) => imported.has(path))) {
        dependents.add(each);
        imported.add(each.importPath);
        isGrowing = true;
      }
    }
  }
  return [...dependents].filter((each) => each.importPath !== importPath);
}
