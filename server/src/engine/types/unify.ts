/**
 * Type arguments found by making types equal: go/types/unify.go of Go 1.26. Where that is not
 * exact, a named type goes together with a type literal of its underlying type, channels of
 * different directions do, and an interface goes together with what has its methods.
 */
import { hasId } from './objectId.ts';
import { identical } from './identical.ts';
import { lookUpFieldOrMethod } from './lookup.ts';
import { isTypeParameter } from './predicates.ts';
import { coreType, typeSetOf } from './typeSet.ts';
import {
  type InterfaceType,
  type Named,
  type StructType,
  type Tuple,
  type Type,
  type TypeParameter,
  unalias,
  underlying,
} from './types.ts';

/** How far two types may differ. */
export interface UnifyMode {
  /** Not at all. */
  readonly isExact: boolean;
  /** The types themselves are assigned to each other: their elements must not differ. */
  readonly isAssignment: boolean;
}

export const ASSIGNMENT: UnifyMode = { isExact: false, isAssignment: true };
export const INEXACT: UnifyMode = { isExact: false, isAssignment: false };
export const EXACT: UnifyMode = { isExact: true, isAssignment: false };

/** Only endless types nest deeper than this. */
const MAX_DEPTH = 100;

/** What type parameters that are joined stand for. */
interface Handle {
  type: Type | undefined;
}

export class Unifier {
  readonly #handles = new Map<TypeParameter, Handle>();
  #depth = 0;

  constructor(parameters: readonly TypeParameter[], typeArguments: readonly (Type | undefined)[]) {
    for (const [at, parameter] of parameters.entries()) {
      this.#handles.set(parameter, { type: typeArguments[at] });
    }
  }

  /** What a parameter stands for; undefined if that is not known. */
  at(parameter: TypeParameter): Type | undefined {
    return this.#handles.get(parameter)?.type;
  }

  set(parameter: TypeParameter, type: Type): void {
    const handle = this.#handles.get(parameter);
    if (handle) {
      handle.type = type;
    }
  }

  get countUnknown(): number {
    return [...this.#handles.values()].filter(({ type }) => type === undefined).length;
  }

  /** Whether the types can be made equal; finds out about parameters on the way. */
  unify(x: Type, y: Type, mode: UnifyMode): boolean {
    if (x === y || unalias(x) === unalias(y)) {
      return true;
    }
    if (this.#depth >= MAX_DEPTH) {
      return false;
    }
    this.#depth++;
    const isUnified = this.#unifyDifferent(x, y, mode);
    this.#depth--;
    return isUnified;
  }

  #unifyDifferent(first: Type, second: Type, mode: UnifyMode): boolean {
    // A parameter that is looked for is on the left, a named type on the right, if there is one.
    let [x, y] = asNamed(first) || this.#bound(second) ? [second, first] : [first, second];
    const named = asNamed(y);
    if (!mode.isExact && named && isLiteral(x) && !asInterface(x)) {
      y = named.underlying;
    }
    const px = this.#bound(x);
    const py = this.#bound(y);
    if (px && py) {
      return this.#join(px, py) || this.unify(this.at(px) ?? x, this.at(py) ?? y, mode);
    }
    if (px) {
      return this.#match(px, y, mode);
    }
    if (!mode.isExact) {
      const [xi, yi] = [asInterface(x), asInterface(y)];
      if (xi && yi) {
        return this.#unifyInterfaces(xi, yi, false);
      }
      if (xi ?? yi) {
        return xi ? this.#hasMethods(y, xi) : yi ? this.#hasMethods(x, yi) : false;
      }
    }
    if (isTypeParameter(y)) {
      [x, y] = [y, x];
    }
    return this.#unifyParts(unalias(x), unalias(y), mode);
  }

  /** The parameter, if it is one that is looked for. */
  #bound(type: Type): TypeParameter | undefined {
    const actual = unalias(type);
    return actual.kind === 'typeParameter' && this.#handles.has(actual) ? actual : undefined;
  }

  /** From now on both stand for the same; false if both are known. */
  #join(x: TypeParameter, y: TypeParameter): boolean {
    const a = this.#handles.get(x);
    const b = this.#handles.get(y);
    if (!a || !b || a === b) {
      return true;
    }
    if (a.type && b.type) {
      return false;
    }
    const [kept, dropped] = a.type ? [a, b] : [b, a];
    for (const [parameter, handle] of this.#handles) {
      if (handle === dropped) {
        this.#handles.set(parameter, kept);
      }
    }
    return true;
  }

  #match(parameter: TypeParameter, y: Type, mode: UnifyMode): boolean {
    const known = this.at(parameter);
    if (known === undefined) {
      this.set(parameter, y);
      return true;
    }
    if (!this.unify(known, y, mode)) {
      return false;
    }
    if (!mode.isExact && isBetter(y, known)) {
      this.set(parameter, y);
    }
    return true;
  }

  #unifyParts(x: Type, y: Type, mode: UnifyMode): boolean {
    const inside = mode.isAssignment ? EXACT : mode;
    switch (x.kind) {
      case 'array':
        return (
          y.kind === 'array' &&
          (x.length < 0 || y.length < 0 || x.length === y.length) &&
          this.unify(x.element, y.element, inside)
        );
      case 'slice':
        return y.kind === 'slice' && this.unify(x.element, y.element, inside);
      case 'pointer':
        return y.kind === 'pointer' && this.unify(x.element, y.element, inside);
      case 'map':
        return (
          y.kind === 'map' &&
          this.unify(x.key, y.key, inside) &&
          this.unify(x.element, y.element, inside)
        );
      case 'channel':
        return (
          y.kind === 'channel' &&
          (!mode.isExact || x.direction === y.direction) &&
          this.unify(x.element, y.element, inside)
        );
      case 'struct':
        return y.kind === 'struct' && this.#unifyStructs(x, y, inside);
      case 'tuple':
        return y.kind === 'tuple' && this.#unifyTuples(x, y, mode);
      case 'signature':
        return (
          y.kind === 'signature' &&
          x.isVariadic === y.isVariadic &&
          this.#unifyTuples(x.parameters, y.parameters, inside) &&
          this.#unifyTuples(x.results, y.results, inside)
        );
      case 'interface':
        return y.kind === 'interface' && this.#unifyInterfaces(x, y, true);
      case 'named':
        return (
          y.kind === 'named' &&
          x.origin.object === y.origin.object &&
          this.#unifyAll(x.typeArguments, y.typeArguments, mode)
        );
      case 'typeParameter': {
        // One that is not looked for: what its type arguments have in common must fit.
        const core = coreType(x);
        return core !== undefined && this.unify(core, y, ASSIGNMENT);
      }
      case 'basic':
      case 'unknown':
      case 'union':
      case 'alias':
        return identical(x, y);
    }
  }

  #unifyAll(xs: readonly Type[], ys: readonly Type[], mode: UnifyMode): boolean {
    return (
      xs.length === ys.length &&
      xs.every((x, at) => {
        const y = ys[at];
        return y !== undefined && this.unify(x, y, mode);
      })
    );
  }

  #unifyTuples(x: Tuple, y: Tuple, mode: UnifyMode): boolean {
    return this.#unifyAll(
      x.variables.map(({ type }) => type),
      y.variables.map(({ type }) => type),
      mode,
    );
  }

  #unifyStructs(x: StructType, y: StructType, mode: UnifyMode): boolean {
    return (
      x.fields.length === y.fields.length &&
      x.fields.every((field, at) => {
        const other = y.fields[at];
        return (
          field.isEmbedded === other?.isEmbedded &&
          x.tagOf(at) === y.tagOf(at) &&
          hasId(field, other.package, other.name) &&
          this.unify(field.type, other.type, mode)
        );
      })
    );
  }

  /** Whether both have the same methods, or the one at least those of the other. */
  #unifyInterfaces(x: InterfaceType, y: InterfaceType, hasSame: boolean): boolean {
    const [xs, ys] = [typeSetOf(x), typeSetOf(y)];
    if (!xs.isMethodSet || !ys.isMethodSet) {
      return identical(x, y);
    }
    const [fewer, more] = xs.methods.length <= ys.methods.length ? [xs, ys] : [ys, xs];
    return (
      (!hasSame || fewer.methods.length === more.methods.length) &&
      fewer.methods.every((method) => {
        const other = more.method(method.name, method.package);
        return other !== undefined && this.unify(method.type, other.type, EXACT);
      })
    );
  }

  #hasMethods(type: Type, wanted: InterfaceType): boolean {
    return typeSetOf(wanted).methods.every((method) => {
      const found = lookUpFieldOrMethod(type, false, method.package, method.name);
      return (
        !('notFound' in found) &&
        found.object.kind === 'func' &&
        this.unify(method.type, found.object.type, EXACT)
      );
    });
  }

  /** Whether a type has the methods of a constraint, as far as it is known. */
  unifyMethods(type: Type, constraint: InterfaceType): boolean {
    return this.#hasMethods(type, constraint);
  }
}

/** Which of two types that go together is kept: the one to which values of both can be assigned. */
function isBetter(candidate: Type, known: Type): boolean {
  const [isCandidateInterface, isKnownInterface] = [asInterface(candidate), asInterface(known)];
  if (isCandidateInterface && isKnownInterface) {
    const [wanted, having] = [typeSetOf(isCandidateInterface), typeSetOf(isKnownInterface)];
    return wanted.methods.length === having.methods.length
      ? asNamed(candidate) !== undefined && asNamed(known) === undefined
      : wanted.methods.length < having.methods.length;
  }
  if (isCandidateInterface ?? isKnownInterface) {
    return isCandidateInterface !== undefined;
  }
  const [x, y] = [underlying(known), underlying(candidate)];
  if (x.kind === 'channel' && y.kind === 'channel' && x.direction !== y.direction) {
    return x.direction === 'both';
  }
  return asNamed(candidate) !== undefined && asNamed(known) === undefined;
}

function asNamed(type: Type): Named | undefined {
  const actual = unalias(type);
  return actual.kind === 'named' ? actual : undefined;
}

/** Everything but named types and type parameters. */
function isLiteral(type: Type): boolean {
  const { kind } = unalias(type);
  return kind !== 'named' && kind !== 'typeParameter';
}

function asInterface(type: Type): InterfaceType | undefined {
  if (isTypeParameter(type)) {
    return undefined;
  }
  const under = underlying(type);
  return under.kind === 'interface' ? under : undefined;
}
