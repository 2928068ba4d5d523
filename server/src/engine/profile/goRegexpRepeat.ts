/** Repetition in Go's regular expressions: parse, repeat and parseRepeat of regexp/syntax/parse.go, Go 1.26. */
import type { Pattern } from './goRegexpPattern.ts';
import type { RegexpNode } from './goRegexpTree.ts';
import { Fault } from './problem.ts';

/** The largest count that Go takes: parse checks what parseRepeat has read. */
const MAXIMUM_REPEAT = 1000;

/** What was read from `start` on, with the operator that stands behind it. Throws a Fault for what Go refuses. */
export function repeated(pattern: Pattern, atom: RegexpNode, start: number): RegexpNode {
  const range = repetition(pattern);
  if (range === undefined) {
    return atom;
  }
  pattern.takes('?');
  const second = pattern.next;
  if (repetition(pattern) !== undefined) {
    const operators = pattern.text(second - 1, pattern.next);
    throw new Fault(`invalid nested repetition operator: \`${operators}\``);
  }
  const [least, most] = range;
  if (least > MAXIMUM_REPEAT || (most !== Infinity && (most > MAXIMUM_REPEAT || most < least))) {
    const text = pattern.text(start, second);
    throw new Fault(`invalid repeat count: \`${text}\``);
  }
  return { kind: 'repeat', part: atom, least, most };
}

/** What stands here of `*`, `+`, `?`, `{n}`, `{n,}`, `{n,m}`; other braces are braces. */
export function repetition(pattern: Pattern): readonly [number, number] | undefined {
  if (pattern.takes('*')) {
    return [0, Infinity];
  }
  if (pattern.takes('+')) {
    return [1, Infinity];
  }
  if (pattern.takes('?')) {
    return [0, 1];
  }
  if (pattern.peek() !== '{') {
    return undefined;
  }
  const rest = pattern.text(pattern.next, pattern.next + 16);
  const match = /^\{(\d+)(,?)(\d*)\}/.exec(rest);
  if (match === null || (match[2] === '' && match[3] !== '')) {
    return undefined;
  }
  pattern.next += match[0].length;
  const least = Number(match[1]);
  return [least, match[2] === '' ? least : match[3] === '' ? Infinity : Number(match[3])];
}
