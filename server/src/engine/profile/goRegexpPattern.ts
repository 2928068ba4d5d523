/**
 * The text of a regular expression, and how far it is read; parse of regexp/syntax/parse.go (Go 1.26) keeps
 * the rest of the text instead.
 */
export class Pattern {
  readonly characters: readonly string[];
  /** The next of the characters. */
  next = 0;

  constructor(pattern: string) {
    this.characters = Array.from(pattern);
  }

  get isAtEnd(): boolean {
    return this.next >= this.characters.length;
  }

  /** Empty behind the end. */
  peek(ahead = 0): string {
    return this.characters[this.next + ahead] ?? '';
  }

  /** Whether a text stands here; it is then read. */
  takes(text: string): boolean {
    const { length } = text;
    const isThere = this.text(this.next, this.next + length) === text;
    this.next += isThere ? length : 0;
    return isThere;
  }

  text(from: number, to?: number): string {
    return this.characters.slice(from, to).join('');
  }
}
