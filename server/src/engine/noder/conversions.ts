/**
 * Conversions, explicit and implicit: convertExpr of noder/writer.go, assignOp and convertOp of
 * typecheck/subr.go (Go 1.26).
 */
import type { ConversionOp, Expression, LiteralElement } from '../ir/nodes.ts';
import type { Position } from '../ir/position.ts';
import type { Expression as Syntax } from '../syntax/ast.ts';
import { intConstant } from '../types/constant/constant.ts';
import { textOfBytes } from '../types/constant/utf8.ts';
import { basicTypes } from '../types/universe.ts';
import { identical, identicalIgnoringTags } from '../types/identical.ts';
import {
  isComplex,
  isFloat,
  isInteger,
  isInterface,
  isString,
  isUntyped,
  isUntypedNil,
} from '../types/predicates.ts';
import { mentionsParameters } from '../types/parameterized.ts';
import { substitute } from '../types/substitute.ts';
import { type Type, unalias, underlying } from '../types/types.ts';
import { at, type Builder, nilOf, sourceType } from './builder.ts';
import { expression } from './expressions.ts';
import { positionOf } from '../syntax/positions.ts';

/** A value where one of another type is wanted; `undefined` where any type is fine. */
export function implicitly(builder: Builder, syntax: Syntax, wanted: Type | undefined): Expression {
  return implicitlyFrom(builder, syntax, expression(builder, syntax, wanted), wanted);
}

/** The same of a value that was made of the syntax before. */
export function implicitlyFrom(
  builder: Builder,
  syntax: Syntax,
  x: Expression,
  wanted: Type | undefined,
): Expression {
  // Fields of a type that is declared in generic code have types with its type parameters.
  const to = wanted && substitute(wanted, builder.context.typeArguments);
  return to === undefined
    ? x
    : converted(x, to, {
        position: at(builder, positionOf(syntax)),
        isImplicit: true,
        source: sourceType(builder, syntax),
        wordBytes: builder.context.sizes.wordBytes,
      });
}

interface ConversionContext {
  readonly position: Position;
  readonly isImplicit: boolean;
  /** The value's type in generic code, type parameters included. */
  readonly source?: Type | undefined;
  readonly wordBytes: number;
}

/** The value converted; itself where an implicit conversion has nothing to do. */
export function converted(x: Expression, to: Type, context: ConversionContext): Expression {
  const { position, isImplicit, source, wordBytes } = context;
  if (x.op === 'nil' && isUntypedNil(x.type)) {
    return nilOf(x, to);
  }
  // What has no type of its own yet takes the one that is wanted.
  if (isUntyped(x.type) && !isInterface(to)) {
    return { ...x, type: to };
  }
  if (isImplicit && identical(x.type, to)) {
    return x;
  }
  const { frame, offset } = position;
  const isShape = source !== undefined && unalias(source).kind === 'typeParameter';
  const op = conversionOp(x.type, to, isShape, wordBytes);
  const isRounding = op === 'convNop' && isFloatOrComplex(underlying(to));
  if (
    op === 'convNop' &&
    ((x.op === 'literal' && (isImplicit || !isRounding)) || (x.op === 'nil' && isImplicit))
  ) {
    return { ...x, type: to, frame, offset };
  }
  if (op === 'strToRunes' && x.op === 'literal' && x.value.kind === 'string') {
    return runesLiteral(x.value.bytes, to, position);
  }
  if (op === 'convIface') {
    const isDerived = source !== undefined && mentionsParameters(source);
    return { op, type: to, x, isImplicit, isDerived, frame, offset };
  }
  return { op: isRounding ? 'conv' : op, type: to, x, isImplicit, frame, offset };
}

/** `float64(x)` rounds, whatever x is: tcConv of typecheck/expr.go. */
function isFloatOrComplex(type: Type): boolean {
  return isFloat(type) || isComplex(type);
}

/** `[]rune("abc")` is `[]rune{0: 'a', 1: 'b', 2: 'c'}`: stringtoruneslit of typecheck/typecheck.go. */
function runesLiteral(bytes: string, type: Type, { frame, offset }: Position): Expression {
  const under = underlying(type);
  const elementType = under.kind === 'slice' ? under.element : type;
  const literal = (value: number, of: Type): Expression => ({
    op: 'literal',
    value: intConstant(BigInt(value)),
    type: of,
    frame,
    offset,
  });
  // Each with its index, which is paid for.
  const elements = Array.from(textOfBytes(bytes), (character, index): LiteralElement => ({
    key: literal(index, basicTypes.int),
    value: literal(character.codePointAt(0) ?? 0, elementType),
  }));
  return {
    op: 'sliceLit',
    elements,
    length: elements.length,
    isDots: false,
    type,
    frame,
    offset,
  };
}

function conversionOp(
  from: Type,
  to: Type,
  isShape: boolean,
  wordBytes: number,
): ConversionOp | 'convIface' {
  const source = underlying(from);
  const target = underlying(to);
  if (target.kind === 'interface') {
    return interfaceOp(from, to, isShape);
  }
  if (identicalIgnoringTags(source, target)) {
    return 'convNop';
  }
  if ((isInteger(source) || isFloat(source)) && (isInteger(target) || isFloat(target))) {
    return simpleKind(source, wordBytes) === simpleKind(target, wordBytes) ? 'convNop' : 'conv';
  }
  if (isComplex(source) && isComplex(target)) {
    return 'conv';
  }
  if (isString(target)) {
    if (isInteger(source)) {
      return 'runeToStr';
    }
    if (source.kind === 'slice') {
      return elementBytes(source.element) === 'uint8' ? 'bytesToStr' : 'runesToStr';
    }
  }
  if (isString(source) && target.kind === 'slice') {
    return elementBytes(target.element) === 'uint8' ? 'strToBytes' : 'strToRunes';
  }
  if (source.kind === 'slice') {
    if (target.kind === 'array') {
      return 'sliceToArr';
    }
    if (target.kind === 'pointer' && underlying(target.element).kind === 'array') {
      return 'sliceToArrPtr';
    }
  }
  return 'convNop';
}

/** Integers of one size and sign are one: types.SimType. */
function simpleKind(type: Type, wordBytes: number): string | undefined {
  const basic = type.kind === 'basic' ? type.basic : undefined;
  switch (basic) {
    case 'int':
      return `int${wordBytes * 8}`;
    case 'uint':
    case 'uintptr':
      return `uint${wordBytes * 8}`;
    default:
      return basic;
  }
}

function elementBytes(element: Type): string | undefined {
  const under = underlying(element);
  return under.kind === 'basic' ? under.basic : undefined;
}

function interfaceOp(from: Type, to: Type, isShape: boolean): 'convIface' | 'convNop' {
  if (isShape) {
    return 'convIface';
  }
  if (identical(from, to)) {
    return 'convNop';
  }
  const source = underlying(from);
  const isEmpty = source.kind === 'interface' && isEmptyInterface(source);
  return isEmpty && identical(source, underlying(to)) ? 'convNop' : 'convIface';
}

function isEmptyInterface(type: {
  readonly methods: readonly unknown[];
  readonly embedded: readonly unknown[];
}): boolean {
  return type.methods.length === 0 && type.embedded.length === 0;
}
