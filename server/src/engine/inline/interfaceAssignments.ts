/**
 * What variables of interface types may be: the State of
 * cmd/compile/internal/devirtualize/devirtualize.go (Go 1.26).
 */
import { outerVariable } from '../ir/definitions.ts';
import type { Func, Variable } from '../ir/func.ts';
import type { Expression, Target } from '../ir/nodes.ts';
import { forEachNode, type IrNode } from '../ir/walk.ts';
import type { Package } from '../types/package.ts';
import { type Type, unalias, underlying } from '../types/types.ts';

/** What is assigned to a variable: a value, a type of which it is, or what nobody knows. */
export type Assigned = Expression | Type | 'unknown';

/** What a function assigns to its variables of interface types, its closures included. */
interface Assignments {
  readonly values: ReadonlyMap<Variable, readonly Assigned[]>;
  readonly addressTaken: ReadonlySet<Variable>;
}

/** What variables of interface types are assigned; found out function by function, when first asked for. */
export class InterfaceAssignments {
  /** The package that is compiled. */
  readonly compiled: Package | undefined;
  readonly #known = new Map<Func, Assignments>();

  constructor(compiled: Package | undefined) {
    this.compiled = compiled;
  }

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

export function isInterfaceType(type: Type): boolean {
  return unalias(type).kind !== 'typeParameter' && underlying(type).kind === 'interface';
}
