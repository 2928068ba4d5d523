/** What never runs, and is dropped: staticBool and terminates of noder/writer.go (Go 1.26). */
import type { Expression, Statement } from '../syntax/ast.ts';
import { type Builder, constantOf, withoutParentheses } from './builder.ts';

/** Whether a condition is always true or always false; undefined if it may be either. */
export function staticCondition(syntax: Expression, builder: Builder): boolean | undefined {
  const value = constantOf(builder, syntax);
  if (value !== undefined) {
    return value.kind === 'bool' ? value.value : undefined;
  }
  const inner = withoutParentheses(syntax);
  if (inner.kind !== 'binary' || (inner.operator !== '&&' && inner.operator !== '||')) {
    return undefined;
  }
  // What decides: a false operand of `&&`, a true one of `||`.
  const decisive = inner.operator === '||';
  const left = staticCondition(inner.left, builder);
  if (left === decisive) {
    return decisive;
  }
  const right = staticCondition(inner.right, builder);
  return left !== undefined || right === decisive ? right : undefined;
}

/** Whether nothing runs behind a statement, as far as the compiler looks. */
export function isTerminating(statement: Statement | undefined, builder: Builder): boolean {
  switch (statement?.kind) {
    case 'branch':
      return statement.keyword === 'goto';
    case 'return':
      return true;
    case 'expression': {
      const call = withoutParentheses(statement.expression);
      const callee = call.kind === 'call' ? withoutParentheses(call.callee) : undefined;
      return (
        callee?.kind === 'identifier' &&
        callee.name === 'panic' &&
        builder.context.types.objectOf(callee)?.kind === 'builtin'
      );
    }
    case 'if': {
      const condition = staticCondition(statement.condition, builder);
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
