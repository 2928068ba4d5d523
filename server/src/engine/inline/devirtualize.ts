/**
 * Calls of interface methods that can only be of one type:
 * cmd/compile/internal/devirtualize/devirtualize.go (Go 1.26).
 */
import { outerVariable } from '../ir/definitions.ts';
import type { Func, Variable } from '../ir/func.ts';
import type { Expression, InterfaceCallExpression } from '../ir/nodes.ts';
import { singleResult } from '../ir/staticValue.ts';
import { forEachNode } from '../ir/walk.ts';
import { methodOf, receiverArguments } from '../noder/instances.ts';
import { methodReceiver } from '../noder/selectors.ts';
import { implementsInterface } from '../types/implements.ts';
import { lookUpFieldOrMethod } from '../types/lookup.ts';
import { isUntypedNil } from '../types/predicates.ts';
import { type Type, unalias, underlying } from '../types/types.ts';
import { identical } from '../types/identical.ts';

/** What is assigned to a variable: a value, a type of which it is, or what nobody knows. */
type Assigned = Expression | Type | 'unknown';

/** What variables of interface types are assigned in a function; made when it is first asked for. */
export class InterfaceAssignments {
  readonly #func: Func;
  #found: ReadonlyMap<Variable, readonly Assigned[]> | undefined;
  readonly #addressTaken = new Set<Variable>();

  constructor(func: Func) {
    this.#func = func;
  }

  /** The code has changed. */
  forget(): void {
    this.#found = undefined;
  }

  of(variable: Variable): readonly Assigned[] | undefined {
    this.#found ??= this.#look();
    return this.#addressTaken.has(variable) ? undefined : (this.#found.get(variable) ?? []);
  }

  #look(): ReadonlyMap<Variable, readonly Assigned[]> {
    const found = new Map<Variable, Assigned[]>();
    const assign = (target: Expression | undefined, value: Assigned): void => {
      const variable = target?.op === 'name' ? target.variable : undefined;
      if (!variable || !isInterfaceType(variable.type) || isNil(value)) {
        return;
      }
      const list = found.get(variable) ?? [];
      list.push(value);
      found.set(variable, list);
    };
    forEachNode(
      this.#func.body,
      (node) => {
        switch (node.op) {
          case 'addr': {
            const variable = outerVariable(node.x);
            if (variable) {
              this.#addressTaken.add(variable);
            }
            break;
          }
          case 'as':
            if (node.y) {
              assign(node.x, node.y);
            }
            break;
          case 'as2':
            for (const [index, target] of node.targets.entries()) {
              assign(target, node.values[index] ?? 'unknown');
            }
            break;
          case 'as2Func': {
            const { value } = node;
            for (const [index, target] of node.targets.entries()) {
              const result = value.op === 'callFunc' ? value.inlined?.results[index] : undefined;
              assign(target, result ? nameOf(result) : (target?.type ?? 'unknown'));
            }
            break;
          }
          case 'as2DotType':
            assign(node.targets[0], node.value);
            break;
          case 'as2MapR':
          case 'as2Recv':
            assign(node.targets[0], node.value.type);
            break;
          case 'range':
            assign(node.key, 'unknown');
            assign(node.value, 'unknown');
            break;
          case 'typeSwitch':
            for (const { variable } of node.clauses) {
              assign(variable && nameOf(variable), node.x);
            }
            break;
          default:
            break;
        }
      },
      true,
    );
    return found;
  }
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
    if (found === undefined || (type !== undefined && !identical(type, found))) {
      return undefined;
    }
    type = found;
  }
  return type ?? NO_TYPE;
}

function stepInto(value: Expression): Expression | undefined {
  switch (value.op) {
    case 'convNop':
    case 'convIface':
    case 'dotType':
      return value.x;
    case 'callFunc':
      return singleResult(value);
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
