/** UTF-8, as the engine knows neither Node nor the DOM. What is no UTF-8 becomes U+FFFD. */

const CHUNK = 4096;
const BEYOND_ASCII = /[\x80-\xff]/;
const REPLACEMENT = 0xfffd;

export function decodeUtf8(bytes: Uint8Array, from: number, to: number): string {
  if (to - from <= CHUNK) {
    // Almost every name: no byte is looked at by code that has not been compiled yet.
    const short = charactersOf(bytes.subarray(from, to));
    if (!BEYOND_ASCII.test(short)) {
      return short;
    }
  }
  let text = '';
  let start = from;
  while (start < to) {
    const end = Math.min(to, start + CHUNK);
    let ascii = start;
    while (ascii < end && (bytes[ascii] ?? 0) < 0x80) {
      ascii++;
    }
    if (ascii > start) {
      text += charactersOf(bytes.subarray(start, ascii));
    }
    start = ascii;
    while (start < end && (bytes[start] ?? 0) >= 0x80) {
      const { codePoint, length } = decodeOne(bytes, start, to);
      text += String.fromCodePoint(codePoint);
      start += length;
    }
  }
  return text;
}

/** Each byte is a character: no more than some ten thousand at a time. */
export function charactersOf(bytes: Uint8Array): string {
  // To spread them into the call takes four times as long.
  return String(Reflect.apply(String.fromCharCode, undefined, bytes));
}

function decodeOne(
  bytes: Uint8Array,
  start: number,
  end: number,
): { readonly codePoint: number; readonly length: number } {
  const first = bytes[start] ?? 0;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 1;
  let codePoint = first & (0x7f >> length);
  for (let next = 1; next < length; next++) {
    const byte = start + next < end ? (bytes[start + next] ?? 0) : 0;
    if ((byte & 0xc0) !== 0x80) {
      return { codePoint: REPLACEMENT, length: 1 };
    }
    codePoint = (codePoint << 6) | (byte & 0x3f);
  }
  const least = [0, 0, 0x80, 0x800, 0x10000][length] ?? 0;
  const isWrong =
    length === 1 ||
    codePoint < least ||
    codePoint > 0x10ffff ||
    (codePoint >= 0xd800 && codePoint < 0xe000);
  return isWrong ? { codePoint: REPLACEMENT, length: 1 } : { codePoint, length };
}

export function encodeUtf8(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) {
      bytes.push(code);
    } else if (code < 0x800) {
      bytes.push(0xc0 | (code >> 6), 0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
      bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
    } else {
      bytes.push(
        0xf0 | (code >> 18),
        0x80 | ((code >> 12) & 0x3f),
        0x80 | ((code >> 6) & 0x3f),
        0x80 | (code & 0x3f),
      );
    }
  }
  return Uint8Array.from(bytes);
}
