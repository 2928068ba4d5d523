/** Generic types and functions of one package, made by hand. */
import { instantiate } from '../../../server/src/engine/types/instantiate.ts';
import { FuncObject, TypeName, VarObject } from '../../../server/src/engine/types/objects.ts';
import { typeString } from '../../../server/src/engine/types/typeString.ts';
import {
  Alias,
  Named,
  Signature,
  SliceType,
  Tuple,
  type Type,
  TypeParameter,
} from '../../../server/src/engine/types/types.ts';
import { anyType } from '../../../server/src/engine/types/universe.ts';
import { testPackage } from './goTypes.ts';

export function parameter(
  name: string,
  constraint: Type | (() => Type) = anyType,
  index = 0,
): TypeParameter {
  const made: TypeParameter = new TypeParameter(
    new TypeName(name, testPackage, undefined, () => made),
    index,
    typeof constraint === 'function' ? constraint : () => constraint,
  );
  return made;
}

/** `type NAME[PARAMETERS] UNDERLYING`. */
export function generic(
  name: string,
  typeParameters: readonly TypeParameter[],
  underlying: () => Type,
  methods: readonly FuncObject[] = [],
): Named {
  const made: Named = new Named(new TypeName(name, testPackage, undefined, () => made), {
    underlying,
    typeParameters: () => typeParameters,
    methods: () => new Map(methods.map((each) => [each.name, each])),
  });
  return made;
}

/** `type NAME[PARAMETERS] = ACTUAL`. */
export function genericAlias(
  name: string,
  typeParameters: readonly TypeParameter[],
  actual: Type,
): Alias {
  const made: Alias = new Alias(new TypeName(name, testPackage, undefined, () => made), {
    actual: () => actual,
    typeParameters: () => typeParameters,
  });
  return made;
}

/** `ORIGIN[ARGUMENTS]` of a generic type. */
export function instance(origin: Named, ...typeArguments: readonly Type[]): Named {
  const made = instantiate(origin, typeArguments);
  if (made.kind !== 'named') {
    throw new Error(`${origin.object.name} has no such instance`);
  }
  return made;
}

export function tuple(...types: readonly Type[]): Tuple {
  return new Tuple(
    types.map((type) => new VarObject('', testPackage, undefined, 'parameter', type)),
  );
}

/** `func[TYPE PARAMETERS](PARAMETERS) RESULTS`. */
export function func(
  parameters: readonly Type[],
  results: readonly Type[] = [],
  typeParameters: readonly TypeParameter[] = [],
): Signature {
  return new Signature({
    typeParameters,
    parameters: tuple(...parameters),
    results: tuple(...results),
    isVariadic: false,
  });
}

/** A method; its receiver is made later, as the receiver's type has the method. */
export function methodOf(
  name: string,
  parameters: readonly Type[],
  results: readonly Type[],
  receiver?: () => { readonly type: Type; readonly typeParameters?: readonly TypeParameter[] },
): FuncObject {
  return new FuncObject(name, testPackage, undefined, () => {
    const received = receiver?.();
    return new Signature({
      receiver: received && new VarObject('r', testPackage, undefined, 'receiver', received.type),
      receiverTypeParameters: received?.typeParameters ?? [],
      parameters: tuple(...parameters),
      results: tuple(...results),
      isVariadic: false,
    });
  });
}

export function slice(element: Type): SliceType {
  return new SliceType(element);
}

export function text(type: Type): string {
  return typeString(type, () => '');
}
