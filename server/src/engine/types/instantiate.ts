/** Generic types and functions with type arguments: go/types/instantiate.go, named.go (Go 1.26). */
import { identical } from './identical.ts';
import { FuncObject } from './objects.ts';
import { substitute, substituteMethod, substituteTuple, typeMap } from './substitute.ts';
import { Alias, Named, Signature, type Type, underlying, Unknown } from './types.ts';

/**
 * Types that hold themselves with ever longer arguments (`T[P]` with a field of `T[*P]`) have no
 * end: nobody gets deeper into them than this.
 */
const MAX_DEPTH = 100;

/** The same instance for identical type arguments. What it is made of is found out later. */
export function instantiate(generic: Named | Alias, typeArguments: readonly Type[]): Type {
  if (generic.kind === 'alias') {
    return instantiateAlias(generic, typeArguments);
  }
  const { origin } = generic;
  const key = typeArguments.map(hashOf).join();
  let sameHash = origin.instances.get(key);
  if (sameHash === undefined) {
    sameHash = [];
    origin.instances.set(key, sameHash);
  }
  const known = sameHash.find((each) =>
    each.typeArguments.every((argument, at) => {
      const wanted = typeArguments[at];
      return wanted !== undefined && isSameArgument(argument, wanted);
    }),
  );
  if (known) {
    return known;
  }
  if (Math.max(...typeArguments.map((each) => depthOf(each))) > MAX_DEPTH) {
    return new Unknown(`infinite instantiation of ${origin.object.name}`);
  }
  const map = () => typeMap(origin.typeParameters, typeArguments);
  const instance: Named = new Named(origin.object, {
    origin,
    typeArguments,
    underlying: () => underlying(substitute(origin.underlying, map())),
    methods: () => methodsOf(origin, typeArguments),
  });
  sameHash.push(instance);
  return instance;
}

/** `byte` and `uint8` are identical, but they are shown as they were written. */
function isSameArgument(a: Type, b: Type): boolean {
  return (
    a === b || (a.kind === b.kind && a.kind !== 'basic' && a.kind !== 'alias' && identical(a, b))
  );
}

/** Different for types of different kinds and names: most arguments differ in these. */
function hashOf(type: Type): string {
  switch (type.kind) {
    case 'basic':
      return type.name;
    case 'named':
    case 'alias':
    case 'typeParameter':
      return `${type.kind} ${type.object.name}`;
    case 'pointer':
    case 'slice':
      return `${type.kind} ${hashOf(type.element)}`;
    default:
      return type.kind;
  }
}

/** How deeply instances are nested in a type. */
function depthOf(type: Type): number {
  switch (type.kind) {
    case 'named':
    case 'alias':
      return type.typeArguments.length === 0 ? 0 : 1 + Math.max(...type.typeArguments.map(depthOf));
    case 'pointer':
    case 'slice':
    case 'array':
    case 'channel':
      return 1 + depthOf(type.element);
    case 'map':
      return 1 + Math.max(depthOf(type.key), depthOf(type.element));
    default:
      return 0;
  }
}

function instantiateAlias(generic: Alias, typeArguments: readonly Type[]): Alias {
  const { origin } = generic;
  return new Alias(origin.object, {
    origin,
    typeArguments,
    actual: () => substitute(origin.actual, typeMap(origin.typeParameters, typeArguments)),
  });
}

/** The methods of the generic type, each with the names that it gives the type parameters. */
function methodsOf(origin: Named, typeArguments: readonly Type[]): ReadonlyMap<string, FuncObject> {
  const methods = new Map<string, FuncObject>();
  for (const [name, method] of origin.methods) {
    const signature = () => {
      const { type } = method;
      return type.kind === 'unknown'
        ? type
        : substituteMethod(type, typeMap(type.receiverTypeParameters, typeArguments));
    };
    methods.set(
      name,
      new FuncObject(method.name, method.package, method.place, signature, {
        origin: method,
        hasPointerReceiver: method.hasPointerReceiver,
      }),
    );
  }
  return methods;
}

/** A generic function's signature with type arguments for all of its type parameters. */
export function instantiateSignature(
  { typeParameters, parameters, results, isVariadic }: Signature,
  typeArguments: readonly Type[],
): Signature {
  const map = typeMap(typeParameters, typeArguments);
  return new Signature({
    parameters: substituteTuple(parameters, map),
    results: substituteTuple(results, map),
    isVariadic,
  });
}
