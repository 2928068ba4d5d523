/** Constants, variables and types as they are declared, in a package or in a function. */
import type {
  ConstDeclaration,
  ConstSpec,
  Expression,
  Identifier,
  TypeSpec,
  VarSpec,
} from '../syntax/ast.ts';
import { force, Lazy } from '../types/lazy.ts';
import {
  ConstObject,
  type FuncObject,
  type TypedConstant,
  TypeName,
  VarObject,
  type VarRole,
} from '../types/objects.ts';
import { Scope } from '../types/scope.ts';
import { parametersIn } from '../types/parameterized.ts';
import { Alias, Named, type Type, unalias, underlying, Unknown } from '../types/types.ts';
import { assign, initialTypes } from './assignments.ts';
import { intConstant } from '../types/constant/constant.ts';
import { DeclarationTypes } from './declarationTypes.ts';
import { type Environment, placeOf } from './environment.ts';
import { expressionOf } from './expressions.ts';
import { declareTypeParameters, typeExpression } from './typeExpressions.ts';

export interface Declared<Kind> {
  readonly identifier: Identifier;
  readonly object: Kind;
}

/** The constants of a group, where a line without values repeats those of the line above. */
export function declaredConstants(
  environment: Environment,
  { specs }: ConstDeclaration,
): readonly Declared<ConstObject>[][] {
  let repeated: ConstSpec | undefined;
  return specs.map((spec) => {
    const isRepetition = spec.values.length === 0 && spec.type === undefined;
    if (!isRepetition) {
      repeated = spec;
    }
    const { type, values } = repeated ?? spec;
    // Of the thousands of constants that a system has, few are looked at.
    const inner = (): Environment => ({
      ...environment,
      iota: intConstant(BigInt(spec.iota)),
      // What is found out of a repeated expression is that of the line that it is written in.
      types: isRepetition ? new DeclarationTypes() : environment.types,
    });
    return spec.names.map((identifier, at) => ({
      identifier,
      object: new ConstObject(
        identifier.name,
        environment.package,
        placeOf(environment, identifier),
        () => constantOf(inner(), type, values[at]),
      ),
    }));
  });
}

function constantOf(
  environment: Environment,
  typeSyntax: Expression | undefined,
  value: Expression | undefined,
): TypedConstant {
  const type = typeSyntax && typeExpression(environment, typeSyntax);
  if (value === undefined) {
    return { type: type ?? new Unknown('missing value of a constant'), value: undefined };
  }
  const operand = expressionOf(environment, value);
  if (operand.mode !== 'constant') {
    const known = operand.type.kind === 'unknown' ? operand.type : undefined;
    return { type: type ?? known ?? new Unknown('not constant'), value: undefined };
  }
  const assigned = type ? assign(environment, operand, type) : operand;
  return { type: type ?? operand.type, value: assigned.value };
}

/** The variables of one line. `finish` looks at the values that no type depended on. */
export function declaredVariables(
  environment: Environment,
  spec: VarSpec,
  role: VarRole,
): { readonly variables: readonly Declared<VarObject>[]; readonly finish: () => void } {
  const { names, values } = spec;
  const written = new Lazy<Type | undefined>(
    () => spec.type && typeExpression(environment, spec.type),
    () => new Unknown('the type refers to itself'),
  );
  const isCyclic = () => [new Unknown('initialization cycle')];
  const initial = (from: number, count: number, some: readonly Expression[]) =>
    new Lazy<readonly Type[]>(
      () =>
        initialTypes(
          environment,
          count,
          some,
          names.slice(from, from + count).map(() => written.value),
        ),
      isCyclic,
    );
  const isOneCall = values.length === 1 && names.length > 1;
  const all = isOneCall ? initial(0, names.length, values) : undefined;
  const inits = names.map((_, at) => all ?? initial(at, 1, values.slice(at, at + 1)));
  const variables = names.map((identifier, at) => ({
    identifier,
    object: new VarObject(
      identifier.name,
      environment.package,
      placeOf(environment, identifier),
      role,
      () =>
        written.value ??
        inits[at]?.value[isOneCall ? at : 0] ??
        new Unknown(`initialization cycle of ${identifier.name}`),
    ),
  }));
  const finish = () => {
    force(() => written.value);
    if (values.length > 0) {
      for (const init of inits) {
        force(() => init.value);
      }
    }
  };
  return { variables, finish };
}

/** A type; `methods` are those that are declared with it as their receiver. */
export function declaredType(
  environment: Environment,
  spec: TypeSpec,
  methods: () => ReadonlyMap<string, FuncObject>,
): Declared<TypeName> {
  const { name: identifier } = spec;
  const generic = new Lazy(
    () => {
      const inner = { ...environment, scope: new Scope(environment.scope) };
      return { inner, typeParameters: declareTypeParameters(inner, spec.typeParameters) };
    },
    () => ({ inner: environment, typeParameters: [] }),
  );
  const written = () => typeExpression(generic.value.inner, spec.type);
  const typeParameters = () => generic.value.typeParameters;
  const made = ({ type }: TypeName) => (spec.isAlias ? unalias(type) : underlying(type));
  const outerParameters = environment.signature && (() => parametersIn(made(object)));
  const object: TypeName = new TypeName(
    identifier.name,
    environment.package,
    placeOf(environment, identifier),
    (self) =>
      spec.isAlias
        ? new Alias(self, { actual: written, typeParameters, outerParameters })
        : new Named(self, {
            underlying: () =>
              environment.nesting.within(() => underlying(unalias(written()))) ??
              new Unknown('nested too deeply'),
            typeParameters,
            outerParameters,
            methods,
          }),
  );
  return { identifier, object };
}

/** Looks at all that a declared type is made of. */
export function completeType({ type }: TypeName): void {
  if (type.kind === 'named') {
    force(() => type.typeParameters);
    force(() => type.underlying);
  } else if (type.kind === 'alias') {
    force(() => type.typeParameters);
    force(() => type.actual);
  }
}
