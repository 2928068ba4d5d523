/** Escaped characters in Go's regular expressions: parseEscape of regexp/syntax/parse.go, Go 1.26. */
import type { Pattern } from './goRegexpPattern.ts';
import { Fault } from './problem.ts';

/** The code point of `\x{10FFFF}`, `\123`, `\n`, `\.`. Throws a Fault for what Go refuses. */
export function escapedCharacter(pattern: Pattern): number {
  const start = pattern.next;
  const letter = pattern.peek(1);
  pattern.next += 2;
  const rest = pattern.text(start + 1, start + 12);
  const number =
    /^(?:x([0-9A-Fa-f]{2})|x\{([0-9A-Fa-f]{1,8})\}|(0[0-7]{0,2}|[1-7][0-7]{1,2}))/.exec(rest);
  if (number !== null) {
    const [text, two, braced, octal = '0'] = number;
    const hexadecimal = two ?? braced;
    const codePoint = hexadecimal === undefined ? parseInt(octal, 8) : parseInt(hexadecimal, 16);
    if (codePoint <= 0x10ffff) {
      pattern.next = start + 1 + text.length;
      return codePoint;
    }
  }
  const control = 'afnrtv'.indexOf(letter);
  if (letter !== '' && control >= 0) {
    return [7, 12, 10, 13, 9, 11][control] ?? 0;
  }
  if (letter !== '' && letter < '\u0080' && !/[0-9A-Za-z]/.test(letter)) {
    return letter.codePointAt(0) ?? 0;
  }
  throw new Fault(
    letter === ''
      ? 'trailing backslash at end of expression'
      : `invalid escape sequence: \`\\${letter}\``,
  );
}
