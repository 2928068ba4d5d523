/** Constants of types: what the checker asks of constant arithmetic. */
import { type Constant, type Failure, isFailure } from '../types/constant/constant.ts';
import { type UnaryConstantOperator, unaryOperation } from '../types/constant/operations.ts';
import {
  checkOverflow,
  convert,
  represent,
  unsignedBits,
} from '../types/constant/representation.ts';
import { isInteger } from '../types/predicates.ts';
import { type Basic, type Type, underlying } from '../types/types.ts';
import type { Sizes } from '../types/sizes.ts';

function wordBits({ wordBytes }: Sizes): number {
  return wordBytes * 8;
}

/** What an operation has given, if it is a constant. */
export function knownConstant(x: Constant | Failure): Constant | undefined {
  return isFailure(x) ? undefined : x;
}

/** The constant as a value of a basic type; undefined if it is none. */
export function representable(value: Constant, { basic }: Basic, sizes: Sizes) {
  return knownConstant(represent(value, basic, wordBits(sizes)));
}

/** The result of an operation, if it is a value of the type that the operation has. */
export function checkedConstant(value: Constant, type: Type, sizes: Sizes): Constant | undefined {
  const basic = underlying(type);
  return basic.kind === 'basic'
    ? knownConstant(checkOverflow(value, basic.basic, wordBits(sizes)))
    : undefined;
}

/** `T(x)` of a constant whose own type is `from`; undefined if it is no constant of the type. */
export function convertedConstant(
  value: Constant,
  from: Type,
  { basic }: Basic,
  sizes: Sizes,
): Constant | undefined {
  return knownConstant(convert(value, basic, wordBits(sizes), isInteger(from)));
}

export function unaryConstant(
  operator: UnaryConstantOperator,
  value: Constant,
  type: Type,
  sizes: Sizes,
): Constant | undefined {
  const basic = underlying(type);
  const bits = basic.kind === 'basic' ? unsignedBits(basic.basic, wordBits(sizes)) : undefined;
  return knownConstant(unaryOperation(operator, value, bits));
}
