import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Allocation } from '../../../server/src/engine/alloc/allocations.ts';
import type { RuntimeOperation } from '../../../server/src/engine/alloc/runtimeSites.ts';
import { FREQUENCIES, type Frequency } from '../../../server/src/engine/frequency/frequency.ts';
import {
  allocationLabel,
  frequencyText,
  lineLabel,
} from '../../../server/src/engine/features/labels.ts';
import { english } from '../../../server/src/engine/features/localize.ts';

const LONGEST = 12;

/** Objects that an inlined call brings: the one kind of which there may be any number. */
function objects(countObjects: number, frequency: Frequency = 'call'): Allocation {
  const call = { place, callees: ['f'], copies: [] };
  return { kind: 'inlined', offset: 0, what: 'f', frequency, countObjects, call };
}

const place = { file: 'a.go', line: 1, column: 1 };

/** One object of the compiler's, which takes as many bytes. */
function taking(takenBytes: number, frequency: Frequency = 'call'): Allocation {
  const site = { place, kind: 'expr', what: 'x', verdict: 'heap', detail: '' } as const;
  return {
    kind: 'expression',
    offset: 0,
    what: 'x',
    frequency,
    countObjects: 1,
    bytes: {
      kind: 'fixed',
      takenBytes,
      askedBytes: takenBytes,
      countObjects: 1,
      object: undefined,
      noscan: true,
      condition: undefined,
    },
    site: { ...site, isInlined: false, countRows: 1, countHeap: 1 },
  };
}

function runtime(operation: RuntimeOperation, frequency: Frequency = 'call'): Allocation {
  const countObjects = operation === 'chan' ? 1 : 0;
  return { kind: 'runtime', operation, offset: 0, what: '', frequency, countObjects };
}

const OPERATIONS: readonly RuntimeOperation[] = ['chan', 'map', 'goroutine', 'defer'];

describe('labels', () => {
  it('have twelve characters at most, whatever they are of', () => {
    const labels = FREQUENCIES.flatMap((frequency) => [
      ...[1, 2, 10, 999].map((count) => allocationLabel(objects(count, frequency), english)),
      ...OPERATIONS.map((operation) => allocationLabel(runtime(operation, frequency), english)),
    ]);
    assert.deepEqual(
      labels.filter((label) => label.length > LONGEST || label === ''),
      [],
    );
    assert.ok(labels.includes('999 obj/iter'));
  });

  it('say how many where it is often, and else when', () => {
    for (const [allocation, label] of [
      [objects(1), 'heap'],
      [objects(2), '2 objects'],
      [objects(1, 'iteration'), 'heap/iter'],
      [objects(3, 'iteration'), '3 obj/iter'],
      [objects(3, 'growth'), 'on grow'],
      [objects(3, 'miss'), 'on miss'],
      [objects(3, 'error'), 'on error'],
      [objects(3, 'panic'), 'on panic'],
      [objects(3, 'once'), 'once'],
    ] as const) {
      assert.equal(allocationLabel(allocation, english), label);
      assert.equal(lineLabel([allocation], english), label);
    }
  });

  it('say what the runtime does where that is often', () => {
    for (const [operation, label] of [
      ['chan', 'chan'],
      ['map', 'large map'],
      ['goroutine', 'goroutine'],
      ['defer', 'defer record'],
    ] as const) {
      assert.equal(lineLabel([runtime(operation)], english), label);
      assert.equal(lineLabel([runtime(operation, 'iteration')], english), label);
      assert.equal(lineLabel([runtime(operation, 'growth')], english), 'on grow');
      assert.equal(lineLabel([runtime(operation, 'once')], english), 'once');
    }
  });
});

describe('a label with bytes', () => {
  it('says how many, and how often', () => {
    for (const [allocations, label] of [
      [[taking(48)], '48 B'],
      [[taking(48, 'iteration')], '48 B/iter'],
      [[taking(48, 'error')], '48 B on error'],
      [[taking(16 / 3)], '5.3 B'],
      [[taking(9728, 'iteration')], '9728 B/iter'],
      [[taking(40_960)], '40 KB'],
      [[taking(3 << 20)], '3 MB'],
      [[taking(48), taking(16)], '64 B'],
      [[taking(48), taking(16, 'iteration')], '16 B/iter'],
      [[taking(48, 'iteration'), runtime('goroutine', 'iteration')], '48 B/iter'],
      [[taking(48), objects(1)], '2 objects'],
    ] as const) {
      assert.equal(lineLabel(allocations, english), label);
    }
  });

  it('says what an element takes where only the program knows how many there are', () => {
    const array = { kind: 'array', noscan: true, isGrowth: false } as const;
    const made = { ...array, elementBytes: 16, unit: 'element' } as const;
    const text = { ...array, elementBytes: 1, unit: 'byte' } as const;
    assert.equal(lineLabel([{ ...taking(1), bytes: made }], english), 'n × 16 B');
    assert.equal(lineLabel([{ ...taking(1, 'iteration'), bytes: text }], english), 'n B/iter');
    const grown = { ...made, isGrowth: true };
    assert.equal(lineLabel([{ ...taking(1, 'growth'), bytes: grown }], english), 'on grow');
  });
});

describe('a line’s label', () => {
  it('is of what happens most often in it', () => {
    for (const [allocations, label] of [
      [[objects(1), objects(1)], '2 objects'],
      [[objects(400), objects(599)], '999 objects'],
      [[objects(7), objects(1, 'iteration')], 'heap/iter'],
      [[objects(7, 'error'), objects(1)], 'heap'],
      [[objects(1, 'once'), objects(1, 'panic')], 'on panic'],
      [[objects(1, 'growth'), objects(1, 'growth')], 'on grow'],
    ] as const) {
      assert.equal(lineLabel(allocations, english), label);
      assert.equal(lineLabel(allocations.toReversed(), english), label);
    }
  });

  it('counts what the runtime makes where that can be counted', () => {
    assert.equal(lineLabel([runtime('chan'), runtime('chan')], english), '2 objects');
    assert.equal(lineLabel([runtime('chan'), objects(1)], english), '2 objects');
    assert.equal(lineLabel([runtime('goroutine'), runtime('map')], english), 'goroutine');
    assert.equal(lineLabel([runtime('goroutine'), objects(1)], english), 'heap');
    assert.equal(lineLabel([runtime('map', 'growth'), objects(2)], english), '2 objects');
  });

  it('is in the user’s words', () => {
    const shout = (message: string, ...args: readonly (string | number)[]) =>
      english(message, ...args).toUpperCase();
    assert.equal(lineLabel([objects(2)], shout), '2 OBJECTS');
    assert.equal(frequencyText('error', shout), 'ON THE ERROR PATH');
  });
});

describe('a frequency in words', () => {
  it('is another for each', () => {
    const texts = FREQUENCIES.map((each) => frequencyText(each, english));
    assert.equal(new Set(texts).size, FREQUENCIES.length);
  });
});
