import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { allNumeric, isComparable } from '../../../server/src/engine/types/predicates.ts';
import {
  coreString,
  coreType,
  typeSetOf,
  typesOf,
} from '../../../server/src/engine/types/typeSet.ts';
import { typeString } from '../../../server/src/engine/types/typeString.ts';
import {
  type ChannelDirection,
  ChannelType,
  InterfaceType,
  SliceType,
  type Type,
  Unknown,
} from '../../../server/src/engine/types/types.ts';
import { anyType, basicTypes, byteType } from '../../../server/src/engine/types/universe.ts';
import { elements, method, named, tildes, typeParameter, union } from './goTypes.ts';

const { int, string } = basicTypes;
const myInt = named('MyInt', () => int);
const bytes = new SliceType(byteType);
const myBytes = named('MyBytes', () => bytes);

function channel(direction: ChannelDirection, element: Type = int): ChannelType {
  return new ChannelType(direction, element);
}

function text(type: Type | undefined): string | undefined {
  return type && typeString(type, () => '');
}

/** What the type parameter's types are, as text. */
function textOfTypes(constraint: Type): string | undefined {
  return typesOf(typeParameter(constraint))?.map(text).join(', ');
}

describe('the types of a type parameter', () => {
  it('are the terms of its constraint', () => {
    assert.equal(textOfTypes(int), 'int');
    assert.equal(textOfTypes(union(int, string)), 'int, string');
    assert.equal(textOfTypes(named('C', () => elements(tildes(int, string)))), 'int, string');
  });

  it('are not told by methods alone, by nothing, or by what is not known', () => {
    assert.equal(textOfTypes(anyType), undefined);
    assert.equal(textOfTypes(new InterfaceType([method('M')], [])), undefined);
    assert.equal(textOfTypes(elements(int, string)), undefined);
    assert.equal(textOfTypes(union(int, new Unknown('not there'))), undefined);
    assert.equal(textOfTypes(new Unknown('not there')), undefined);
  });

  it('are in all embedded types', () => {
    assert.equal(textOfTypes(elements(tildes(int, string), myInt)), 'MyInt');
    assert.equal(textOfTypes(elements(union(myInt, int, string), tildes(int))), 'MyInt, int');
  });

  it('have one term where one includes the other', () => {
    assert.equal(textOfTypes(elements(union(tilde(int), myInt))), 'int');
    assert.equal(textOfTypes(elements(union(myInt, tilde(int)))), 'int');
  });

  it('are in no ~T where T is not its own underlying type', () => {
    assert.equal(textOfTypes(tildes(myInt, string)), 'string');
  });

  it('are what predicates look at', () => {
    assert.ok(allNumeric(typeParameter(tildes(int, basicTypes.float64))));
    assert.ok(!allNumeric(typeParameter(tildes(int, string))));
    assert.ok(!allNumeric(typeParameter(anyType)));
    assert.ok(!isComparable(typeParameter(union(int, bytes))));
    assert.ok(isComparable(typeParameter(union(int, string))));
  });
});

/** `interface{ ~T }`, which is a term of a union like others. */
function tilde(type: Type): InterfaceType {
  return elements(tildes(type));
}

describe('the core type', () => {
  const core = (constraint: Type) => text(coreType(typeParameter(constraint)));

  it('is the underlying type that all have in common', () => {
    assert.equal(text(coreType(myInt)), 'int');
    assert.equal(core(union(myInt, int)), 'int');
    assert.equal(core(tildes(bytes)), '[]byte');
    assert.equal(core(union(int, string)), undefined);
    assert.equal(core(anyType), undefined);
  });

  it('is the most restricted of several channels', () => {
    const [both, send, receive] = [channel('both'), channel('send'), channel('receive')];
    assert.equal(core(union(both, receive)), '<-chan int');
    assert.equal(core(union(send, both, both)), 'chan<- int');
    assert.equal(core(union(send, both, receive)), undefined);
    assert.equal(core(union(both, channel('both', string))), undefined);
    assert.equal(core(union(both, int)), undefined);
  });

  it('takes strings for bytes where it is asked to', () => {
    const core = (constraint: Type) => text(coreString(typeParameter(constraint)));
    assert.equal(core(union(string, bytes)), 'string');
    assert.equal(core(union(myBytes, string)), 'string');
    assert.equal(core(union(myBytes, bytes)), '[]byte');
    assert.equal(core(union(string, int)), undefined);
    assert.equal(coreString(basicTypes['untyped string']), basicTypes['untyped string']);
  });
});

describe('interfaces that make no sense', () => {
  it('embed themselves', () => {
    const literal: InterfaceType = new InterfaceType([method('M')], [named('I', () => literal)]);
    const typeSet = typeSetOf(literal);
    assert.deepEqual(
      typeSet.methods.map(({ name }) => name),
      ['M'],
    );
    assert.ok(typeSet.isPartial);
  });

  it('have terms that lead back to them', () => {
    const literal = (): Type => new SliceType(elements(self));
    const self: Type = named('I', () => elements(union(literal(), literal())));
    assert.equal(coreType(typeParameter(self))?.kind, 'slice');
  });

  it('grow without end', () => {
    const grow = (): Type => named('I', () => elements(grow(), grow()));
    assert.equal(coreType(typeParameter(grow())), undefined);
  });
});
