import { firstWhere } from './firstWhere.ts';
import { skipBlockComment, skipRawString } from './scanner.ts';

/**
 * Where raw strings and general comments end. Looking for an end is cheap as long as the text up
 * to it is used up by it; in broken text it may not be, and the same stretch be searched from a
 * thousand places. From the first damage on, all possible ends are listed once.
 */
export class SpanEnds {
  readonly #text: string;
  #mayRepeat = false;
  #backQuotes: readonly number[] | undefined;
  #commentEnds: readonly number[] | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** From now on the same stretch may be searched many times. */
  expectMany(): void {
    this.#mayRepeat = true;
  }

  /** Offset past the raw string whose back quote stands at `at`; -1 if nothing closes it. */
  ofRawString(at: number): number {
    if (!this.#mayRepeat) {
      return skipRawString(this.#text, at);
    }
    this.#backQuotes ??= endsOf(this.#text, '`');
    return firstAbove(this.#backQuotes, at + 1);
  }

  /** Offset past the general comment that starts at `at`; -1 if nothing closes it. */
  ofComment(at: number): number {
    if (!this.#mayRepeat) {
      return skipBlockComment(this.#text, at);
    }
    this.#commentEnds ??= endsOf(this.#text, '*/');
    return firstAbove(this.#commentEnds, at + 3);
  }
}

/** The end of each occurrence of `mark`, which does not overlap itself. */
function endsOf(text: string, mark: string): readonly number[] {
  const ends: number[] = [];
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) {
    ends.push(at + mark.length);
  }
  return ends;
}

function firstAbove(sorted: readonly number[], bound: number): number {
  return sorted[firstWhere(sorted, (each) => each > bound)] ?? -1;
}
