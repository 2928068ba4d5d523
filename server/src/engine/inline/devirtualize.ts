/**
 * Calls of interface methods that can only be of one type:
 * cmd/compile/internal/devirtualize/devirtualize.go (Go 1.26).
 */
import { outerVariable } from '../ir/definitions.ts';
import type { Func, Variable } from '../ir/func.ts';
import type { Expression, InterfaceCallExpression, Target } from '../ir/nodes.ts';
import { singleResult } from '../ir/staticValue.ts';
import { forEachNode, type IrNode } from '../ir/walk.ts';
import { methodOf, receiverArguments } from '../noder/instances.ts';
import { methodReceiver } from '../noder/selectors.ts';
import { implementsInterface } from '../types/implements.ts';
import { lookUpFieldOrMethod } from '../types/lookup.ts';
import { isUntypedNil } from '../types/predicates.ts';
import { type Type, unalias, underlying } from '../types/types.ts';
import { identical } from '../types/identical.ts';

/** What is assigned to a variable: a value, a type of which it is, or what nobody knows. */
type Assigned = Expression | Type | 'unknown';

/** What a function assigns to its variables of interface types, its closures included. */
interface Assignments {
  readonly values: ReadonlyMap<Variable, readonly Assigned[]>;
  readonly addressTaken: ReadonlySet<Variable>;
}

/** What variables of interface types are assigned; found out function by function, when first asked for. */
export class InterfaceAssignments {
  readonly #known = new Map<Func, Assignments>();

  /** The code of a function has changed, and with it that of those around it. */
  forget(changed: Func): void {
    for (let func: Func | undefined = changed; func; func = func.outer) {
      this.#known.delete(func);
    }
  }

  /** Undefined where nobody knows. */
  of(variable: Variable): readonly Assigned[] | undefined {
    let known = this.#known.get(variable.func);
    if (!known) {
      known = assignmentsIn(variable.func);
      this.#known.set(variable.func, known);
    }
    return known.addressTaken.has(variable) ? undefined : (known.values.get(variable) ?? []);
  }
}

function assignmentsIn({ body }: Func): Assignments {
  const values = new Map<Variable, Assigned[]>();
  const addressTaken = new Set<Variable>();
  const assign = (target: Target, value: Assigned): void => {
    const variable = target?.op === 'name' ? target.variable : undefined;
    if (!variable || !isInterfaceType(variable.type) || isNil(value)) {
      return;
    }
    const list = values.get(variable) ?? [];
    list.push(value);
    values.set(variable, list);
  };
  forEachNode(
    body,
    (node) => {
      if (node.op === 'addr') {
        const variable = outerVariable(node.x);
        if (variable) {
          addressTaken.add(variable);
        }
      } else {
        forEachAssignment(node, assign);
      }
    },
    true,
  );
  return { values, addressTaken };
}

/** State.analyze; an `ok` has no methods, so it does not matter. */
function forEachAssignment(node: IrNode, assign: (target: Target, value: Assigned) => void): void {
  switch (node.op) {
    case 'as':
      if (node.y) {
        assign(node.x, node.y);
      }
      return;
    case 'as2':
      for (const [index, target] of node.targets.entries()) {
        assign(target, node.values[index] ?? 'unknown');
      }
      return;
    case 'as2Func': {
      const call = actualCall(node.value);
      for (const [index, target] of node.targets.entries()) {
        const result = call.op === 'callFunc' ? call.inlined?.results[index] : undefined;
        assign(target, result ? nameOf(result) : (target?.type ?? 'unknown'));
      }
      return;
    }
    case 'as2DotType':
      assign(node.targets[0], node.value);
      return;
    case 'as2MapR':
    case 'as2Recv':
      assign(node.targets[0], node.value.type);
      return;
    case 'range': {
      const [key, value] = rangedTypes(node.x.type);
      assign(node.key, key);
      assign(node.value, value);
      return;
    }
    case 'typeSwitch':
      for (const { variable } of node.clauses) {
        assign(variable && nameOf(variable), node.x);
      }
      return;
    default:
  }
}

/** What a `range` assigns to its key and its value. */
function rangedTypes(type: Type): readonly [Assigned, Assigned] {
  const under = underlying(type);
  const ranged = under.kind === 'pointer' ? underlying(under.element) : under;
  switch (ranged.kind) {
    case 'array':
    case 'slice':
      return ['unknown', ranged.element];
    case 'channel':
      return [ranged.element, 'unknown'];
    case 'map':
      return [ranged.key, ranged.element];
    default:
      return ['unknown', 'unknown'];
  }
}

/** What is called once the method is known. */
function actualCall(value: Expression): Expression {
  let call = value;
  while (call.op === 'callInter' && call.devirtualized) {
    call = call.devirtualized;
  }
  return call;
}

function nameOf(variable: Variable): Expression {
  const { type, frame, offset } = variable;
  return { op: 'name', variable, type, frame, offset };
}

function isNil(value: Assigned): boolean {
  return typeof value === 'object' && 'op' in value && value.op === 'nil';
}

function isInterfaceType(type: Type): boolean {
  return unalias(type).kind !== 'typeParameter' && underlying(type).kind === 'interface';
}

/** Nothing but nil is ever assigned. */
const NO_TYPE = Symbol('no type');

function concreteType(
  expression: Expression,
  assignments: InterfaceAssignments,
  seen: Set<Variable>,
): Type | typeof NO_TYPE | undefined {
  let value = expression;
  for (;;) {
    if (!isInterfaceType(value.type)) {
      return isUntypedNil(value.type) ? undefined : value.type;
    }
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
  let type: Type | undefined;
  for (const assigned of assignments.of(variable) ?? ['unknown' as const]) {
    const found =
      assigned === 'unknown'
        ? undefined
        : 'op' in assigned
          ? concreteType(assigned, assignments, seen)
          : isInterfaceType(assigned)
            ? undefined
            : assigned;
    if (found === NO_TYPE) {
      continue;
    }
    if (found === undefined || (type !== undefined && !isSameType(type, found))) {
      return undefined;
    }
    type = found;
  }
  return type ?? NO_TYPE;
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
    case 'dotType':
      return value.x;
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
  const type = concreteType(call.receiver, assignments, new Set());
  if (type === undefined || type === NO_TYPE || hasTypeParameter(type)) {
    return;
  }
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
      callee: methodOf(found.object, receiver.type, receiver.type),
      isDynamic: false,
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
