/** What a line is cut to: no line of the runtime is longer, and a log may be a file without line ends. */
export const LONGEST_LINE = 1 << 16;
/** Exports may be one line of JSON. */
const LONGEST_JSON_LINE = 1 << 26;

/** Makes lines of pieces of text. A line ends with \n or \r\n, the last one with the text. */
export class LineSplitter {
  readonly #take: (line: string) => void;
  #rest = '';
  #isCutting = false;

  constructor(take: (line: string) => void) {
    this.#take = take;
  }

  push(piece: string): void {
    let start = 0;
    for (let end = piece.indexOf('\n'); end >= 0; end = piece.indexOf('\n', start)) {
      this.#add(piece.slice(start, end));
      this.#finishLine();
      start = end + 1;
    }
    this.#add(piece.slice(start));
  }

  /** The text has ended. */
  end(): void {
    if (this.#rest !== '' || this.#isCutting) {
      this.#finishLine();
    }
  }

  #add(text: string): void {
    const first = this.#rest === '' ? text : this.#rest;
    const isJson = first.startsWith('{') || first.startsWith('[');
    const room = (isJson ? LONGEST_JSON_LINE : LONGEST_LINE) - this.#rest.length;
    this.#isCutting ||= text.length > room;
    this.#rest += room > 0 ? text.slice(0, room) : '';
  }

  #finishLine(): void {
    const line = this.#rest;
    this.#rest = '';
    this.#isCutting = false;
    this.#take(line.endsWith('\r') ? line.slice(0, -1) : line);
  }
}
