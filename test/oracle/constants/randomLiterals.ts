/** Literals of all forms, at the limits of what go/constant and floats can hold above all. */
import type { Token } from './judge.ts';

export type Random = () => number;

export function below(random: Random, limit: number): number {
  return Math.floor(random() * limit);
}

export function between(random: Random, least: number, greatest: number): number {
  return least + below(random, greatest - least + 1);
}

export type Choice<Item> = readonly [Item, ...Item[]];

export function pick<Item>(random: Random, items: Choice<Item>): Item {
  return items[below(random, items.length)] ?? items[0];
}

function digits(random: Random, count: number, base: 2 | 8 | 10 | 16): string {
  let text = '';
  for (let at = 0; at < count; at++) {
    const digit = below(random, base).toString(base);
    text += random() < 0.5 ? digit : digit.toUpperCase();
  }
  return text;
}

/** Digits, some of them with an underscore in between. */
function grouped(random: Random, count: number, base: 2 | 8 | 10 | 16): string {
  const text = digits(random, count, base);
  return random() < 0.8 ? text : text.replaceAll(/(?<=.)(?=.)/g, () => (random() < 0.3 ? '_' : ''));
}

/** A number of digits that is mostly small. */
function count(random: Random, greatest: number): number {
  return 1 + Math.floor(greatest * random() ** 4);
}

/** At the limits of integer types and of what an untyped integer may be. */
function nearPowerOfTwo(random: Random): bigint {
  const power = pick(random, [7, 8, 15, 16, 31, 32, 52, 53, 62, 63, 64, 511, 512, 513]);
  return (1n << BigInt(power)) + BigInt(between(random, -2, 2));
}

function intText(random: Random): string {
  const kind = random();
  if (kind < 0.4) {
    return String(below(random, 300));
  }
  if (kind < 0.55) {
    const value = nearPowerOfTwo(random);
    return random() < 0.5 ? String(value) : `0x${value.toString(16)}`;
  }
  switch (below(random, 5)) {
    case 0:
      return pick(random, ['0x', '0X', '0x_']) + grouped(random, count(random, 128), 16);
    case 1:
      return pick(random, ['0b', '0B', '0B_']) + grouped(random, count(random, 513), 2);
    case 2:
      return pick(random, ['0o', '0O', '0_', '0']) + grouped(random, count(random, 171), 8);
    default:
      return `${between(random, 1, 9)}${grouped(random, count(random, 154) - 1, 10)}`;
  }
}

/** The greatest power of two that a float of go/constant can have. */
const MAX_POWER = 2 ** 31 - 1;
/** Decimal exponents at which the parser of such floats gives up. */
const FAR_DECIMAL: Choice<number> = [
  1e6,
  6e8,
  646456990,
  646456991,
  646456993,
  646456994,
  MAX_POWER,
  1e18,
  1e19,
];
const FAR_BINARY: Choice<number> = [
  MAX_POWER - 5,
  MAX_POWER - 4,
  MAX_POWER - 3,
  MAX_POWER - 2,
  MAX_POWER - 1,
  MAX_POWER,
  MAX_POWER + 1,
  1e18,
];

/** Exponents are mostly small; `isFar`: some are too large even for go/constant. */
function exponent(random: Random, base: 2 | 10, isFar: boolean): number {
  const sign = random() < 0.5 ? -1 : 1;
  const kind = random();
  if (kind < 0.6) {
    return sign * between(random, 0, 40);
  }
  if (kind < 0.75) {
    return sign * between(random, 0, 400);
  }
  if (kind < 0.9) {
    return sign * (base === 10 ? between(random, 1190, 1270) : between(random, 3950, 4200));
  }
  return (
    sign *
    (kind < 0.97 || !isFar
      ? between(random, 0, 30_000)
      : pick(random, base === 10 ? FAR_DECIMAL : FAR_BINARY))
  );
}

function exponentText(random: Random, letter: string, value: number): string {
  const whole = BigInt(value);
  return letter + (whole >= 0n && random() < 0.3 ? '+' : '') + String(whole);
}

function floatText(random: Random, isFar = false): string {
  const kind = random();
  if (kind < 0.25) {
    return halfway(random);
  }
  if (isFar && kind < 0.27) {
    // One digit, all of whose 512 places are ones, is rounded up to the next power.
    const mantissa = pick(random, ['1', 'f', '.8', 'f'.repeat(128), `${'f'.repeat(128)}8`]);
    const power = MAX_POWER + between(random, -6, 6) - pick(random, [0, 0, 512, 516]);
    return `0x${mantissa}p${random() < 0.5 ? '-' : ''}${power}`;
  }
  if (kind < 0.45) {
    const whole = grouped(random, count(random, 40), 16);
    const fraction = grouped(random, count(random, 20), 16);
    const mantissa = pick(random, [whole, `${whole}.`, `${whole}.${fraction}`, `.${whole}`]);
    const power = exponentText(random, pick(random, ['p', 'P']), exponent(random, 2, isFar));
    return pick(random, ['0x', '0X']) + mantissa + power;
  }
  const whole = grouped(random, count(random, 60), 10);
  const fraction = grouped(random, count(random, 60), 10);
  const power = exponentText(random, pick(random, ['e', 'E']), exponent(random, 10, isFar));
  return pick(random, [
    `${whole}.${fraction}`,
    `${whole}.`,
    `.${fraction}`,
    `${whole}${power}`,
    `${whole}.${fraction}${power}`,
    `.${fraction}${power}`,
  ]);
}

/** Halfway between two floats, or a little off: what is rounded to even, or overflows. */
function halfway(random: Random): string {
  const [precision, least, greatest] = pick(random, [
    [24, -149, 128],
    [53, -1074, 1024],
  ] as const);
  const bits = between(random, 1, precision + 1);
  const mantissa =
    random() < 0.3 ? (1n << BigInt(bits)) - 1n : BigInt(`0b1${digits(random, bits - 1, 2)}`) | 1n;
  const power = pick(random, [
    least - 1,
    least - 1 - between(random, 0, 3),
    greatest - bits,
    between(random, least, greatest - bits),
  ]);
  const tail = pick(random, [
    '',
    '',
    '.0000000000000000000000000000001',
    '.ffffffffffffffffffffffffff',
  ]);
  return `0x${mantissa.toString(16)}${tail}p${power}`;
}

function imaginaryText(random: Random, isFar = false): string {
  const kind = random();
  return `${kind < 0.3 ? intText(random) : kind < 0.4 ? `0${digits(random, count(random, 20), 10)}` : floatText(random, isFar)}i`;
}

/** Characters of one to four bytes, and some that are not printed as they are. */
const CHARACTERS = [
  ...Array.from('aZ09 ~_-/'),
  '\t',
  '\u007f',
  'é',
  'ß',
  '\u00a0',
  '\u00ad',
  'Ж',
  '中',
  '\u200b',
  '\ufeff',
  '\uffff',
  '\ufffd',
  '😀',
  '𝄞',
  '\u{e0001}',
] as const;

function character(random: Random): string {
  return CHARACTERS[below(random, CHARACTERS.length)] ?? 'a';
}

/** Code points of one to four bytes. */
const CODE_POINTS: Choice<readonly [number, number]> = [
  [0, 0x7f],
  [0x80, 0x7ff],
  [0x800, 0xd7ff],
  [0xe000, 0xffff],
  [0x10000, 0x10ffff],
];

function escape(random: Random, quote: string): string {
  const point = between(random, ...pick(random, CODE_POINTS));
  switch (below(random, 5)) {
    case 0:
      return `\\x${digits(random, 2, 16)}`;
    case 1:
      return `\\${between(random, 0, 3)}${digits(random, 2, 8)}`;
    case 2:
      return `\\u${point < 0x10000 ? hexadecimal(point, 4) : '00e9'}`;
    case 3:
      return `\\U${hexadecimal(point, 8)}`;
    default:
      return `\\${pick(random, ['a', 'b', 'f', 'n', 'r', 't', 'v', '\\', quote])}`;
  }
}

function hexadecimal(point: number, width: number): string {
  return point.toString(16).padStart(width, '0');
}

function runeText(random: Random): string {
  return `'${random() < 0.5 ? escape(random, "'") : character(random).replace('\ufeff', 'x')}'`;
}

function stringText(random: Random): string {
  const parts = Array.from({ length: count(random, 90) - 1 }, () =>
    random() < 0.3 ? escape(random, '"') : character(random),
  );
  const text = parts.join('').replaceAll('\ufeff', '');
  return random() < 0.2 ? `\`${text}\n\r"\`` : `"${text}"`;
}

export function literalText(random: Random, token: Token, isFar = false): string {
  switch (token) {
    case 'INT':
      return intText(random);
    case 'FLOAT':
      return floatText(random, isFar);
    case 'IMAG':
      return imaginaryText(random, isFar);
    case 'CHAR':
      return runeText(random);
    case 'STRING':
      return stringText(random);
  }
}

const DAMAGE: readonly string[] = Array.from('0123456789abcdefxXoOpPiInuUtv._+-\'"\\`\n 89é😀');

/** With some characters added, removed or replaced: most are no literals any more. */
export function damaged(random: Random, text: string): string {
  const characters = Array.from(text);
  for (let edits = between(random, 1, 2); edits > 0; edits--) {
    const inserted = DAMAGE.slice(below(random, DAMAGE.length)).slice(0, below(random, 2));
    characters.splice(below(random, characters.length), below(random, 2), ...inserted);
  }
  // What stands around a literal is no part of it.
  return characters.join('').trim();
}
