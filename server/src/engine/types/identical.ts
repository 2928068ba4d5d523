/** Type identity: go/types/predicates.go (Go 1.26). */
import { hasId } from './objectId.ts';
import type { VarObject } from './objects.ts';
import { isSubset, type Terms } from './terms.ts';
import { termsOfUnion, typeSetOf } from './typeSet.ts';
import {
  constraintInterface,
  type InterfaceType,
  type Signature,
  type StructType,
  type Type,
  type TypeParameter,
  unalias,
  underlying,
} from './types.ts';

/** Whether two types are identical. What is unknown is identical to what is unknown only. */
export function identical(a: Type, b: Type): boolean {
  return a === b || (isPossible(a, b) && new Comparison(true, false).identical(a, b));
}

/** Most types that differ do so at first sight. */
function isPossible(a: Type, b: Type): boolean {
  if (a.kind !== b.kind) {
    return a.kind === 'alias' || b.kind === 'alias';
  }
  return a.kind !== 'named' || b.kind !== 'named' || a.origin.object === b.origin.object;
}

/** Of lists of types, such as type arguments. */
export function identicalLists(some: readonly Type[], others: readonly Type[]): boolean {
  return (
    some.length === others.length &&
    some.every((each, index) => {
      const other = others[index];
      return other !== undefined && identical(each, other);
    })
  );
}

/** As for conversions, for which the tags of struct fields do not count. */
export function identicalIgnoringTags(a: Type, b: Type): boolean {
  return a === b || new Comparison(false, false).identical(a, b);
}

/** As far as they are known: no difference that is certain. */
export function maybeIdentical(a: Type, b: Type): boolean {
  return a === b || new Comparison(true, true).identical(a, b);
}

class Comparison {
  readonly #countsTags: boolean;
  readonly #unknownIsAny: boolean;
  /** Interfaces that are being compared: they are taken for identical if they meet again. */
  #open: [InterfaceType, InterfaceType][] | undefined;
  /** Type parameters of two generic functions, the second one's to the first one's. */
  #parameters: Map<TypeParameter, TypeParameter> | undefined;

  constructor(countsTags: boolean, unknownIsAny: boolean) {
    this.#countsTags = countsTags;
    this.#unknownIsAny = unknownIsAny;
  }

  identical(first: Type, second: Type): boolean {
    const a = unalias(first);
    const b = unalias(second);
    if (a === b) {
      return true;
    }
    if (a.kind === 'unknown' || b.kind === 'unknown') {
      return this.#unknownIsAny || a.kind === b.kind;
    }
    switch (a.kind) {
      case 'basic':
        return b.kind === 'basic' && a.basic === b.basic;
      case 'named':
        return (
          b.kind === 'named' &&
          a.origin.object === b.origin.object &&
          this.#types(a.typeArguments, b.typeArguments)
        );
      case 'pointer':
        return b.kind === 'pointer' && this.identical(a.element, b.element);
      case 'slice':
        return b.kind === 'slice' && this.identical(a.element, b.element);
      case 'array':
        // A length that is not known may be any.
        return (
          b.kind === 'array' &&
          (a.length === b.length || a.length < 0 || b.length < 0) &&
          this.identical(a.element, b.element)
        );
      case 'map':
        return (
          b.kind === 'map' && this.identical(a.key, b.key) && this.identical(a.element, b.element)
        );
      case 'channel':
        return (
          b.kind === 'channel' &&
          a.direction === b.direction &&
          this.identical(a.element, b.element)
        );
      case 'struct':
        return b.kind === 'struct' && this.#structs(a, b);
      case 'tuple':
        return b.kind === 'tuple' && this.#variables(a.variables, b.variables);
      case 'signature':
        return b.kind === 'signature' && this.#signatures(a, b);
      case 'interface':
        return b.kind === 'interface' && this.#interfaceSets(a, b);
      case 'union':
        return b.kind === 'union' && this.#terms(termsOfUnion(a), termsOfUnion(b));
      case 'typeParameter':
        return b.kind === 'typeParameter' && this.#parameters?.get(b) === a;
      case 'alias':
        return false;
    }
  }

  #types(a: readonly Type[], b: readonly Type[]): boolean {
    return (
      a.length === b.length &&
      a.every((type, index) => {
        const other = b[index];
        return other !== undefined && this.identical(type, other);
      })
    );
  }

  #variables(a: readonly VarObject[], b: readonly VarObject[]): boolean {
    return (
      a.length === b.length &&
      a.every((variable, index) => {
        const other = b[index];
        return other !== undefined && this.identical(variable.type, other.type);
      })
    );
  }

  #structs(a: StructType, b: StructType): boolean {
    return (
      a.fields.length === b.fields.length &&
      a.fields.every((field, index) => {
        const other = b.fields[index];
        return (
          field.isEmbedded === other?.isEmbedded &&
          (!this.#countsTags || a.tagOf(index) === b.tagOf(index)) &&
          hasId(field, other.package, other.name) &&
          this.identical(field.type, other.type)
        );
      })
    );
  }

  #signatures(a: Signature, b: Signature): boolean {
    return (
      a.isVariadic === b.isVariadic &&
      a.typeParameters.length === b.typeParameters.length &&
      this.#constraints(a.typeParameters, b.typeParameters) &&
      this.#variables(a.parameters.variables, b.parameters.variables) &&
      this.#variables(a.results.variables, b.results.variables)
    );
  }

  /** The names of type parameters do not count: those at one index are the same ones. */
  #constraints(a: readonly TypeParameter[], b: readonly TypeParameter[]): boolean {
    if (a.length === 0) {
      return true;
    }
    const parameters = (this.#parameters ??= new Map<TypeParameter, TypeParameter>());
    for (const [index, parameter] of a.entries()) {
      const other = b[index];
      if (other !== undefined) {
        parameters.set(other, parameter);
      }
    }
    return a.every((parameter, index) => {
      const other = b[index];
      return other !== undefined && this.identical(constraintOf(parameter), constraintOf(other));
    });
  }

  /** Interfaces with the same type set; the order in which methods are written is no matter. */
  #interfaceSets(a: InterfaceType, b: InterfaceType): boolean {
    const open = (this.#open ??= []);
    if (open.some(([x, y]) => (x === a && y === b) || (x === b && y === a))) {
      return true;
    }
    const x = typeSetOf(a);
    const y = typeSetOf(b);
    if (this.#unknownIsAny && (x.isPartial || y.isPartial)) {
      return true;
    }
    open.push([a, b]);
    const areIdentical =
      x.isComparable === y.isComparable &&
      x.methods.length === y.methods.length &&
      this.#terms(x.terms, y.terms) &&
      x.methods.every((method, index) => {
        const other = y.methods[index];
        return (
          other !== undefined &&
          hasId(method, other.package, other.name) &&
          this.identical(method.type, other.type)
        );
      });
    open.pop();
    return areIdentical;
  }

  #terms(a: Terms, b: Terms): boolean {
    if (a === undefined || b === undefined) {
      return a === b;
    }
    return (
      isSubset(a, b, (x, y) => this.identical(x, y)) &&
      isSubset(b, a, (y, x) => this.identical(x, y))
    );
  }
}

/** With an interface around what is none, as all constraints are compared. */
function constraintOf(parameter: TypeParameter): Type {
  const under = underlying(parameter.constraint);
  return under.kind === 'interface' || under.kind === 'unknown'
    ? parameter.constraint
    : constraintInterface(parameter);
}
