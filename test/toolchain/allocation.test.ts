/**
 * What we say the heap gives, against the runtime itself: a program measures objects of all sizes, spans,
 * slices that grow, channels and maps. `LONG=1` measures with each Go version whose toolchain is there.
 */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { GoRuntime } from '../../server/src/engine/goruntime/goRuntime.ts';
import { runtimeOf } from '../../server/src/engine/goruntime/runtimes.ts';
import { heapObject, objectsPerSpan } from '../../server/src/engine/layout/allocation.ts';
import { channelMemory } from '../../server/src/engine/layout/channel.ts';
import { grownCapacity } from '../../server/src/engine/layout/growth.ts';
import { mapMemory } from '../../server/src/engine/layout/mapMemory.ts';
import { measured, type MeasuredLines, measuredPlatforms } from '../support/measuredByGo.ts';

const PROGRAM = fileURLToPath(new URL('allocationMeasure', import.meta.url));

for (const platform of measuredPlatforms()) {
  const { goVersion, goarch, wordBytes, skip } = platform;
  describe(`the heap of ${goVersion} on ${goarch}`, { skip }, () => {
    const { runtime } = runtimeOf(goVersion);
    let lines: MeasuredLines = new Map();
    before(() => {
      lines = measured(PROGRAM, platform);
    });
    const numbersOf = (kind: string) => (lines.get(kind) ?? []).map((each) => each.map(Number));
    const allEqual = (kind: string, differences: (numbers: readonly number[]) => unknown[]) => {
      const all = numbersOf(kind);
      const wrong = all.flatMap((numbers) => {
        const [actual, expected] = differences(numbers);
        return actual === expected ? [] : [{ line: numbers.join(' '), actual, expected }];
      });
      assert.notEqual(all.length, 0);
      assert.deepEqual(wrong, []);
    };

    it('gives an object of any size what we say', () => {
      allEqual('object', ([size = 0, pointers = 0, count = 0, bytes]) => {
        const kind = { noscan: pointers === 0, wordBytes };
        return [count * heapObject(runtime, size, kind).allocatedBytes, bytes];
      });
    });

    it('has as many objects in a span', () => {
      allEqual('span', ([size = 0, pointers = 0, count = 0]) => {
        const kind = { noscan: pointers === 0, wordBytes };
        const { sizeClass, classBytes } = heapObject(runtime, size, kind);
        const inSpan = objectsPerSpan(runtime, sizeClass, kind);
        const spanBytes = (runtime.classPages[sizeClass] ?? 0) * runtime.pageBytes;
        // Spans that are filled to the last byte lie side by side, without a gap.
        const isFull = inSpan * classBytes === spanBytes;
        return [isFull ? count % inSpan : inSpan, isFull ? 0 : count];
      });
    });

    it('grows slices as we say', () => {
      allEqual('append', ([size = 0, pointers = 0, old = 0, length = 0, capacity, bytes]) => {
        const kind = { noscan: pointers === 0, wordBytes };
        const grown = grownCapacity(runtime, length, old, size, kind);
        const { isTiny, allocatedBytes } = heapObject(runtime, grown * size, kind);
        const ours = isTiny ? bytes : allocatedBytes;
        return [`${grown} of ${ours}`, `${capacity} of ${bytes}`];
      });
    });

    it('makes channels as we say', () => {
      allEqual('chan', ([size = 0, pointers = 0, capacity = 0, bytes]) => {
        const kind = { noscan: pointers === 0, wordBytes };
        return [channelMemory(runtime, size, capacity, kind).allocatedBytes, bytes];
      });
    });

    it('fills maps as we say, to the byte where hashes do not matter', () => {
      let countExact = 0;
      allEqual('map', (numbers) => {
        const { ours, count, allocated, held } = mapsOf(runtime, numbers, wordBytes);
        if (!ours.isExact) {
          return [];
        }
        countExact += 1;
        return [
          `${count * ours.allocatedBytes}, ${count * ours.heldBytes}`,
          `${allocated}, ${held}`,
        ];
      });
      assert.ok(countExact > (runtime.mapKind === 'swiss' ? 1000 : 100), `${countExact}`);
    });

    it('fills maps as we say, nearly, where they do', () => {
      const off = numbersOf('map').flatMap((numbers) => {
        const { ours, count, allocated, held } = mapsOf(runtime, numbers, wordBytes);
        const isNear = (ourBytes: number, bytes: number) =>
          Math.abs((count * ourBytes) / bytes - 1) < MOST_OFF;
        return count === 1 ||
          ours.isExact ||
          (isNear(ours.allocatedBytes, allocated) && isNear(ours.heldBytes, held))
          ? []
          : [{ line: numbers.join(' '), ours }];
      });
      assert.deepEqual(off, []);
    });
  });
}

/** Of the bytes of several maps, which hashes decide. */
const MOST_OFF = 0.08;

function mapsOf(runtime: GoRuntime, numbers: readonly number[], wordBytes: 4 | 8) {
  const [keySize = 0, keyAlign = 0, keyPointers = 0, size = 0, align = 0, pointers = 0] = numbers;
  const [hint = 0, entries = 0, count = 0, allocated = 0, held = 0] = numbers.slice(6);
  const shape = {
    key: { sizeBytes: keySize, alignBytes: keyAlign, pointerBytes: keyPointers },
    element: { sizeBytes: size, alignBytes: align, pointerBytes: pointers },
    wordBytes,
  };
  return { ours: mapMemory(runtime, shape, { hint, entries }), count, allocated, held };
}
