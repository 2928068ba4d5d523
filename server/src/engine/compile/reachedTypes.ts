/**
 * Named types that types lead to, by way of what is underlying and of methods: with an object the compiler reads, and
 * exports, all that its type is made of (noder/reader.go and linker.go, Go 1.26).
 */
import { isExported } from '../types/objects.ts';
import type { Package } from '../types/package.ts';
import type { Named, Type } from '../types/types.ts';

/** What leads to a type is mostly near; so many named types take some hundred milliseconds at first. */
export const MAXIMUM_FOREIGN = 3000;

/** What a type is put together of as it is written; a name is all that there is of a named type. */
export function partsOf(type: Type): readonly Type[] {
  switch (type.kind) {
    case 'array':
    case 'slice':
    case 'pointer':
    case 'channel':
      return [type.element];
    case 'map':
      return [type.key, type.element];
    case 'struct':
      return type.fields.map((each) => each.type);
    case 'tuple':
      return type.variables.map((each) => each.type);
    case 'signature':
      return [type.parameters, type.results];
    case 'interface':
      return [...type.methods.map((each) => each.type), ...type.embedded];
    case 'alias':
      return [type.actual];
    case 'union':
      return type.terms.map((each) => each.type);
    case 'named':
    case 'basic':
    case 'unknown':
    case 'typeParameter':
      return [];
  }
}

/** Those, by their origins, that what a package exports leads to, the nearest first; of many not all. */
export function typesExportedBy(exporting: Package): ReadonlySet<Named> {
  const found = new Set<Named>();
  const seen = new Set<Type>();
  const pending: Type[] = [];
  for (const name of exporting.scope.names()) {
    const object = isExported(name) ? exporting.scope.get(name) : undefined;
    if (object && 'type' in object) {
      pending.push(object.type);
    }
  }
  // It grows while it is gone through.
  for (const type of pending) {
    if (seen.has(type)) {
      continue;
    }
    seen.add(type);
    if (type.kind !== 'named') {
      pending.push(...partsOf(type));
    } else if (found.size < MAXIMUM_FOREIGN) {
      found.add(type.origin);
      const methods = [...type.origin.methods.values()].map((each) => each.type);
      pending.push(...type.typeArguments, type.underlying, ...methods);
    }
  }
  return found;
}
