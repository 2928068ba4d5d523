import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RecentMap } from '../../../server/src/engine/caches/recentMap.ts';

describe('a map with so many entries at most', () => {
  function full(): RecentMap<string, number> {
    const map = new RecentMap<string, number>(2);
    map.set('a', 1);
    map.set('b', 2);
    return map;
  }

  it('drops the entry that was set longest ago', () => {
    const map = full();
    map.set('c', 3);
    assert.deepEqual(
      ['a', 'b', 'c'].map((key) => map.get(key)),
      [undefined, 2, 3],
    );
  });

  it('keeps an entry that was set again', () => {
    const map = full();
    map.set('a', 4);
    map.set('c', 3);
    assert.deepEqual(
      ['a', 'b', 'c'].map((key) => map.get(key)),
      [4, undefined, 3],
    );
  });

  it('has room for another one after one was deleted', () => {
    const map = full();
    map.delete('b');
    map.set('c', 3);
    assert.deepEqual(
      ['a', 'b', 'c'].map((key) => map.get(key)),
      [1, undefined, 3],
    );
    map.clear();
    assert.equal(map.get('a'), undefined);
  });
});
