/** Sizes of integers. */

export function magnitude(x: bigint): bigint {
  return x < 0n ? -x : x;
}

const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);
const WORD = 2 ** 32;

/** Binary digits of the magnitude; 0 for 0. */
export function bitLength(x: bigint): number {
  const natural = magnitude(x);
  if (natural <= MAX_SAFE) {
    const small = Number(natural);
    return small < WORD ? 32 - Math.clz32(small) : 64 - Math.clz32(small / WORD);
  }
  const hexadecimal = natural.toString(16);
  return hexadecimal.length * 4 - (Math.clz32(Number.parseInt(hexadecimal.charAt(0), 16)) - 28);
}

export function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let x = magnitude(a);
  let y = magnitude(b);
  while (y > MAX_SAFE) {
    [x, y] = [y, x % y];
  }
  if (y === 0n) {
    return x;
  }
  let small = Number(y);
  let rest = Number(x % y);
  while (rest !== 0) {
    [small, rest] = [rest, small % rest];
  }
  return BigInt(small);
}

/** What a division by a power of two leaves is given to the quotient. */
export type Rounding = 'halfToEven' | 'toZero' | 'awayFromZero';

/** `natural / 2^count`, rounded. `isInexact`: a little more than `natural` is meant. */
export function shiftRight(
  natural: bigint,
  count: number,
  rounding: Rounding,
  isInexact = false,
): bigint {
  const quotient = natural >> BigInt(count);
  const lost = BigInt.asUintN(count, natural);
  switch (rounding) {
    case 'toZero':
      return quotient;
    case 'awayFromZero':
      return lost !== 0n || isInexact ? quotient + 1n : quotient;
    case 'halfToEven': {
      const half = 1n << BigInt(count - 1);
      const isUp = lost > half || (lost === half && (isInexact || (quotient & 1n) === 1n));
      return isUp ? quotient + 1n : quotient;
    }
  }
}
