/** `//gomem:ignore rule reason`: a comment that keeps a finding from being shown. */
import type { Span } from '../syntax/ast.ts';
import { lineEnd } from '../syntax/scanner.ts';
import { commentsIn } from './comments.ts';

const DIRECTIVE = /^\/\/gomem:ignore[ \t]+(\S+)(?:[ \t]+(\S))?/;

interface Directive {
  readonly rule: string;
  readonly hasReason: boolean;
}

interface Suppression extends Directive {
  /** Of what it speaks. */
  readonly about: Span;
}

/**
 * What comments in and above a declaration suppress. One in the comment above it counts for all of
 * it; one in it for its line, or for the next one if it stands alone. One without a reason keeps
 * nothing from being shown.
 */
export class Suppressions {
  readonly #all: readonly Suppression[];

  /** `doc` is the text of the comment above the declaration. */
  constructor(text: string, doc: string) {
    const whole = { start: 0, end: text.length };
    this.#all = [
      ...directivesIn(doc).map((each) => ({ ...each, about: whole })),
      ...directivesIn(text).map((each) => ({ ...each, about: linesOf(text, each.at) })),
    ];
  }

  /** What is said of a finding that begins there; the one with a reason if there are several. */
  about(rule: string, start: number): Directive | undefined {
    const all = this.#all.filter(
      (each) => each.rule === rule && each.about.start <= start && start <= each.about.end,
    );
    return all.find(({ hasReason }) => hasReason) ?? all[0];
  }
}

function linesOf(text: string, at: number): Span {
  const start = text.lastIndexOf('\n', at) + 1;
  const end = lineEnd(text, at);
  const isAlone = text.slice(start, at).trim() === '';
  return isAlone ? { start, end: lineEnd(text, end + 1) } : { start, end };
}

function directivesIn(text: string): (Directive & { readonly at: number })[] {
  return text.includes('gomem:ignore')
    ? commentsIn(text).flatMap(({ start, end }) => {
        const [, rule, reason] = DIRECTIVE.exec(text.slice(start, end)) ?? [];
        return rule === undefined ? [] : [{ rule, hasReason: reason !== undefined, at: start }];
      })
    : [];
}
