/** What is too large has an answer, and soon: nothing here may take time or memory without end. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type Constant,
  type Failure,
  intConstant,
  isFailure,
  stringConstant,
} from '../../../../server/src/engine/types/constant/constant.ts';
import {
  displayConstant,
  formatConstant,
} from '../../../../server/src/engine/types/constant/format.ts';
import {
  type ConstantLiteralKind,
  literal,
} from '../../../../server/src/engine/types/constant/literals.ts';
import {
  binaryOperation,
  compare,
  shift,
} from '../../../../server/src/engine/types/constant/operations.ts';
import { represent } from '../../../../server/src/engine/types/constant/representation.ts';

function known(kind: ConstantLiteralKind, text: string): Constant {
  const x = literal(kind, text);
  assert.ok(!isFailure(x), text);
  return x;
}

/** What is left of combining a constant with itself, again and again. */
function repeated(x: Constant, operator: '+' | '*'): Constant | Failure {
  let result: Constant | Failure = x;
  for (let count = 0; count < 200 && !isFailure(result); count++) {
    result = binaryOperation(result, operator, result, true);
  }
  return result;
}

describe('constants are bounded', () => {
  it('whatever is squared or doubled', () => {
    assert.equal(repeated(known('int', '3'), '*'), 'overflows');
    assert.equal(repeated(known('float', '3.5'), '*'), 'overflows');
    assert.equal(repeated(known('imaginary', '3i'), '*'), 'overflows');
    assert.equal(repeated(stringConstant('ab'), '+'), 'overflows');
    const ofIntegers = binaryOperation(intConstant(3n), '+', known('imaginary', '0i'), false);
    assert.ok(!isFailure(ofIntegers));
    assert.equal(repeated(ofIntegers, '*'), 'overflows');
  });

  it('shifts', () => {
    const one = intConstant(1n);
    assert.equal(shift(one, '<<', intConstant(1_000_000_000n)), 'invalidCount');
    assert.equal(shift(one, '<<', intConstant(1n << 100n)), 'invalidCount');
    assert.equal(shift(one, '<<', known('float', '1e600000000')), 'invalidCount');
    assert.equal(shift(known('float', '1e600000000'), '>>', one), 'mismatch');
  });

  it('exponents', () => {
    assert.equal(literal('float', '1e9999999999'), 'malformed');
    assert.equal(literal('float', '0x1p99999999999999999999'), 'malformed');
    const [great, little] = [known('float', '1e600000000'), known('float', '1e-600000000')];
    assert.equal(displayConstant(great), '1e+600000000');
    assert.equal(compare(great, '>', little), true);
    for (const operator of ['+', '-', '*', '/'] as const) {
      const result = binaryOperation(great, operator, little, false);
      assert.ok(isFailure(result) ? operator === '/' : formatConstant(result).length < 200);
    }
    for (const type of ['float64', 'complex64', 'int', 'uint8'] as const) {
      assert.ok(isFailure(represent(great, type, 64)));
    }
    const zero = represent(little, 'float32', 64);
    assert.ok(!isFailure(zero));
    assert.equal(formatConstant(zero), '0');
    assert.equal(represent(great, 'string', 64), 'mismatch');
  });

  it('digits', () => {
    const digits = '7'.repeat(9_990);
    for (const text of [`0.${digits}`, `${digits}.5`, `${digits}e-9990`, `0x${digits}p-5`]) {
      assert.ok(!isFailure(literal('float', text)));
    }
    assert.equal(literal('int', '1'.repeat(10_001)), 'tooLong');
    assert.equal(literal('float', `0.${'1'.repeat(10_000)}`), 'tooLong');
    assert.equal(literal('imaginary', `${'1'.repeat(10_000)}i`), 'tooLong');
    assert.ok(!isFailure(literal('string', `"${'1'.repeat(100_000)}"`)));
  });
});
