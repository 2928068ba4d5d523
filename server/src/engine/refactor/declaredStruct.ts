/** A struct that is declared in one place, and is met as the type of many things. */
import type { Place, VarObject } from '../types/objects.ts';
import { type StructType, type Type, unalias, underlying } from '../types/types.ts';

/** Types in each other that are followed: others go in circles. */
const MAXIMUM_DEPTH = 32;

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
  isIn(type: Type, depth = 0): boolean {
    const under = underlying(type);
    return (
      this.isOf(type) ||
      (depth < MAXIMUM_DEPTH &&
        ((under.kind === 'array' && this.isIn(under.element, depth + 1)) ||
          (under.kind === 'struct' &&
            under.fields.some((field) => this.isIn(field.type, depth + 1)))))
    );
  }

  /** Whether a value of the type leads to it: through pointers, slices, maps and channels as well. */
  isReachedFrom(type: Type): boolean {
    return this.#isReached(type, new Set());
  }

  #isReached(type: Type, seen: Set<Type>): boolean {
    const actual = unalias(type);
    if (seen.has(actual)) {
      return false;
    }
    seen.add(actual);
    if (this.isOf(actual)) {
      return true;
    }
    const under = underlying(actual);
    switch (under.kind) {
      case 'pointer':
      case 'slice':
      case 'array':
      case 'channel':
        return this.#isReached(under.element, seen);
      case 'map':
        return this.#isReached(under.key, seen) || this.#isReached(under.element, seen);
      case 'struct':
        return under.fields.some((field) => this.#isReached(field.type, seen));
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
