/** Floats are rounded as the machine that runs this rounds them. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type FloatConstant,
  floatConstant,
  isFailure,
} from '../../../../server/src/engine/types/constant/constant.ts';
import { literal } from '../../../../server/src/engine/types/constant/literals.ts';
import { rational } from '../../../../server/src/engine/types/constant/rational.ts';
import {
  FLOAT32,
  FLOAT64,
  type FloatFormat,
  nearest,
  numberOfFloat64,
} from '../../../../server/src/engine/types/constant/rounding.ts';
import { seededRandom } from '../../../support/random.ts';

const COUNT = 20_000;
const view = new DataView(new ArrayBuffer(8));

function randomInteger(random: () => number): number {
  return Math.floor(random() * 2 ** (1 + Math.floor(random() * 53)));
}

/** Any float of 64 bits, each exponent as often as any other. */
function randomFloat(random: () => number): number {
  view.setUint32(0, Math.floor(random() * 2 ** 32));
  view.setUint32(4, Math.floor(random() * 2 ** 32));
  return view.getFloat64(0);
}

/** The number that a JavaScript number is. */
function exactly(x: number): FloatConstant {
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & ((1n << 52n) - 1n);
  const mantissa = exponent === 0 ? fraction : fraction | (1n << 52n);
  const places = 1075n - BigInt(Math.max(exponent, 1));
  const signed = x < 0 ? -mantissa : mantissa;
  return floatConstant(places > 0n ? rational(signed, 1n << places) : rational(signed << -places));
}

function rounded(x: FloatConstant, format: FloatFormat): number | undefined {
  const float = nearest(x, format);
  return float && numberOfFloat64(float);
}

describe('the nearest float', () => {
  it('of 64 bits is that of a division', () => {
    const random = seededRandom(1);
    for (let count = 0; count < COUNT; count++) {
      const [a, b] = [randomInteger(random), 1 + randomInteger(random)];
      const quotient = floatConstant(rational(BigInt(a), BigInt(b)));
      assert.equal(rounded(quotient, FLOAT64), a / b, `${a} / ${b}`);
    }
  });

  it('of 64 bits is the number itself', () => {
    const random = seededRandom(2);
    for (let count = 0; count < COUNT; count++) {
      const x = randomFloat(random);
      if (Number.isFinite(x)) {
        assert.equal(rounded(exactly(x), FLOAT64), x + 0);
      }
    }
    for (const x of [Number.MIN_VALUE, 2 ** -1022, Number.MAX_VALUE, -Number.MIN_VALUE]) {
      assert.equal(rounded(exactly(x), FLOAT64), x);
    }
  });

  it('of 32 bits is that of Math.fround', () => {
    const random = seededRandom(3);
    for (let count = 0; count < COUNT; count++) {
      // Around the range of floats of 32 bits, and a bit beyond it.
      const x = (random() - 0.5) * 2 ** (Math.floor(random() * 300) - 160);
      const expected = Math.fround(x) + 0;
      assert.equal(rounded(exactly(x), FLOAT32), Number.isFinite(expected) ? expected : undefined);
    }
  });

  it('of a literal is what JavaScript reads', () => {
    const random = seededRandom(4);
    for (let count = 0; count < COUNT; count++) {
      const text = `${random()}e${Math.floor(random() * 700) - 350}`.replace(/e-\d+e/, 'e');
      const x = literal('float', text);
      assert.ok(!isFailure(x) && x.kind === 'float', text);
      const expected = Number(text);
      assert.equal(rounded(x, FLOAT64), Number.isFinite(expected) ? expected : undefined, text);
    }
  });
});
