import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { layOutFields } from '../../../server/src/engine/layout/fieldLayout.ts';
import { bestOrder } from '../../../server/src/engine/layout/fieldOrder.ts';
import type { OrderableField } from '../../../server/src/engine/layout/orderCost.ts';
import { seededRandom } from '../../support/random.ts';

const SEED = 5;
const COUNT_STRUCTS = 250;
const COUNT_LARGE_STRUCTS = 12;

function field(sizeBytes: number, alignBytes: number, ptrdataBytes = 0): OrderableField {
  return { sizeBytes, alignBytes, ptrdataBytes, isPinned: false };
}

/** Fields as they occur on machines of 64 and of 32 bits, `atomic.Int64` on the latter included. */
const FIELDS_64 = [
  field(1, 1),
  field(1, 1),
  field(2, 2),
  field(4, 4),
  field(3, 1),
  field(8, 8),
  field(8, 8, 8),
  field(16, 8, 8),
  field(16, 8, 16),
  field(24, 8, 8),
  field(12, 4),
  field(0, 1),
  field(0, 8),
] as const;
const FIELDS_32 = [
  field(1, 1),
  field(2, 2),
  field(4, 4),
  field(8, 4),
  field(8, 8),
  field(4, 4, 4),
  field(8, 4, 4),
  field(12, 4, 4),
  field(16, 8, 8),
  field(16, 8, 12),
  field(3, 1),
  field(0, 1),
  field(0, 8),
] as const;

type Cost = readonly [sizeBytes: number, ptrdataBytes: number, countMoved: number];

function costOf(fields: readonly OrderableField[], order: readonly number[]): Cost {
  const { sizeBytes, ptrdataBytes } = layOutFields(order.flatMap((index) => fields[index] ?? []));
  return [sizeBytes, ptrdataBytes, order.length - longestRise(order)];
}

/** The most fields that can stay where they are relative to each other. */
function longestRise(order: readonly number[]): number {
  const lengths: number[] = [];
  for (const [at, index] of order.entries()) {
    const before = lengths.filter((_, earlier) => (order[earlier] ?? 0) < index);
    lengths[at] = 1 + Math.max(0, ...before);
  }
  return Math.max(0, ...lengths);
}

function compare(a: Cost, b: Cost): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

function keepsPinned(fields: readonly OrderableField[], order: readonly number[]): boolean {
  const written = layOutFields(fields).offsetsBytes;
  const moved = layOutFields(order.flatMap((index) => fields[index] ?? [])).offsetsBytes;
  return order.every((index, at) => !fields[index]?.isPinned || moved[at] === written[index]);
}

function* permutations(
  rest: readonly number[],
  begun: readonly number[] = [],
): Generator<number[]> {
  if (rest.length === 0) {
    yield [...begun];
  }
  for (const [at, index] of rest.entries()) {
    yield* permutations(rest.toSpliced(at, 1), [...begun, index]);
  }
}

/** By trying all orders. */
function leastCost(fields: readonly OrderableField[]): Cost {
  let least: Cost | undefined;
  for (const order of permutations(fields.map((_, index) => index))) {
    if (keepsPinned(fields, order)) {
      const cost = costOf(fields, order);
      if (least === undefined || compare(cost, least) < 0) {
        least = cost;
      }
    }
  }
  assert.ok(least);
  return least;
}

function written(fields: readonly OrderableField[]): readonly number[] {
  return fields.map((_, index) => index);
}

function describeFields(fields: readonly OrderableField[]): string {
  return JSON.stringify(
    fields.map(({ sizeBytes, alignBytes, ptrdataBytes, isPinned }) =>
      [sizeBytes, alignBytes, ptrdataBytes, ...(isPinned ? ['pinned'] : [])].join('/'),
    ),
  );
}

function checkBest(fields: readonly OrderableField[]): void {
  const order = bestOrder(fields) ?? written(fields);
  assert.deepEqual(
    [...order].sort((a, b) => a - b),
    written(fields),
    describeFields(fields),
  );
  assert.ok(keepsPinned(fields, order), describeFields(fields));
  const least = leastCost(fields);
  const cost = costOf(fields, order);
  assert.deepEqual(cost, least, describeFields(fields));
}

describe('the best order of fields', () => {
  it('costs what the best of all orders does', () => {
    const random = seededRandom(SEED);
    const pick = (fields: readonly OrderableField[]) =>
      fields[Math.floor(random() * fields.length)] ?? field(1, 1);
    for (let count = 0; count < COUNT_STRUCTS; count++) {
      const kinds = count % 2 === 0 ? FIELDS_64 : FIELDS_32;
      const length = count < COUNT_LARGE_STRUCTS ? 7 : 1 + Math.floor(random() * 6);
      checkBest(Array.from({ length }, () => pick(kinds)));
    }
  });

  it('leaves fields that others count on at their offsets', () => {
    const random = seededRandom(SEED + 1);
    for (let count = 0; count < COUNT_STRUCTS / 2; count++) {
      const fields = Array.from(
        { length: 1 + Math.floor(random() * 5) },
        () => FIELDS_32[Math.floor(random() * FIELDS_32.length)] ?? field(1, 1),
      );
      checkBest([{ ...field(8, 4), isPinned: true }, ...fields]);
    }
  });

  it('is none where the order as written is as good', () => {
    assert.equal(bestOrder([]), undefined);
    assert.equal(bestOrder([field(8, 8), field(4, 4), field(1, 1)]), undefined);
    // The gap is needed in any order.
    assert.equal(bestOrder([field(1, 1), field(8, 8)]), undefined);
    assert.equal(bestOrder([field(0, 1), field(0, 8)]), undefined);
  });

  it('takes a field without size away from the end, where it takes room', () => {
    assert.deepEqual(bestOrder([field(8, 8), field(0, 1)]), [1, 0]);
    // Here it takes what would be padding.
    assert.equal(bestOrder([field(8, 8), field(4, 4), field(0, 1)]), undefined);
  });

  it('has the least size for structs of any length', () => {
    const random = seededRandom(SEED + 2);
    for (let count = 0; count < 40; count++) {
      const length = 13 + Math.floor(random() * 12);
      const fields = Array.from(
        { length },
        () => FIELDS_64[Math.floor(random() * FIELDS_64.length)] ?? field(1, 1),
      );
      const order = bestOrder(fields) ?? written(fields);
      assert.deepEqual(
        [...order].sort((a, b) => a - b),
        written(fields),
      );
      const sum = fields.reduce((bytes, { sizeBytes }) => bytes + sizeBytes, 0);
      const alignBytes = Math.max(...fields.map((each) => each.alignBytes));
      const pointers = fields.filter(({ ptrdataBytes }) => ptrdataBytes > 0);
      const [sizeBytes, ptrdataBytes] = costOf(fields, order);
      assert.equal(sizeBytes, Math.ceil(sum / alignBytes) * alignBytes, describeFields(fields));
      assert.equal(
        ptrdataBytes,
        pointers.reduce((bytes, each) => bytes + each.sizeBytes, 0) -
          Math.max(0, ...pointers.map((each) => each.sizeBytes - each.ptrdataBytes)),
        describeFields(fields),
      );
    }
  });

  it('moves little in a large struct', () => {
    const words = Array.from({ length: 20 }, () => field(8, 8));
    const order = bestOrder([field(1, 1), ...words, field(1, 1)]) ?? [];
    assert.equal(order.length - longestRise(order), 1);
    const flags =
      bestOrder([...words.slice(10), field(1, 1), ...words.slice(10), field(1, 1)]) ?? [];
    assert.equal(flags.length - longestRise(flags), 1);
  });
});
