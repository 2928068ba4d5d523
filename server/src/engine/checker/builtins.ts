/** Calls of predeclared functions and of those of package unsafe: go/types/builtins.go (Go 1.26). */
import type { Call, Expression } from '../syntax/ast.ts';
import type { BasicKind } from '../types/basicKind.ts';
import { lookUpFieldOrMethod } from '../types/lookup.ts';
import { defaultType, isNumeric, isString, isUntyped } from '../types/predicates.ts';
import { offsetAt } from '../types/sizes.ts';
import { coreType } from '../types/typeSet.ts';
import {
  type Basic,
  InterfaceType,
  PointerType,
  SliceType,
  type Type,
  unalias,
  underlying,
} from '../types/types.ts';
import { basicTypes, byteType, emptyTuple } from '../types/universe.ts';
import { assign } from './assignments.ts';
import { argumentsOf } from './calls.ts';
import { intConstant } from '../types/constant/constant.ts';
import { byteLength, imag, makeComplex, real } from '../types/constant/conversions.ts';
import { compare as compareConstants } from '../types/constant/operations.ts';
import { knownConstant } from './constants.ts';
import type { Environment } from './environment.ts';
import { expressionOf, expressionOrType } from './expressions.ts';
import { indexValue } from './indexing.ts';
import { invalid, isUntypedOperand, type Operand, valueOf } from './operand.ts';
import { typeExpression } from './typeExpressions.ts';
import { convertUntyped, matchOperands, settle, unknownOf, withDefaultType } from './untyped.ts';

type Check = (environment: Environment, call: Call) => Operand;

const BUILTINS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['append', appendCall],
  ['cap', lengthCall],
  ['clear', statementCall],
  ['close', statementCall],
  ['complex', complexCall],
  ['copy', copyCall],
  ['delete', deleteCall],
  ['imag', partCall],
  ['len', lengthCall],
  ['make', makeCall],
  ['max', extremeCall],
  ['min', extremeCall],
  ['new', newCall],
  ['panic', panicCall],
  ['print', printCall],
  ['println', printCall],
  ['real', partCall],
  ['recover', recoverCall],
  ['Add', unsafeAddCall],
  ['Alignof', sizeCall],
  ['Offsetof', offsetCall],
  ['Sizeof', sizeCall],
  ['Slice', unsafeSliceCall],
  ['SliceData', sliceDataCall],
  ['String', unsafeStringCall],
  ['StringData', stringDataCall],
]);

export function builtinCall(environment: Environment, call: Call, name: string): Operand {
  const check = BUILTINS.get(name);
  return check ? check(environment, call) : invalid(call, `undefined: ${name}`);
}

/** The name that a builtin is called by, however it is written. */
function nameOf({ callee }: Call): string {
  let inner = callee;
  while (inner.kind === 'parenthesized') {
    inner = inner.operand;
  }
  if (inner.kind === 'selector') {
    return inner.selector.name;
  }
  return inner.kind === 'identifier' ? inner.name : '';
}

function noValue(call: Call): Operand {
  return { mode: 'noValue', expression: call, type: emptyTuple };
}

function appendCall(environment: Environment, call: Call): Operand {
  const [first, ...rest] = argumentsOf(environment, call.arguments);
  if (first === undefined) {
    return invalid(call, 'not enough arguments for append');
  }
  const unknown = unknownOf(first);
  const core = coreType(first.type);
  if (unknown || core?.kind !== 'slice') {
    for (const each of rest) {
      assign(environment, each, undefined);
    }
    return invalid(call, unknown ?? 'append to what is no slice');
  }
  for (const each of rest) {
    // A string whose bytes are appended stays untyped if it is so.
    if (!call.hasEllipsis || !isString(each.type)) {
      assign(environment, each, call.hasEllipsis ? first.type : core.element);
    }
  }
  return valueOf(call, first.type);
}

function lengthCall(environment: Environment, call: Call): Operand {
  const [argument] = call.arguments;
  if (argument === undefined) {
    return invalid(call, 'not enough arguments');
  }
  const isLength = nameOf(call) === 'len';
  const effects = { hasCallOrReceive: false };
  const x = expressionOf({ ...environment, effects }, argument);
  if (effects.hasCallOrReceive && environment.effects) {
    environment.effects.hasCallOrReceive = true;
  }
  const type = basicTypes.int;
  const unknown = unknownOf(x);
  if (x.mode === 'invalid' || unknown) {
    return valueOf(call, type);
  }
  const parameter = unalias(x.type);
  const under = underlying(x.type);
  if (parameter.kind !== 'typeParameter') {
    if (isLength && x.mode === 'constant' && isString(x.type)) {
      const length = x.value && byteLength(x.value);
      return length === undefined
        ? valueOf(call, type)
        : { mode: 'constant', expression: call, type, value: intConstant(BigInt(length)) };
    }
    const pointed = under.kind === 'pointer' ? underlying(under.element) : under;
    if (pointed.kind === 'array' && !effects.hasCallOrReceive && pointed.length >= 0) {
      const value = intConstant(BigInt(pointed.length));
      return { mode: 'constant', expression: call, type, value };
    }
  }
  withDefaultType(environment, x);
  return valueOf(call, type);
}

function statementCall(environment: Environment, call: Call): Operand {
  argumentsOf(environment, call.arguments);
  return noValue(call);
}

function deleteCall(environment: Environment, call: Call): Operand {
  const [map, key] = argumentsOf(environment, call.arguments);
  const core = map && coreType(map.type);
  if (key) {
    assign(environment, key, core?.kind === 'map' ? core.key : undefined);
  }
  return noValue(call);
}

function panicCall(environment: Environment, call: Call): Operand {
  for (const each of argumentsOf(environment, call.arguments)) {
    assign(environment, each, anyResult);
  }
  return noValue(call);
}

function printCall(environment: Environment, call: Call): Operand {
  for (const each of argumentsOf(environment, call.arguments)) {
    assign(environment, each, undefined);
  }
  return noValue(call);
}

function recoverCall(_: Environment, call: Call): Operand {
  return valueOf(call, anyResult);
}

/** The interface itself: it was not written as `any`. */
const anyResult = new InterfaceType([], []);

function copyCall(environment: Environment, call: Call): Operand {
  argumentsOf(environment, call.arguments);
  return valueOf(call, basicTypes.int);
}

const FLOATS_OF: Partial<Record<BasicKind, BasicKind>> = {
  float32: 'complex64',
  float64: 'complex128',
  'untyped float': 'untyped complex',
  complex64: 'float32',
  complex128: 'float64',
  'untyped complex': 'untyped float',
};

function partnerOf(type: Type): Basic | undefined {
  const under = underlying(type);
  const partner = under.kind === 'basic' ? FLOATS_OF[under.basic] : undefined;
  return partner && basicTypes[partner];
}

function complexCall(environment: Environment, call: Call): Operand {
  const [first, second] = argumentsOf(environment, call.arguments);
  if (first === undefined || second === undefined) {
    return invalid(call, 'not enough arguments for complex');
  }
  let [x, y] = [first, second];
  const untypedX = isUntyped(x.type);
  const untypedY = isUntyped(y.type);
  if (untypedX && !untypedY) {
    x = convertUntyped(environment, x, y.type);
  } else if (untypedY && !untypedX) {
    y = convertUntyped(environment, y, x.type);
  } else if (untypedX && untypedY) {
    if (x.mode === 'constant' && y.mode === 'constant') {
      [x, y] = [toUntypedFloat(x), toUntypedFloat(y)];
    } else {
      x = convertUntyped(environment, x, basicTypes.float64);
      y = convertUntyped(environment, y, basicTypes.float64);
    }
  }
  const unknown = unknownOf(x, y);
  const type = partnerOf(x.type);
  if (unknown || type === undefined) {
    return invalid(call, unknown ?? 'arguments of complex must be floats');
  }
  if (x.mode === 'constant' && y.mode === 'constant') {
    const value = x.value && y.value && knownConstant(makeComplex(x.value, y.value));
    return value === undefined
      ? invalid(call, 'the constant is unknown')
      : { mode: 'constant', expression: call, type, value };
  }
  return valueOf(call, type);
}

/** Constants such as 1 and 'a' can be parts of an untyped complex constant. */
function toUntypedFloat(x: Operand): Operand {
  return isNumeric(x.type) ? { ...x, type: basicTypes['untyped float'] } : x;
}

function partCall(environment: Environment, call: Call): Operand {
  const [first] = argumentsOf(environment, call.arguments);
  if (first === undefined) {
    return invalid(call, 'not enough arguments');
  }
  let x = first;
  if (isUntyped(x.type)) {
    x =
      x.mode === 'constant'
        ? isNumeric(x.type)
          ? { ...x, type: basicTypes['untyped complex'] }
          : x
        : convertUntyped(environment, x, basicTypes.complex128);
  }
  const type = partnerOf(x.type);
  if (type === undefined) {
    return invalid(call, unknownOf(x) ?? 'not a complex number');
  }
  if (x.mode === 'constant') {
    const value = x.value && (nameOf(call) === 'real' ? real : imag)(x.value);
    return value === undefined
      ? invalid(call, 'the constant is unknown')
      : { mode: 'constant', expression: call, type, value };
  }
  return valueOf(call, type);
}

function makeCall(environment: Environment, call: Call): Operand {
  const [first, ...sizes] = call.arguments;
  if (first === undefined) {
    return invalid(call, 'not enough arguments for make');
  }
  const type = typeExpression(environment, first);
  for (const size of sizes) {
    indexValue(environment, size);
  }
  return valueOf(call, type);
}

function newCall(environment: Environment, call: Call): Operand {
  const [argument] = call.arguments;
  if (argument === undefined) {
    return invalid(call, 'not enough arguments for new');
  }
  const x = expressionOrType(environment, argument);
  const type = x.mode === 'type' ? x.type : assign(environment, x, undefined).type;
  return valueOf(call, new PointerType(type));
}

/** `min` and `max`. */
function extremeCall(environment: Environment, call: Call): Operand {
  const [first, ...rest] = argumentsOf(environment, call.arguments);
  if (first === undefined) {
    return invalid(call, 'not enough arguments');
  }
  const operator = nameOf(call) === 'min' ? '<' : '>';
  let x = first;
  for (const other of rest) {
    const unknown = unknownOf(x, other);
    if (unknown) {
      return invalid(call, unknown);
    }
    const [left, right] = matchOperands(environment, x, other);
    if (left.mode === 'invalid' || right.mode === 'invalid') {
      return invalid(call, 'mismatched arguments');
    }
    if (left.mode === 'constant' && right.mode === 'constant' && left.value && right.value) {
      x = compareConstants(right.value, operator, left.value) === true ? right : left;
    } else {
      x = { ...left, mode: 'value', value: undefined };
    }
  }
  if (x.mode !== 'constant') {
    x = { ...x, mode: 'value' };
    for (const each of [first, ...rest]) {
      settle(environment, each.expression, defaultType(x.type));
    }
    x = isUntyped(x.type) ? { ...x, type: defaultType(x.type) } : x;
  }
  return { ...x, expression: call };
}

function sizeCall(environment: Environment, call: Call): Operand {
  const [argument] = call.arguments;
  if (argument === undefined) {
    return invalid(call, 'not enough arguments');
  }
  const x = assign(environment, expressionOf(environment, argument), undefined);
  const { sizes } = environment;
  const bytes = nameOf(call) === 'Sizeof' ? sizes.sizeOf(x.type) : sizes.alignOf(x.type);
  return uintptrConstant(call, hasVariableSize(x.type) ? undefined : bytes);
}

function uintptrConstant(call: Call, bytes: number | undefined): Operand {
  const type = basicTypes.uintptr;
  return bytes === undefined
    ? valueOf(call, type)
    : { mode: 'constant', expression: call, type, value: intConstant(BigInt(bytes)) };
}

/** Only types that hold themselves with ever other arguments nest deeper. They have no size. */
const MAXIMUM_NESTED = 200;

/** Whether a type's size depends on type parameters; it is then no constant. */
function hasVariableSize(type: Type, depth = 0): boolean {
  const actual = unalias(type);
  if (actual.kind === 'typeParameter' || depth > MAXIMUM_NESTED) {
    return true;
  }
  const under = underlying(actual);
  switch (under.kind) {
    case 'array':
      return hasVariableSize(under.element, depth + 1);
    case 'struct':
      return under.fields.some((field) => hasVariableSize(field.type, depth + 1));
    default:
      return false;
  }
}

function offsetCall(environment: Environment, call: Call): Operand {
  const [argument] = call.arguments;
  let selector: Expression | undefined = argument;
  while (selector?.kind === 'parenthesized') {
    selector = selector.operand;
  }
  if (selector?.kind !== 'selector') {
    return invalid(call, 'the argument of Offsetof is no selector');
  }
  const x = expressionOf(environment, selector.operand);
  const pointer = underlying(x.type);
  const base = pointer.kind === 'pointer' ? pointer.element : x.type;
  const found = lookUpFieldOrMethod(base, false, environment.package, selector.selector.name);
  if ('notFound' in found || found.object.kind !== 'var') {
    return invalid(call, unknownOf(x) ?? 'no such field');
  }
  environment.types.recordObject(selector.selector, found.object);
  environment.types.record(selector, 'variable', found.object.type);
  environment.types.recordSelection(selector, {
    kind: 'field',
    object: found.object,
    path: found.index,
    isIndirect: found.isIndirect,
  });
  return uintptrConstant(
    call,
    hasVariableSize(base) ? undefined : offsetAt(environment.sizes, base, found.index),
  );
}

function unsafeAddCall(environment: Environment, call: Call): Operand {
  const [pointer, length] = argumentsOf(environment, call.arguments);
  if (pointer) {
    assign(environment, pointer, basicTypes['unsafe.Pointer']);
  }
  lengthArgument(environment, length);
  return valueOf(call, basicTypes['unsafe.Pointer']);
}

function lengthArgument(environment: Environment, length: Operand | undefined): void {
  if (length && isUntypedOperand(length)) {
    convertUntyped(environment, length, basicTypes.int);
  }
}

function unsafeSliceCall(environment: Environment, call: Call): Operand {
  const [pointer, length] = argumentsOf(environment, call.arguments);
  lengthArgument(environment, length);
  const core = pointer && coreType(pointer.type);
  return core?.kind === 'pointer'
    ? valueOf(call, new SliceType(core.element))
    : invalid(call, (pointer && unknownOf(pointer)) ?? 'no pointer');
}

function sliceDataCall(environment: Environment, call: Call): Operand {
  const [slice] = argumentsOf(environment, call.arguments);
  const core = slice && coreType(slice.type);
  return core?.kind === 'slice'
    ? valueOf(call, new PointerType(core.element))
    : invalid(call, (slice && unknownOf(slice)) ?? 'no slice');
}

function unsafeStringCall(environment: Environment, call: Call): Operand {
  const [pointer, length] = argumentsOf(environment, call.arguments);
  if (pointer) {
    assign(environment, pointer, new PointerType(byteType));
  }
  lengthArgument(environment, length);
  return valueOf(call, basicTypes.string);
}

function stringDataCall(environment: Environment, call: Call): Operand {
  const [text] = argumentsOf(environment, call.arguments);
  if (text) {
    assign(environment, text, basicTypes.string);
  }
  return valueOf(call, new PointerType(byteType));
}
