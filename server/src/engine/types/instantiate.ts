/** Generic types and functions with type arguments: go/types/instantiate.go, named.go (Go 1.26). */
import { FuncObject } from './objects.ts';
import {
  receivedBy,
  substitute,
  type TypeMap,
  typeMap,
  withParts,
  withType,
} from './substitute.ts';
import {
  Alias,
  InterfaceType,
  Named,
  PointerType,
  type Signature,
  type Type,
  type TypeParameter,
  unalias,
  Unknown,
} from './types.ts';

/**
 * A generic type with type arguments: one object for the same arguments, see `Instances`. What it
 * is made of is found out when somebody asks. Whether constraints are satisfied is not checked.
 */
export function instantiate(generic: Named | Alias, typeArguments: readonly Type[]): Type {
  const instance =
    generic.kind === 'named'
      ? generic.origin.instances.instance(typeArguments, () =>
          newNamed(generic.origin, typeArguments),
        )
      : generic.origin.instances.instance(typeArguments, () =>
          newAlias(generic.origin, typeArguments),
        );
  return instance ?? new Unknown(`${generic.object.name} expands without end`);
}

/** A generic function with type arguments for its type parameters; it is not generic any more. */
export function instantiateSignature(
  signature: Signature,
  typeArguments: readonly Type[],
): Signature {
  const map = completeMap(signature.typeParameters, typeArguments);
  return withParts(substitute(signature, map), { typeParameters: [] });
}

/** What is made of a type argument that is missing is unknown. */
function completeMap(
  typeParameters: readonly TypeParameter[],
  typeArguments: readonly Type[],
): TypeMap {
  const all = typeParameters.map(
    ({ object }, index) =>
      typeArguments[index] ?? new Unknown(`there is no type argument for ${object.name}`),
  );
  return typeMap(typeParameters, all);
}

function newNamed(origin: Named, typeArguments: readonly Type[]): Named {
  const instance: Named = new Named(origin.object, {
    origin,
    typeArguments,
    underlying: () => underlyingOf(instance),
    methods: () => methodsOf(instance),
  });
  return instance;
}

function newAlias(origin: Alias, typeArguments: readonly Type[]): Alias {
  return new Alias(origin.object, {
    origin,
    typeArguments,
    actual: () => substitute(origin.actual, completeMap(parametersOf(origin), typeArguments)),
  });
}

/** What the type arguments of an instance stand for. */
function parametersOf({
  typeParameters,
  outerParameters,
}: Named | Alias): readonly TypeParameter[] {
  return typeParameters.length > 0 ? typeParameters : outerParameters;
}

function underlyingOf(instance: Named): Type {
  const { origin, typeArguments } = instance;
  const map = completeMap(parametersOf(origin), typeArguments);
  const under = substitute(origin.underlying, map);
  return under.kind === 'interface' ? withReceiver(under, instance) : under;
}

/** Methods of a named interface can have the generic type as their receiver. */
function withReceiver(type: InterfaceType, instance: Named): InterfaceType {
  const methods = type.methods.map((method) => receivedBy(method, instance.origin, () => instance));
  return methods.every((method, index) => method === type.methods[index])
    ? type
    : new InterfaceType(methods, type.embedded, type.isImplicit, type.isComparable);
}

function methodsOf(instance: Named): ReadonlyMap<string, FuncObject> {
  const methods = new Map<string, FuncObject>();
  for (const [key, method] of instance.origin.methods) {
    const { name, package: inPackage, place, origin, hasPointerReceiver } = method;
    methods.set(
      key,
      new FuncObject(name, inPackage, place, () => methodSignature(method, instance), {
        origin,
        hasPointerReceiver,
      }),
    );
  }
  return methods;
}

/** Each method has its own names for the type parameters of its receiver. */
function methodSignature(method: FuncObject, instance: Named): Signature | Unknown {
  const generic = method.type;
  if (generic.kind === 'unknown' || isReceiver(generic, instance)) {
    return generic;
  }
  const { receiver, receiverTypeParameters } = generic;
  const map = completeMap(receiverTypeParameters, instance.typeArguments);
  const receiverType = method.hasPointerReceiver ? new PointerType(instance) : instance;
  return withParts(substitute(generic, map), {
    receiver: receiver && withType(receiver, receiverType),
  });
}

/** Whether the method was declared with this very instance, `T[P]` of `func (t T[P]) M()`. */
function isReceiver({ receiver }: Signature, instance: Named): boolean {
  const type = receiver && unalias(receiver.type);
  return (type?.kind === 'pointer' ? unalias(type.element) : type) === instance;
}
