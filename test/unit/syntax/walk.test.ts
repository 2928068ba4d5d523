import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseDeclaration } from '../../../server/src/engine/syntax/parser.ts';
import { forEachNode } from '../../../server/src/engine/syntax/walk.ts';

const COUNT = 20_000;

function kindsIn(text: string): readonly string[] {
  const kinds: string[] = [];
  forEachNode(parseDeclaration(text).syntax, ({ kind }) => {
    kinds.push(kind);
  });
  return kinds;
}

describe('all nodes', () => {
  it('are visited in the order of the text, parents first', () => {
    assert.deepEqual(kindsIn('var x = f(a.b)[1:n] + -c'), [
      'var',
      'identifier',
      'binary',
      'slice',
      'call',
      'identifier',
      'selector',
      'identifier',
      'identifier',
      'literal',
      'identifier',
      'unary',
      'identifier',
    ]);
  });

  for (const [what, link, kind] of [
    ['operators', ' + 1', 'binary'],
    ['calls', '()', 'call'],
    ['selectors', '.x', 'selector'],
  ] as const) {
    it(`are visited in a chain of ${COUNT} ${what}`, () => {
      const kinds = kindsIn(`var a = b${link.repeat(COUNT)}`);
      assert.equal(kinds.filter((each) => each === kind).length, COUNT);
    });
  }
});
