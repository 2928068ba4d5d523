/** Types put in for type parameters: go/types/subst.go (Go 1.26). */
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
} from './types.ts';

/** What stands for each type parameter; those that are not in it stay. */
export type TypeMap = ReadonlyMap<TypeParameter, Type>;

/** Each parameter to the argument at its index; those without an argument are left out. */
export function typeMap(
  parameters: readonly TypeParameter[],
  typeArguments: readonly (Type | undefined)[],
): TypeMap {
  const map = new Map<TypeParameter, Type>();
  for (const [index, parameter] of parameters.entries()) {
    const argument = typeArguments[index];
    if (argument !== undefined) {
      map.set(parameter, argument);
    }
  }
  return map;
}

/**
 * The type with its type parameters replaced; the same object if there is nothing to replace. What
 * a generic function declares as its own type parameters stays so, and the receiver of a method is
 * not looked at.
 */
export function substitute(type: Tuple, map: TypeMap): Tuple;
export function substitute(type: Signature, map: TypeMap): Signature;
export function substitute(type: Type, map: TypeMap): Type;
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
    case 'tuple': {
      const variables = substituteVariables(type.variables, map);
      return variables === type.variables ? type : new Tuple(variables);
    }
    case 'signature': {
      const parameters = substitute(type.parameters, map);
      const results = substitute(type.results, map);
      return parameters === type.parameters && results === type.results
        ? type
        : withParts(type, { parameters, results });
    }
    case 'union': {
      const terms = mapped(type.terms, (term) => {
        const substituted = substitute(term.type, map);
        return substituted === term.type ? term : { ...term, type: substituted };
      });
      return terms === type.terms ? type : new Union(terms);
    }
    case 'interface':
      return substituteInterface(type, map);
    case 'named':
    case 'alias': {
      const written = type.typeArguments.length > 0 ? type.typeArguments : type.outerParameters;
      const typeArguments = mapped(written, (argument: Type) => substitute(argument, map));
      return typeArguments === written ? type : instantiate(type.origin, typeArguments);
    }
  }
}

function substituteVariables(variables: readonly VarObject[], map: TypeMap): readonly VarObject[] {
  return mapped(variables, (variable) => {
    const type = substitute(variable.type, map);
    return type === variable.type ? variable : withType(variable, type);
  });
}

/** The same signature but for some of its parts. */
export function withParts(
  signature: Signature,
  changed: Partial<ConstructorParameters<typeof Signature>[0]>,
): Signature {
  const { receiver, receiverTypeParameters, typeParameters } = signature;
  const { parameters, results, isVariadic } = signature;
  return new Signature({
    receiver,
    receiverTypeParameters,
    typeParameters,
    parameters,
    results,
    isVariadic,
    ...changed,
  });
}

/** The same variable, of another type. */
export function withType(variable: VarObject, type: Type): VarObject {
  const { name, package: inPackage, place, role, isEmbedded } = variable;
  return new VarObject(name, inPackage, place, role, type, isEmbedded);
}

function substituteInterface(type: InterfaceType, map: TypeMap): InterfaceType {
  const methods = mapped(type.methods, (method) => {
    const signature = method.type;
    if (signature.kind === 'unknown') {
      return method;
    }
    const substituted = substitute(signature, map);
    return substituted === signature ? method : withSignature(method, substituted);
  });
  const embedded = mapped(type.embedded, (element) => substitute(element, map));
  if (methods === type.methods && embedded === type.embedded) {
    return type;
  }
  const changed: InterfaceType = new InterfaceType(
    mapped(methods, (method) => receivedBy(method, type, () => changed)),
    embedded,
    type.isImplicit,
    type.isComparable,
  );
  return changed;
}

/** A method whose receiver is of the one type, with one of the other type instead. */
export function receivedBy(method: FuncObject, type: Type, replacement: () => Type): FuncObject {
  const signature = method.type;
  const receiver = signature.kind === 'unknown' ? undefined : signature.receiver;
  if (signature.kind === 'unknown' || receiver?.type !== type) {
    return method;
  }
  const { name, package: inPackage, place, role } = receiver;
  return withSignature(
    method,
    withParts(signature, { receiver: new VarObject(name, inPackage, place, role, replacement) }),
  );
}

function withSignature(method: FuncObject, signature: Signature): FuncObject {
  const { name, package: inPackage, place, origin, hasPointerReceiver } = method;
  return new FuncObject(name, inPackage, place, () => signature, { origin, hasPointerReceiver });
}

/** The list itself if no item of it changes. */
function mapped<Item>(items: readonly Item[], change: (item: Item) => Item): readonly Item[] {
  let changed: Item[] | undefined;
  for (const [index, item] of items.entries()) {
    const next = change(item);
    if (next !== item) {
      changed ??= [...items];
      changed[index] = next;
    }
  }
  return changed ?? items;
}
