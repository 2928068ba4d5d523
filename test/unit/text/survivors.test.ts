import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Survivors, trimmed } from '../../../server/src/engine/text/survivors.ts';
import { seededRandom } from '../../support/random.ts';

/** What is left of a text after replacements, one after the other. */
function follow(
  text: string,
  replacements: readonly (readonly [start: number, oldEnd: number, inserted: string])[],
): { readonly survivors: Survivors; readonly after: string } {
  let survivors = Survivors.all(text.length);
  let after = text;
  for (const [start, oldEnd, inserted] of replacements) {
    survivors = survivors.after({ start, oldEnd, newEnd: start + inserted.length });
    after = after.slice(0, start) + inserted + after.slice(oldEnd);
  }
  return { survivors, after };
}

/** Each former character that is left, with its place. */
function left(text: string, survivors: Survivors): string[] {
  return Array.from(text).flatMap((character, offset) => {
    const place = survivors.placeOf(offset);
    return place === undefined ? [] : [`${character}${place}`];
  });
}

describe('what is left of a text', () => {
  it('is before, between and after what is changed', () => {
    const { survivors, after } = follow('abcdef', [
      [1, 2, 'XY'],
      [5, 6, ''],
    ]);
    assert.equal(after, 'aXYcdf');
    assert.deepEqual(left('abcdef', survivors), ['a0', 'c3', 'd4', 'f5']);
  });

  it('is all of it once what was inserted is deleted', () => {
    const { survivors } = follow('abc', [
      [1, 1, 'X'],
      [2, 2, 'Y'],
      [1, 3, ''],
    ]);
    assert.deepEqual(survivors.spans, [{ start: 0, end: 3, shift: 0 }]);
  });

  it('is nothing that was deleted, though it is written again', () => {
    const { survivors } = follow('abc', [
      [1, 2, ''],
      [1, 1, 'b'],
    ]);
    assert.deepEqual(left('abc', survivors), ['a0', 'c2']);
  });

  it('is around all changes where nobody saw them', () => {
    assert.deepEqual(left('abcde', Survivors.between('abcde', 'aXcYe')), ['a0', 'e4']);
    assert.deepEqual(left('aaa', Survivors.between('aaa', 'aa')), ['a0', 'a1']);
    assert.deepEqual(left('', Survivors.between('', 'abc')), []);
  });

  it('is of a text that is replaced by itself all that stays the same', () => {
    const whole = { start: 0, oldEnd: 4, newEnd: 5 };
    assert.deepEqual(trimmed(whole, 'abcd', 'abXcd'), { start: 2, oldEnd: 2, newEnd: 3 });
    assert.deepEqual(trimmed(whole, 'abcd', 'vwxyz'), whole);
  });

  it('stands in the new text as it did in the old, in its order', () => {
    const random = seededRandom(31);
    const below = (limit: number) => Math.floor(random() * limit);
    for (let round = 0; round < 300; round++) {
      const text = Array.from({ length: 12 }, (_, index) => String.fromCharCode(97 + index)).join(
        '',
      );
      let survivors = Survivors.all(text.length);
      let after = text;
      for (let step = below(8); step >= 0; step--) {
        const start = below(after.length + 1);
        const oldEnd = Math.min(after.length, start + below(4));
        const inserted = 'XYZ'.slice(below(4));
        const then = after.slice(0, start) + inserted + after.slice(oldEnd);
        survivors = survivors.after(
          trimmed({ start, oldEnd, newEnd: start + inserted.length }, after, then),
        );
        after = then;
      }
      const kept = Array.from(text).filter((_, offset) => survivors.placeOf(offset) !== undefined);
      // No letter is inserted, so that those of the new text are those that are left.
      assert.equal(kept.join(''), after.replace(/[XYZ]/g, ''));
      for (const [offset, character] of Array.from(text).entries()) {
        const place = survivors.placeOf(offset);
        assert.ok(place === undefined || after[place] === character, after);
      }
    }
  });
});
