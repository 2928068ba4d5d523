const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\u0007', '\\a'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\v', '\\v'],
  ['\\', '\\\\'],
  ['"', '\\"'],
]);

/** What `unicode.IsPrint` lets through: the only space is the ASCII one. */
const PRINTABLE = /[\p{L}\p{M}\p{N}\p{P}\p{S} ]/u;

/**
 * A string literal of Go, of bytes that are given as one UTF-16 unit each: `strconv.Quote`
 * (Go 1.26). What is no UTF-8 is written byte by byte.
 */
export function quote(bytes: string): string {
  let quoted = '';
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes, at);
    if (length === 0) {
      quoted += `\\x${hex(bytes.charCodeAt(at), 2)}`;
      at++;
    } else {
      quoted += quoteCharacter(String.fromCodePoint(codePointAt(bytes, at, length)));
      at += length;
    }
  }
  return `"${quoted}"`;
}

/** Bytes of the code point that starts here; 0 if none does. */
function sequenceLength(bytes: string, at: number): number {
  const first = bytes.charCodeAt(at);
  if (first < 0x80) {
    return 1;
  }
  const length = first > 0xf4 ? 0 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
  for (let next = at + 1; next < at + length; next++) {
    if ((bytes.charCodeAt(next) & 0xc0) !== 0x80 || next >= bytes.length) {
      return 0;
    }
  }
  const point = length === 0 ? -1 : codePointAt(bytes, at, length);
  const isOverlong = point < (length === 4 ? 0x10000 : length === 3 ? 0x800 : 0x80);
  return isOverlong || point > 0x10ffff || (point >= 0xd800 && point < 0xe000) ? 0 : length;
}

function codePointAt(bytes: string, at: number, length: number): number {
  const first = bytes.charCodeAt(at);
  let point = length === 1 ? first : first & (0x7f >> length);
  for (let next = at + 1; next < at + length; next++) {
    point = (point << 6) | (bytes.charCodeAt(next) & 0x3f);
  }
  return point;
}

function quoteCharacter(character: string): string {
  const escape = ESCAPES.get(character);
  if (escape !== undefined) {
    return escape;
  }
  if (PRINTABLE.test(character)) {
    return character;
  }
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) {
    return `\\x${hex(code, 2)}`;
  }
  return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

function hex(code: number, width: number): string {
  return code.toString(16).padStart(width, '0');
}
