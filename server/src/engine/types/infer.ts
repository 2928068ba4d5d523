/** Type arguments that follow from a call or an assignment: go/types/infer.go (Go 1.26). */
import { removeCycles } from './inferenceCycles.ts';
import { isParameterized } from './parameterized.ts';
import { defaultType, isUntyped, isUntypedNil, widerUntyped } from './predicates.ts';
import { substitute, typeMap, withParts } from './substitute.ts';
import { coreType, specificTypesOf, typeSetOf } from './typeSet.ts';
import { shortTypeString } from './typeString.ts';
import { constraintInterface, type Tuple, type Type, type TypeParameter } from './types.ts';
import { Unifier } from './unify.ts';

export { mentionsParameters } from './parameterized.ts';

export interface Argument {
  /** Untyped for constants; a generic signature for generic functions. */
  readonly type: Type;
  readonly isUntypedNil?: boolean;
}

export interface InferenceRequest {
  /**
   * Those that are looked for: of the called function, then of the generic functions among its
   * arguments. No other argument may hold one of them: see `renameTypeParameters`.
   */
  readonly typeParameters: readonly TypeParameter[];
  /** Those that are given, by index; what is undefined or missing is inferred. */
  readonly typeArguments: readonly (Type | undefined)[];
  /**
   * One for each argument: the last one of a variadic function is repeated. What has no
   * counterpart, in a call that is half written, is not looked at.
   */
  readonly parameters: Tuple;
  readonly arguments: readonly Argument[];
}

/** One type argument for each type parameter, or why there are none. */
export type Inference = { readonly typeArguments: readonly Type[] } | { readonly failed: string };

/**
 * Infers type arguments. Whether they satisfy their constraints is not checked. What is not known
 * may be a part of them: it comes from arguments that are not known.
 */
export function infer(request: InferenceRequest): Inference {
  const { typeParameters, typeArguments } = request;
  if (typeArguments.length > typeParameters.length) {
    const [have, want] = [typeArguments.length, typeParameters.length];
    return { failed: `got ${have} type arguments but want ${want}` };
  }
  const given = typeArguments.filter((type) => type !== undefined);
  if (given.length === typeParameters.length) {
    return { typeArguments: given };
  }
  const unifier = new Unifier(typeParameters, typeArguments);
  const untyped: UntypedArgument[] = [];
  const failed =
    unifyArguments(unifier, request, untyped) ??
    unifyConstraints(unifier, typeParameters) ??
    setDefaults(unifier, untyped);
  return failed === undefined ? simplified(unifier, request) : { failed };
}

interface UntypedArgument {
  readonly parameter: TypeParameter;
  readonly type: Type;
}

/** Untyped arguments are collected for later: they count where nothing else tells. */
function unifyArguments(
  unifier: Unifier,
  { typeParameters, typeArguments, parameters, arguments: values }: InferenceRequest,
  untyped: UntypedArgument[],
): string | undefined {
  const given = typeMap(typeParameters, typeArguments);
  for (const [index, variable] of substitute(parameters, given).variables.entries()) {
    const value = values[index];
    if (value === undefined) {
      break;
    }
    const { type: parameter } = variable;
    if (isUntyped(value.type)) {
      // No composite type goes together with an untyped value, and nil is of no type.
      const isNil = value.isUntypedNil ?? isUntypedNil(value.type);
      if (parameter.kind === 'typeParameter' && typeParameters.includes(parameter) && !isNil) {
        untyped.push({ parameter, type: value.type });
      }
    } else if (
      isParameterized(parameter, typeParameters) ||
      isParameterized(value.type, typeParameters)
    ) {
      if (!unifier.unify(parameter, value.type, 'assign')) {
        return mismatch(unifier, typeParameters, parameter, value.type);
      }
    }
  }
  return undefined;
}

function mismatch(
  unifier: Unifier,
  typeParameters: readonly TypeParameter[],
  parameter: Type,
  argument: Type,
): string {
  const map = typeMap(
    typeParameters,
    typeParameters.map((each) => unifier.at(each)),
  );
  const inferred = substitute(parameter, map);
  const [argumentText, parameterText] = [shortTypeString(argument), shortTypeString(parameter)];
  return inferred === parameter
    ? `type ${argumentText} does not match ${parameterText}`
    : `type ${argumentText} does not match inferred type ${shortTypeString(inferred)} for ${parameterText}`;
}

/** Constraints tell more as more type arguments are known: until they tell nothing new. */
function unifyConstraints(
  unifier: Unifier,
  typeParameters: readonly TypeParameter[],
): string | undefined {
  let countBefore: number;
  do {
    countBefore = unifier.countMissing;
    for (const parameter of typeParameters) {
      const type = unifier.at(parameter);
      const core = coreTerm(parameter);
      if (core !== undefined && type === undefined) {
        if (core.isSingle && !core.hasTilde) {
          unifier.set(parameter, core.type);
        }
      } else if (type !== undefined) {
        const fits = core === undefined || unifier.unify(type, core.type, 'inexact');
        if (!fits || !unifyMethods(unifier, typeParameters, parameter, type)) {
          const constraint = shortTypeString(parameter.constraint);
          return `${parameter.object.name} (type ${shortTypeString(type)}) does not satisfy ${constraint}`;
        }
      }
    }
  } while (unifier.countMissing < countBefore);
  return undefined;
}

function unifyMethods(
  unifier: Unifier,
  typeParameters: readonly TypeParameter[],
  parameter: TypeParameter,
  type: Type,
): boolean {
  const constraint = constraintInterface(parameter);
  return (
    constraint.kind === 'unknown' ||
    // What other type parameters are part of has not its final methods yet.
    isParameterized(type, typeParameters) ||
    unifier.unifyMethods(type, typeSetOf(constraint))
  );
}

interface CoreTerm {
  readonly type: Type;
  readonly hasTilde: boolean;
  /** It is the only type of the constraint, or the only one with its tilde. */
  readonly isSingle: boolean;
}

function coreTerm(parameter: TypeParameter): CoreTerm | undefined {
  const terms = specificTypesOf(parameter) ?? [];
  const [single] = terms;
  if (single !== undefined && terms.length === 1) {
    return { ...single, isSingle: true };
  }
  const core = coreType(parameter);
  return core && { type: core, hasTilde: terms.some(({ hasTilde }) => hasTilde), isSingle: false };
}

/** The default type of the untyped argument with the largest kind. */
function setDefaults(unifier: Unifier, untyped: readonly UntypedArgument[]): string | undefined {
  const largest = new Map<TypeParameter, Type>();
  for (const { parameter, type } of untyped) {
    if (unifier.at(parameter) === undefined) {
      const before = largest.get(parameter) ?? type;
      const larger = widerUntyped(before, type);
      if (larger === undefined) {
        const types = `${shortTypeString(before)} and ${shortTypeString(type)}`;
        return `mismatched types ${types} (cannot infer ${parameter.object.name})`;
      }
      largest.set(parameter, larger);
    }
  }
  for (const [parameter, type] of largest) {
    unifier.set(parameter, defaultType(type));
  }
  return undefined;
}

/** Puts type arguments into each other until no type parameter is left. */
function simplified(
  unifier: Unifier,
  { typeParameters, typeArguments }: InferenceRequest,
): Inference {
  const inferred = new Map<TypeParameter, Type>();
  for (const parameter of typeParameters) {
    const type = unifier.at(parameter);
    if (type !== undefined) {
      inferred.set(parameter, type);
    }
  }
  removeCycles(inferred);
  let open = typeParameters.filter((_, index) => typeArguments[index] === undefined);
  // Without cycles, each pass is the last one for at least one type parameter.
  for (let pass = 0; pass <= typeParameters.length && open.length > 0; pass++) {
    const map = new Map(inferred);
    open = open.filter((parameter) => {
      const before = map.get(parameter);
      const after = before && substitute(before, map);
      if (after === undefined || after === before) {
        return false;
      }
      inferred.set(parameter, withoutOldParameters(after, typeParameters));
      return true;
    });
  }
  const types: Type[] = [];
  for (const parameter of typeParameters) {
    const type = inferred.get(parameter);
    if (type === undefined || isParameterized(type, typeParameters)) {
      return { failed: `cannot infer ${parameter.object.name}` };
    }
    types.push(type);
  }
  return { typeArguments: types };
}

/** A generic function that was an argument is not generic any more when all is put in. */
function withoutOldParameters(type: Type, typeParameters: readonly TypeParameter[]): Type {
  return type.kind === 'signature' &&
    type.typeParameters.length > 0 &&
    !isParameterized(type, typeParameters)
    ? withParts(type, { typeParameters: [] })
    : type;
}
