import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Argument, infer } from '../../../server/src/engine/types/infer.ts';
import {
  renameSignature,
  renameTypeParameters,
} from '../../../server/src/engine/types/renaming.ts';
import {
  ChannelType,
  InterfaceType,
  MapType,
  type Type,
  type TypeParameter,
  Unknown,
} from '../../../server/src/engine/types/types.ts';
import { anyType, basicTypes } from '../../../server/src/engine/types/universe.ts';
import {
  func,
  generic,
  instance,
  methodOf,
  parameter,
  slice,
  text,
  tuple,
} from './genericTypes.ts';
import { elements, named, pointer, struct, tildes } from './goTypes.ts';

const { int, int8, string } = basicTypes;
const untypedInt = basicTypes['untyped int'];
const untypedFloat = basicTypes['untyped float'];
const untypedNil = basicTypes['untyped nil'];
const ints = slice(int);
const myInts = named('MyInts', () => ints);
const T = parameter('T');
const U = parameter('U', anyType, 1);

/** What is inferred, or why nothing is. */
function inferred(
  typeParameters: readonly TypeParameter[],
  parameters: readonly Type[],
  values: readonly (Type | Argument)[],
  typeArguments: readonly (Type | undefined)[] = [],
): string {
  const inference = infer({
    typeParameters,
    typeArguments,
    parameters: tuple(...parameters),
    arguments: values.map((value) => ('type' in value ? value : { type: value })),
  });
  return 'failed' in inference ? inference.failed : inference.typeArguments.map(text).join(', ');
}

/** The same in either order of two arguments. */
function inferredOfPair(a: Type, b: Type): string {
  const result = inferred([T], [T, T], [a, b]);
  assert.equal(inferred([T], [T, T], [b, a]), result);
  return result;
}

describe('from arguments', () => {
  it('their types and those inside of them', () => {
    assert.equal(
      inferred([T, U], [T, new MapType(string, U)], [int, new MapType(string, ints)]),
      'int, []int',
    );
    assert.equal(inferred([T], [func([T], [T])], [func([int], [int])]), 'int');
    assert.equal(inferred([T], [slice(T)], [myInts]), 'int');
    assert.equal(inferred([T, U], [slice(T), U], [ints, int8], [undefined, string]), 'int, string');
  });

  it('the default of the largest kind where all are untyped', () => {
    assert.equal(inferred([T], [T, T], [untypedInt, untypedFloat]), 'float64');
    assert.equal(inferred([T], [T, T], [untypedInt, int8]), 'int8');
    assert.equal(
      inferred([T], [T, T], [untypedInt, basicTypes['untyped string']]),
      'mismatched types untyped int and untyped string (cannot infer T)',
    );
    assert.equal(inferred([T], [T], [{ type: untypedNil, isUntypedNil: true }]), 'cannot infer T');
  });

  it('defined types and directed channels rather than others', () => {
    const [both, send] = [new ChannelType('both', int), new ChannelType('send', int)];
    assert.equal(inferredOfPair(ints, myInts), 'MyInts');
    assert.equal(inferredOfPair(both, send), 'chan<- int');
  });

  it('no types that do not match', () => {
    assert.equal(
      inferred([T], [T, slice(T)], [string, ints]),
      'type []int does not match inferred type []string for []T',
    );
    assert.equal(inferred([T], [new MapType(T, T)], [ints]), 'type []int does not match map[T]T');
    // The elements of what is assigned must be identical.
    const nested = slice(slice(T));
    assert.equal(inferred([T], [nested], [slice(myInts)]), 'type []p.MyInts does not match [][]T');
  });

  it('type arguments of interfaces by the methods that an argument has', () => {
    const Getter = generic('Getter', [T], () => new InterfaceType([methodOf('Get', [], [T])], []));
    const getter = generic('G', [], () => struct(), [methodOf('Get', [], [string])]);
    assert.equal(inferred([U], [instance(Getter, U)], [getter]), 'string');
    assert.equal(
      inferred([U], [instance(Getter, U)], [myInts]),
      'type p.MyInts does not match p.Getter[U]',
    );
    assert.equal(
      inferred([T], [T, T], [getter, instance(Getter, string)]),
      'type p.Getter[string] does not match inferred type p.G for T',
    );
  });
});

describe('from constraints', () => {
  const E = parameter('E', anyType, 1);
  const S = parameter('S', tildes(slice(E)));

  it('by their core types', () => {
    assert.equal(inferred([S, E], [S], [myInts]), 'MyInts, int');
    assert.equal(inferred([S, E], [S], [string]), 'S (type string) does not satisfy ~[]E');
    assert.equal(inferred([S, E], [], [], [undefined, int]), 'cannot infer S');
  });

  it('by their only type, and by methods', () => {
    const P = parameter('P', elements(pointer(T)), 1);
    assert.equal(inferred([T, P], [], [], [int]), 'int, *int');
    const wanted = new InterfaceType([methodOf('Get', [], [E])], []);
    const getter = generic('G', [], () => struct(), [methodOf('Get', [], [string])]);
    assert.equal(inferred([parameter('G', wanted), E], [parameter('G')], []), 'cannot infer G');
    const G = parameter('G', wanted);
    assert.equal(inferred([G, E], [G], [getter]), 'G, string');
    assert.equal(inferred([G, E], [G], [int]), 'G (type int) does not satisfy interface{Get() E}');
  });

  it('nothing that would hold itself', () => {
    const A: TypeParameter = parameter('A', () => elements(pointer(A)));
    assert.equal(inferred([A], [], []), 'cannot infer A');
  });
});

describe('of generic functions', () => {
  it('that are arguments', () => {
    // func apply[T, U any]([]T, func(T) U), and func wrap[P any](P) []P
    const P = parameter('P');
    const wrap = renameSignature(func([P], [slice(P)], [P]));
    assert.equal(
      inferred([T, U, ...wrap.typeParameters], [slice(T), func([T], [U])], [ints, wrap]),
      'int, []int, int',
    );
    // func call[T any](T, T), with the same function twice
    const other = renameSignature(func([P], [slice(P)], [P]));
    assert.equal(
      inferred(
        [T, ...wrap.typeParameters, ...other.typeParameters],
        [T, T, T],
        [wrap, other, func([int], [ints])],
      ),
      'func(int) []int, int, int',
    );
  });

  it('that are assigned to a variable', () => {
    assert.equal(inferred([T, U], [func([T], [U])], [func([int], [string])]), 'int, string');
  });

  it('that call themselves', () => {
    const renamed = renameTypeParameters([T, U], tuple(T, slice(U)));
    const [first, second] = renamed.type.variables;
    assert.ok(first && second);
    const call = [slice(T), slice(slice(U))];
    assert.equal(inferred(renamed.typeParameters, [first.type, second.type], call), '[]T, []U');
  });

  it('whose arguments are of type parameters of their own', () => {
    const own = parameter('Own', tildes(ints));
    assert.equal(inferred([T], [slice(T)], [own]), 'int');
    assert.equal(inferred([T], [T], [own]), 'Own');
    assert.equal(inferred([T], [slice(T)], [parameter('Own')]), 'type Own does not match []T');
  });
});

describe('what is not known', () => {
  const unknown = new Unknown('its package is missing');
  const K = parameter('K', anyType, 1);
  const M = parameter('M', tildes(new MapType(K, T)));

  it('makes type arguments unknown that depend on it', () => {
    assert.equal(inferred([T, U], [T, U], [unknown, int]), 'invalid type, int');
    assert.equal(inferred([T], [slice(T)], [unknown]), 'invalid type');
    assert.equal(inferred([T], [slice(T)], [parameter('Own', unknown)]), 'invalid type');
    const Phantom = generic('Phantom', [T], () => assert.fail('nobody asked for it'));
    assert.equal(inferred([U], [instance(Phantom, U)], [unknown]), 'invalid type');
    assert.equal(
      inferred([M, K, T], [M, slice(T)], [unknown, slice(int)]),
      'invalid type, invalid type, int',
    );
  });

  it('leaves those that are certain all the same', () => {
    assert.equal(inferredOfPair(unknown, myInts), 'MyInts');
    assert.equal(inferredOfPair(unknown, ints), 'invalid type');
    assert.equal(inferred([T], [T, slice(T)], [unknown, slice(ints)]), '[]int');
  });
});
