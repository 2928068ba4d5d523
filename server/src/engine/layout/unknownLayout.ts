/** Why a type has no layout that is known. */
import { type Type, unalias, underlying } from '../types/types.ts';
import type { GoSizes } from './sizes.ts';

/** Follows the way to the first part that is not known: `field a: field b: …`. */
export function unknownBecause(type: Type, sizes: GoSizes): string {
  const names: string[] = [];
  const passed = new Set<Type>();
  let part = type;
  for (;;) {
    const next = unknownPart(part, sizes);
    if (next === undefined) {
      return inFields(names, reasonOf(part));
    }
    passed.add(part);
    names.push(...next.names);
    part = next.type;
    if (passed.has(part)) {
      return inFields(names, 'the type holds itself');
    }
  }
}

function inFields(names: readonly string[], reason: string): string {
  return [...names.map((name) => `field ${name}`), reason].join(': ');
}

function unknownPart(
  type: Type,
  sizes: GoSizes,
): { readonly names: readonly string[]; readonly type: Type } | undefined {
  const under = underlying(type);
  if (under.kind === 'array' && under.length >= 0) {
    return { names: [], type: under.element };
  }
  if (under.kind !== 'struct') {
    return undefined;
  }
  const field = under.fields.find((each) => sizes.layoutOf(each.type) === undefined);
  return field && { names: [field.name], type: field.type };
}

function reasonOf(type: Type): string {
  const actual = unalias(type);
  if (actual.kind === 'typeParameter') {
    return `depends on the type parameter ${actual.object.name}`;
  }
  const under = underlying(actual);
  switch (under.kind) {
    case 'unknown':
      return under.reason;
    case 'array':
      return 'the length of the array is not known';
    default:
      return 'no type of a value';
  }
}
