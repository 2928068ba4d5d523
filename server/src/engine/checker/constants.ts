/** Constants of types: what the checker asks of constant arithmetic. */
import type { UnaryOperator } from '../syntax/ast.ts';
import type { Constant } from '../constant/constant.ts';
import { unaryOperation } from '../constant/operations.ts';
import { integerBits, represent } from '../types/representation.ts';
import { type Basic, BasicInfo, type Type, underlying } from '../types/types.ts';
import type { Sizes } from '../types/sizes.ts';

/** The constant as a value of a basic type; undefined if it is none. */
export function representable(
  value: Constant,
  basic: Basic,
  { wordBytes }: Sizes,
): Constant | undefined {
  return represent(value, basic, wordBytes);
}

/** The result of an operation, if it is a value of the type that the operation has. */
export function checkedConstant(value: Constant, type: Type, sizes: Sizes): Constant | undefined {
  const basic = underlying(type);
  return basic.kind === 'basic' ? representable(value, basic, sizes) : undefined;
}

export function unaryConstant(
  operator: UnaryOperator,
  value: Constant,
  type: Type,
  { wordBytes }: Sizes,
): Constant | undefined {
  const basic = underlying(type);
  const isUnsigned = basic.kind === 'basic' && (basic.info & BasicInfo.unsigned) !== 0;
  return unaryOperation(
    operator,
    value,
    isUnsigned ? integerBits(basic.basic, wordBytes) : undefined,
  );
}
