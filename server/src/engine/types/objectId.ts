/**
 * When two names are the same: exported ones wherever they are declared, others only within one
 * package. "Uniqueness of identifiers" of the spec, `Id` and `cmp` of go/types/object.go (Go 1.26).
 */
import { isExported } from './objects.ts';
import type { Package } from './package.ts';

interface Named {
  readonly name: string;
  readonly package: Package | undefined;
}

/** Whether the name, written in `fromPackage`, is that of the object. */
export function hasId(object: Named, fromPackage: Package | undefined, name: string): boolean {
  return (
    object.name === name &&
    (object.package === fromPackage ||
      isExported(name) ||
      (object.package !== undefined && object.package.path === fromPackage?.path))
  );
}

/** A key for maps: objects have the same one if their names are the same. */
export function objectId(object: Named): string {
  return isExported(object.name) ? object.name : `${object.package?.path ?? '_'}.${object.name}`;
}

/** The order of methods: exported ones first, then by name, then by package. */
export function compareIds(a: Named, b: Named): number {
  const isExportedA = isExported(a.name);
  if (isExportedA !== isExported(b.name)) {
    return isExportedA ? -1 : 1;
  }
  return (
    compareText(a.name, b.name) ||
    (isExportedA ? 0 : compareText(a.package?.path ?? '', b.package?.path ?? ''))
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
