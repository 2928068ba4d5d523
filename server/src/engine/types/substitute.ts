/** Type arguments put in for type parameters: go/types/subst.go of Go 1.26. */
import { instantiate } from './instantiate.ts';
import { FuncObject, VarObject } from './objects.ts';
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
  type Type,
  type TypeParameter,
  Union,
  type Unknown,
} from './types.ts';

export type TypeMap = ReadonlyMap<TypeParameter, Type>;

export function typeMap(
  parameters: readonly TypeParameter[],
  typeArguments: readonly (Type | undefined)[],
): TypeMap {
  const map = new Map<TypeParameter, Type>();
  for (const [at, parameter] of parameters.entries()) {
    const argument = typeArguments[at];
    if (argument) {
      map.set(parameter, argument);
    }
  }
  return map;
}

/** The same object where nothing is replaced in it. */
export function substitute(type: Type, map: TypeMap): Type {
  if (map.size === 0) {
    return type;
  }
  switch (type.kind) {
    case 'basic':
    case 'unknown':
      return type;
    case 'typeParameter':
      return map.get(type) ?? type;
    case 'array': {
      const element = substitute(type.element, map);
      return element === type.element ? type : new ArrayType(type.length, element);
    }
    case 'slice': {
      const element = substitute(type.element, map);
      return element === type.element ? type : new SliceType(element);
    }
    case 'pointer': {
      const element = substitute(type.element, map);
      return element === type.element ? type : new PointerType(element);
    }
    case 'channel': {
      const element = substitute(type.element, map);
      return element === type.element ? type : new ChannelType(type.direction, element);
    }
    case 'map': {
      const key = substitute(type.key, map);
      const element = substitute(type.element, map);
      return key === type.key && element === type.element ? type : new MapType(key, element);
    }
    case 'struct': {
      const fields = substituteVariables(type.fields, map);
      return fields === type.fields ? type : new StructType(fields, type.tags);
    }
    case 'tuple':
      return substituteTuple(type, map);
    case 'signature':
      return substituteSignature(type, map);
    case 'union': {
      const terms = type.terms.map((term) => ({ ...term, type: substitute(term.type, map) }));
      return terms.every((term, at) => term.type === type.terms[at]?.type)
        ? type
        : new Union(terms);
    }
    case 'interface':
      return substituteInterface(type, map);
    case 'named':
    case 'alias': {
      const typeArguments = substituteAll(type.typeArguments, map);
      return typeArguments === type.typeArguments ? type : instantiate(type.origin, typeArguments);
    }
  }
}

export function substituteAll(types: readonly Type[], map: TypeMap): readonly Type[] {
  const substituted = types.map((type) => substitute(type, map));
  return substituted.every((type, at) => type === types[at]) ? types : substituted;
}

function substituteVariables(variables: readonly VarObject[], map: TypeMap): readonly VarObject[] {
  const substituted = variables.map((variable) => {
    const type = substitute(variable.type, map);
    return type === variable.type ? variable : withType(variable, type);
  });
  return substituted.every((variable, at) => variable === variables[at]) ? variables : substituted;
}

function withType(variable: VarObject, type: Type): VarObject {
  const { name, package: owner, place, role, isEmbedded } = variable;
  return new VarObject(name, owner, place, role, type, isEmbedded);
}

export function substituteTuple(tuple: Tuple, map: TypeMap): Tuple {
  const variables = substituteVariables(tuple.variables, map);
  return variables === tuple.variables ? tuple : new Tuple(variables);
}

/** The receiver stays as it is: it belongs to the type whose method this is. */
function substituteSignature(signature: Signature, map: TypeMap): Signature {
  const parameters = substituteTuple(signature.parameters, map);
  const results = substituteTuple(signature.results, map);
  return parameters === signature.parameters && results === signature.results
    ? signature
    : new Signature({
        receiver: signature.receiver,
        receiverTypeParameters: signature.receiverTypeParameters,
        typeParameters: signature.typeParameters,
        parameters,
        results,
        isVariadic: signature.isVariadic,
      });
}

/** The signature of a method as it is for other type arguments of its receiver. */
export function substituteMethod(
  signature: Signature | Unknown,
  map: TypeMap,
): Signature | Unknown {
  if (signature.kind === 'unknown') {
    return signature;
  }
  const { receiver, parameters, results, isVariadic } = signature;
  return new Signature({
    receiver: receiver && withType(receiver, substitute(receiver.type, map)),
    parameters: substituteTuple(parameters, map),
    results: substituteTuple(results, map),
    isVariadic,
  });
}

function substituteInterface(type: InterfaceType, map: TypeMap): InterfaceType {
  const methods = type.methods.map((method) => {
    const { type: signature } = method;
    const substituted = signature.kind === 'unknown' ? signature : substitute(signature, map);
    return substituted === signature || substituted.kind !== 'signature'
      ? method
      : new FuncObject(method.name, method.package, method.place, () => substituted, {
          origin: method.origin,
        });
  });
  const isChanged = methods.some((method, at) => method !== type.methods[at]);
  const embedded = substituteAll(type.embedded, map);
  return isChanged || embedded !== type.embedded
    ? new InterfaceType(methods, embedded, type.isImplicit, type.isComparable)
    : type;
}
