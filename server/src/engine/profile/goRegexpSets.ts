/**
 * The sets of characters that have names in Go's regular expressions: perl_groups.go and unicodeTable of
 * parse.go in regexp/syntax, Go 1.26.
 */

/** Whether a code point is of it. */
export type CharacterSet = (codePoint: number) => boolean;

const ASCII: Readonly<Record<string, RegExp>> = {
  alnum: /[0-9A-Za-z]/,
  alpha: /[A-Za-z]/,
  ascii: /[\0-\x7f]/,
  blank: /[\t ]/,
  cntrl: /[\0-\x1f\x7f]/,
  digit: /[0-9]/,
  graph: /[!-~]/,
  lower: /[a-z]/,
  print: /[ -~]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /[\t-\r ]/,
  upper: /[A-Z]/,
  word: /[0-9A-Za-z_]/,
  xdigit: /[0-9A-Fa-f]/,
};

/** By the letter behind the backslash. */
const PERL: Readonly<Record<string, RegExp>> = {
  d: /[0-9]/,
  s: /[\t\n\f\r ]/,
  w: /[0-9A-Za-z_]/,
};

function ofAscii(expression: RegExp): CharacterSet {
  const isIn = Array.from({ length: 128 }, (_, code) => expression.test(String.fromCharCode(code)));
  return (codePoint) => isIn[codePoint] ?? false;
}

/** What `\d`, `\D` and their like stand for. */
export function classEscape(letter: string): CharacterSet | undefined {
  const expression = PERL[letter.toLowerCase()];
  if (expression === undefined) {
    return undefined;
  }
  const set = ofAscii(expression);
  return letter === letter.toLowerCase() ? set : (codePoint) => !set(codePoint);
}

/** What `[:alpha:]` and its like stand for. */
export function posixClass(name: string): CharacterSet | undefined {
  const expression = ASCII[name];
  return expression && ofAscii(expression);
}

export const isWordCharacter = ofAscii(/[0-9A-Za-z_]/);

/** A general category or a script, by its name in Unicode. */
export function unicodeClass(name: string): CharacterSet | undefined {
  if (name === 'Any') {
    return () => true;
  }
  for (const property of [`General_Category=${name}`, `Script=${name}`]) {
    try {
      const expression = new RegExp(`\\p{${property}}`, 'u');
      return (codePoint) => expression.test(String.fromCodePoint(codePoint));
    } catch {
      // It is none of these.
    }
  }
  return undefined;
}
