/** Types as they are written: go/types/typexpr.go, struct.go, interface.go, union.go, signature.go. */
import type {
  Expression,
  FunctionType,
  Identifier,
  ParameterSyntax,
  TypeParameterSyntax,
} from '../syntax/ast.ts';
import type * as ast from '../syntax/ast.ts';
import { force } from '../types/lazy.ts';
import { instantiate } from '../types/instantiate.ts';
import { FuncObject, TypeName, VarObject, type VarRole } from '../types/objects.ts';
import { Scope } from '../types/scope.ts';
import {
  ArrayType,
  ChannelType,
  InterfaceType,
  MapType,
  PointerType,
  Signature,
  SliceType,
  StructType,
  Tuple,
  TypeParameter,
  Union,
  type UnionTerm,
  Unknown,
  type Type,
} from '../types/types.ts';
import { isUntyped, isInteger } from '../types/predicates.ts';
import { toInt } from '../types/constant/conversions.ts';
import { stringValue } from '../types/constant/textLiterals.ts';
import { representable } from './constants.ts';
import { declare, type Environment, placeOf } from './environment.ts';
import { expressionOf } from './expressions.ts';
import { importedObject, missingBecause } from './selectors.ts';
import { basicTypes } from '../types/universe.ts';

/** The type that an expression denotes; unknown where it denotes none. */
export function typeExpression(environment: Environment, expression: Expression): Type {
  const type =
    environment.nesting.within(() => denoted(environment, expression)) ??
    new Unknown('nested too deeply');
  environment.types.record(expression, 'type', type);
  return type;
}

function denoted(environment: Environment, expression: Expression): Type {
  switch (expression.kind) {
    case 'identifier':
      return namedType(environment, expression);
    case 'selector': {
      const object = importedObject(environment, expression);
      if (object?.kind === 'typeName') {
        return object.type;
      }
      return object === undefined
        ? new Unknown(missingBecause(environment, expression))
        : notAType(object.name);
    }
    case 'parenthesized':
      return typeExpression(environment, expression.operand);
    case 'star':
      return new PointerType(typeExpression(environment, expression.operand));
    case 'index': {
      const generic = typeExpression(environment, expression.operand);
      const typeArguments = expression.indices.map((index) => typeExpression(environment, index));
      return instantiated(environment, expression, generic, typeArguments);
    }
    case 'arrayType':
      return arrayOrSlice(environment, expression);
    case 'mapType':
      return new MapType(
        typeExpression(environment, expression.key),
        typeExpression(environment, expression.value),
      );
    case 'channelType':
      return new ChannelType(expression.direction, typeExpression(environment, expression.element));
    case 'structType':
      return structType(environment, expression);
    case 'functionType':
      return signatureOf(environment, expression);
    case 'interfaceType':
      return interfaceType(environment, expression);
    case 'ellipsis':
      return new SliceType(typeExpression(environment, expression.element));
    case 'unary':
      return expression.operator === '~'
        ? constraintOf(environment, expression)
        : new Unknown('not a type');
    case 'binary':
      return expression.operator === '|'
        ? constraintOf(environment, expression)
        : new Unknown('not a type');
    case 'bad':
      return new Unknown('syntax error');
    default:
      return new Unknown('not a type');
  }
}

function namedType(environment: Environment, identifier: Identifier): Type {
  const object = environment.scope.lookUp(identifier.name);
  if (object === undefined) {
    return new Unknown(identifier.name === '' ? 'syntax error' : `undefined: ${identifier.name}`);
  }
  environment.types.recordObject(identifier, object);
  return object.kind === 'typeName' ? object.type : notAType(identifier.name);
}

function notAType(name: string): Unknown {
  return new Unknown(`${name} is not a type`);
}

/** `G[A, B]` of a generic type. */
export function instantiated(
  environment: Environment,
  expression: ast.Index,
  generic: Type,
  typeArguments: readonly Type[],
): Type {
  if (generic.kind !== 'named' && generic.kind !== 'alias') {
    return generic.kind === 'unknown' ? generic : new Unknown('not a generic type');
  }
  environment.types.recordInstance(expression.operand, typeArguments);
  return instantiate(generic, typeArguments);
}

function arrayOrSlice(environment: Environment, expression: ast.ArrayType): Type {
  const { length } = expression;
  if (length === undefined) {
    return new SliceType(typeExpression(environment, expression.element));
  }
  const count = length === 'counted' ? -1 : arrayLength(environment, length);
  const element = typeExpression(environment, expression.element);
  return typeof count === 'number' ? new ArrayType(count, element) : count;
}

function arrayLength(environment: Environment, length: Expression): number | Unknown {
  const operand = expressionOf(environment, length);
  if (operand.mode !== 'constant' || operand.value === undefined) {
    return operand.type.kind === 'unknown'
      ? operand.type
      : new Unknown('the array length is not constant');
  }
  if (isUntyped(operand.type) || isInteger(operand.type)) {
    const value = representable(operand.value, basicTypes.int, environment.sizes);
    const count = value && toInt(value)?.value;
    if (count !== undefined && count >= 0n) {
      return Number(count);
    }
  }
  return new Unknown('invalid array length');
}

function structType(environment: Environment, { fields: lines }: ast.StructType): StructType {
  const fields: VarObject[] = [];
  const tags: string[] = [];
  for (const line of lines) {
    const type = typeExpression(environment, line.type);
    const tag = line.tag === undefined ? '' : (stringValue(line.tag.text) ?? '');
    const names = line.names.length > 0 ? line.names : embeddedName(line.type);
    const isEmbedded = line.names.length === 0;
    for (const identifier of names) {
      const field = new VarObject(
        identifier.name,
        environment.package,
        placeOf(environment, identifier),
        'field',
        type,
        isEmbedded,
      );
      environment.types.recordObject(identifier, field);
      fields.push(field);
      if (tag !== '') {
        tags[fields.length - 1] = tag;
      }
    }
  }
  return new StructType(fields, tags);
}

/** The identifier by which an embedded field is known: `T` of `*pkg.T[K]`. */
export function embeddedName(type: Expression): readonly Identifier[] {
  switch (type.kind) {
    case 'identifier':
      return [type];
    case 'selector':
      return [type.selector];
    case 'star':
    case 'parenthesized':
    case 'index':
      return embeddedName(type.operand);
    default:
      return [];
  }
}

function interfaceType(environment: Environment, expression: ast.InterfaceType): InterfaceType {
  const embedded = expression.embedded.map((each) => constraintOf(environment, each));
  const receiver = new VarObject(
    '',
    environment.package,
    undefined,
    'receiver',
    (): Type => result,
  );
  const methods = expression.methods.map(({ name, type }) => {
    const signature = signatureOf(environment, type, receiver);
    const method = new FuncObject(
      name.name,
      environment.package,
      placeOf(environment, name),
      () => signature,
    );
    environment.types.recordObject(name, method);
    return method;
  });
  const result = new InterfaceType(methods, embedded);
  return result;
}

/** `~A | B`, or a type by itself. */
function constraintOf(environment: Environment, expression: Expression): Type {
  const terms: UnionTerm[] = [];
  const collect = (each: Expression): void => {
    if (each.kind === 'binary' && each.operator === '|') {
      collect(each.left);
      terms.push(termOf(environment, each.right));
      environment.types.record(each, 'type', new Union([...terms]));
      return;
    }
    terms.push(termOf(environment, each));
  };
  collect(expression);
  const [only] = terms;
  return terms.length === 1 && only?.hasTilde === false ? only.type : new Union(terms);
}

function termOf(environment: Environment, expression: Expression): UnionTerm {
  if (expression.kind === 'unary' && expression.operator === '~') {
    const type = typeExpression(environment, expression.operand);
    environment.types.record(expression, 'type', new Union([{ hasTilde: true, type }]));
    return { hasTilde: true, type };
  }
  return { hasTilde: false, type: typeExpression(environment, expression) };
}

/** Declares type parameters in the environment's scope. */
export function declareTypeParameters(
  environment: Environment,
  groups: readonly TypeParameterSyntax[],
): readonly TypeParameter[] {
  const parameters: TypeParameter[] = [];
  for (const { names, constraint } of groups) {
    // One constraint for all names of a group.
    let made: Type | undefined;
    const constraintType = () => (made ??= boundOf(environment, constraint));
    for (const identifier of names) {
      const index = parameters.length;
      const object: TypeName = new TypeName(
        identifier.name,
        environment.package,
        placeOf(environment, identifier),
        (self) => new TypeParameter(self, index, constraintType),
      );
      const { type } = object;
      if (type.kind === 'typeParameter') {
        parameters.push(type);
        environment.types.later(() => type.constraint);
      }
      declare(environment, identifier, object);
    }
  }
  return parameters;
}

function boundOf(environment: Environment, constraint: Expression): Type {
  const isUnion =
    (constraint.kind === 'unary' && constraint.operator === '~') ||
    (constraint.kind === 'binary' && constraint.operator === '|');
  if (!isUnion) {
    return typeExpression(environment, constraint);
  }
  const type = new InterfaceType([], [constraintOf(environment, constraint)], true);
  environment.types.record(constraint, 'type', type);
  return type;
}

/** The type of a function; its parameters are declared in `scope`, where its body goes. */
export function signatureOf(
  environment: Environment,
  type: FunctionType,
  receiver?: VarObject,
  scope = new Scope(environment.scope),
): Signature {
  const inner = { ...environment, scope };
  const typeParameters = declareTypeParameters(inner, type.typeParameters);
  const signature = signatureParts(inner, type, receiver, [], typeParameters);
  environment.types.record(type, 'type', signature);
  return signature;
}

/** The rest of a signature, in a scope in which its type parameters are declared. */
export function signatureParts(
  inner: Environment,
  type: FunctionType,
  receiver: VarObject | undefined,
  receiverTypeParameters: readonly TypeParameter[],
  typeParameters: readonly TypeParameter[],
): Signature {
  for (const parameter of typeParameters) {
    // A parameter of the name of a constraint's package hides that from here on.
    force(() => parameter.constraint);
  }
  const parameters = parameterList(inner, type.parameters, 'parameter');
  const results = parameterList(inner, type.results, 'result');
  // Last, as a parameter does not hide a type of the same name in its own list.
  for (const [identifier, variable] of [...parameters.named, ...results.named]) {
    declare(inner, identifier, variable);
  }
  const last = type.parameters.at(-1);
  return new Signature({
    receiver,
    receiverTypeParameters,
    typeParameters,
    parameters: parameters.tuple,
    results: results.tuple,
    isVariadic: last?.type.kind === 'ellipsis',
  });
}

interface ParameterList {
  readonly tuple: Tuple;
  readonly named: readonly (readonly [Identifier, VarObject])[];
}

function parameterList(
  environment: Environment,
  groups: readonly ParameterSyntax[],
  role: VarRole,
): ParameterList {
  const variables: VarObject[] = [];
  const named: (readonly [Identifier, VarObject])[] = [];
  for (const group of groups) {
    const type = typeExpression(environment, group.type);
    if (group.names.length === 0) {
      variables.push(new VarObject('', environment.package, undefined, role, type));
    }
    for (const identifier of group.names) {
      const variable = new VarObject(
        identifier.name,
        environment.package,
        placeOf(environment, identifier),
        role,
        type,
      );
      named.push([identifier, variable]);
      variables.push(variable);
    }
  }
  return { tuple: new Tuple(variables), named };
}
