/** Expressions: expr of noder/writer.go and reader.go, with what typecheck makes of it (Go 1.26). */
import type { Expression } from '../ir/nodes.ts';
import type { Position } from '../ir/position.ts';
import type { Expression as Syntax } from '../syntax/ast.ts';
import type * as ast from '../syntax/ast.ts';
import { isAssignable } from '../types/assignable.ts';
import { isString, isTypeParameter, isUntyped } from '../types/predicates.ts';
import { coreType } from '../types/typeSet.ts';
import { PointerType, type Type, underlying } from '../types/types.ts';
import {
  at,
  type Builder,
  constantOf,
  nameOf,
  nilOf,
  typeOf,
  unknownExpression,
  variableOf,
  writtenType,
  isDerived,
  isDynamic,
} from './builder.ts';
import { call } from './calls.ts';
import { closure } from './closures.ts';
import { implicitly, implicitlyFrom } from './conversions.ts';
import { curried } from './curried.ts';
import { composite } from './literals.ts';
import { positionOf } from '../syntax/positions.ts';
import { unparenthesized } from '../syntax/treeBuilder.ts';
import { calleeOf } from './instances.ts';
import { selector } from './selectors.ts';

/** `wanted` gives `nil` its type. */
export function expression(builder: Builder, written: Syntax, wanted?: Type): Expression {
  const value = calledExpression(builder, written, wanted);
  return value.op === 'func' &&
    value.callee.dictionary === 'derived' &&
    value.type.kind === 'signature'
    ? curried(builder, { fun: value, signature: value.type })
    : value;
}

/** The same of what is called: an instance of a generic function is passed its dictionary by the call. */
export function calledExpression(builder: Builder, written: Syntax, wanted?: Type): Expression {
  const syntax = unparenthesized(written);
  const position = at(builder, positionOf(syntax));
  const type = typeOf(builder, syntax);
  const value = constantOf(builder, syntax);
  if (value !== undefined) {
    return { op: 'literal', value, type, ...position };
  }
  switch (syntax.kind) {
    case 'identifier':
      return identifier(builder, syntax, position, type, wanted);
    case 'composite':
      return composite(builder, syntax, type);
    case 'function':
      return closure(builder, syntax, type);
    case 'selector':
      return selector(builder, syntax, type);
    case 'index':
      return index(builder, syntax, position, type);
    case 'slice':
      return slice(builder, syntax, position, type);
    case 'assertion':
      return {
        op: 'dotType',
        x: expression(builder, syntax.operand),
        isDerived: syntax.type !== undefined && isDynamic(builder, syntax.type, syntax.operand),
        isOfDerived: isDerived(builder, syntax.operand),
        type,
        ...position,
      };
    case 'call':
      return call(builder, syntax, type);
    case 'star':
      return {
        op: 'deref',
        x: expression(builder, syntax.operand),
        isImplicit: false,
        type,
        ...position,
      };
    case 'unary':
      return unary(builder, syntax, position, type);
    case 'binary':
      return binary(builder, syntax);
    case 'literal':
    case 'bad':
    case 'parenthesized':
    case 'arrayType':
    case 'structType':
    case 'functionType':
    case 'interfaceType':
    case 'mapType':
    case 'channelType':
    case 'ellipsis':
      return unknownExpression(position, 'no value');
  }
}

function identifier(
  builder: Builder,
  syntax: ast.Identifier,
  position: Position,
  type: Type,
  wanted: Type | undefined,
): Expression {
  const object = builder.context.types.objectOf(syntax);
  switch (object?.kind) {
    case 'nil':
      return nilOf(position, wanted ?? type);
    case 'func':
      return {
        op: 'func',
        callee: calleeOf(builder, object, syntax),
        type,
        ...position,
      };
    case 'var': {
      if (object.role === 'package') {
        return { op: 'global', object, type, ...position };
      }
      const variable = variableOf(builder, object, position);
      return variable
        ? nameOf(variable, position)
        : unknownExpression(position, `${syntax.name} is not declared here`);
    }
    default:
      return unknownExpression(position, `${syntax.name} is not known`);
  }
}

/** `x[i]`, and an instance of a generic function. */
function index(builder: Builder, syntax: ast.Index, position: Position, type: Type): Expression {
  const [first] = syntax.indices;
  const operand = unparenthesized(syntax.operand);
  const object =
    operand.kind === 'identifier'
      ? builder.context.types.objectOf(operand)
      : operand.kind === 'selector'
        ? builder.context.types.objectOf(operand.selector)
        : undefined;
  if (object?.kind === 'func' && builder.context.types.modeOf(syntax) === 'value') {
    const name = operand.kind === 'selector' ? operand.selector : operand;
    const callee = calleeOf(builder, object, name, operand, syntax);
    if (callee.typeArguments.length > 0) {
      return { op: 'func', callee, type, ...position };
    }
  }
  if (first === undefined) {
    return unknownExpression(position, 'no index');
  }
  const x = expression(builder, operand);
  const under = coreType(x.type) ?? underlying(x.type);
  if (under.kind === 'map') {
    const key = implicitly(builder, first, under.key);
    return { op: 'indexMap', x, index: key, type, ...position };
  }
  return {
    op: 'index',
    x: under.kind === 'pointer' ? dereferenced(x, under.element, position) : x,
    index: expression(builder, first),
    type,
    ...position,
  };
}

function slice(builder: Builder, syntax: ast.Slice, position: Position, type: Type): Expression {
  const x = expression(builder, syntax.operand);
  const part = (each: Syntax | undefined) => each && expression(builder, each);
  const bounds = { low: part(syntax.low), high: part(syntax.high), max: part(syntax.max) };
  const under = coreType(x.type) ?? underlying(x.type);
  if (under.kind === 'array') {
    return { op: 'sliceArr', x: addressOf(x, position, true), ...bounds, type, ...position };
  }
  const op = under.kind === 'pointer' ? 'sliceArr' : isString(under) ? 'sliceStr' : 'slice';
  return { op, x, ...bounds, type, ...position };
}

/** `&x`; of a composite literal it is one that lies where the pointer points. */
export function addressOf(x: Expression, position: Position, isImplicit: boolean): Expression {
  const { frame, offset } = position;
  const type = new PointerType(x.type);
  return isCompositeLiteral(x)
    ? { op: 'ptrLit', x, type, frame, offset }
    : { op: 'addr', x, isImplicit, type, frame, offset };
}

function isCompositeLiteral({ op }: Expression): boolean {
  return op === 'structLit' || op === 'arrayLit' || op === 'sliceLit' || op === 'mapLit';
}

export function dereferenced(x: Expression, type: Type, position: Position): Expression {
  const { frame, offset } = position;
  return { op: 'deref', x, isImplicit: true, type, frame, offset };
}

function unary(builder: Builder, syntax: ast.Unary, position: Position, type: Type): Expression {
  const x = expression(builder, syntax.operand);
  switch (syntax.operator) {
    case '&':
      return { ...addressOf(x, position, false), type };
    case '<-':
      return { op: 'recv', x, type, ...position };
    case '+':
      return { op: 'plus', x, type, ...position };
    case '-':
      return { op: 'neg', x, type, ...position };
    case '^':
      return { op: 'bitNot', x, type, ...position };
    case '!':
      return { op: 'not', x, type, ...position };
    case '~':
      return unknownExpression(position, '~ outside of a constraint', [x]);
  }
}

/** A chain of operators may be long: it is walked, not descended. */
function binary(builder: Builder, syntax: ast.Binary): Expression {
  const chain = [syntax];
  let first = unparenthesized(syntax.left);
  while (first.kind === 'binary' && constantOf(builder, first) === undefined) {
    chain.push(first);
    first = unparenthesized(first.left);
  }
  let x: Expression | undefined;
  for (const each of chain.reverse()) {
    x = operation(builder, each, x);
  }
  return x ?? unknownExpression(at(builder, syntax.start), 'no operands');
}

/** `left` is the left operand, where it was made before. */
function operation(builder: Builder, syntax: ast.Binary, left: Expression | undefined): Expression {
  const { operator } = syntax;
  const position = at(builder, syntax.operatorStart);
  const type = typeOf(builder, syntax);
  const isShift = operator === '<<' || operator === '>>';
  const wanted = isShift ? undefined : commonType(builder, syntax);
  const made = left ?? expression(builder, syntax.left, wanted);
  const x = implicitlyFrom(builder, syntax.left, made, wanted);
  const y = implicitly(builder, syntax.right, wanted);
  if (operator === '&&' || operator === '||') {
    return { op: 'logical', operator, x, y, type, ...position };
  }
  if (operator === '+' && isString(type) && !isTypeParameter(type)) {
    const list = [x, y].flatMap((each) => (each.op === 'addStr' ? each.list : [each]));
    return { op: 'addStr', list, type, ...position };
  }
  return { op: 'binary', operator, x, y, type, ...position };
}

/** The type in which two operands meet. */
function commonType(builder: Builder, { left, right }: ast.Binary): Type | undefined {
  const x = writtenType(builder, left);
  const y = writtenType(builder, right);
  if (isUntyped(x) && isUntyped(y)) {
    return undefined;
  }
  if (isAssignable(x, y)) {
    return typeOf(builder, right);
  }
  return isAssignable(y, x) ? typeOf(builder, left) : undefined;
}
