import { decodeRune, runeLength } from './utf8.ts';

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\x07', '\\a'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\v', '\\v'],
  ['\\', '\\\\'],
  ['"', '\\"'],
]);

/** `unicode.IsPrint`: of all spaces it lets through only the ASCII one. */
const PRINTABLE = /[\p{L}\p{M}\p{N}\p{P}\p{S} ]/u;

/** Bytes as a string literal: `strconv.Quote` (Go 1.26). What is no UTF-8 is written as bytes. */
export function quote(bytes: string): string {
  return `"${quotedCharacters(bytes).join('')}"`;
}

/** Each character as it stands between the quotes. */
function quotedCharacters(bytes: string): string[] {
  const characters: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = runeLength(bytes, at);
    characters.push(
      length === 0
        ? `\\x${hexadecimal(bytes.charCodeAt(at), 2)}`
        : quotedCharacter(decodeRune(bytes, at, length)),
    );
    at += Math.max(length, 1);
  }
  return characters;
}

function quotedCharacter(point: number): string {
  const character = String.fromCodePoint(point);
  const escape = ESCAPES.get(character);
  if (escape !== undefined || PRINTABLE.test(character)) {
    return escape ?? character;
  }
  if (point < 0x80) {
    return `\\x${hexadecimal(point, 2)}`;
  }
  return point < 0x10000 ? `\\u${hexadecimal(point, 4)}` : `\\U${hexadecimal(point, 8)}`;
}

function hexadecimal(code: number, width: number): string {
  return code.toString(16).padStart(width, '0');
}
