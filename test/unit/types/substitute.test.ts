import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { VarObject } from '../../../server/src/engine/types/objects.ts';
import { substitute, typeMap } from '../../../server/src/engine/types/substitute.ts';
import {
  ArrayType,
  ChannelType,
  InterfaceType,
  MapType,
  StructType,
  type Type,
} from '../../../server/src/engine/types/types.ts';
import { basicTypes } from '../../../server/src/engine/types/universe.ts';
import {
  func,
  generic,
  genericAlias,
  instance,
  methodOf,
  parameter,
  slice,
  text,
  tuple,
} from './genericTypes.ts';
import { elements, field, named, pointer, struct, testPackage, tildes } from './goTypes.ts';
import { instantiate } from '../../../server/src/engine/types/instantiate.ts';

const { int, string } = basicTypes;
const P = parameter('P');
const Q = parameter('Q');
const map = typeMap([P], [int]);
const List = generic('List', [parameter('T')], () => struct());
const Set = genericAlias('Set', [Q], new MapType(Q, struct()));

describe('substitution', () => {
  it('reaches every part of a type', () => {
    const parts: readonly (readonly [Type, string])[] = [
      [P, 'int'],
      [Q, 'Q'],
      [new ArrayType(3, P), '[3]int'],
      [slice(pointer(P)), '[]*int'],
      [new ChannelType('send', P), 'chan<- int'],
      [new MapType(Q, P), 'map[Q]int'],
      [struct(field('a', Q), field('b', P)), 'struct{a Q; b int}'],
      [tuple(P, Q), '(int, Q)'],
      [func([P], [Q]), 'func(int) Q'],
      [tildes(string, P), '~string | ~int'],
      [elements(slice(P)), 'interface{[]int}'],
      [new InterfaceType([methodOf('M', [P], [])], []), 'interface{M(int)}'],
      [instance(List, slice(P)), 'List[[]int]'],
      [instantiate(Set, [P]), 'Set[int]'],
    ];
    for (const [type, expected] of parts) {
      assert.equal(text(substitute(type, map)), expected);
    }
  });

  it('leaves what holds no such parameter the same object', () => {
    const types = [
      new MapType(Q, slice(string)),
      struct(field('a', pointer(Q))),
      func([Q], [string]),
      new InterfaceType([methodOf('M', [Q], [])], [tildes(Q)]),
      instance(List, Q),
      instantiate(Set, [Q]),
    ];
    for (const type of types) {
      assert.equal(substitute(type, map), type);
    }
  });

  it('keeps of a field all but its type', () => {
    const place = { file: '/p.go', declaration: 'd', identifier: undefined };
    const embedded = new VarObject('List', testPackage, place, 'field', instance(List, P), true);
    const other = field('other', string);
    const substituted = substitute(new StructType([embedded, other], ['tag']), map);
    assert.ok(substituted.kind === 'struct');
    const [first, second] = substituted.fields;
    assert.deepEqual(
      [first?.name, first?.package, first?.place, first?.role, first?.isEmbedded],
      ['List', testPackage, place, 'field', true],
    );
    assert.equal(second, other);
    assert.equal(substituted.tagOf(0), 'tag');
  });

  it('leaves a generic function its own parameters', () => {
    const substituted = substitute(func([P, Q], [], [Q]), map);
    assert.equal(text(substituted), 'func[Q any](int, Q)');
  });

  it('lets the methods of an interface have the new one as their receiver', () => {
    const changed = methodOf('Changed', [P], [], () => ({ type: original }));
    const same = methodOf('Same', [], [], () => ({ type: original }));
    const original: InterfaceType = new InterfaceType([changed, same], []);
    const substituted = substitute(original, map);
    assert.ok(substituted.kind === 'interface');
    for (const method of substituted.methods) {
      assert.ok(method.type.kind === 'signature');
      assert.equal(method.type.receiver?.type, substituted);
    }
    assert.equal(substituted.methods[0]?.origin, changed);
  });

  it('keeps an alias, which stands for what it then holds', () => {
    const substituted = substitute(instantiate(Set, [slice(P)]), map);
    assert.ok(substituted.kind === 'alias');
    assert.equal(text(substituted.actual), 'map[[]int]struct{}');
  });

  it('does not look into a type that is declared inside of the generic function', () => {
    const local = named('local', () => slice(P));
    assert.equal(substitute(local, map), local);
  });
});
