/** Which files of a package need not be read to know that they declare nothing of a name. */
import { isSpace, isWordPart, wordStart } from '../syntax/scanner.ts';

const OF_GROUPS: ReadonlySet<string> = new Set(['type', 'var', 'const']);
const KEYWORDS: ReadonlySet<string> = new Set(['func', ...OF_GROUPS]);

/**
 * Whether a name stands somewhere in a text as it does where a package declares it: behind a keyword, on a line of a group,
 * in a list of names. So it does elsewhere as well, as fields do; where it stands nowhere so, nothing of the name is
 * declared.
 */
export function mayDeclare(text: string, name: string): boolean {
  return standsWhere(text, name, isAtDeclaration);
}

/** The same of methods of a type, and of aliases of it: whether it stands as a receiver does, or behind `=`. */
export function mayDeclareFor(text: string, type: string): boolean {
  return standsWhere(text, type, isAtReceiver);
}

function standsWhere(
  text: string,
  name: string,
  isThere: (text: string, at: number, name: string) => boolean,
): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!isWordPart(text.charCodeAt(at + name.length)) && isThere(text, at, name)) {
      return true;
    }
  }
  return false;
}

function isAtDeclaration(text: string, at: number, name: string): boolean {
  let start = at;
  for (;;) {
    const before = skipBlanksBefore(text, start);
    const word = wordBefore(text, before);
    if (before < start && KEYWORDS.has(word)) {
      return true;
    }
    if (before === 0 || text.slice(before, start).includes('\n')) {
      // Statements begin a line as well: `panic(…)`.
      return text[at + name.length] !== '(';
    }
    switch (text[before - 1]) {
      case ',': {
        const end = skipBlanksBefore(text, before - 1);
        const previous = wordBefore(text, end);
        if (previous === '') {
          // Behind a comment, if it is a list.
          return text[end - 1] === '/';
        }
        start = end - previous.length;
        break;
      }
      case '(':
        return OF_GROUPS.has(wordBefore(text, skipBlanksBefore(text, before - 1)));
      case ';':
      // The end of a comment.
      case '/':
        return true;
      default:
        return false;
    }
  }
}

function isAtReceiver(text: string, at: number): boolean {
  let start = skipBlanksBefore(text, at);
  if (text[start - 1] === '=') {
    return !':=!<>'.includes(text.charAt(start - 2));
  }
  if (text[start - 1] === '*') {
    start = skipBlanksBefore(text, start - 1);
  }
  start = skipBlanksBefore(text, wordStart(text, start));
  const isOpen = text[start - 1] === '(';
  // Behind a comment it may be anything.
  return isOpen ? isBehindFunc(text, start - 1) : text[start - 1] === '/';
}

function isBehindFunc(text: string, end: number): boolean {
  const start = skipBlanksBefore(text, end);
  return wordBefore(text, start) === 'func' || text[start - 1] === '/';
}

function skipBlanksBefore(text: string, end: number): number {
  let start = end;
  while (start > 0 && isSpace(text.charCodeAt(start - 1))) {
    start--;
  }
  return start;
}

/** Empty where none ends there. */
function wordBefore(text: string, end: number): string {
  return text.slice(wordStart(text, end), end);
}
