/**
 * What we say strings, interfaces, closures and small maps take, against the runtime itself. `LONG=1`
 * measures with each Go version whose toolchain is there.
 */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { GoRuntime } from '../../server/src/engine/goruntime/goRuntime.ts';
import { runtimeOf } from '../../server/src/engine/goruntime/runtimes.ts';
import { closureObject } from '../../server/src/engine/layout/closure.ts';
import {
  byteSlice,
  concatenation,
  runeSlice,
  stringOfBytes,
  stringOfRune,
  stringOfRunes,
} from '../../server/src/engine/layout/conversions.ts';
import {
  interfaceValue,
  type InterfaceValue,
  type ValueKind,
} from '../../server/src/engine/layout/interfaceValue.ts';
import { mapMemory } from '../../server/src/engine/layout/mapMemory.ts';
import type { TypeLayout } from '../../server/src/engine/layout/sizes.ts';
import { measured, type MeasuredLines, measuredPlatforms } from '../support/measuredByGo.ts';

const PROGRAM = fileURLToPath(new URL('conversionMeasure', import.meta.url));

/** Words for values that the program puts into interfaces, and what makes those free. */
const FREE_VALUES: Readonly<Record<string, readonly InterfaceValue['isFreeFor'][]>> = {
  small: ['all', 'below256'],
  empty: ['all', 'empty'],
  large: ['all'],
};

/** Of the bytes that many maps take on average, which hashes decide. */
const MOST_OFF = 0.04;

for (const platform of measuredPlatforms()) {
  const { goVersion, goarch, wordBytes, skip } = platform;
  describe(`${goVersion} on ${goarch}`, { skip }, () => {
    const { runtime } = runtimeOf(goVersion);
    let lines: MeasuredLines = new Map();
    before(() => {
      lines = measured(PROGRAM, platform);
    });

    /** Compares what `expect` makes of each line with the end of the line. */
    const allEqual = (kind: string, expect: (fields: readonly string[]) => readonly number[]) => {
      const all = lines.get(kind) ?? [];
      assert.notEqual(all.length, 0);
      const wrong = all.flatMap((fields) => {
        const ours = expect(fields).map(String);
        return ours.join() === fields.slice(-ours.length).join()
          ? []
          : [`${kind} ${fields.join(' ')}, but we say ${ours.join(' ')}`];
      });
      assert.deepEqual(wrong, []);
    };

    it('converts strings to slices as we say', () => {
      for (const [kind, convert] of [
        ['bytes', byteSlice],
        ['runes', runeSlice],
      ] as const) {
        allEqual(kind, ([length, , count]) => {
          const { capacity, object } = convert(runtime, Number(length), wordBytes);
          return [capacity, Number(count), Number(count) * object.allocatedBytes];
        });
      }
    });

    it('makes strings as we say', () => {
      for (const [kind, convert] of [
        ['stringOfBytes', stringOfBytes],
        ['stringOfRunes', stringOfRunes],
        ['concatenation', concatenation],
      ] as const) {
        allEqual(kind, ([length, count]) => {
          const { allocatedBytes } = convert(runtime, Number(length), wordBytes);
          return [Number(count) * allocatedBytes];
        });
      }
      allEqual('stringOfRune', ([count]) => [
        Number(count) * stringOfRune(runtime, wordBytes).allocatedBytes,
      ]);
    });

    it('puts values into interfaces as we say', () => {
      allEqual('value', (fields) => {
        const [kind = '', value = '', count] = fields.slice(3);
        const ours = interfaceValue(runtime, typeAt(fields, 0), valueKind(kind), wordBytes);
        const isFree = FREE_VALUES[value]?.includes(ours.isFreeFor) ?? false;
        return [isFree ? 0 : Number(count) * (ours.object?.allocatedBytes ?? 0)];
      });
    });

    it('makes closures as we say', () => {
      for (const [count, bytes, ...types] of lines.get('closure') ?? []) {
        const captured = Array.from({ length: types.length / 3 }, (_, index) => {
          const { pointerBytes: ptrdataBytes, ...size } = typeAt(types, 3 * index);
          return { ...size, ptrdataBytes };
        });
        const { allocatedBytes } = closureObject(runtime, captured, wordBytes);
        assert.equal(Number(count) * allocatedBytes, Number(bytes), types.join(' '));
      }
      assert.notEqual(lines.get('closure')?.length ?? 0, 0);
    });

    it('fills small maps as we say, on average', () => {
      const all = lines.get('map') ?? [];
      assert.notEqual(all.length, 0);
      const wrong = all.flatMap((fields) => {
        const [ours, theirs] = mapBytes(runtime, fields, wordBytes);
        const isNear = ours.every(
          (bytes, index) => Math.abs(bytes / (theirs[index] ?? 0) - 1) < MOST_OFF,
        );
        return isNear
          ? []
          : [`map ${fields.join(' ')}: ${theirs.join()}, but we say ${ours.join()}`];
      });
      assert.deepEqual(wrong, []);
    });
  });
}

function typeAt(fields: readonly string[], index: number): TypeLayout {
  const [sizeBytes = 0, alignBytes = 0, pointerBytes = 0] = fields.slice(index).map(Number);
  return { sizeBytes, alignBytes, pointerBytes };
}

function valueKind(text: string): ValueKind {
  const kind = (['pointer', 'integer', 'string', 'slice', 'other'] as const).find(
    (each) => each === text,
  );
  assert.ok(kind, text);
  return kind;
}

/** Allocated and held bytes of one map: ours, and those that were measured. */
function mapBytes(runtime: GoRuntime, fields: readonly string[], wordBytes: 4 | 8) {
  const [hint = 0, entries = 0, count = 0, allocated = 0, held = 0] = fields.slice(6).map(Number);
  const shape = { key: typeAt(fields, 0), element: typeAt(fields, 3), wordBytes };
  const ours = mapMemory(runtime, shape, { hint, entries });
  return [
    [ours.allocatedBytes, ours.heldBytes],
    [allocated / count, held / count],
  ] as const;
}
