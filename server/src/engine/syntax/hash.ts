/**
 * Identity of a piece of text: 64 bits, fast, and the same on every machine. Not cryptographic:
 * nobody gains by making two declarations of one's own file collide.
 */

/** 16 hexadecimal digits for `text.slice(start, end)` followed by the `extras`. */
export function hashText(
  text: string,
  start: number,
  end: number,
  extras: readonly string[],
): string {
  let low = 0x9e3779b9;
  let high = 0x7f4a7c15;
  for (let at = start; at < end; at++) {
    const unit = text.charCodeAt(at);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul((high << 7) ^ (high >>> 25) ^ unit, 0x85ebca6b);
  }
  for (const extra of extras) {
    // No code unit is 0x10000: where one part ends and the next begins is part of the identity.
    low = Math.imul(low ^ 0x10000, 0x01000193);
    high = Math.imul((high << 7) ^ (high >>> 25) ^ 0x10000, 0x85ebca6b);
    for (let at = 0; at < extra.length; at++) {
      const unit = extra.charCodeAt(at);
      low = Math.imul(low ^ unit, 0x01000193);
      high = Math.imul((high << 7) ^ (high >>> 25) ^ unit, 0x85ebca6b);
    }
  }
  low = mix(low ^ (end - start));
  high = mix(high ^ low);
  return hex(high) + hex(low);
}

/** Spreads every input bit over the word, so that near texts get far hashes. */
function mix(word: number): number {
  let mixed = word ^ (word >>> 16);
  mixed = Math.imul(mixed, 0x45d9f3b);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x2c1b3c6d);
  return mixed ^ (mixed >>> 16);
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}
