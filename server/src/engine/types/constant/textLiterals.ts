/** Runes and strings: "Rune literals" and "String literals" of the spec (Go 1.26). */
import { bytesOfText, encodeRune, isCodePoint } from './utf8.ts';

/** What follows a backslash, and is a character of its own. */
const SIMPLE_ESCAPES: ReadonlyMap<string, number> = new Map([
  ['a', 7],
  ['b', 8],
  ['t', 9],
  ['n', 10],
  ['v', 11],
  ['f', 12],
  ['r', 13],
  ['\\', 92],
]);

interface Escape {
  readonly value: number;
  /** UTF-16 units, the backslash included. */
  readonly length: number;
  /** `\x41` and `\101` are bytes, all others are code points. */
  readonly isByte: boolean;
}

const NUMERIC_ESCAPE = /\\(?:x([\da-fA-F]{2})|([0-7]{3})|u([\da-fA-F]{4})|U([\da-fA-F]{8}))/y;

/** The escape at a backslash; undefined if it is none. */
function escapeAt(text: string, at: number, quote: '"' | "'"): Escape | undefined {
  const letter = text.charAt(at + 1);
  const simple = letter === quote ? quote.charCodeAt(0) : SIMPLE_ESCAPES.get(letter);
  if (simple !== undefined) {
    return { value: simple, length: 2, isByte: false };
  }
  NUMERIC_ESCAPE.lastIndex = at;
  const match = NUMERIC_ESCAPE.exec(text);
  if (!match) {
    return undefined;
  }
  const [{ length }, byte, octal, short, long] = match;
  const isByte = byte !== undefined || octal !== undefined;
  const value =
    octal === undefined
      ? Number.parseInt(byte ?? short ?? long ?? '', 16)
      : Number.parseInt(octal, 8);
  const isValid = isByte ? value < 0x100 : isCodePoint(value);
  return isValid ? { value, length, isByte } : undefined;
}

/** The code point of a rune literal, or the byte; undefined if it is malformed. */
export function runeValue(text: string): number | undefined {
  if (text.length < 3 || !text.startsWith("'") || !text.endsWith("'")) {
    return undefined;
  }
  const inner = text.slice(1, -1);
  if (inner.startsWith('\\')) {
    const escape = escapeAt(inner, 0, "'");
    return escape?.length === inner.length ? escape.value : undefined;
  }
  const point = inner.codePointAt(0);
  const isOne = point !== undefined && inner.length === (point > 0xffff ? 2 : 1);
  return isOne && inner !== "'" && inner !== '\n' ? point : undefined;
}

/** The bytes of a string literal, one UTF-16 unit for each; undefined if it is malformed. */
export function stringValue(text: string): string | undefined {
  const quote = text.charAt(0);
  if (text.length < 2 || !text.endsWith(quote)) {
    return undefined;
  }
  const inner = text.slice(1, -1);
  if (quote === '`') {
    return inner.includes('`') ? undefined : bytesOfText(inner.replaceAll('\r', ''));
  }
  return quote === '"' ? interpreted(inner) : undefined;
}

const SPECIAL = /["\\\n]/g;

function interpreted(text: string): string | undefined {
  let bytes = '';
  let at = 0;
  for (;;) {
    SPECIAL.lastIndex = at;
    const special = SPECIAL.exec(text);
    if (!special) {
      return bytes + bytesOfText(text.slice(at));
    }
    const escape = special[0] === '\\' ? escapeAt(text, special.index, '"') : undefined;
    if (!escape) {
      return undefined;
    }
    bytes +=
      bytesOfText(text.slice(at, special.index)) +
      (escape.isByte ? String.fromCharCode(escape.value) : encodeRune(escape.value));
    at = special.index + escape.length;
  }
}
