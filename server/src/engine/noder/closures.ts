/** Function literals: funcLit of the noder (Go 1.26). */
import { Func, type ClosureOrigin } from '../ir/func.ts';
import type { ClosureExpression, Expression } from '../ir/nodes.ts';
import type { Position } from '../ir/position.ts';
import type { FunctionLiteral } from '../syntax/ast.ts';
import type { Signature, Type } from '../types/types.ts';
import { at, type Builder } from './builder.ts';
import { declareSignature } from './signatures.ts';
import { statements } from './statements.ts';

export function closure(builder: Builder, syntax: FunctionLiteral, type: Type): Expression {
  const position = at(builder, syntax.start);
  const func = closureFunction(builder, position, 'literal');
  const inner: Builder = { context: builder.context, func, rangeFunc: undefined };
  const signature = builder.context.types.typeOf(syntax);
  if (signature?.kind === 'signature') {
    declareSignature(inner, signature, syntax.type);
  }
  func.body = statements(inner, syntax.body.statements);
  return closureOf(func, type, position);
}

/** A function in the one that is being made. */
export function closureFunction(
  { func: outer, context }: Builder,
  position: Position,
  origin: ClosureOrigin,
  hasDictionary = context.typeArguments.size > 0,
): Func {
  return new Func({
    name: outer.nextClosureName(origin),
    position,
    outer,
    closureOrigin: origin,
    hasDictionary,
  });
}

export function closureOf(
  func: Func,
  type: Type | Signature,
  position: Position,
): ClosureExpression {
  const { frame, offset } = position;
  const closed: ClosureExpression = { op: 'closure', func, type, frame, offset };
  func.closure = closed;
  return closed;
}
