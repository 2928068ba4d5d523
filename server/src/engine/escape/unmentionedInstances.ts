/**
 * Instances of generic functions that are compiled without being mentioned in what is left of the code around:
 * with an instance of a generic type all of its methods are (noder/reader.go, objIdxMayFail, Go 1.26), and
 * those whose calls were inlined.
 */
import { askedBy, type Callee, type Func } from '../ir/func.ts';
import { forEachNode } from '../ir/walk.ts';
import { mentionsParameters } from '../types/parameterized.ts';
import type { FuncObject } from '../types/objects.ts';
import { type Named, type Type, unalias } from '../types/types.ts';

const instancesIn = new WeakMap<Type, readonly Named[]>();

/** Those of a function's code, of which the function counts. */
export function unmentionedInstances(
  func: Func,
  counts: (object: FuncObject) => boolean,
): readonly Callee[] {
  const inlined = func.inlinedCalls.flatMap(({ callee: { callee } }) =>
    callee && isInstance(callee) && counts(callee.object) ? [callee] : [],
  );
  return [...methodsOfTypesIn(func, counts), ...inlined];
}

function isInstance({ typeArguments }: Pick<Named, 'typeArguments'>): boolean {
  return typeArguments.length > 0 && !typeArguments.some(mentionsParameters);
}

/** Methods of the types in the code of a function, its closures included. */
function methodsOfTypesIn(func: Func, counts: (method: FuncObject) => boolean): readonly Callee[] {
  const types = new Set<Type>();
  const lookAt = ({ variables }: Func): void => {
    for (const { type } of variables) {
      types.add(type);
    }
  };
  lookAt(func);
  forEachNode(
    func.written ?? func.body,
    (node) => {
      if ('type' in node) {
        types.add(node.type);
      }
      if (node.op === 'closure') {
        lookAt(node.func);
      }
    },
    true,
  );
  const instances = new Set([...types].flatMap(namedInstancesIn));
  return [...instances].flatMap(({ origin, typeArguments }) =>
    [...origin.methods.values()]
      .filter(counts)
      .map((object) => askedBy(func.compiledIn, { object, typeArguments })),
  );
}

function namedInstancesIn(type: Type): readonly Named[] {
  let found = instancesIn.get(type);
  if (!found) {
    found = type.kind === 'basic' ? [] : instancesWithin(type);
    instancesIn.set(type, found);
  }
  return found;
}

/** Of what a type is put together of, as far as it is written: not what is underlying a name. */
function instancesWithin(type: Type): readonly Named[] {
  const actual = unalias(type);
  switch (actual.kind) {
    case 'array':
    case 'slice':
    case 'pointer':
    case 'channel':
      return namedInstancesIn(actual.element);
    case 'map':
      return [actual.key, actual.element].flatMap(namedInstancesIn);
    case 'struct':
      return actual.fields.flatMap((each) => namedInstancesIn(each.type));
    case 'tuple':
      return actual.variables.flatMap((each) => namedInstancesIn(each.type));
    case 'signature':
      return [actual.parameters, actual.results].flatMap(namedInstancesIn);
    case 'named': {
      return [
        ...(isInstance(actual) ? [actual] : []),
        ...actual.typeArguments.flatMap(namedInstancesIn),
      ];
    }
    default:
      return [];
  }
}
