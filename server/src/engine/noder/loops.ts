/** `for` and `range`: forStmt of the noder (Go 1.26). */
import type { Expression, Statement } from '../ir/nodes.ts';
import type { Expression as Syntax, For, Range } from '../syntax/ast.ts';
import { forEachNode } from '../syntax/walk.ts';
import { intConstant } from '../types/constant/constant.ts';
import { coreType } from '../types/typeSet.ts';
import { underlying } from '../types/types.ts';
import { basicTypes } from '../types/universe.ts';
import { at, type Builder, declaration, typeOf } from './builder.ts';
import { targetOf } from './assignments.ts';
import { reduceCondition } from './deadCode.ts';
import { expression } from './expressions.ts';
import { positionOf } from '../syntax/positions.ts';
import { rangeOverFunction } from './rangeFunc.ts';
import { optionalStatements, statements } from './statements.ts';

export function forLoop(builder: Builder, syntax: For): Statement[] {
  const init = optionalStatements(builder, syntax.initial);
  const reduced = syntax.condition && reduceCondition(syntax.condition, builder);
  if (reduced?.known === false) {
    return init;
  }
  const condition = reduced && expression(builder, reduced.syntax);
  const [post] = optionalStatements(builder, syntax.post);
  return [
    {
      op: 'for',
      hasOwnVariables: builder.context.hasLoopVariables,
      condition,
      post,
      body: statements(builder, syntax.body.statements),
      init,
      ...at(builder, syntax.start),
    },
  ];
}

/** `label` is the one it has, if any. */
export function rangeLoop(builder: Builder, syntax: Range, label: string | undefined): Statement[] {
  const type = typeOf(builder, syntax.operand);
  if (coreType(type)?.kind === 'signature') {
    return rangeOverFunction(builder, syntax, label);
  }
  const x = countedArray(builder, syntax) ?? expression(builder, syntax.operand);
  const key = syntax.key && targetOf(builder, syntax.key);
  const value = syntax.value && targetOf(builder, syntax.value);
  const targets = [key, value].filter((each) => each !== undefined);
  const declared = targets.flatMap((each) => (each.variable ? [each.variable] : []));
  return [
    {
      op: 'range',
      hasOwnVariables: builder.context.hasLoopVariables,
      isDefinition: declared.length > 0,
      key: key?.target,
      value: value?.target,
      countBlanks: targets.filter(({ target }) => !target).length,
      x,
      body: statements(builder, syntax.body.statements),
      init: declared.map(declaration),
      ...at(builder, syntax.rangeAt),
    },
  ];
}

/** The length of an array, where that is all that is asked of it: it is not evaluated then. */
function countedArray(builder: Builder, { operand, value }: Range): Expression | undefined {
  const type = coreType(typeOf(builder, operand));
  const array = type?.kind === 'pointer' ? underlying(type.element) : type;
  if (value !== undefined || array?.kind !== 'array' || array.length < 0 || hasCall(operand)) {
    return undefined;
  }
  return {
    op: 'literal',
    value: intConstant(BigInt(array.length)),
    type: basicTypes.int,
    ...at(builder, positionOf(operand)),
  };
}

/** Whether it calls or receives: its length is then no constant. */
function hasCall(syntax: Syntax): boolean {
  let isFound = false;
  forEachNode(syntax, (node) => {
    isFound ||= node.kind === 'call' || (node.kind === 'unary' && node.operator === '<-');
  });
  return isFound;
}
