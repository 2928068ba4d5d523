/** Constants as text. */
import { type BigFloat, binaryExponent } from './bigFloat.ts';
import { magnitude } from './bits.ts';
import { type Constant, type FloatValue, isBigFloat, type RealConstant } from './constant.ts';
import { displayFloat } from './decimal.ts';
import { bigOf } from './numbers.ts';
import { quote } from './quote.ts';

/**
 * All of a constant, as `constant.Value.ExactString()` writes it (Go 1.26): fractions as `1/3`,
 * floats of 512 digits as `0x.8p+5000`, strings as `strconv.Quote` does.
 */
export function formatConstant(x: Constant): string {
  switch (x.kind) {
    case 'bool':
      return String(x.value);
    case 'string':
      return quote(x.bytes);
    case 'int':
      return String(x.value);
    case 'float':
      return formatFloat(x.value);
    case 'complex':
      return `(${formatConstant(x.real)} + ${formatConstant(x.imaginary)}i)`;
  }
}

function formatFloat(x: FloatValue): string {
  if (isBigFloat(x)) {
    return formatBig(x);
  }
  return x.denominator === 1n ? String(x.numerator) : `${x.numerator}/${x.denominator}`;
}

/** `0x.HEXp±EXPONENT`, where the mantissa is a fraction from one half to one. */
function formatBig(x: BigFloat): string {
  if (x.mantissa === 0n) {
    return '0';
  }
  const exponent = binaryExponent(x);
  // The fraction starts with a whole hexadecimal digit.
  const padding = BigInt((4 - ((exponent - x.exponent) % 4)) % 4);
  const digits = (magnitude(x.mantissa) << padding).toString(16).replace(/0+$/, '');
  const signOfExponent = exponent < 0 ? '' : '+';
  return `${x.mantissa < 0n ? '-' : ''}0x.${digits}p${signOfExponent}${exponent}`;
}

/** Characters of a quoted string at most. */
const MAX_DISPLAYED = 72;

/** For people: what `constant.Value.String()` gives (Go 1.26), with floats of six digits. */
export function displayConstant(x: Constant): string {
  switch (x.kind) {
    case 'string':
      return shortened(quote(x.bytes));
    case 'float':
      return displayReal(x);
    case 'complex':
      return `(${displayReal(x.real)} + ${displayReal(x.imaginary)}i)`;
    default:
      return formatConstant(x);
  }
}

function displayReal(x: RealConstant): string {
  return x.kind === 'int' ? String(x.value) : displayFloat(bigOf(x));
}

function shortened(quoted: string): string {
  const characters = Array.from(quoted);
  return characters.length > MAX_DISPLAYED
    ? `${characters.slice(0, MAX_DISPLAYED - 3).join('')}...`
    : quoted;
}
