import { Survivors } from '../../../server/src/engine/text/survivors.ts';

/** A change of a document, in lines from 0 on. */
export interface LineChange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
  readonly text: string;
}

/** Where lines are after edits. A line whose text is changed stays where it is. */
export class LineMoves {
  #survivors: Survivors;

  private constructor(survivors: Survivors) {
    this.#survivors = survivors;
  }

  static none(countLines: number): LineMoves {
    return new LineMoves(Survivors.all(countLines));
  }

  /** The lines before and after all that was changed, where nobody saw how. */
  static between(before: string, after: string): LineMoves {
    const [then, now] = [before.split(/\r?\n/), after.split(/\r?\n/)];
    const most = Math.min(then.length, now.length);
    let prefix = 0;
    while (prefix < most && then[prefix] === now[prefix]) {
      prefix++;
    }
    let suffix = 0;
    while (suffix < most - prefix && then.at(-1 - suffix) === now.at(-1 - suffix)) {
      suffix++;
    }
    const [oldEnd, newEnd] = [then.length - suffix, now.length - suffix];
    return new LineMoves(Survivors.all(then.length).after({ start: prefix, oldEnd, newEnd }));
  }

  change({ start, end, text }: LineChange): void {
    const countNew = text.split('\n').length - 1;
    // What begins at the beginning of a line moves that line; all else leaves its beginning behind.
    const first = start.character === 0 ? start.line : start.line + 1;
    this.#survivors = this.#survivors.after({
      start: first,
      oldEnd: first + end.line - start.line,
      newEnd: first + countNew,
    });
  }

  /** Which line it was that is at a place now; undefined for a new one. */
  sourceOf(place: number): number | undefined {
    const span = this.#survivors.spans.find(
      ({ start, end, shift }) => place >= start + shift && place < end + shift,
    );
    return span && place - span.shift;
  }

  /** Lines from 0 on; undefined for one that is gone. */
  placeOf(line: number): number | undefined {
    return this.#survivors.placeOf(line);
  }
}
