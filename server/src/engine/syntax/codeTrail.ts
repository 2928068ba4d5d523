import { isSpace } from './scanner.ts';

/** Knows where the code before an offset ends, comments and spaces not counted. */
export class CodeTrail {
  readonly #text: string;
  /** Before this there is nothing but what `#end` accounts for. */
  #floor: number;
  #end: number;

  constructor(text: string, start: number) {
    this.#text = text;
    this.#floor = start;
    this.#end = start;
  }

  endAt(at: number): number {
    let end = at;
    while (end > this.#floor && isSpace(this.#text.charCodeAt(end - 1))) {
      end--;
    }
    if (end > this.#floor) {
      this.#end = end;
    }
    this.#floor = Math.max(this.#floor, at);
    return this.#end;
  }

  comment(start: number, end: number): void {
    this.endAt(start);
    this.#floor = end;
  }
}
