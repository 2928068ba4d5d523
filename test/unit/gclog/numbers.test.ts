/** Numbers of a line are those that JavaScript reads of the same digits. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readNumbers } from '../../../server/src/engine/gclog/numbers.ts';

function numbersOf(text: string, most = 8, from = 0): number[] {
  const numbers = new Float64Array(most).fill(NaN);
  readNumbers(text, from, numbers);
  return [...numbers].filter((number) => !Number.isNaN(number));
}

describe('the numbers of a text', () => {
  it('are read in their order, without what is in brackets', () => {
    assert.deepEqual(
      numbersOf('gc 12 @0.250s 3% (of 4): 0.1+2 ms, 7->8'),
      [12, 0.25, 3, 0.1, 2, 7, 8],
    );
    assert.deepEqual(numbersOf('1 2 3', 2), [1, 2]);
    assert.deepEqual(numbersOf('11 22 33', 8, 3), [22, 33]);
    assert.deepEqual(numbersOf('1.2.3, 4.'), [1.2, 3, 4]);
    assert.deepEqual(numbersOf('none'), []);
  });

  it('are as exact as can be', () => {
    const texts = [
      '0.1',
      '0.000000001',
      '999999999999999',
      '123456789012.123456789',
      '0.0289',
      '4.35',
    ];
    assert.deepEqual(numbersOf(texts.join(' ')), texts.map(Number));
  });
});
