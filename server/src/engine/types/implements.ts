/**
 * Whether a type has what an interface asks for: go/types/lookup.go and instantiate.go (Go 1.26).
 * What is not known is taken to fit.
 */
import { maybeIdentical } from './identical.ts';
import { lookUpIn } from './lookup.ts';
import type { FuncObject } from './objects.ts';
import { isComparable, isStrictlyComparable } from './predicates.ts';
import { includes, isSubset } from './terms.ts';
import { typeSetOf } from './typeSet.ts';
import { InterfaceType, type Type, underlying } from './types.ts';

export interface MissingMethod {
  /** The interface's. */
  readonly method: FuncObject;
  readonly reason: 'none' | 'field' | 'ambiguous' | 'pointerReceiver' | 'signature';
}

/**
 * The first method of the interface that the type has not, or not so. An interface that is asserted
 * to be another one (`isAssertion`) may lack methods, as its values may have them.
 */
export function missingMethod(
  type: Type,
  wanted: InterfaceType,
  isAssertion = false,
): MissingMethod | undefined {
  const { methods } = typeSetOf(wanted);
  const under = methods.length === 0 ? undefined : underlying(type);
  if (under === undefined || under.kind === 'unknown') {
    return undefined;
  }
  const mayLackMethods = isAssertion && under.kind === 'interface';
  for (const method of methods) {
    const found = lookUpIn(type, false, method.package, method.name);
    if ('notFound' in found) {
      if (found.notFound !== 'unknown' && !mayLackMethods) {
        return { method, reason: found.notFound };
      }
    } else if (found.object.kind === 'var') {
      return { method, reason: 'field' };
    } else if (!maybeIdentical(found.object.type, method.type)) {
      return { method, reason: 'signature' };
    }
  }
  return undefined;
}

/** Whether a value of the type can be assigned to a variable of the interface type. */
export function implementsInterface(type: Type, wanted: Type): boolean {
  return fits(type, wanted, isStrictlyComparable);
}

/** Whether the type can be the argument for a type parameter with the constraint. */
export function satisfies(type: Type, constraint: Type): boolean {
  const under = underlying(constraint);
  // `[T int]` stands for `[T interface{int}]`.
  const wanted =
    under.kind === 'interface' || under.kind === 'unknown'
      ? under
      : new InterfaceType([], [constraint], true);
  return fits(type, wanted, isComparable);
}

function fits(type: Type, wanted: Type, canBeCompared: (type: Type) => boolean): boolean {
  const under = underlying(type);
  const wantedInterface = underlying(wanted);
  if (under.kind === 'unknown' || wantedInterface.kind === 'unknown') {
    return true;
  }
  if (under.kind === 'pointer' && underlying(under.element).kind === 'unknown') {
    return true;
  }
  if (wantedInterface.kind !== 'interface') {
    return false;
  }
  const wantedSet = typeSetOf(wantedInterface);
  const ownSet = under.kind === 'interface' ? typeSetOf(under) : undefined;
  if (wantedSet.isAll || ownSet?.isEmpty || ownSet?.isPartial) {
    return true;
  }
  if (wantedSet.isEmpty) {
    return wantedSet.isPartial;
  }
  if (missingMethod(type, wantedInterface) !== undefined) {
    return false;
  }
  if (wantedSet.isComparable && !canBeCompared(type)) {
    return false;
  }
  return (
    wantedSet.isPartial ||
    (ownSet === undefined
      ? includes(wantedSet.terms, type)
      : isSubset(ownSet.terms, wantedSet.terms))
  );
}
