import { anchorsOf, expressionsAt, type AnchoredExpression } from '../engine/syntax/anchors.ts';
import type { Parser } from '../engine/syntax/cursor.ts';
import type { ExpressionsAt } from '../engine/features/hover.ts';
import type { OpenDocument } from './documents.ts';

/** More declarations than anybody looks at within a minute. */
const CAPACITY = 64;

/** What is longer is a table, and to look at it would hold up everything else. */
const MAX_LENGTH = 250_000;

/** The expressions of declarations, found when they are first asked for. */
export class Expressions {
  #parser: Parser | undefined;
  /** By the declaration's hash, the one asked for last at the end. */
  readonly #known = new Map<string, readonly AnchoredExpression[]>();

  /** Until this is called there are no expressions. */
  setParser(parser: Parser): void {
    this.#parser = parser;
  }

  in({ slices }: OpenDocument): ExpressionsAt {
    return (declaration, offset) =>
      declaration.end - declaration.start > MAX_LENGTH
        ? []
        : expressionsAt(
            this.#anchors(declaration.hash, () => slices.textOf(declaration)),
            offset,
          );
  }

  #anchors(hash: string, text: () => string): readonly AnchoredExpression[] {
    let anchors = this.#known.get(hash);
    if (anchors === undefined) {
      if (this.#parser === undefined) {
        return [];
      }
      anchors = anchorsOf(this.#parser.parseDeclaration(text()));
    }
    this.#known.delete(hash);
    this.#known.set(hash, anchors);
    const [oldest] = this.#known.keys();
    if (this.#known.size > CAPACITY && oldest !== undefined) {
      this.#known.delete(oldest);
    }
    return anchors;
  }
}
