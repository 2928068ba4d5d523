/**
 * What a variable is known to hold, as it gets a value once: ir.StaticValue of
 * cmd/compile/internal/ir/expr.go (Go 1.26).
 */
import type { Variable } from './func.ts';
import type {
  ClosureExpression,
  Expression,
  FunctionExpression,
  MethodExpression,
  Statement,
} from './nodes.ts';
import { withoutNops } from './sameExpression.ts';

/** The value of an expression, as far back as it can be followed; itself if it cannot be. */
export function staticValue(expression: Expression): Expression {
  let value = withoutNops(expression);
  for (let next = stepBack(value); next; next = stepBack(value)) {
    value = withoutNops(next);
  }
  return value;
}

/** What is called; undefined where that is known only when it runs. */
export function staticCallee(
  fun: Expression,
): FunctionExpression | MethodExpression | ClosureExpression | undefined {
  const value = staticValue(fun);
  if (value.op === 'methodExpr') {
    return value.foundIn === undefined ? value : undefined;
  }
  return value.op === 'func' || value.op === 'closure' ? value : undefined;
}

function stepBack(value: Expression): Expression | undefined {
  if (value.op === 'callFunc') {
    return singleResult(value);
  }
  if (value.op !== 'name') {
    return undefined;
  }
  const { variable } = value;
  return variable.class === 'auto' && !variable.isReassigned && variable.definition
    ? valueIn(variable.definition, variable)
    : undefined;
}

/** The result of a call that was inlined, as the variable that it is in. */
export function singleResult(
  call: Extract<Expression, { op: 'callFunc' }>,
): Expression | undefined {
  const [variable, ...others] = call.inlined?.results ?? [];
  const { frame, offset } = call;
  return variable && others.length === 0
    ? { op: 'name', variable, type: variable.type, frame, offset }
    : undefined;
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
