/** Ranges of types: "Numeric types" and "Representability" of the spec (Go 1.26). */
import type { BasicKind } from '../../../../server/src/engine/types/basicKind.ts';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  boolConstant,
  floatConstant,
  intConstant,
  isFailure,
  stringConstant,
} from '../../../../server/src/engine/types/constant/constant.ts';
import { toInt } from '../../../../server/src/engine/types/constant/conversions.ts';
import { formatConstant } from '../../../../server/src/engine/types/constant/format.ts';
import { rational } from '../../../../server/src/engine/types/constant/rational.ts';
import {
  checkOverflow,
  convert,
  represent,
  unsignedBits,
} from '../../../../server/src/engine/types/constant/representation.ts';

const INTEGERS = ['int', 'int8', 'int16', 'int32', 'int64'] as const;
const UNSIGNED = ['uint', 'uint8', 'uint16', 'uint32', 'uint64', 'uintptr'] as const;

function bitsOf(type: string, wordBits: number): number {
  return Number(/\d+/.exec(type)?.[0] ?? wordBits);
}

describe('constants as values of a type', () => {
  it('integers to the last one', () => {
    for (const wordBits of [32, 64]) {
      const limits = [
        ...INTEGERS.map((type) => {
          const half = 1n << BigInt(bitsOf(type, wordBits) - 1);
          return [type, -half, half - 1n] as const;
        }),
        ...UNSIGNED.map((type) => [type, 0n, (1n << BigInt(bitsOf(type, wordBits))) - 1n] as const),
      ];
      for (const [type, least, greatest] of limits) {
        for (const value of [least, greatest]) {
          const x = intConstant(value);
          assert.equal(represent(x, type, wordBits), x);
          assert.deepEqual(represent(floatConstant(rational(value)), type, wordBits), x);
        }
        for (const value of [least - 1n, greatest + 1n]) {
          assert.equal(represent(intConstant(value), type, wordBits), 'overflows');
        }
      }
    }
  });

  it('bits of unsigned types alone', () => {
    for (const type of UNSIGNED) {
      assert.equal(unsignedBits(type, 32), bitsOf(type, 32));
    }
    for (const type of [...INTEGERS, 'float64', 'string', 'untyped int'] as const) {
      assert.equal(unsignedBits(type, 64), undefined);
    }
  });

  it('what is wrong', () => {
    const half = floatConstant(rational(1n, 2n));
    assert.equal(represent(half, 'int', 64), 'truncated');
    assert.equal(represent(floatConstant(rational(300n)), 'int8', 64), 'truncated');
    assert.equal(represent(floatConstant(rational(300n)), 'int8', 64, true), 'overflows');
    assert.equal(represent(intConstant(300n), 'int8', 64, false), 'truncated');
    const mismatches: readonly (readonly [Parameters<typeof represent>[0], BasicKind])[] = [
      [intConstant(1n), 'string'],
      [intConstant(1n), 'bool'],
      [intConstant(0n), 'unsafe.Pointer'],
      [intConstant(0n), 'untyped nil'],
      [stringConstant('1'), 'int'],
      [boolConstant(true), 'float64'],
    ];
    for (const [x, type] of mismatches) {
      assert.equal(represent(x, type, 64), 'mismatch');
    }
  });

  it('untyped integers of 512 bits', () => {
    const limit = 1n << 512n;
    for (const value of [limit - 1n, 1n - limit]) {
      assert.ok(!isFailure(checkOverflow(intConstant(value), 'untyped int', 64)));
    }
    for (const value of [limit, -limit]) {
      assert.equal(checkOverflow(intConstant(value), 'untyped rune', 64), 'overflows');
    }
    assert.ok(!isFailure(checkOverflow(floatConstant(rational(limit)), 'untyped float', 64)));
  });

  it('strings of integers', () => {
    const strings = [
      [65n, '"A"'],
      [0x4e16n, '"世"'],
      [-1n, '"\ufffd"'],
      [0xd800n, '"\ufffd"'],
      [1n << 70n, '"\ufffd"'],
    ] as const;
    for (const [value, expected] of strings) {
      const x = convert(intConstant(value), 'string', 64);
      assert.ok(!isFailure(x));
      assert.equal(formatConstant(x), expected);
    }
    assert.equal(convert(floatConstant(rational(65n)), 'string', 64), 'mismatch');
  });

  it('integers of other kinds', () => {
    assert.deepEqual(
      toInt({ kind: 'complex', real: floatConstant(rational(2n)), imaginary: intConstant(0n) }),
      intConstant(2n),
    );
    assert.equal(toInt(floatConstant(rational(1n, 3n))), undefined);
    assert.equal(toInt(stringConstant('2')), undefined);
  });
});
