import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { costOf, type OrderableField } from '../../../server/src/engine/layout/orderCost.ts';
import { fieldsTogether } from '../../../server/src/engine/refactor/fieldsTogether.ts';

function scalar(sizeBytes: number, isPinned = false): OrderableField {
  return { sizeBytes, alignBytes: sizeBytes, ptrdataBytes: 0, isPinned };
}

describe('fields of one line', () => {
  it('stay together where the order costs no more', () => {
    // a, b int8; c int16; d int32
    const fields = [scalar(1), scalar(1), scalar(2), scalar(4)];
    const lines = [[0, 1], [2], [3]];
    assert.deepEqual(fieldsTogether(fields, [3, 0, 1, 2], lines), [3, 0, 1, 2]);
    const together = fieldsTogether(fields, [0, 3, 2, 1], lines);
    assert.equal(together.indexOf(1), together.indexOf(0) + 1);
    assert.equal(costOf(fields, together).sizeBytes, 12);
  });

  it('are parted where they have to be', () => {
    // Two that are pinned to places apart.
    const pinned = [scalar(8, true), scalar(8), scalar(8, true)];
    assert.deepEqual(fieldsTogether(pinned, [0, 1, 2], [[0, 2], [1]]), [0, 1, 2]);
  });

  it('do not move a field that is pinned', () => {
    const fields = [scalar(8, true), scalar(1), scalar(8), scalar(1)];
    for (const order of [
      [0, 2, 1, 3],
      [0, 2, 3, 1],
    ]) {
      assert.equal(
        fieldsTogether(fields, order, [
          [0, 2],
          [1, 3],
        ])[0],
        0,
      );
    }
  });
});
