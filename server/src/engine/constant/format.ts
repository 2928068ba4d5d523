/** Constants as text. */
import { quote } from './quote.ts';
import type { Constant } from './constant.ts';
import { type Rational, toNumber } from './rational.ts';

/** As go/constant's ExactString writes it; strings are quoted. */
export function exactString(x: Constant): string {
  switch (x.kind) {
    case 'bool':
      return String(x.value);
    case 'string':
      return quote(x.bytes);
    case 'int':
      return String(x.value);
    case 'float':
      return fraction(x.value);
    case 'complex':
      return `(${fraction(x.real)} + ${fraction(x.imaginary)}i)`;
  }
}

function fraction({ numerator, denominator }: Rational): string {
  return denominator === 1n ? String(numerator) : `${numerator}/${denominator}`;
}

/** For people: floats in decimal. */
export function displayConstant(x: Constant): string {
  switch (x.kind) {
    case 'float':
      return String(toNumber(x.value));
    case 'complex':
      return `(${toNumber(x.real)} + ${toNumber(x.imaginary)}i)`;
    default:
      return exactString(x);
  }
}
