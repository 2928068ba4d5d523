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

const SUFFIXES: Record<ClosureOrigin, string> = {
  literal: '.func',
  rangeFunc: '-range',
  go: '.gowrap',
  defer: '.deferwrap',
};

/** A function in the one that is being made, named as the compiler does: ir.closureName. */
export function closureFunction(builder: Builder, position: Position, origin: ClosureOrigin): Func {
  const { func: outer, context } = builder;
  let named = outer;
  while (named.closureOrigin === 'rangeFunc' && named.outer) {
    named = named.outer;
  }
  // A literal in a literal: `F.func1.2`.
  const suffix = origin === 'literal' && named.outer ? '.' : SUFFIXES[origin];
  return new Func({
    name: `${named.name}${suffix}${named.nextClosure(origin)}`,
    position,
    outer,
    closureOrigin: origin,
    hasDictionary: context.typeArguments.size > 0,
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
