/** Types of one package, made by hand. */
import { FuncObject, TypeName, VarObject } from '../../../server/src/engine/types/objects.ts';
import { Package } from '../../../server/src/engine/types/package.ts';
import { Scope } from '../../../server/src/engine/types/scope.ts';
import {
  InterfaceType,
  Named,
  PointerType,
  Signature,
  StructType,
  Tuple,
  type Type,
  TypeParameter,
  Union,
} from '../../../server/src/engine/types/types.ts';
import { universe } from '../../../server/src/engine/types/universe.ts';

export const testPackage = new Package('example.com/p', 'p', new Scope(universe));

/** `type NAME UNDERLYING`, with methods without parameters; `*M` has a pointer receiver. */
export function named(
  name: string,
  underlying: () => Type,
  methods: readonly string[] = [],
): Named {
  const typeName = new TypeName(name, testPackage, undefined, (self) => {
    const type: Named = new Named(self, {
      underlying,
      methods: () =>
        new Map(methods.map(method).map((declared) => [declared.name, declared] as const)),
    });
    return type;
  });
  const { type } = typeName;
  if (type.kind !== 'named') {
    throw new Error(`${name} is no defined type`);
  }
  return type;
}

export function method(name: string): FuncObject {
  const nothing = new Tuple([]);
  const signature = new Signature({ parameters: nothing, results: nothing, isVariadic: false });
  return new FuncObject(name.replace('*', ''), testPackage, undefined, () => signature, {
    hasPointerReceiver: name.startsWith('*'),
  });
}

export function field(name: string, type: Type | (() => Type), isEmbedded = false): VarObject {
  return new VarObject(name, testPackage, undefined, 'field', type, isEmbedded);
}

export function struct(...fields: readonly VarObject[]): StructType {
  return new StructType(fields);
}

export function pointer(element: Type): PointerType {
  return new PointerType(element);
}

/** `interface{ EMBEDDED… }`. */
export function elements(...embedded: readonly Type[]): InterfaceType {
  return new InterfaceType([], embedded);
}

/** `A | B`. */
export function union(...types: readonly Type[]): Union {
  return new Union(types.map((type) => ({ hasTilde: false, type })));
}

/** `~A | ~B`. */
export function tildes(...types: readonly Type[]): Union {
  return new Union(types.map((type) => ({ hasTilde: true, type })));
}

export function typeParameter(constraint: Type): TypeParameter {
  const { type } = new TypeName(
    'T',
    testPackage,
    undefined,
    (self) => new TypeParameter(self, 0, () => constraint),
  );
  if (type.kind !== 'typeParameter') {
    throw new Error('it is no type parameter');
  }
  return type;
}
