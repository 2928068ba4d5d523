import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { outcomeOf } from '../../../server/src/engine/heap/outcome.ts';
import { runToEnd } from '../../../server/src/engine/heap/simulation.ts';
import { scriptOf } from './scripts.ts';

/** Spans of a size, with and without pointers, by what is asked. */
function spansOf(
  size: number,
  scan: boolean,
  count: number,
  settings: Readonly<Record<string, unknown>> = {},
) {
  const script = scriptOf({ count, classes: [{ size, scan }] }, { gogc: 'off', ...settings });
  const { final } = outcomeOf(runToEnd(script));
  // The array of the slots is a word, in the class of 8 bytes.
  return final.spansByClass
    .filter(({ sizeBytes, scan: pointers }) => sizeBytes !== 8 || !pointers)
    .map(({ sizeBytes, spans, objects }) => ({ sizeBytes, spans, objects }));
}

describe('the allocator', () => {
  it('puts tiny objects into blocks of 16 bytes', () => {
    assert.deepEqual(spansOf(1, false, 1600), [{ sizeBytes: 16, spans: 1, objects: 100 }]);
    assert.deepEqual(spansOf(5, false, 300), [{ sizeBytes: 16, spans: 1, objects: 100 }]);
    assert.deepEqual(spansOf(9, false, 100), [{ sizeBytes: 16, spans: 1, objects: 100 }]);
  });

  it('gives pointers a header above 512 bytes', () => {
    assert.deepEqual(spansOf(512, true, 1), [{ sizeBytes: 512, spans: 1, objects: 1 }]);
    assert.deepEqual(spansOf(520, true, 1), [{ sizeBytes: 576, spans: 1, objects: 1 }]);
    assert.deepEqual(spansOf(576, true, 1), [{ sizeBytes: 640, spans: 1, objects: 1 }]);
    assert.deepEqual(spansOf(576, false, 1), [{ sizeBytes: 576, spans: 1, objects: 1 }]);
  });

  it('begins a span when the last is full', () => {
    assert.deepEqual(spansOf(16, false, 504), [{ sizeBytes: 16, spans: 1, objects: 504 }]);
    assert.deepEqual(spansOf(16, false, 505), [{ sizeBytes: 16, spans: 2, objects: 505 }]);
    assert.deepEqual(spansOf(16, false, 512, { go: '1.25' }), [
      { sizeBytes: 16, spans: 1, objects: 512 },
    ]);
  });

  it('gives large objects pages of their own', () => {
    const script = scriptOf(
      { count: 3, ring: 3, classes: [{ size: 40_000, scan: false }] },
      { gogc: 'off' },
    );
    const { final } = outcomeOf(runToEnd(script));
    const large = final.spansByClass.filter(({ sizeClass }) => sizeClass === 0);
    assert.deepEqual(
      large.map(({ spans, spanBytes }) => ({ spans, spanBytes })),
      [{ spans: 3, spanBytes: 3 * 40_960 }],
    );
    assert.equal(final.heapSysBytes, 4 << 20);
  });

  it('gives objects of no size no memory', () => {
    assert.deepEqual(spansOf(0, false, 100), []);
  });

  it('is out of memory beyond 16 GiB, and says so', () => {
    const script = scriptOf(
      { count: 40, ring: 40, classes: [{ size: 2 ** 29, scan: false }] },
      { gogc: 'off' },
    );
    const outcome = outcomeOf(runToEnd(script));
    assert.equal(outcome.outOfMemory, true);
    assert.equal(outcome.allocations, 31);
  });
});

describe('sweeping', () => {
  it('reuses the slots of what died, and the heap stays where it is', () => {
    const script = scriptOf({
      count: 2_000_000,
      ring: 20_000,
      classes: [{ size: 64, scan: true }],
    });
    const { final, numGC } = outcomeOf(runToEnd(script));
    assert.ok(numGC > 10);
    assert.ok(final.heapSysBytes <= 12 << 20, `${final.heapSysBytes}`);
  });

  it('gives spans back whose objects are all dead', () => {
    const first = { count: 100_000, ring: 100_000, classes: [{ size: 128 }] };
    const dropped = { count: 200_000, ring: 10, clear: true, classes: [{ size: 1024 }] };
    const script = { ...scriptOf(first), phases: [] as never[] };
    const both = {
      ...script,
      phases: [scriptOf(first).phases, scriptOf(dropped).phases].flat(),
    };
    const { final } = outcomeOf(runToEnd(both));
    const left = final.spansByClass.find(({ sizeBytes }) => sizeBytes === 128);
    assert.equal(left?.spans ?? 0, 0);
  });
});
