/** `x.f` and `x.M`: XDotField, recvExpr and methodExpr of the noder (Go 1.26). */
import type { Expression, MethodExpression } from '../ir/nodes.ts';
import type { Position } from '../ir/position.ts';
import type { Selector } from '../syntax/ast.ts';
import type { FuncObject, VarObject } from '../types/objects.ts';
import { isInterface } from '../types/predicates.ts';
import { PointerType, type Type, unalias, underlying } from '../types/types.ts';
import { at, type Builder, typeOf, unknownExpression } from './builder.ts';
import { addressOf, dereferenced, expression } from './expressions.ts';
import { curried } from './curried.ts';
import { calleeOf, methodOf } from './instances.ts';
import { positionOf } from '../syntax/positions.ts';

export function selector(builder: Builder, syntax: Selector, type: Type): Expression {
  const position = at(builder, positionOf(syntax));
  const selection = builder.context.types.selectionOf(syntax);
  if (selection === undefined) {
    return imported(builder, syntax, position, type);
  }
  const { kind, object, path } = selection;
  const { compiledIn } = builder.func;
  if (object.kind === 'var') {
    return fieldAt(expression(builder, syntax.operand), path, position, type);
  }
  if (kind === 'methodExpression') {
    const receiver = typeOf(builder, syntax.operand);
    const isInDictionary = isTypeParameterOperand(builder, syntax);
    const fun: MethodExpression = {
      op: 'methodExpr',
      callee: methodOf(
        compiledIn,
        object,
        embedded(receiver, path),
        sourceOf(builder, syntax, path),
      ),
      foundIn: isInDictionary ? 'dictionary' : isInterface(receiver) ? 'interface' : undefined,
      wrapped: wrappedReceiver(receiver, object, path),
      type,
      ...position,
    };
    if (fun.foundIn || fun.callee.dictionary !== 'derived' || type.kind !== 'signature') {
      return fun;
    }
    const passOn = (x: Expression) => methodReceiver(x, object, path, position);
    return curried(builder, { fun, passOn, signature: type });
  }
  const x = receiverOf(builder, syntax, object, path);
  const isInDictionary = isTypeParameterOperand(builder, syntax);
  const callee = methodOf(compiledIn, object, x.type, sourceOf(builder, syntax, path));
  const isDerived = callee.dictionary === 'derived' && !isInterface(x.type);
  if ((isInDictionary || isDerived) && type.kind === 'signature') {
    const foundIn = isInDictionary ? 'dictionary' : undefined;
    const fun: MethodExpression = {
      op: 'methodExpr',
      callee,
      foundIn,
      wrapped: undefined,
      type,
      ...position,
    };
    return curried(builder, { fun, receiver: x, signature: type });
  }
  const isDynamic = isInDictionary || isInterface(x.type);
  return {
    op: 'methodValue',
    x,
    method: object.origin,
    callee: isDynamic ? undefined : callee,
    type,
    ...position,
  };
}

/** The receiver that a method takes, unless a method expression's own is the same. */
function wrappedReceiver(
  receiver: Type,
  { hasPointerReceiver }: FuncObject,
  path: readonly number[],
): Type | undefined {
  const found = embedded(receiver, path);
  const actual = unalias(found);
  if (hasPointerReceiver || actual.kind !== 'pointer') {
    return path.length > 0 ? found : undefined;
  }
  return actual.element;
}

/** `pkg.Name`. */
function imported(
  builder: Builder,
  { selector: name }: Selector,
  position: Position,
  type: Type,
): Expression {
  const object = builder.context.types.objectOf(name);
  if (object?.kind === 'var') {
    return { op: 'global', object, type, ...position };
  }
  if (object?.kind === 'func') {
    return { op: 'func', callee: calleeOf(builder, object, name), type, ...position };
  }
  return unknownExpression(position, `${name.name} is not known`);
}

/** A field, by way of the embedded fields on the path. */
function fieldAt(
  x: Expression,
  path: readonly number[],
  position: Position,
  type: Type,
): Expression {
  let value = x;
  for (const [at, index] of path.entries()) {
    const isLast = at === path.length - 1;
    const field = fieldOf(value.type, index);
    if (!field) {
      return unknownExpression(position, 'the field is not known', [x]);
    }
    value = {
      op: isPointer(value.type) ? 'dotPtr' : 'dot',
      x: value,
      field,
      isImplicit: !isLast,
      type: isLast ? type : field.type,
      frame: position.frame,
      offset: position.offset,
    };
  }
  return value;
}

function fieldOf(type: Type, index: number): VarObject | undefined {
  const under = underlying(type);
  const struct = under.kind === 'pointer' ? underlying(under.element) : under;
  return struct.kind === 'struct' ? struct.fields[index] : undefined;
}

export function isPointer(type: Type): boolean {
  return underlying(type).kind === 'pointer';
}

/** The receiver as the method takes it: embedded fields (`path`), then `&x` or `*x`. */
export function receiverOf(
  builder: Builder,
  syntax: Selector,
  method: FuncObject,
  path: readonly number[],
): Expression {
  const position = at(builder, positionOf(syntax));
  const x = expression(builder, syntax.operand);
  return isTypeParameterOperand(builder, syntax)
    ? throughFields(x, path, position)
    : methodReceiver(x, method, path, position);
}

/** The receiver of a method that is found by way of the embedded fields on the path. */
export function methodReceiver(
  operand: Expression,
  method: FuncObject,
  path: readonly number[],
  position: Position,
): Expression {
  const x = throughFields(operand, path, position);
  if (isInterface(x.type)) {
    return x;
  }
  const actual = unalias(x.type);
  if (method.hasPointerReceiver && actual.kind !== 'pointer') {
    return implicitAddress(x, position);
  }
  return !method.hasPointerReceiver && actual.kind === 'pointer'
    ? dereferenced(x, actual.element, position)
    : x;
}

function throughFields(
  operand: Expression,
  path: readonly number[],
  position: Position,
): Expression {
  let x = operand;
  for (const index of path) {
    const field = fieldOf(x.type, index);
    x = fieldAt(x, [index], position, field?.type ?? x.type);
    x = x.op === 'dot' || x.op === 'dotPtr' ? { ...x, isImplicit: true } : x;
  }
  return x;
}

function implicitAddress(x: Expression, position: Position): Expression {
  const { frame, offset } = position;
  const address = addressOf(x, position, true);
  return address.op === 'ptrLit'
    ? { op: 'addr', x, isImplicit: true, type: new PointerType(x.type), frame, offset }
    : address;
}

/** Whether a method is called on a value whose type is a type parameter, or a pointer to one. */
export function isTypeParameterOperand({ context }: Builder, { operand }: Selector): boolean {
  const type = context.types.typeOf(operand);
  const actual = type && unalias(type);
  const base = actual?.kind === 'pointer' ? unalias(actual.element) : actual;
  return base?.kind === 'typeParameter';
}

/** The type of a method's receiver as the source has it, type parameters included. */
export function sourceOf(
  { context }: Builder,
  { operand }: Selector,
  path: readonly number[],
): Type | undefined {
  const type = context.types.typeOf(operand);
  return type && embedded(type, path);
}

function embedded(type: Type, path: readonly number[]): Type {
  return path.reduce((base, index) => fieldOf(base, index)?.type ?? base, type);
}
