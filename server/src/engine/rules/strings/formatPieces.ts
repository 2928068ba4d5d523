/** Formats of nothing but text, `%s` and `%v`. */
import type { Expression } from '../../syntax/ast.ts';
import { unparenthesized } from '../../syntax/treeBuilder.ts';
import { asNamed, isString } from '../../types/predicates.ts';
import type { Subject } from '../subject.ts';

/** Text is quoted as in the format. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly value: Expression };

/** What a format makes of the values, in its order; undefined for other formats, and for raw strings. */
export function piecesOf(
  format: Expression,
  values: readonly Expression[],
): readonly Piece[] | undefined {
  const literal = unparenthesized(format);
  if (literal.kind !== 'literal' || literal.literal !== 'string' || !literal.text.startsWith('"')) {
    return undefined;
  }
  const texts = literal.text.slice(1, -1).split(/%[sv]/);
  if (texts.length !== values.length + 1 || texts.some((text) => text.includes('%'))) {
    return undefined;
  }
  return texts.flatMap((text, index): readonly Piece[] => {
    const value = values[index];
    return [
      ...(text === '' ? [] : [{ kind: 'text' as const, text: `"${text}"` }]),
      ...(value ? [{ kind: 'value' as const, value }] : []),
    ];
  });
}

/** Of type string itself: what has a name may print itself in another way. */
export function isPlainString(subject: Subject, value: Expression): boolean {
  const type = subject.typeOf(value);
  return type !== undefined && isString(type) && asNamed(type) === undefined;
}
