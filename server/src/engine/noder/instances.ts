/** Type arguments of what is used: the shapes that generic code is compiled for. */
import { askedBy, type Callee, type NamedCallee } from '../ir/func.ts';
import type { Package } from '../types/package.ts';
import { mentionsParameters } from '../types/parameterized.ts';
import { typeMap, type TypeMap, substitute } from '../types/substitute.ts';
import { type FuncObject } from '../types/objects.ts';
import { typeSetOf } from '../types/typeSet.ts';
import {
  type Named,
  PointerType,
  type Type,
  type TypeParameter,
  unalias,
  underlying,
} from '../types/types.ts';
import { byteType } from '../types/universe.ts';
import type { Expression as Syntax } from '../syntax/ast.ts';
import type { Builder } from './builder.ts';

/** A function with the type arguments that were recorded with one of the expressions, as they are here. */
export function calleeOf(
  { context, func }: Builder,
  { origin: object }: FuncObject,
  ...syntaxes: readonly Syntax[]
): NamedCallee {
  for (const syntax of syntaxes) {
    const found = context.types.instanceOf(syntax);
    if (found) {
      return askedBy(func.compiledIn, {
        object,
        typeArguments: found.map((each) => substitute(each, context.typeArguments)),
        dictionary: found.some(mentionsParameters) ? 'derived' : 'static',
      });
    }
  }
  return { object, typeArguments: [], dictionary: 'static' };
}

/** A method of a receiver, whose type is written `source`, in code that is compiled in that package. */
export function methodOf(
  compiledIn: Package | undefined,
  { origin: object }: FuncObject,
  receiver: Type,
  source: Type | undefined,
): NamedCallee {
  const isDerived = source !== undefined && receiverArguments(source).some(mentionsParameters);
  return askedBy(compiledIn, {
    object,
    typeArguments: receiverArguments(receiver),
    dictionary: isDerived ? 'derived' : 'static',
  });
}

/** The type arguments of the type that a method is declared for; empty where it has none. */
export function receiverArguments(receiver: Type): readonly Type[] {
  return receiverBase(receiver)?.typeArguments ?? [];
}

/** `T` of `T` and of `*T`. */
export function receiverBase(receiver: Type): Named | undefined {
  const actual = unalias(receiver);
  const base = actual.kind === 'pointer' ? unalias(actual.element) : actual;
  return base.kind === 'named' ? base : undefined;
}

/** The type parameters of a function, or of the receiver of a method. */
export function typeParametersOf({ type }: FuncObject): readonly TypeParameter[] {
  if (type.kind !== 'signature') {
    return [];
  }
  return type.receiverTypeParameters.length > 0 ? type.receiverTypeParameters : type.typeParameters;
}

export function isGeneric(object: FuncObject): boolean {
  return typeParametersOf(object).length > 0;
}

/** What stands for the type parameters of a function, or of its receiver, with these arguments. */
export function argumentsMap(object: FuncObject, typeArguments: readonly Type[]): TypeMap {
  if (typeArguments.length === 0) {
    return new Map();
  }
  const parameters = typeParametersOf(object.origin);
  return typeMap(parameters, shapesOf(parameters, typeArguments));
}

/** The types that an instance is compiled for: one with the same is no other. */
export function shapesOfInstance({ object, typeArguments }: Callee): readonly Type[] {
  return shapesOf(typeParametersOf(object.origin), typeArguments);
}

/**
 * The types that stand for type arguments in compiled code: noder/reader.go (shapify). All pointers
 * are one where the constraint has methods only; of others it is the underlying type that counts.
 */
function shapesOf(
  parameters: readonly TypeParameter[],
  typeArguments: readonly Type[],
): readonly Type[] {
  return typeArguments.map((each, index) => {
    const parameter = parameters[index];
    return parameter ? shapeOf(each, parameter) : each;
  });
}

const bytePointer = new PointerType(byteType);

function shapeOf(type: Type, parameter: TypeParameter): Type {
  const actual = unalias(type);
  if (actual.kind === 'typeParameter') {
    return actual;
  }
  const under = underlying(actual);
  const constraint = underlying(parameter.constraint);
  const isBasic =
    constraint.kind === 'interface' && typeSetOf(constraint).specificTypes === undefined;
  return under.kind === 'pointer' && isBasic ? bytePointer : under;
}
