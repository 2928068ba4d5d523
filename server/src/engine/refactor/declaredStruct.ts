/** A struct that is declared in one place, and is met as the type of many things. */
import type { Place, VarObject } from '../types/objects.ts';
import { type StructType, type Type, unalias, underlying } from '../types/types.ts';

/**
 * Known by where its first field is declared: so it is found again in other versions of its package,
 * in instances, and behind the names of types that are declared with it.
 */
export class DeclaredStruct {
  readonly struct: StructType;
  readonly #place: Place | undefined;

  constructor(struct: StructType) {
    this.struct = struct;
    this.#place = struct.fields[0]?.place;
  }

  isOf(type: Type): boolean {
    const under = underlying(type);
    return under.kind === 'struct' && this.#isFirst(under.fields[0]);
  }

  /** Whether its size or its offsets are part of those of a type. */
  isIn(type: Type): boolean {
    return this.#leadsTo(type, new Set(), false);
  }

  /** Whether a value of the type leads to it: through pointers, slices, maps and channels as well. */
  isReachedFrom(type: Type): boolean {
    return this.#leadsTo(type, new Set(), true);
  }

  #leadsTo(type: Type, seen: Set<Type>, followsReferences: boolean): boolean {
    const actual = unalias(type);
    if (seen.has(actual)) {
      return false;
    }
    seen.add(actual);
    if (this.isOf(actual)) {
      return true;
    }
    const leads = (each: Type) => this.#leadsTo(each, seen, followsReferences);
    const under = underlying(actual);
    switch (under.kind) {
      case 'array':
        return leads(under.element);
      case 'struct':
        return under.fields.some((field) => leads(field.type));
      case 'pointer':
      case 'slice':
      case 'channel':
        return followsReferences && leads(under.element);
      case 'map':
        return followsReferences && (leads(under.key) || leads(under.element));
      default:
        return false;
    }
  }

  #isFirst(field: VarObject | undefined): boolean {
    const place = field?.place;
    return (
      place !== undefined &&
      place.file === this.#place?.file &&
      place.declaration === this.#place.declaration &&
      place.identifier?.start === this.#place.identifier?.start
    );
  }
}
