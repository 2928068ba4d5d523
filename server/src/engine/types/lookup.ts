/** Fields and methods by name: go/types/lookup.go (Go 1.26). */
import { identical } from './identical.ts';
import { hasId } from './objectId.ts';
import type { FuncObject, VarObject } from './objects.ts';
import type { Package } from './package.ts';
import { typeSetOf } from './typeSet.ts';
import { type Named, type StructType, type Type, unalias, underlying } from './types.ts';

export interface Found {
  readonly object: VarObject | FuncObject;
  /**
   * The embedded fields that lead to it, each by its index in its struct; a field's own index is
   * the last one. Empty for a method that is not promoted.
   */
  readonly index: readonly number[];
  /** A pointer is followed on the way. */
  readonly isIndirect: boolean;
}

export interface NotFound {
  /**
   * - `none`: there is no such name.
   * - `ambiguous`: there are several at one depth.
   * - `pointerReceiver`: there is a method, but the value is neither addressable nor a pointer.
   * - `unknown`: something that is embedded, or the type itself, is not known, and may have it.
   */
  readonly notFound: 'none' | 'ambiguous' | 'pointerReceiver' | 'unknown';
}

export type Lookup = Found | NotFound;

const NONE: NotFound = { notFound: 'none' };
const AMBIGUOUS: NotFound = { notFound: 'ambiguous' };
const POINTER_RECEIVER: NotFound = { notFound: 'pointerReceiver' };
const UNKNOWN: NotFound = { notFound: 'unknown' };
const NO_INDEX: readonly number[] = [];

/**
 * What `x.name` selects, where `x` is of the type and the selector stands in `fromPackage`.
 * Addressable values have the methods with a pointer receiver, too.
 */
export function lookUpFieldOrMethod(
  type: Type,
  isAddressable: boolean,
  fromPackage: Package | undefined,
  name: string,
): Lookup {
  const actual = unalias(type);
  if (actual.kind === 'named') {
    const under = actual.underlying;
    if (under.kind === 'pointer') {
      // A defined pointer type has no methods, but the fields of the struct that it points to.
      const lookup = lookUpIn(under, false, fromPackage, name);
      return 'object' in lookup && lookup.object.kind === 'func' ? NONE : lookup;
    }
  }
  return lookUpIn(actual, isAddressable, fromPackage, name);
}

/** As `lookUpFieldOrMethod`, but that a defined pointer type has no fields. */
export function lookUpIn(
  type: Type,
  isAddressable: boolean,
  fromPackage: Package | undefined,
  name: string,
): Lookup {
  if (name === '_') {
    return NONE;
  }
  let base = unalias(type);
  const isIndirect = base.kind === 'pointer';
  if (base.kind === 'pointer') {
    base = unalias(base.element);
    // A pointer to an interface, or to a type parameter, has nothing.
    if (underlying(base).kind === 'interface') {
      return NONE;
    }
  }
  // The first level by itself, without any lists: that is where most names are.
  if (base.kind === 'named') {
    const method = methodOf(base, fromPackage, name);
    if (method !== undefined) {
      return method.hasPointerReceiver && !isIndirect && !isAddressable
        ? POINTER_RECEIVER
        : { object: method, index: NO_INDEX, isIndirect };
    }
  }
  const under = underlying(base);
  switch (under.kind) {
    case 'struct': {
      const { fields } = under;
      let hasEmbedded = false;
      for (let index = 0; index < fields.length; index++) {
        const field = fields[index];
        if (field !== undefined) {
          if (hasId(field, fromPackage, name)) {
            return { object: field, index: [index], isIndirect };
          }
          hasEmbedded ||= field.isEmbedded;
        }
      }
      return hasEmbedded
        ? lookUpPromoted(base, under, isIndirect, isAddressable, fromPackage, name)
        : NONE;
    }
    case 'interface': {
      const typeSet = typeSetOf(under);
      const method = typeSet.method(name, fromPackage);
      if (method !== undefined) {
        return { object: method, index: NO_INDEX, isIndirect };
      }
      return typeSet.isPartial ? UNKNOWN : NONE;
    }
    case 'unknown':
      return UNKNOWN;
    default:
      return NONE;
  }
}

/** A method that is declared with this receiver base type, whatever its receiver. */
function methodOf(
  named: Named,
  fromPackage: Package | undefined,
  name: string,
): FuncObject | undefined {
  const method = named.methods.get(name);
  return method !== undefined && hasId(method, fromPackage, name) ? method : undefined;
}

/** A type that is embedded at the depth that is searched. */
export interface Embedded {
  /** Without the pointer, if it was one. */
  readonly type: Type;
  readonly parent: Embedded | undefined;
  /** Of the embedded field in its parent. */
  readonly fieldIndex: number;
  readonly isIndirect: boolean;
  /** The type is embedded more than once at this depth: what it has is ambiguous. */
  isMultiple: boolean;
}

/** Types that are looked at in one search; more are a type that expands without end. */
export const MAX_EMBEDDED = 500;

/** One depth after the other, from the embedded types of the outermost struct on. */
function lookUpPromoted(
  base: Type,
  struct: StructType,
  isIndirect: boolean,
  isAddressable: boolean,
  fromPackage: Package | undefined,
  name: string,
): Lookup {
  const seen: Named[] = base.kind === 'named' ? [base] : [];
  const outermost: Embedded[] = [];
  addEmbedded(outermost, struct, undefined, isIndirect, false);
  let level = withoutDoubles(outermost);
  let countSeen = 0;
  while (level.length > 0) {
    let object: VarObject | FuncObject | undefined;
    let through: Embedded | undefined;
    let fieldIndex = -1;
    let isPartial = false;
    const next: Embedded[] = [];
    for (const embedded of level) {
      const { type } = embedded;
      if (type.kind === 'named') {
        if (isSeen(seen, type)) {
          continue;
        }
        seen.push(type);
      }
      const found = ownMember(type, fromPackage, name);
      if (found === 'unknown') {
        isPartial = true;
      } else if (found !== undefined) {
        if (object !== undefined || embedded.isMultiple) {
          return AMBIGUOUS;
        }
        object = found.object;
        fieldIndex = found.fieldIndex;
        through = embedded;
      } else if (object === undefined) {
        const under = underlying(type);
        if (under.kind === 'struct') {
          addEmbedded(next, under, embedded, embedded.isIndirect, embedded.isMultiple);
        }
      }
    }
    if (object !== undefined && through !== undefined) {
      return object.kind === 'func' &&
        object.hasPointerReceiver &&
        !through.isIndirect &&
        !isAddressable
        ? POINTER_RECEIVER
        : {
            object,
            index: indexPath(through, object.kind === 'func' ? undefined : fieldIndex),
            isIndirect: through.isIndirect,
          };
    }
    countSeen += level.length;
    if (isPartial || countSeen > MAX_EMBEDDED) {
      return UNKNOWN;
    }
    level = withoutDoubles(next);
  }
  return NONE;
}

interface Member {
  readonly object: VarObject | FuncObject;
  /** -1 for methods. */
  readonly fieldIndex: number;
}

/** What the type has by itself. */
function ownMember(
  type: Type,
  fromPackage: Package | undefined,
  name: string,
): Member | 'unknown' | undefined {
  if (type.kind === 'named') {
    const method = methodOf(type, fromPackage, name);
    if (method !== undefined) {
      return { object: method, fieldIndex: -1 };
    }
  }
  const under = underlying(type);
  switch (under.kind) {
    case 'struct': {
      const fieldIndex = under.fields.findIndex((field) => hasId(field, fromPackage, name));
      const object = under.fields[fieldIndex];
      return object === undefined ? undefined : { object, fieldIndex };
    }
    case 'interface': {
      const typeSet = typeSetOf(under);
      const object = typeSet.method(name, fromPackage);
      if (object !== undefined) {
        return { object, fieldIndex: -1 };
      }
      return typeSet.isPartial ? 'unknown' : undefined;
    }
    case 'unknown':
      return 'unknown';
    default:
      return undefined;
  }
}

export function addEmbedded(
  level: Embedded[],
  struct: StructType,
  parent: Embedded | undefined,
  isIndirect: boolean,
  isMultiple: boolean,
): void {
  for (const [fieldIndex, field] of struct.fields.entries()) {
    if (field.isEmbedded) {
      const actual = unalias(field.type);
      const isPointer = actual.kind === 'pointer';
      level.push({
        type: isPointer ? unalias(actual.element) : actual,
        parent,
        fieldIndex,
        isIndirect: isIndirect || isPointer,
        isMultiple,
      });
    }
  }
}

/** A type that is already looked at, at a depth above, hides itself further down. */
export function isSeen(seen: readonly Named[], type: Named): boolean {
  return seen.some(
    (other) => other === type || (other.origin === type.origin && identical(other, type)),
  );
}

/** The types of a depth, each of them once. */
export function withoutDoubles(level: Embedded[]): Embedded[] {
  if (level.length < 2) {
    return level;
  }
  const unique: Embedded[] = [];
  for (const embedded of level) {
    const same = unique.find((other) => identical(other.type, embedded.type));
    if (same === undefined) {
      unique.push(embedded);
    } else {
      same.isMultiple = true;
    }
  }
  return unique;
}

export function indexPath(embedded: Embedded, fieldIndex?: number): readonly number[] {
  const path = fieldIndex === undefined ? [] : [fieldIndex];
  for (let at: Embedded | undefined = embedded; at !== undefined; at = at.parent) {
    path.push(at.fieldIndex);
  }
  return path.reverse();
}
