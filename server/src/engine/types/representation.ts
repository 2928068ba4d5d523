/** Which constants are values of a basic type: go/types/const.go (representableConst) of Go 1.26. */
import type { Basic, BasicKind } from './types.ts';
import { asComplex, type Constant, exactInteger, integerConstant } from '../constant/constant.ts';
import {
  bitLength,
  absolute,
  FLOAT32,
  FLOAT64,
  type FloatFormat,
  type Rational,
  round,
} from '../constant/rational.ts';

/** Bits of an untyped integer beyond which go/types reports an overflow. */
const MAX_UNTYPED_BITS = 512;

const INTEGER_BITS: Partial<Record<BasicKind, number>> = {
  int8: 8,
  int16: 16,
  int32: 32,
  int64: 64,
  uint8: 8,
  uint16: 16,
  uint32: 32,
  uint64: 64,
};

/** Number of bits of an integer type. */
export function integerBits(basic: BasicKind, wordBytes: number): number {
  return INTEGER_BITS[basic] ?? wordBytes * 8;
}

/** The value as one of the type, rounded if it is a float; undefined if it is none. */
export function represent(x: Constant, { basic }: Basic, wordBytes: number): Constant | undefined {
  switch (basic) {
    case 'bool':
    case 'untyped bool':
      return x.kind === 'bool' ? x : undefined;
    case 'string':
    case 'untyped string':
      return x.kind === 'string' ? x : undefined;
    case 'unsafe.Pointer':
    case 'untyped nil':
      return undefined;
    case 'float32':
    case 'float64':
    case 'untyped float': {
      const number = asComplex(x);
      if (number?.imaginary.numerator !== 0n) {
        return undefined;
      }
      const value = rounded(number.real, formatOf(basic));
      return value && { kind: 'float', value };
    }
    case 'complex64':
    case 'complex128':
    case 'untyped complex': {
      const number = asComplex(x);
      const real = number && rounded(number.real, formatOf(basic));
      const imaginary = number && rounded(number.imaginary, formatOf(basic));
      return real && imaginary && { kind: 'complex', real, imaginary };
    }
    default:
      return integerOf(x, basic, wordBytes);
  }
}

function formatOf(basic: BasicKind): FloatFormat | undefined {
  switch (basic) {
    case 'float32':
    case 'complex64':
      return FLOAT32;
    case 'float64':
    case 'complex128':
      return FLOAT64;
    default:
      return undefined;
  }
}

function rounded(x: Rational, format: FloatFormat | undefined): Rational | undefined {
  return format ? round(x, format) : x;
}

function integerOf(x: Constant, basic: BasicKind, wordBytes: number): Constant | undefined {
  const value = exactInteger(x);
  if (value === undefined) {
    return undefined;
  }
  if (basic === 'untyped int' || basic === 'untyped rune') {
    return bitLength(absolute(value)) <= MAX_UNTYPED_BITS ? integerConstant(value) : undefined;
  }
  const bits = integerBits(basic, wordBytes);
  const fits = basic.startsWith('u')
    ? BigInt.asUintN(bits, value) === value
    : BigInt.asIntN(bits, value) === value;
  return fits ? (x.kind === 'int' ? x : integerConstant(value)) : undefined;
}
