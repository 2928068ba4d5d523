import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isAssignable } from '../../../server/src/engine/types/assignable.ts';
import { implementsInterface } from '../../../server/src/engine/types/implements.ts';
import { lookUpFieldOrMethod } from '../../../server/src/engine/types/lookup.ts';
import { methodSetOf } from '../../../server/src/engine/types/methodSet.ts';
import { InterfaceType, type Type, Unknown } from '../../../server/src/engine/types/types.ts';
import { basicTypes } from '../../../server/src/engine/types/universe.ts';
import { field, method, named, pointer, struct, testPackage } from './goTypes.ts';

const unknown = new Unknown('its package is missing');
const { int } = basicTypes;

/** The path to what was found, or why there is none. */
function lookUp(type: Type, name: string): string {
  const lookup = lookUpFieldOrMethod(type, true, testPackage, name);
  return 'notFound' in lookup ? lookup.notFound : lookup.index.join('.');
}

describe('what is not known', () => {
  const inner = named('Inner', () => struct(field('f', int)), ['*M']);
  const outer = struct(field('Inner', inner, true), field('Gone', unknown, true));

  it('may have any name', () => {
    assert.equal(lookUp(unknown, 'f'), 'unknown');
    assert.equal(lookUp(pointer(unknown), 'f'), 'unknown');
    assert.equal(lookUp(outer, 'g'), 'unknown');
    assert.equal(lookUp(new InterfaceType([], [unknown]), 'M'), 'unknown');
  });

  it('does not hide what is found at its depth or above', () => {
    assert.equal(lookUp(outer, 'f'), '0.0');
    assert.equal(lookUp(outer, 'M'), '0');
    assert.equal(lookUp(outer, 'Gone'), '1');
  });

  it('may hide what is deeper', () => {
    const deep = struct(field('S', struct(field('Inner', inner, true)), true));
    assert.equal(lookUp(deep, 'f'), '0.0.0');
    const hiding = struct(...deep.fields, field('Gone', unknown, true));
    assert.equal(lookUp(hiding, 'f'), 'unknown');
  });

  it('is taken to fit', () => {
    const wanted = new InterfaceType([method('Missing')], []);
    assert.ok(implementsInterface(outer, wanted));
    assert.ok(!implementsInterface(pointer(inner), wanted));
    assert.ok(isAssignable(unknown, int));
    assert.ok(isAssignable(pointer(unknown), pointer(int)));
  });
});

describe('types that contain themselves', () => {
  it('are searched once', () => {
    const self: Type = named('T', () => struct(field('T', () => pointer(self), true)));
    assert.equal(lookUp(self, 'f'), 'none');
    assert.deepEqual(methodSetOf(self), []);
  });

  it('are given up if they grow without end', () => {
    const grow = (): Type =>
      named('T', () =>
        struct(
          field('A', () => pointer(grow()), true),
          field('B', grow, true),
        ),
      );
    assert.equal(lookUp(grow(), 'f'), 'unknown');
    assert.deepEqual(methodSetOf(grow()), []);
  });
});

describe('a method set', () => {
  it('tells what the pointer has alone', () => {
    const type = named('T', () => struct(), ['Value', '*Pointer']);
    const names = methodSetOf(type).map(({ object, needsPointer }) => [object.name, needsPointer]);
    assert.deepEqual(names, [
      ['Pointer', true],
      ['Value', false],
    ]);
    assert.ok(methodSetOf(pointer(type)).every(({ needsPointer }) => !needsPointer));
  });
});
