/** Go's strings: bytes that are UTF-8 by convention, one UTF-16 unit for each. */

const REPLACEMENT = 0xfffd;
const MAX_CODE_POINT = 0x10ffff;

function isSurrogate(codePoint: number): boolean {
  return codePoint >= 0xd800 && codePoint < 0xe000;
}

export function isCodePoint(codePoint: number): boolean {
  return codePoint >= 0 && codePoint <= MAX_CODE_POINT && !isSurrogate(codePoint);
}

const ASCII = /^[\0-\x7f]*$/;

/** The bytes of a text; what is half a pair becomes U+FFFD. */
export function bytesOfText(text: string): string {
  if (ASCII.test(text)) {
    return text;
  }
  let bytes = '';
  for (const character of text) {
    bytes += encodeRune(character.codePointAt(0) ?? REPLACEMENT);
  }
  return bytes;
}

/** The text of bytes; each byte that belongs to no character becomes U+FFFD. */
export function textOfBytes(bytes: string): string {
  if (ASCII.test(bytes)) {
    return bytes;
  }
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const length = runeLength(bytes, at);
    text += String.fromCodePoint(length === 0 ? REPLACEMENT : decodeRune(bytes, at, length));
    at += Math.max(length, 1);
  }
  return text;
}

/** The bytes of one code point; of U+FFFD for what is none. */
export function encodeRune(codePoint: number): string {
  const point = isCodePoint(codePoint) ? codePoint : REPLACEMENT;
  if (point < 0x80) {
    return String.fromCharCode(point);
  }
  const tail = (shift: number) => 0x80 | ((point >> shift) & 0x3f);
  if (point < 0x800) {
    return String.fromCharCode(0xc0 | (point >> 6), tail(0));
  }
  return point < 0x10000
    ? String.fromCharCode(0xe0 | (point >> 12), tail(6), tail(0))
    : String.fromCharCode(0xf0 | (point >> 18), tail(12), tail(6), tail(0));
}

/** Bytes of the code point that starts at `at`, 0 if none does: `utf8.DecodeRune` (Go 1.26). */
export function runeLength(bytes: string, at: number): number {
  const first = bytes.charCodeAt(at);
  if (first < 0x80) {
    return 1;
  }
  const length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  if (length === 0 || at + length > bytes.length) {
    return 0;
  }
  for (let next = at + 1; next < at + length; next++) {
    if ((bytes.charCodeAt(next) & 0xc0) !== 0x80) {
      return 0;
    }
  }
  const point = decodeRune(bytes, at, length);
  // Fewer bytes would have done, or it is no code point.
  const isOverlong = point < (length === 4 ? 0x10000 : length === 3 ? 0x800 : 0x80);
  return isOverlong || !isCodePoint(point) ? 0 : length;
}

/** The code point of `length` bytes. */
export function decodeRune(bytes: string, at: number, length: number): number {
  const first = bytes.charCodeAt(at);
  let point = length === 1 ? first : first & (0x7f >> length);
  for (let next = at + 1; next < at + length; next++) {
    point = (point << 6) | (bytes.charCodeAt(next) & 0x3f);
  }
  return point;
}
