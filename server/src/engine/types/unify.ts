/**
 * Type arguments that make two types alike: go/types/unify.go (Go 1.26).
 *
 * What is not known goes together with everything. It becomes the type argument where nothing
 * better is certain, so that what depends on it is unknown, too.
 */
import { identical } from './identical.ts';
import { lookUpIn } from './lookup.ts';
import { hasId } from './objectId.ts';
import { isParameterized } from './parameterized.ts';
import { asNamed, hasName, isInterface, isTypeParameter } from './predicates.ts';
import { isSubset } from './terms.ts';
import { coreType, type TypeSet, typeSetOf } from './typeSet.ts';
import {
  constraintInterface,
  type InterfaceType,
  type StructType,
  type Tuple,
  type Type,
  type TypeParameter,
  unalias,
  underlying,
  Unknown,
} from './types.ts';

/**
 * How far types may differ:
 * - `exact`: they are identical.
 * - `inexact`: a defined type goes together with a type literal that is its underlying type,
 *   channels may have different directions, and an interface goes together with what has its
 *   methods.
 * - `assign`: inexact, but the elements of types are exact.
 */
export type UnifyMode = 'exact' | 'inexact' | 'assign';

/** That of go/types, where deeper recursion is taken for endless. */
const MAX_DEPTH = 50;

/** The type argument of a type parameter, shared by those that must have the same one. */
interface Handle {
  type: Type | undefined;
}

/** Interfaces that are being compared: they are alike if they meet again. */
interface Pair {
  readonly x: InterfaceType;
  readonly y: InterfaceType;
  readonly outer: Pair | undefined;
}

/** Type parameters, which are called bound, and what is known of their type arguments. */
export class Unifier {
  readonly #handles = new Map<TypeParameter, Handle>();
  #depth = 0;

  constructor(parameters: readonly TypeParameter[], typeArguments: readonly (Type | undefined)[]) {
    for (const [index, parameter] of parameters.entries()) {
      this.#handles.set(parameter, { type: typeArguments[index] });
    }
  }

  /** The type argument, if there is one. */
  at(parameter: TypeParameter): Type | undefined {
    return this.#handles.get(parameter)?.type;
  }

  set(parameter: TypeParameter, type: Type): void {
    const handle = this.#handles.get(parameter);
    if (handle !== undefined) {
      handle.type = type;
    }
  }

  /** Type parameters without a type argument. */
  get countMissing(): number {
    let count = 0;
    for (const { type } of this.#handles.values()) {
      count += type === undefined ? 1 : 0;
    }
    return count;
  }

  /** Whether type arguments can make the two alike; those that follow from it are set. */
  unify(x: Type, y: Type, mode: UnifyMode): boolean {
    return this.#unify(x, y, mode, undefined);
  }

  /** Whether the type has the methods, with signatures that can be made the same. */
  unifyMethods(type: Type, wanted: TypeSet): boolean {
    return this.#unifyMethods(type, wanted, undefined);
  }

  #unify(x: Type, y: Type, mode: UnifyMode, pair: Pair | undefined): boolean {
    if (isSame(x, y)) {
      return true;
    }
    if (this.#depth >= MAX_DEPTH) {
      return false;
    }
    this.#depth++;
    const areAlike = this.#unifyDifferent(x, y, mode, pair);
    this.#depth--;
    return areAlike;
  }

  #unifyDifferent(a: Type, b: Type, mode: UnifyMode, pair: Pair | undefined): boolean {
    // A defined type is in y, and a bound type parameter in x, if there is one.
    const isSwapped = asNamed(a) !== undefined || this.#bound(b) !== undefined;
    const x = isSwapped ? b : a;
    let y = isSwapped ? a : b;
    const named = asNamed(y);
    const isLiteral = isTypeLiteral(x) && !isInterface(x) && !isUnknown(x);
    if (mode !== 'exact' && named !== undefined && isLiteral) {
      y = named.underlying;
      if (isSame(x, y)) {
        return true;
      }
    }
    const boundX = this.#bound(x);
    if (boundX !== undefined) {
      const boundY = this.#bound(y);
      return boundY === undefined
        ? this.#unifyParameter(boundX, y, mode, pair)
        : this.#unifyParameters(boundX, boundY, mode, pair);
    }
    const actualX = unalias(x);
    const actualY = unalias(y);
    if (actualX.kind === 'unknown') {
      return this.#spread(actualX, actualY);
    }
    if (actualY.kind === 'unknown') {
      return this.#spread(actualY, actualX);
    }
    if (mode !== 'exact') {
      const interfaceX = asInterface(x);
      const interfaceY = asInterface(y);
      if (interfaceX !== undefined && interfaceY !== undefined) {
        return this.#unifyInterfaces(interfaceX, interfaceY, mode, pair);
      }
      if (interfaceX !== undefined) {
        return this.#unifyMethods(y, typeSetOf(interfaceX), pair);
      }
      if (interfaceY !== undefined) {
        return this.#unifyMethods(x, typeSetOf(interfaceY), pair);
      }
    }
    if (actualY.kind === 'typeParameter') {
      return this.#unifyCore(actualY, x, pair);
    }
    return actualX.kind === 'typeParameter'
      ? this.#unifyCore(actualX, y, pair)
      : this.#unifyStructure(actualX, actualY, mode, pair);
  }

  #bound(type: Type): TypeParameter | undefined {
    const actual = unalias(type);
    return actual.kind === 'typeParameter' && this.#handles.has(actual) ? actual : undefined;
  }

  #unifyParameters(
    x: TypeParameter,
    y: TypeParameter,
    mode: UnifyMode,
    pair: Pair | undefined,
  ): boolean {
    const typeX = this.at(x);
    const typeY = this.at(y);
    if (typeX !== undefined && typeY !== undefined) {
      return this.#handles.get(x) === this.#handles.get(y) || this.#unify(typeX, typeY, mode, pair);
    }
    this.#join(x, y);
    return true;
  }

  /** From now on the two, and all that are joined with them, have one type argument. */
  #join(x: TypeParameter, y: TypeParameter): void {
    const [kept, given] = this.at(x) === undefined ? [y, x] : [x, y];
    const keptHandle = this.#handles.get(kept);
    const givenHandle = this.#handles.get(given);
    for (const [parameter, handle] of this.#handles) {
      if (handle === givenHandle && keptHandle !== undefined) {
        this.#handles.set(parameter, keptHandle);
      }
    }
  }

  #unifyParameter(
    parameter: TypeParameter,
    y: Type,
    mode: UnifyMode,
    pair: Pair | undefined,
  ): boolean {
    const x = this.at(parameter);
    if (x === undefined) {
      this.set(parameter, y);
      return true;
    }
    if (!this.#unify(x, y, mode, pair)) {
      return false;
    }
    if (isUnknown(x) || isUnknown(y)) {
      this.set(parameter, moreCertain(x, y, mode));
      return true;
    }
    if (!canShareParameter(x, y)) {
      return false;
    }
    // A defined type is kept if there is one, whatever the order, and then a directed channel:
    // values of the other types can be assigned to it.
    if (mode !== 'exact' && asNamed(x) === undefined) {
      if (asNamed(y) !== undefined || isDirectedChannel(y)) {
        this.set(parameter, y);
      }
    }
    return true;
  }

  /** What depends on a type that is not known is not known, as far as nothing else tells. */
  #spread(unknown: Unknown, type: Type): boolean {
    for (const [parameter, handle] of this.#handles) {
      if (handle.type === undefined && isParameterized(type, [parameter])) {
        handle.type = unknown;
      }
    }
    return true;
  }

  /** A type parameter that is not bound has the structure that its type arguments share. */
  #unifyCore(parameter: TypeParameter, type: Type, pair: Pair | undefined): boolean {
    const core = coreType(parameter);
    if (core !== undefined) {
      return this.#unify(core, type, 'assign', pair);
    }
    const constraint = constraintInterface(parameter);
    if (constraint.kind === 'interface' && !typeSetOf(constraint).isPartial) {
      return false;
    }
    return this.#spread(
      constraint.kind === 'unknown'
        ? constraint
        : new Unknown(`the constraint of ${parameter.object.name} is not known`),
      type,
    );
  }

  #unifyStructure(x: Type, y: Type, mode: UnifyMode, pair: Pair | undefined): boolean {
    const elementMode = mode === 'assign' ? 'exact' : mode;
    switch (x.kind) {
      case 'basic':
        return y.kind === 'basic' && x.basic === y.basic;
      case 'array':
        // A length that is not known may be any.
        return (
          y.kind === 'array' &&
          (x.length === y.length || x.length < 0 || y.length < 0) &&
          this.#unify(x.element, y.element, elementMode, pair)
        );
      case 'slice':
        return y.kind === 'slice' && this.#unify(x.element, y.element, elementMode, pair);
      case 'pointer':
        return y.kind === 'pointer' && this.#unify(x.element, y.element, elementMode, pair);
      case 'map':
        return (
          y.kind === 'map' &&
          this.#unify(x.key, y.key, elementMode, pair) &&
          this.#unify(x.element, y.element, elementMode, pair)
        );
      case 'channel':
        return (
          y.kind === 'channel' &&
          (mode !== 'exact' || x.direction === y.direction) &&
          this.#unify(x.element, y.element, elementMode, pair)
        );
      case 'struct':
        return y.kind === 'struct' && this.#unifyStructs(x, y, elementMode, pair);
      case 'signature':
        // What a generic function declares as type parameters is bound, or does not count.
        return (
          y.kind === 'signature' &&
          x.isVariadic === y.isVariadic &&
          this.#unifyTuples(x.parameters, y.parameters, elementMode, pair) &&
          this.#unifyTuples(x.results, y.results, elementMode, pair)
        );
      case 'interface':
        return y.kind === 'interface' && this.#unifyInterfaces(x, y, mode, pair);
      case 'named':
        return (
          y.kind === 'named' &&
          x.origin.object === y.origin.object &&
          this.#unifyAll(x.typeArguments, y.typeArguments, mode, pair)
        );
      default:
        return false;
    }
  }

  #unifyAll(
    x: readonly Type[],
    y: readonly Type[],
    mode: UnifyMode,
    pair: Pair | undefined,
  ): boolean {
    return (
      x.length === y.length &&
      x.every((type, index) => {
        const other = y[index];
        return other !== undefined && this.#unify(type, other, mode, pair);
      })
    );
  }

  #unifyTuples(x: Tuple, y: Tuple, mode: UnifyMode, pair: Pair | undefined): boolean {
    return this.#unifyAll(
      x.variables.map(({ type }) => type),
      y.variables.map(({ type }) => type),
      mode,
      pair,
    );
  }

  #unifyStructs(x: StructType, y: StructType, mode: UnifyMode, pair: Pair | undefined): boolean {
    return (
      x.fields.length === y.fields.length &&
      x.fields.every((field, index) => {
        const other = y.fields[index];
        return (
          field.isEmbedded === other?.isEmbedded &&
          x.tagOf(index) === y.tagOf(index) &&
          hasId(field, other.package, other.name) &&
          this.#unify(field.type, other.type, mode, pair)
        );
      })
    );
  }

  /** If it need not be exact, one of the two may have methods that the other one has not. */
  #unifyInterfaces(
    x: InterfaceType,
    y: InterfaceType,
    mode: UnifyMode,
    outer: Pair | undefined,
  ): boolean {
    const setX = typeSetOf(x);
    const setY = typeSetOf(y);
    const isPartial = setX.isPartial || setY.isPartial;
    if (!isPartial && !haveSameTypes(setX, setY)) {
      return false;
    }
    for (let pair = outer; pair !== undefined; pair = pair.outer) {
      if ((pair.x === x && pair.y === y) || (pair.x === y && pair.y === x)) {
        return true;
      }
    }
    const isFewer = setX.methods.length <= setY.methods.length;
    const [fewer, more] = isFewer ? [setX, setY] : [setY, setX];
    if (mode === 'exact' && fewer.methods.length !== more.methods.length && !isPartial) {
      return false;
    }
    const pair: Pair = { x, y, outer };
    return fewer.methods.every((method) => {
      const other = more.method(method.name, method.package);
      return other === undefined ? isPartial : this.#unify(method.type, other.type, 'exact', pair);
    });
  }

  #unifyMethods(type: Type, wanted: TypeSet, pair: Pair | undefined): boolean {
    return wanted.methods.every((method) => {
      const found = lookUpIn(type, false, method.package, method.name);
      return 'notFound' in found
        ? found.notFound === 'unknown'
        : found.object.kind === 'func' &&
            this.#unify(method.type, found.object.type, 'exact', pair);
    });
  }
}

function isSame(x: Type, y: Type): boolean {
  return x === y || unalias(x) === unalias(y);
}

function isUnknown(type: Type): boolean {
  return unalias(type).kind === 'unknown';
}

function isTypeLiteral(type: Type): boolean {
  const { kind } = unalias(type);
  return kind !== 'named' && kind !== 'typeParameter';
}

function asInterface(type: Type): InterfaceType | undefined {
  const under = isTypeParameter(type) ? undefined : underlying(type);
  return under?.kind === 'interface' ? under : undefined;
}

function isDirectedChannel(type: Type): boolean {
  const under = underlying(type);
  return under.kind === 'channel' && under.direction !== 'both';
}

function haveSameTypes(x: TypeSet, y: TypeSet): boolean {
  return (
    x.isComparable === y.isComparable && isSubset(x.terms, y.terms) && isSubset(y.terms, x.terms)
  );
}

/**
 * Whether two types that go together can be meant by one type parameter. Of two interfaces, or of
 * an interface and another type, it is not said which of them is the type argument.
 */
function canShareParameter(x: Type, y: Type): boolean {
  const interfaceX = asInterface(x);
  const interfaceY = asInterface(y);
  if (interfaceX === undefined || interfaceY === undefined) {
    return interfaceX === interfaceY;
  }
  if (asNamed(x) !== undefined && asNamed(y) !== undefined) {
    return identical(x, y);
  }
  const setX = typeSetOf(interfaceX);
  const setY = typeSetOf(interfaceY);
  return setX.isPartial || setY.isPartial || setX.methods.length === setY.methods.length;
}

/**
 * Of two types one of which is not known, the known one if the type argument can be no other: a
 * defined type or another one could be meant where a type literal is known.
 */
function moreCertain(x: Type, y: Type, mode: UnifyMode): Type {
  const [unknown, known] = isUnknown(x) ? [x, y] : [y, x];
  return mode === 'exact' || hasName(known) ? known : unknown;
}
