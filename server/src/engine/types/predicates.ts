/**
 * What types can do: go/types/predicates.go (Go 1.26).
 *
 * Predicates named `is…` do not look inside type parameters, for which they are false; those named
 * `all…` are true if they hold for each type that a type parameter may stand for, and false if no
 * types are named.
 */
import { everyUnderlying, typeSetOf } from './typeSet.ts';
import { type Basic, BasicInfo, type Named, type Type, unalias, underlying } from './types.ts';
import { basicTypes, runeType } from './universe.ts';

export function isBoolean(type: Type): boolean {
  return isBasic(type, BasicInfo.boolean);
}

export function isInteger(type: Type): boolean {
  return isBasic(type, BasicInfo.integer);
}

export function isUnsigned(type: Type): boolean {
  return isBasic(type, BasicInfo.unsigned);
}

export function isFloat(type: Type): boolean {
  return isBasic(type, BasicInfo.float);
}

export function isComplex(type: Type): boolean {
  return isBasic(type, BasicInfo.complex);
}

export function isNumeric(type: Type): boolean {
  return isBasic(type, BasicInfo.numeric);
}

export function isString(type: Type): boolean {
  return isBasic(type, BasicInfo.string);
}

/** Whether it is `byte` itself, which a type of its own is not. */
export function isByte(type: Type): boolean {
  const actual = unalias(type);
  return actual.kind === 'basic' && actual.basic === 'uint8';
}

/** Whether it is a slice of bytes, whatever the names of the two. */
export function isBytes(type: Type): boolean {
  const slice = underlying(type);
  const element = slice.kind === 'slice' ? underlying(slice.element) : undefined;
  return element?.kind === 'basic' && element.basic === 'uint8';
}

export function isOrdered(type: Type): boolean {
  return isBasic(type, BasicInfo.ordered);
}

/** Whether constants can have the type. */
export function isConstantType(type: Type): boolean {
  return isBasic(type, BasicInfo.constant);
}

export function allBoolean(type: Type): boolean {
  return allBasic(type, BasicInfo.boolean);
}

export function allInteger(type: Type): boolean {
  return allBasic(type, BasicInfo.integer);
}

export function allNumeric(type: Type): boolean {
  return allBasic(type, BasicInfo.numeric);
}

export function allString(type: Type): boolean {
  return allBasic(type, BasicInfo.string);
}

export function allNumericOrString(type: Type): boolean {
  return allBasic(type, BasicInfo.numeric | BasicInfo.string);
}

/** Whether the underlying type is a basic one with one of the properties of `BasicInfo`. */
function isBasic(type: Type, info: number): boolean {
  const under = underlying(type);
  return under.kind === 'basic' && (under.info & info) !== 0;
}

function allBasic(type: Type, info: number): boolean {
  return everyUnderlying(type, (under) => isBasic(under, info));
}

/** Predeclared and defined types, and type parameters. */
export function hasName(type: Type): boolean {
  const actual = unalias(type);
  return actual.kind === 'basic' || actual.kind === 'named' || actual.kind === 'typeParameter';
}

/** No alias or defined type stands for an untyped one. */
export function isUntyped(type: Type): boolean {
  return type.kind === 'basic' && (type.info & BasicInfo.untyped) !== 0;
}

export function isTyped(type: Type): boolean {
  return !isUntyped(type);
}

export function isUntypedNil(type: Type): boolean {
  return type.kind === 'basic' && type.basic === 'untyped nil';
}

export function isTypeParameter(type: Type): boolean {
  return unalias(type).kind === 'typeParameter';
}

/** The defined type that the type is, or an alias of. */
export function asNamed(type: Type): Named | undefined {
  const actual = unalias(type);
  return actual.kind === 'named' ? actual : undefined;
}

/** A type parameter is one, too, as in go/types: its underlying type is its constraint's. */
export function isInterface(type: Type): boolean {
  return underlying(type).kind === 'interface';
}

export function isNonTypeParameterInterface(type: Type): boolean {
  return !isTypeParameter(type) && isInterface(type);
}

/** A generic type without type arguments; signatures are not looked at. */
export function isGeneric(type: Type): boolean {
  if (type.kind === 'alias' && type.typeArguments.length === 0 && type.typeParameters.length > 0) {
    return true;
  }
  const named = asNamed(type);
  return named?.typeArguments.length === 0 && named.typeParameters.length > 0;
}

/** A generic function that has no type arguments yet. */
export function isGenericSignature(type: Type): boolean {
  return type.kind === 'signature' && type.typeParameters.length > 0;
}

/** Whether nil is one of its values; untyped nil itself has none. */
export function hasNil(type: Type): boolean {
  const under = underlying(type);
  switch (under.kind) {
    case 'basic':
      return under.basic === 'unsafe.Pointer';
    case 'slice':
    case 'pointer':
    case 'signature':
    case 'map':
    case 'channel':
      return true;
    case 'interface':
      return !isTypeParameter(type) || everyUnderlying(type, hasNil);
    default:
      return false;
  }
}

/** Whether `==` applies to values of the type; to those of interfaces it does, and may panic. */
export function isComparable(type: Type): boolean {
  return comparable(type, true, undefined);
}

/** Whether `==` applies and can never panic: interfaces are not comparable in this sense. */
export function isStrictlyComparable(type: Type): boolean {
  return comparable(type, false, undefined);
}

/** Nested types that are looked at; more are a type that contains itself without end. */
const MAX_NESTED = 1000;

/** `isDynamic`: interfaces are comparable. What is unknown is, to cause no more errors. */
function comparable(type: Type, isDynamic: boolean, seen: Set<Type> | undefined): boolean {
  const under = underlying(type);
  switch (under.kind) {
    case 'unknown':
    case 'pointer':
    case 'channel':
      return true;
    case 'basic':
      return under.basic !== 'untyped nil';
    case 'array':
    case 'struct':
    case 'interface':
      break;
    default:
      return false;
  }
  const open = seen ?? new Set();
  if (open.has(type) || open.size > MAX_NESTED) {
    return true;
  }
  open.add(type);
  if (under.kind === 'array') {
    return comparable(under.element, isDynamic, open);
  }
  if (under.kind === 'struct') {
    return under.fields.every((field) => comparable(field.type, isDynamic, open));
  }
  if (isDynamic && !isTypeParameter(type)) {
    return true;
  }
  const typeSet = typeSetOf(under);
  return (
    typeSet.isComparable ||
    (typeSet.specificTypes?.every((specific) => comparable(specific.type, false, open)) ??
      typeSet.isPartial)
  );
}

const DEFAULT_TYPES: ReadonlyMap<string, Basic> = new Map([
  ['untyped bool', basicTypes.bool],
  ['untyped int', basicTypes.int],
  ['untyped rune', runeType],
  ['untyped float', basicTypes.float64],
  ['untyped complex', basicTypes.complex128],
  ['untyped string', basicTypes.string],
]);

/** The type that an untyped value gets where nothing asks for another; others keep theirs. */
export function defaultType(type: Type): Type {
  return type.kind === 'basic' ? (DEFAULT_TYPES.get(type.basic) ?? type) : type;
}

const NUMBER_RANKS = ['untyped int', 'untyped rune', 'untyped float', 'untyped complex'];

/** Of two untyped types the one to which values of both can be converted. */
export function widerUntyped(a: Type, b: Type): Type | undefined {
  if (a.kind !== 'basic' || b.kind !== 'basic') {
    return undefined;
  }
  if (a.basic === b.basic) {
    return a;
  }
  const ranks = [NUMBER_RANKS.indexOf(a.basic), NUMBER_RANKS.indexOf(b.basic)] as const;
  if (ranks[0] < 0 || ranks[1] < 0) {
    return undefined;
  }
  return ranks[0] > ranks[1] ? a : b;
}
