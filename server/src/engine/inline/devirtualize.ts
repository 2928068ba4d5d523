/**
 * Calls of interface methods that can only be of one type:
 * cmd/compile/internal/devirtualize/devirtualize.go (Go 1.26).
 */
import type { Variable } from '../ir/func.ts';
import type { Expression, InterfaceCallExpression } from '../ir/nodes.ts';
import { singleResult } from '../ir/staticValue.ts';
import { methodOf, receiverArguments } from '../noder/instances.ts';
import { methodReceiver } from '../noder/selectors.ts';
import { implementsInterface } from '../types/implements.ts';
import { lookUpFieldOrMethod } from '../types/lookup.ts';
import { isExported } from '../types/objects.ts';
import type { Package } from '../types/package.ts';
import { isUntypedNil } from '../types/predicates.ts';
import { type Type, unalias } from '../types/types.ts';
import { identical } from '../types/identical.ts';
import { type InterfaceAssignments, isInterfaceType } from './interfaceAssignments.ts';

/** Nothing but nil is ever assigned. */
const NO_TYPE = Symbol('no type');

interface Concrete {
  readonly type: Type;
  /** Whether the compiler takes it for another type than all that are assigned elsewhere. */
  readonly isItsOwn: boolean;
  /** Whether it is made of type parameters: its methods take a dictionary. */
  readonly isDerived: boolean;
}

function concreteType(
  expression: Expression,
  assignments: InterfaceAssignments,
  seen: Set<Variable>,
): Concrete | typeof NO_TYPE | undefined {
  let value = expression;
  let isDerived = false;
  for (;;) {
    if (!isInterfaceType(value.type)) {
      const isItsOwn = isPointerOfItsOwn(value, assignments.compiled);
      return isUntypedNil(value.type) ? undefined : { type: value.type, isItsOwn, isDerived };
    }
    isDerived = value.op === 'convIface' && value.isDerived;
    const next = stepInto(value);
    if (next === undefined) {
      break;
    }
    value = next;
  }
  if (value.op !== 'name' || value.variable.class !== 'auto') {
    return undefined;
  }
  const { variable } = value;
  if (seen.has(variable)) {
    return NO_TYPE;
  }
  seen.add(variable);
  let concrete: Concrete | undefined;
  for (const assigned of assignments.of(variable) ?? ['unknown' as const]) {
    const found =
      assigned === 'unknown'
        ? undefined
        : 'op' in assigned
          ? concreteType(assigned, assignments, seen)
          : isInterfaceType(assigned)
            ? undefined
            : { type: assigned, isItsOwn: false, isDerived: false };
    if (found === NO_TYPE) {
      continue;
    }
    if (found === undefined || (concrete && !isSame(concrete, found))) {
      return undefined;
    }
    concrete = found;
  }
  return concrete ?? NO_TYPE;
}

/**
 * From the time on that calls are inlined, each `&T{}` has a pointer type of its own (NewPtrCacheEnabled of
 * types/type.go), unless there was one before. Of a name that another package hides there was none.
 */
function isPointerOfItsOwn(value: Expression, compiled: Package | undefined): boolean {
  const actual = unalias(value.type);
  const pointee = actual.kind === 'pointer' ? unalias(actual.element) : undefined;
  return (
    (value.op === 'ptrLit' || value.op === 'addr' || value.op === 'new') &&
    value.frame.inlinedAt !== undefined &&
    pointee?.kind === 'named' &&
    !isExported(pointee.object.name) &&
    pointee.object.package?.path !== compiled?.path
  );
}

function isSame(a: Concrete, b: Concrete): boolean {
  return !a.isItsOwn && !b.isItsOwn && isSameType(a.type, b.type);
}

/** Types that are written twice are two, but for names and for pointers to them. */
function isSameType(a: Type, b: Type): boolean {
  const one = unalias(a);
  const other = unalias(b);
  if (one.kind === 'pointer' && other.kind === 'pointer') {
    return isSameType(one.element, other.element);
  }
  return one === other || (one.kind === 'named' && identical(one, other));
}

function stepInto(value: Expression): Expression | undefined {
  switch (value.op) {
    case 'convNop':
    case 'convIface':
      return value.x;
    case 'dotType':
      return value.isDerived ? undefined : value.x;
    case 'callFunc':
      return singleResult(value);
    case 'callInter':
      return value.devirtualized;
    default:
      return undefined;
  }
}

/** Turns a call into one of the only method that it can be, if there is just one. */
export function devirtualize(
  call: InterfaceCallExpression,
  assignments: InterfaceAssignments,
): void {
  if (call.isDerived) {
    return;
  }
  const concrete = concreteType(call.receiver, assignments, new Set());
  if (
    concrete === undefined ||
    concrete === NO_TYPE ||
    concrete.isDerived ||
    hasTypeParameter(concrete.type)
  ) {
    return;
  }
  const { type } = concrete;
  if (!implementsInterface(type, call.receiver.type)) {
    return;
  }
  const { frame, offset } = call;
  const found = lookUpFieldOrMethod(type, true, call.method.package, call.method.name);
  if ('notFound' in found || found.object.kind !== 'func') {
    return;
  }
  const asserted: Expression = {
    op: 'dotType',
    x: call.receiver,
    isDerived: false,
    isOfDerived: false,
    type,
    frame,
    offset,
  };
  const receiver = methodReceiver(asserted, found.object, found.index, call);
  const { args, type: resultType } = call;
  if (isInterfaceType(receiver.type)) {
    call.devirtualized = {
      op: 'callInter',
      receiver,
      isDerived: false,
      method: found.object,
      args,
      devirtualized: undefined,
      type: resultType,
      frame,
      offset,
    };
    return;
  }
  call.devirtualized = {
    op: 'callFunc',
    fun: {
      op: 'methodExpr',
      callee: methodOf(assignments.compiled, found.object, receiver.type, receiver.type),
      foundIn: undefined,
      wrapped: undefined,
      type: found.object.type,
      frame,
      offset,
    },
    args: [receiver, ...args],
    isVariadic: found.object.type.kind === 'signature' && found.object.type.isVariadic,
    isGoDefer: false,
    inlined: undefined,
    type: resultType,
    frame,
    offset,
  };
}

/** Types of generic code have their methods in a dictionary. */
function hasTypeParameter(type: Type): boolean {
  return receiverArguments(type).some((each) => unalias(each).kind === 'typeParameter');
}
