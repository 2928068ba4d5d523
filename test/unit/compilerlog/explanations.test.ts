import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Explanations } from '../../../server/src/engine/compilerlog/explanations.ts';
import type { Explanation, VerdictRow } from '../../../server/src/engine/compilerlog/rows.ts';

const place = { file: '/p/a.go', line: 3, column: 9 };

const of = (functionName: string): Explanation => ({ functionName, flows: [] });

const onHeap = (what: string): VerdictRow => ({
  place,
  kind: 'expr',
  what,
  verdict: 'heap',
  detail: '',
  isInlined: true,
});

const leaks = (what: string, verdict: 'leak' | 'leak-result', detail = ''): VerdictRow => ({
  ...onHeap(what),
  kind: 'param',
  verdict,
  detail,
});

describe('explanations of the rows of one place', () => {
  it('go to rows of their text first, in the order given; then to others, which share the first', () => {
    const explanations = new Explanations();
    explanations.add(place, { what: 'x' }, of('f'));
    explanations.add(place, { what: 'y' }, of('g'));
    explanations.add(place, { what: 'x' }, of('h'));
    const takers = ['y', 'x', 'x', 'x', 'constant'];
    assert.deepEqual(
      takers.map((what) => explanations.take(onHeap(what))?.functionName),
      ['g', 'f', 'h', 'f', 'f'],
    );
  });

  it('of a parameter go to the leak that they are about, by its result', () => {
    const explanations = new Explanations();
    explanations.add(place, { what: 'b', leaksTo: '{heap}' }, of('heap'));
    explanations.add(place, { what: 'b', leaksTo: 'r' }, of('result'));
    const toResult = leaks('b', 'leak-result', 'to result r level=0');
    assert.equal(explanations.take(toResult)?.functionName, 'result');
    assert.equal(explanations.take(leaks('b', 'leak'))?.functionName, 'heap');
    assert.equal(explanations.take(leaks('c', 'leak')), undefined);
    assert.equal(explanations.take(onHeap('b')), undefined);
  });

  it('are as many as there are calls of an inlined constructor', () => {
    // With a look at all of them for each row, this alone would take the better part of an hour.
    const explanations = new Explanations();
    const count = 200_000;
    for (let i = 0; i < count; i++) {
      explanations.add(place, { what: '&Cmd{...}' }, of(`f${i}`));
    }
    for (let i = 0; i < count; i++) {
      assert.equal(explanations.take(onHeap('&Cmd{...}'))?.functionName, `f${i}`);
    }
  });
});
