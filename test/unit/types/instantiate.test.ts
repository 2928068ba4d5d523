import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { identical } from '../../../server/src/engine/types/identical.ts';
import { instantiate, instantiateSignature } from '../../../server/src/engine/types/instantiate.ts';
import { lookUpFieldOrMethod } from '../../../server/src/engine/types/lookup.ts';
import {
  InterfaceType,
  MapType,
  type Type,
  underlying,
  Unknown,
} from '../../../server/src/engine/types/types.ts';
import { basicTypes, byteType, errorType } from '../../../server/src/engine/types/universe.ts';
import {
  func,
  generic,
  genericAlias,
  instance,
  methodOf,
  parameter,
  slice,
  text,
} from './genericTypes.ts';
import { elements, field, named, pointer, struct, testPackage } from './goTypes.ts';

const { int, string, uint8 } = basicTypes;
const myInt = named('MyInt', () => int);
const T = parameter('T');
const Box = generic('Box', [T], () => struct(field('value', T)));

describe('an instance', () => {
  it('is the same object for the same type arguments', () => {
    const pairs: readonly (() => Type)[] = [
      () => int,
      () => myInt,
      () => T,
      () => new MapType(string, slice(pointer(myInt))),
      () => struct(field('a', int), field('b', Box)),
      () => func([int], [myInt]),
      () => new InterfaceType([methodOf('B', [], []), methodOf('A', [int], [])], []),
      () => instance(Box, instance(Box, int)),
    ];
    const instances = pairs.map((make) => {
      assert.equal(instance(Box, make()), instance(Box, make()));
      return instance(Box, make());
    });
    assert.equal(new Set(instances).size, pairs.length);
  });

  it('is another one where its type arguments are written in another way', () => {
    assert.notEqual(instance(Box, byteType), instance(Box, uint8));
    assert.equal(text(instance(Box, byteType)), 'Box[byte]');
    assert.ok(identical(instance(Box, byteType), instance(Box, uint8)));
    const embedding = () => elements(errorType);
    assert.ok(identical(instance(Box, embedding()), instance(Box, embedding())));
  });

  it('does not take what is not known for the same', () => {
    const [a, b] = [new Unknown('a'), new Unknown('b')];
    assert.notEqual(instance(Box, slice(a)), instance(Box, slice(b)));
    assert.equal(instance(Box, slice(a)), instance(Box, slice(a)));
  });

  it('is listed by its origin', () => {
    const Own = generic('Own', [T], () => struct());
    const made = Array.from({ length: 40 }, (_, index) =>
      instance(
        Own,
        named(`T${index}`, () => int),
      ),
    );
    instance(Own, made[0]?.typeArguments[0] ?? int);
    assert.deepEqual(Own.instances.values(), made);
  });

  it('is not looked into before somebody asks', () => {
    let countMade = 0;
    const Lazy = generic('Lazy', [T], () => {
      countMade++;
      return struct(field('next', pointer(instance(Lazy, T))));
    });
    const lazy = instance(Lazy, int);
    assert.equal(countMade, 0);
    const under = lazy.underlying;
    assert.equal(text(under), 'struct{next *Lazy[int]}');
    assert.ok(under.kind === 'struct');
    assert.equal(underlying(under.fields[0]?.type ?? int).kind, 'pointer');
    assert.equal(countMade, 1);
  });

  it('has the methods of its origin, whatever they call the type parameters', () => {
    const K = parameter('K');
    const put = methodOf('Put', [K], [], () => ({
      type: pointer(instance(Stack, K)),
      typeParameters: [K],
    }));
    const Stack = generic('Stack', [T], () => slice(T), [put]);
    const stack = instance(Stack, string);
    const found = lookUpFieldOrMethod(stack, true, testPackage, 'Put');
    assert.ok('object' in found && found.object.kind === 'func');
    assert.equal(found.object.origin, put);
    assert.ok(found.object.type.kind === 'signature');
    assert.equal(text(found.object.type), 'func(string)');
    const own = instance(Stack, K).methods.get('Put');
    assert.equal(own?.type, put.type);
  });

  it('is unknown where a type argument is missing', () => {
    const Pair = generic('Pair', [T, parameter('U')], () =>
      struct(field('first', T), field('second', Pair.typeParameters[1] ?? int)),
    );
    assert.equal(text(instance(Pair, int).underlying), 'struct{first int; second invalid type}');
  });

  it('has an end where a type holds itself with longer type arguments', () => {
    const Grow = generic('Grow', [T], () => struct(field('next', instantiate(Grow, [slice(T)]))));
    let at: Type = instance(Grow, int);
    let depth = 0;
    for (; at.kind === 'named' && depth < 1000; depth++) {
      const under: Type = at.underlying;
      at = under.kind === 'struct' ? (under.fields[0]?.type ?? int) : under;
    }
    assert.equal(at.kind, 'unknown');
    assert.ok(depth > 50);
  });

  it('has an end where it doubles each time', () => {
    const Double = generic('Double', [T], () =>
      struct(field('next', instantiate(Double, [struct(field('a', T), field('b', T))]))),
    );
    let at: Type = instance(Double, int);
    for (let depth = 0; at.kind === 'named' && depth < 1000; depth++) {
      const under: Type = at.underlying;
      at = under.kind === 'struct' ? (under.fields[0]?.type ?? int) : under;
    }
    assert.equal(at.kind, 'unknown');
  });
});

describe('an instance of an alias', () => {
  it('keeps its name and stands for what it is an alias of', () => {
    const Table = genericAlias('Table', [T], new MapType(string, T));
    const table = instantiate(Table, [int]);
    assert.equal(table, instantiate(Table, [int]));
    assert.equal(text(table), 'Table[int]');
    assert.equal(text(underlying(table)), 'map[string]int');
  });
});

describe('an instance of a function', () => {
  it('is not generic any more', () => {
    const U = parameter('U');
    assert.equal(
      text(instantiateSignature(func([T], [U], [T, U]), [int, string])),
      'func(int) string',
    );
    assert.equal(text(instantiateSignature(func([], [], [T]), [int])), 'func()');
    assert.equal(
      text(instantiateSignature(func([T], [U], [T, U]), [int])),
      'func(int) invalid type',
    );
  });
});
