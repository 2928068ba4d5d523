/** Type arguments that are not written: go/types/infer.go of Go 1.26. */
import { defaultType, isUntyped, widerUntyped } from './predicates.ts';
import { substitute, substituteTuple, typeMap } from './substitute.ts';
import { specificTypesOf, coreType } from './typeSet.ts';
import {
  constraintInterface,
  type Tuple,
  type Type,
  type TypeParameter,
  unalias,
} from './types.ts';
import { ASSIGNMENT, INEXACT, Unifier } from './unify.ts';

export interface Argument {
  /** An untyped one for constants. */
  readonly type: Type;
  readonly isUntypedNil?: boolean;
}

export interface InferenceInput {
  readonly typeParameters: readonly TypeParameter[];
  /** Those that are written, one for each parameter; what is left out is not written. */
  readonly typeArguments: readonly (Type | undefined)[];
  /** One for each argument. */
  readonly parameters: Tuple;
  readonly arguments: readonly Argument[];
}

export type Inference = { readonly typeArguments: readonly Type[] } | { readonly failed: string };

export function infer(input: InferenceInput): Inference {
  const { typeParameters, typeArguments } = input;
  const written = typeMap(typeParameters, typeArguments);
  const parameters = substituteTuple(input.parameters, written);
  const unifier = new Unifier(typeParameters, typeArguments);
  const looked = new Set(typeParameters);
  const untyped: (readonly [TypeParameter, Type])[] = [];
  for (const [at, argument] of input.arguments.entries()) {
    const parameter = parameters.variables[at]?.type;
    if (parameter === undefined || argument.type.kind === 'unknown') {
      continue;
    }
    if (!mentions(parameter, looked) && !mentions(argument.type, looked)) {
      continue;
    }
    if (!isUntyped(argument.type)) {
      if (!unifier.unify(parameter, argument.type, ASSIGNMENT)) {
        return { failed: 'an argument does not match its parameter' };
      }
      continue;
    }
    const actual = unalias(parameter);
    if (actual.kind === 'typeParameter' && argument.isUntypedNil !== true) {
      untyped.push([actual, argument.type]);
    }
  }
  const problem = inferFromConstraints(unifier, typeParameters);
  if (problem !== undefined) {
    return { failed: problem };
  }
  inferFromConstants(unifier, untyped);
  return simplified(
    typeParameters,
    typeParameters.map((each) => unifier.at(each)),
  );
}

/** Goes on for as long as that tells something new. */
function inferFromConstraints(
  unifier: Unifier,
  typeParameters: readonly TypeParameter[],
): string | undefined {
  const looked = new Set(typeParameters);
  for (let before = Infinity; unifier.countUnknown < before;) {
    before = unifier.countUnknown;
    for (const parameter of typeParameters) {
      const known = unifier.at(parameter);
      const core = coreTerm(parameter);
      if (core && known) {
        if (!unifier.unify(known, core.type, INEXACT)) {
          return `${parameter.object.name} does not satisfy its constraint`;
        }
      } else if (core?.isSingle === true && !core.hasTilde) {
        unifier.set(parameter, core.type);
      }
      const constraint = constraintInterface(parameter);
      // A type that is not known altogether does not have its methods yet.
      const isWhole = known !== undefined && !mentions(known, looked);
      if (isWhole && constraint.kind === 'interface' && !unifier.unifyMethods(known, constraint)) {
        return `${parameter.object.name} lacks a method of its constraint`;
      }
    }
  }
  return undefined;
}

interface CoreTerm {
  readonly type: Type;
  readonly hasTilde: boolean;
  /** Whether it is the only type of the constraint. */
  readonly isSingle: boolean;
}

function coreTerm(parameter: TypeParameter): CoreTerm | undefined {
  const types = specificTypesOf(parameter);
  const [first] = types ?? [];
  if (types?.length === 1 && first) {
    return first.hasTilde
      ? { type: first.underlying, hasTilde: true, isSingle: true }
      : { type: first.type, hasTilde: false, isSingle: true };
  }
  const core = first && coreType(parameter);
  return core && { type: core, hasTilde: true, isSingle: false };
}

/** Untyped constants count for parameters of which nothing else is known. */
function inferFromConstants(
  unifier: Unifier,
  untyped: readonly (readonly [TypeParameter, Type])[],
): void {
  const largest = new Map<TypeParameter, Type>();
  for (const [parameter, type] of untyped) {
    if (unifier.at(parameter) === undefined) {
      const before = largest.get(parameter);
      const larger = before ? widerUntyped(before, type) : type;
      if (larger) {
        largest.set(parameter, larger);
      }
    }
  }
  for (const [parameter, type] of largest) {
    unifier.set(parameter, defaultType(type));
  }
}

/** Type arguments that are made of other type parameters, with their type arguments put in. */
function simplified(
  typeParameters: readonly TypeParameter[],
  inferred: readonly (Type | undefined)[],
): Inference {
  const looked = new Set(typeParameters);
  const types = [...inferred];
  // Each round puts in at least one parameter for good, if there is no cycle.
  for (let round = 0; round <= typeParameters.length; round++) {
    const map = new Map<TypeParameter, Type>();
    for (const [at, parameter] of typeParameters.entries()) {
      const type = types[at];
      if (type !== undefined && type !== parameter) {
        map.set(parameter, type);
      }
    }
    for (const [at, type] of types.entries()) {
      types[at] = type && mentions(type, looked) ? substitute(type, map) : type;
    }
  }
  const typeArguments: Type[] = [];
  for (const [at, parameter] of typeParameters.entries()) {
    const type = types[at];
    if (type === undefined || mentions(type, looked)) {
      return { failed: `cannot infer ${parameter.object.name}` };
    }
    typeArguments.push(type);
  }
  return { typeArguments };
}

/** Whether any type parameter is part of a type. */
export function mentionsParameters(type: Type): boolean {
  return mentions(type, { has: () => true });
}

/** Whether one of the parameters is part of a type. */
export function mentions(
  type: Type,
  parameters: { has(parameter: TypeParameter): boolean },
): boolean {
  switch (type.kind) {
    case 'basic':
    case 'unknown':
      return false;
    case 'typeParameter':
      return parameters.has(type);
    case 'array':
    case 'slice':
    case 'pointer':
    case 'channel':
      return mentions(type.element, parameters);
    case 'map':
      return mentions(type.key, parameters) || mentions(type.element, parameters);
    case 'struct':
      return type.fields.some((field) => mentions(field.type, parameters));
    case 'tuple':
      return type.variables.some((variable) => mentions(variable.type, parameters));
    case 'signature':
      return mentions(type.parameters, parameters) || mentions(type.results, parameters);
    case 'union':
      return type.terms.some((term) => mentions(term.type, parameters));
    case 'interface':
      return (
        type.methods.some((method) => mentions(method.type, parameters)) ||
        type.embedded.some((each) => mentions(each, parameters))
      );
    case 'named':
    case 'alias':
      return type.typeArguments.some((argument) => mentions(argument, parameters));
  }
}
