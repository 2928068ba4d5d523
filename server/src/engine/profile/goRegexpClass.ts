/** Reads classes of characters in patterns: parseClass and parseUnicodeClass of regexp/syntax/parse.go, Go 1.26. */
import { classEscape, posixClass, unicodeClass, type CharacterSet } from './goRegexpSets.ts';
import { escapedCharacter } from './goRegexpEscape.ts';
import { folded } from './goRegexpFold.ts';
import type { Pattern } from './goRegexpPattern.ts';
import { Fault } from './problem.ts';

/** What stands between brackets. Throws a Fault for what Go refuses. */
export function bracketClass(pattern: Pattern, foldsCase: boolean): CharacterSet {
  const start = pattern.next;
  pattern.next++;
  const isNegated = pattern.takes('^');
  const sets: CharacterSet[] = [];
  for (let isFirst = true; isFirst || pattern.peek() !== ']'; isFirst = false) {
    if (pattern.isAtEnd) {
      throw new Fault(`missing closing ]: \`${pattern.text(start)}\``);
    }
    sets.push(bracketItem(pattern, foldsCase));
  }
  pattern.next++;
  const contains: CharacterSet = (codePoint) => sets.some((set) => set(codePoint));
  return isNegated ? (codePoint) => !contains(codePoint) : contains;
}

function bracketItem(pattern: Pattern, foldsCase: boolean): CharacterSet {
  const rest = pattern.text(pattern.next, pattern.next + 16);
  const posix = /^\[:\^?[a-z]+:\]/.exec(rest)?.[0];
  if (posix !== undefined) {
    const set = posixClass(posix.replace(/[[\]:^]/g, ''));
    if (set === undefined) {
      throw new Fault(`invalid character class range: \`${posix}\``);
    }
    pattern.next += posix.length;
    const inCase = folded(set, foldsCase);
    return posix.startsWith('[:^') ? (codePoint) => !inCase(codePoint) : inCase;
  }
  if (pattern.peek() === '\\') {
    const set = escapedClass(pattern, foldsCase);
    if (set !== undefined) {
      return set;
    }
  }
  const start = pattern.next;
  const low = bracketCharacter(pattern);
  let high = low;
  if (pattern.peek() === '-' && pattern.peek(1) !== ']' && pattern.peek(1) !== '') {
    pattern.next++;
    high = bracketCharacter(pattern);
    if (high < low) {
      const text = pattern.text(start, pattern.next);
      throw new Fault(`invalid character class range: \`${text}\``);
    }
  }
  return folded((codePoint) => codePoint >= low && codePoint <= high, foldsCase);
}

function bracketCharacter(pattern: Pattern): number {
  if (pattern.peek() === '\\') {
    return escapedCharacter(pattern);
  }
  return pattern.characters[pattern.next++]?.codePointAt(0) ?? 0;
}

/** `\d`, `\pL`, `\p{Greek}`, and what is not of them. */
export function escapedClass(pattern: Pattern, foldsCase: boolean): CharacterSet | undefined {
  const letter = pattern.peek(1);
  const set = classEscape(letter);
  if (set !== undefined) {
    pattern.next += 2;
    return set;
  }
  if (letter !== 'p' && letter !== 'P') {
    return undefined;
  }
  const start = pattern.next;
  pattern.next += 2;
  let name = pattern.peek();
  pattern.next++;
  if (name === '{') {
    const end = pattern.characters.indexOf('}', pattern.next);
    name = pattern.text(pattern.next, end < 0 ? pattern.next : end);
    pattern.next = end < 0 ? pattern.characters.length : end + 1;
  }
  const isNegated = (letter === 'P') !== name.startsWith('^');
  const unicode = unicodeClass(name.replace(/^\^/, ''));
  if (unicode === undefined) {
    const text = pattern.text(start, pattern.next);
    throw new Fault(`invalid character class range: \`${text}\``);
  }
  const inCase = folded(unicode, foldsCase);
  return isNegated ? (codePoint) => !inCase(codePoint) : inCase;
}
