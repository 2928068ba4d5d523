/** What never runs, and is dropped: staticBool and terminates of noder/writer.go (Go 1.26). */
import type { Expression, Statement } from '../syntax/ast.ts';
import { unparenthesized } from '../syntax/treeBuilder.ts';
import { type Builder, constantOf } from './builder.ts';
import { isExit } from './rangeFuncExits.ts';

export interface ReducedCondition {
  /** Whether it is always true or always false; undefined if it may be either. */
  readonly known: boolean | undefined;
  /** What is left of it: constant operands that do not decide are dropped, and what never runs. */
  readonly syntax: Expression;
}

export function reduceCondition(syntax: Expression, builder: Builder): ReducedCondition {
  const value = constantOf(builder, syntax);
  if (value !== undefined) {
    return { known: value.kind === 'bool' ? value.value : undefined, syntax };
  }
  // The compiler does not look into parentheses.
  if (syntax.kind !== 'binary' || (syntax.operator !== '&&' && syntax.operator !== '||')) {
    return { known: undefined, syntax };
  }
  // What decides: a false operand of `&&`, a true one of `||`.
  const decisive = syntax.operator === '||';
  const left = reduceCondition(syntax.left, builder);
  if (left.known === decisive) {
    return left;
  }
  const right = reduceCondition(syntax.right, builder);
  // Types and values are known of what has the same id.
  const isSame = left.syntax === syntax.left && right.syntax === syntax.right;
  const rest = isSame ? syntax : { ...syntax, left: left.syntax, right: right.syntax };
  if (left.known === undefined && right.known !== decisive) {
    return { known: undefined, syntax: rest };
  }
  const isLeftDropped = constantOf(builder, left.syntax) !== undefined;
  return { known: right.known, syntax: isLeftDropped ? right.syntax : rest };
}

/** Whether nothing runs behind a statement, as far as the compiler looks. */
export function isTerminating(statement: Statement | undefined, builder: Builder): boolean {
  switch (statement?.kind) {
    case 'branch':
      return statement.keyword === 'goto' || isExit(builder.rangeFunc, statement);
    case 'return':
      return true;
    case 'expression': {
      const call = unparenthesized(statement.expression);
      const callee = call.kind === 'call' ? unparenthesized(call.callee) : undefined;
      return (
        callee?.kind === 'identifier' &&
        callee.name === 'panic' &&
        builder.context.types.objectOf(callee)?.kind === 'builtin'
      );
    }
    case 'if': {
      const { known: condition } = reduceCondition(statement.condition, builder);
      return (
        (condition === false || isTerminating(statement.then, builder)) &&
        (condition === true || isTerminating(statement.otherwise, builder))
      );
    }
    case 'block':
      return isTerminating(
        statement.statements.findLast(({ kind }) => kind !== 'empty'),
        builder,
      );
    default:
      return false;
  }
}
