/** Assignability: `assignableTo` of go/types/operand.go (Go 1.26). */
import { maybeIdentical } from './identical.ts';
import { implementsInterface } from './implements.ts';
import { hasName, hasNil, isTypeParameter, isUntyped, isUntypedNil } from './predicates.ts';
import { typesOf } from './typeSet.ts';
import { type Type, unalias, underlying } from './types.ts';

/**
 * Whether a value of the type can be assigned to a variable of the target type. The value is typed,
 * or nil: of other untyped values it is their own value that decides. What is not known fits.
 */
export function isAssignable(valueType: Type, target: Type): boolean {
  const from = unalias(valueType);
  const to = unalias(target);
  if (from.kind === 'unknown' || to.kind === 'unknown' || maybeIdentical(from, to)) {
    return true;
  }
  if (isUntyped(from)) {
    return isUntypedNil(from) && hasNil(to);
  }
  const fromUnder = underlying(from);
  const toUnder = underlying(to);
  const hasLiteral = !hasName(from) || !hasName(to);
  const fromParameter = isTypeParameter(from);
  const toParameter = isTypeParameter(to);
  if (hasLiteral && !fromParameter && !toParameter && maybeIdentical(fromUnder, toUnder)) {
    return true;
  }
  if (toUnder.kind === 'interface' && !toParameter && implementsInterface(from, to)) {
    return true;
  }
  if (
    fromUnder.kind === 'channel' &&
    fromUnder.direction === 'both' &&
    toUnder.kind === 'channel' &&
    maybeIdentical(fromUnder.element, toUnder.element)
  ) {
    return hasLiteral;
  }
  // A type parameter and a type without a name: each type that it may stand for has to do.
  if (toParameter && !hasName(from)) {
    return typesOf(to)?.every((type) => isAssignable(from, type)) ?? false;
  }
  if (fromParameter && !hasName(to)) {
    return typesOf(from)?.every((type) => isAssignable(type, to)) ?? false;
  }
  return false;
}
