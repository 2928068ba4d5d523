/** `//gomem:ignore rule reason`: a comment that keeps a finding from being shown. */
import type { Span } from '../syntax/ast.ts';
import { lineEnd } from '../syntax/scanner.ts';
import { commentsIn } from './comments.ts';

const DIRECTIVE = /^\/\/gomem:ignore[ \t]+(\S+)[ \t]+\S/;

interface Suppression {
  readonly rule: string;
  /** Of what it speaks. */
  readonly about: Span;
}

/**
 * What comments in and above a declaration suppress. One in the comment above it counts for all of
 * it; one in it for its line, or for the next one if it stands alone. One without a reason counts
 * for nothing.
 */
export class Suppressions {
  readonly #all: readonly Suppression[];

  /** `doc` is the text of the comment above the declaration. */
  constructor(text: string, doc: string) {
    const whole = { start: 0, end: text.length };
    this.#all = [
      ...directivesIn(doc).map(({ rule }) => ({ rule, about: whole })),
      ...directivesIn(text).map(({ rule, at }) => ({ rule, about: linesOf(text, at) })),
    ];
  }

  /** Whether a finding that begins there is not to be shown. */
  covers(rule: string, start: number): boolean {
    return this.#all.some(
      (each) => each.rule === rule && each.about.start <= start && start <= each.about.end,
    );
  }
}

function linesOf(text: string, at: number): Span {
  const start = text.lastIndexOf('\n', at) + 1;
  const end = lineEnd(text, at);
  const isAlone = text.slice(start, at).trim() === '';
  return isAlone ? { start, end: lineEnd(text, end + 1) } : { start, end };
}

function directivesIn(text: string): { readonly rule: string; readonly at: number }[] {
  return text.includes('gomem:ignore')
    ? commentsIn(text).flatMap(({ start, end }) => {
        const [, rule] = DIRECTIVE.exec(text.slice(start, end)) ?? [];
        return rule === undefined ? [] : [{ rule, at: start }];
      })
    : [];
}
