/** Which constants are values of a basic type: go/types/const.go and conversions.go (Go 1.26). */
import type { BasicKind } from '../basicKind.ts';
import { bitLength } from './bits.ts';
import { type Constant, type Failure, floatConstant, isNumeric } from './constant.ts';
import { stringOfInteger, toComplex, toFloat, toInt } from './conversions.ts';
import { FLOAT32, FLOAT64, type FloatFormat, nearest } from './rounding.ts';

/** Values of a type: those of integers are `signed` or not, and have so many bits. */
type Values =
  | { readonly of: 'bool' | 'string' | 'nothing' }
  | { readonly of: 'int'; readonly isSigned: boolean; readonly bits: number | 'word' }
  | { readonly of: 'untypedInt' }
  | { readonly of: 'float' | 'complex'; readonly format: FloatFormat | undefined };

function integers(isSigned: boolean, bits: number | 'word'): Values {
  return { of: 'int', isSigned, bits };
}

const VALUES: Readonly<Record<BasicKind, Values>> = {
  bool: { of: 'bool' },
  int: integers(true, 'word'),
  int8: integers(true, 8),
  int16: integers(true, 16),
  int32: integers(true, 32),
  int64: integers(true, 64),
  uint: integers(false, 'word'),
  uint8: integers(false, 8),
  uint16: integers(false, 16),
  uint32: integers(false, 32),
  uint64: integers(false, 64),
  uintptr: integers(false, 'word'),
  float32: { of: 'float', format: FLOAT32 },
  float64: { of: 'float', format: FLOAT64 },
  complex64: { of: 'complex', format: FLOAT32 },
  complex128: { of: 'complex', format: FLOAT64 },
  string: { of: 'string' },
  'unsafe.Pointer': { of: 'nothing' },
  'untyped bool': { of: 'bool' },
  'untyped int': { of: 'untypedInt' },
  'untyped rune': { of: 'untypedInt' },
  'untyped float': { of: 'float', format: undefined },
  'untyped complex': { of: 'complex', format: undefined },
  'untyped string': { of: 'string' },
  'untyped nil': { of: 'nothing' },
};

/** Bits of an unsigned integer type, which `^x` keeps to; undefined for all other types. */
export function unsignedBits(type: BasicKind, wordBits: number): number | undefined {
  const values = VALUES[type];
  if (values.of !== 'int' || values.isSigned) {
    return undefined;
  }
  return values.bits === 'word' ? wordBits : values.bits;
}

/**
 * The constant as a value of the type, rounded to the nearest float (ties to even) where it is one.
 * `wordBits` are those of `int`, `uint` and `uintptr`. `isInteger` says whether the constant's own
 * type is one of integers, which decides what is wrong with it.
 */
export function represent(
  x: Constant,
  type: BasicKind,
  wordBits: number,
  isInteger = x.kind === 'int',
): Constant | Failure {
  const values = VALUES[type];
  return valueOf(x, values, wordBits) ?? failureOf(x, values, isInteger);
}

function valueOf(x: Constant, values: Values, wordBits: number): Constant | undefined {
  switch (values.of) {
    case 'bool':
    case 'string':
      return x.kind === values.of ? x : undefined;
    case 'int': {
      const integer = toInt(x);
      const bits = values.bits === 'word' ? wordBits : values.bits;
      return integer && fits(integer.value, bits, values.isSigned) ? integer : undefined;
    }
    case 'untypedInt':
      return toInt(x);
    case 'float':
      return values.format ? nearestFloat(x, values.format) : toFloat(x) && x;
    case 'complex':
      return values.format ? nearestComplex(x, values.format) : toComplex(x) && x;
    case 'nothing':
      return undefined;
  }
}

function fits(value: bigint, bits: number, isSigned: boolean): boolean {
  return (isSigned ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value)) === value;
}

function nearestFloat(x: Constant, format: FloatFormat): Constant | undefined {
  const float = toFloat(x);
  const value = float && nearest(float, format);
  return value && floatConstant(value);
}

function nearestComplex(x: Constant, format: FloatFormat): Constant | undefined {
  const number = toComplex(x);
  const real = number && nearest(number.real, format);
  const imaginary = number && nearest(number.imaginary, format);
  return (
    real &&
    imaginary && {
      kind: 'complex',
      real: floatConstant(real),
      imaginary: floatConstant(imaginary),
    }
  );
}

function failureOf(x: Constant, { of }: Values, isInteger: boolean): Failure {
  const toInteger = of === 'int' || of === 'untypedInt';
  const isNumber = toInteger || of === 'float' || of === 'complex';
  if (!isNumeric(x) || !isNumber) {
    return 'mismatch';
  }
  return toInteger && !isInteger ? 'truncated' : 'overflows';
}

/** Binary digits of an untyped integer at most. */
const MAX_UNTYPED_BITS = 512;

/**
 * What an operation has given, as a value of its type: typed values must be representable, and
 * untyped integers must not grow without end. `overflow` of go/types/const.go.
 */
export function checkOverflow(
  x: Constant,
  type: BasicKind,
  wordBits: number,
  isInteger = x.kind === 'int',
): Constant | Failure {
  if (!type.startsWith('untyped')) {
    return represent(x, type, wordBits, isInteger);
  }
  return x.kind === 'int' && bitLength(x.value) > MAX_UNTYPED_BITS ? 'overflows' : x;
}

/** `T(x)`: an integer becomes a string of one character. */
export function convert(
  x: Constant,
  type: BasicKind,
  wordBits: number,
  isInteger = x.kind === 'int',
): Constant | Failure {
  return VALUES[type].of === 'string' && isInteger && x.kind === 'int'
    ? stringOfInteger(x)
    : represent(x, type, wordBits, isInteger);
}
