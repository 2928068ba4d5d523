/**
 * What a variable is known to hold, as it gets a value once: ir.StaticValue and ReassignOracle of
 * cmd/compile/internal/ir/reassignment.go (Go 1.26).
 */
import { underlying } from '../types/types.ts';
import type { Func, Variable } from './func.ts';
import type {
  ClosureExpression,
  Expression,
  FunctionExpression,
  MethodExpression,
  Statement,
  Target,
} from './nodes.ts';
import { withoutNops } from './sameExpression.ts';
import { forEachNode } from './walk.ts';

/** The value of an expression, as far back as it can be followed; itself if it cannot be. */
export function staticValue(expression: Expression, func: Func): Expression {
  let value = expression;
  for (;;) {
    value = withoutNops(value);
    const next = value.op === 'inlCall' ? singleResult(value) : definedValue(value, func);
    if (next === undefined) {
      return value;
    }
    value = next;
  }
}

/** What is called; undefined where that is known only when it runs. */
export function staticCallee(
  fun: Expression,
  func: Func,
): FunctionExpression | MethodExpression | ClosureExpression | undefined {
  const value = staticValue(fun, func);
  if (value.op === 'methodExpr') {
    return value.isDynamic ? undefined : value;
  }
  return value.op === 'func' || value.op === 'closure' ? value : undefined;
}

function singleResult(call: Extract<Expression, { op: 'inlCall' }>): Expression | undefined {
  const [result] = call.results;
  const { frame, offset } = call;
  return result && call.results.length === 1
    ? { op: 'name', variable: result, type: result.type, frame, offset }
    : undefined;
}

function definedValue(value: Expression, func: Func): Expression | undefined {
  if (value.op !== 'name') {
    return undefined;
  }
  const { variable } = value;
  const { definition } = variable;
  if (variable.class !== 'auto' || !definition) {
    return undefined;
  }
  const defined = valueIn(definition, variable);
  return defined && !reassignedIn(outermost(func)).has(variable) ? defined : undefined;
}

function valueIn(definition: Statement, variable: Variable): Expression | undefined {
  switch (definition.op) {
    case 'as':
      return definition.y;
    case 'as2': {
      const index = definition.targets.findIndex(
        (target) => target?.op === 'name' && target.variable === variable,
      );
      return definition.values[index];
    }
    default:
      return undefined;
  }
}

function outermost(func: Func): Func {
  let outer = func;
  while (outer.outer) {
    outer = outer.outer;
  }
  return outer;
}

const known = new WeakMap<readonly Statement[], ReadonlySet<Variable>>();

/** Variables that are assigned to elsewhere than where they are defined, or whose address is taken. */
export function reassignedIn(func: Func): ReadonlySet<Variable> {
  let variables = known.get(func.body);
  if (variables === undefined) {
    variables = findReassigned(func);
    known.set(func.body, variables);
  }
  return variables;
}

function findReassigned(func: Func): ReadonlySet<Variable> {
  const found = new Set<Variable>();
  const assigned = (statement: Statement, ...targets: readonly Target[]): void => {
    for (const target of targets) {
      const variable = target && outerVariable(target);
      if (variable && (variable.class !== 'auto' || variable.definition !== statement)) {
        found.add(variable);
      }
    }
  };
  forEachNode(
    func.body,
    (node) => {
      switch (node.op) {
        case 'as':
        case 'asOp':
          assigned(node, node.x);
          break;
        case 'as2':
        case 'as2Func':
        case 'as2DotType':
        case 'as2MapR':
        case 'as2Recv':
          assigned(node, ...node.targets);
          break;
        case 'range':
          for (const target of [node.key, node.value]) {
            const variable = target && outerVariable(target);
            if (variable) {
              found.add(variable);
            }
          }
          break;
        case 'addr': {
          const variable = outerVariable(node.x);
          if (variable) {
            found.add(variable);
          }
          break;
        }
        default:
          break;
      }
    },
    true,
  );
  return found;
}

/** The variable that `x`, `x.f` and, of an array, `x[i]` are a part of: ir.OuterValue. */
export function outerVariable(node: Expression): Variable | undefined {
  let inner = node;
  for (;;) {
    if (inner.op === 'dot' || inner.op === 'convNop') {
      inner = inner.x;
    } else if (inner.op === 'index' && underlying(inner.x.type).kind === 'array') {
      inner = inner.x;
    } else {
      return inner.op === 'name' ? inner.variable : undefined;
    }
  }
}
