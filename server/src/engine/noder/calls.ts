/** Calls and explicit conversions: exprCall of the noder, typecheck/func.go (Go 1.26). */
import type { Expression, Statement } from '../ir/nodes.ts';
import type { Position } from '../ir/position.ts';
import { childrenOf, type IrNode } from '../ir/walk.ts';
import type { Call, Expression as Syntax, Selector } from '../syntax/ast.ts';
import { mentionsParameters } from '../types/parameterized.ts';
import { isInterface } from '../types/predicates.ts';
import { coreType } from '../types/typeSet.ts';
import { type Signature, type Type, underlying } from '../types/types.ts';
import {
  at,
  type Builder,
  declaration,
  nameOf,
  nilOf,
  sourceType,
  typeOf,
  unknownExpression,
} from './builder.ts';
import { builtinCall } from './builtins.ts';
import { converted } from './conversions.ts';
import { calledExpression, expression } from './expressions.ts';
import { methodOf } from './instances.ts';
import { positionOf } from '../syntax/positions.ts';
import { unparenthesized } from '../syntax/treeBuilder.ts';
import { isTypeParameterOperand, receiverOf, sourceOf } from './selectors.ts';
import { valuesOf } from './values.ts';

export function call(builder: Builder, syntax: Call, type: Type): Expression {
  const { types } = builder.context;
  const position = at(builder, syntax.openParen);
  const callee = unparenthesized(syntax.callee);
  if (types.modeOf(syntax.callee) === 'type') {
    return explicitConversion(builder, syntax, type);
  }
  const name = callee.kind === 'selector' ? callee.selector : callee;
  const object = name.kind === 'identifier' ? types.objectOf(name) : undefined;
  if (object?.kind === 'builtin') {
    return builtinCall(builder, syntax, object.name, type);
  }
  const calleeType = typeOf(builder, syntax.callee);
  const signature = coreType(calleeType) ?? underlying(calleeType);
  if (signature.kind !== 'signature') {
    return unknownExpression(position, 'what is called is not known', [
      ...(calleeType.kind === 'unknown' ? [] : [expression(builder, callee)]),
      ...syntax.arguments.map((each) => expression(builder, each)),
    ]);
  }
  return callOf(builder, callee, {
    args: () => argumentsOf(builder, syntax, signature, position),
    isVariadic: signature.isVariadic,
    type,
    position,
  });
}

interface Called {
  /** Made after what is called. */
  readonly args: () => readonly Expression[];
  readonly isVariadic: boolean;
  readonly type: Type;
  readonly position: Position;
}

/** A call of a function or a method as it is written: of a method that is called no value is made. */
export function callOf(
  builder: Builder,
  callee: Syntax,
  { args: argsOf, isVariadic, type, position }: Called,
): Expression {
  const method = callee.kind === 'selector' ? builder.context.types.selectionOf(callee) : undefined;
  if (callee.kind !== 'selector' || method?.kind !== 'method' || method.object.kind !== 'func') {
    const fun = withoutCalls(builder, calledExpression(builder, callee), position);
    const args = argsOf();
    return {
      op: 'callFunc',
      fun,
      args,
      isVariadic,
      isGoDefer: false,
      inlined: undefined,
      type,
      ...position,
    };
  }
  const receiver = receiverOf(builder, callee, method.object, method.path);
  const isShape = isTypeParameterOperand(builder, callee);
  const args = argsOf();
  if (isInterface(receiver.type) && !isShape) {
    return {
      op: 'callInter',
      receiver: withoutCalls(builder, receiver, position),
      isDerived: isDerivedInterface(builder, callee, method.path),
      method: method.object,
      args,
      devirtualized: undefined,
      type,
      ...position,
    };
  }
  return {
    op: 'callFunc',
    fun: {
      op: 'methodExpr',
      callee: methodOf(
        builder.func.compiledIn,
        method.object,
        receiver.type,
        sourceOf(builder, callee, method.path),
      ),
      foundIn: isShape ? 'dictionary' : undefined,
      wrapped: undefined,
      type: method.object.type,
      ...at(builder, positionOf(callee)),
    },
    args: [receiver, ...args],
    isVariadic,
    isGoDefer: false,
    inlined: undefined,
    type,
    ...position,
  };
}

function isDerivedInterface(builder: Builder, callee: Selector, path: readonly number[]): boolean {
  const isGeneric = builder.context.typeArguments.size > 0;
  const source = isGeneric ? sourceOf(builder, callee, path) : undefined;
  return source !== undefined && mentionsParameters(source);
}

/**
 * `f()(x)` is `t := f(); t(x)`, and so is what a method of an interface is called on: RewriteNonNameCall
 * of typecheck/typecheck.go.
 */
export function withoutCalls(builder: Builder, x: Expression, position: Position): Expression {
  if (!hasCall(x)) {
    return x;
  }
  const temporary = builder.func.temporary(x.type, position);
  const { frame, offset } = position;
  const assignment: Statement = {
    op: 'as',
    x: nameOf(temporary),
    y: x,
    isDefinition: true,
    init: [declaration(temporary)],
    frame,
    offset,
  };
  return { ...nameOf(temporary), init: [assignment] };
}

/** Whether something in it is called or received, as callOrChan of typecheck/const.go has it. */
function hasCall(node: IrNode): boolean {
  return (
    node.op === 'callFunc' ||
    node.op === 'callInter' ||
    node.op === 'recv' ||
    // Of builtin functions only.
    'hasEllipsis' in node ||
    childrenOf(node).some(hasCall)
  );
}

/** `T(x)` stands where its operand does; what it allocates, too. */
function explicitConversion(builder: Builder, syntax: Call, type: Type): Expression {
  const [argument] = syntax.arguments;
  if (argument === undefined) {
    return unknownExpression(at(builder, syntax.openParen), 'nothing to convert');
  }
  return converted(expression(builder, argument, type), type, {
    position: at(builder, positionOf(argument)),
    isImplicit: false,
    source: sourceType(builder, argument),
    wordBytes: builder.context.sizes.wordBytes,
  });
}

/** One for each parameter: those that a variadic one takes are in a slice. */
function argumentsOf(
  builder: Builder,
  { arguments: syntaxes, hasEllipsis }: Call,
  { parameters, isVariadic }: Signature,
  position: Position,
): readonly Expression[] {
  const { variables } = parameters;
  const last = variables.length - 1;
  const slice = variables[last]?.type;
  if (!isVariadic || hasEllipsis || slice === undefined) {
    return valuesOf(builder, position, syntaxes, variables.length, (at) => variables[at]?.type);
  }
  const under = underlying(slice);
  const element = under.kind === 'slice' ? under.element : undefined;
  const values = valuesOf(builder, position, syntaxes, -1, (at) =>
    at < last ? variables[at]?.type : element,
  );
  const rest = values.slice(last);
  const { frame, offset } = position;
  const dots: Expression =
    rest.length === 0
      ? nilOf(position, slice)
      : {
          op: 'sliceLit',
          elements: rest.map((value) => ({ key: undefined, value })),
          length: rest.length,
          isDots: true,
          type: slice,
          frame,
          offset,
        };
  return [...values.slice(0, last), dots];
}
