/**
 * Lines of a text, and the two column systems that meet in this product: UTF-16 code units (LSP, our
 * engine) and bytes of UTF-8 (the Go compiler).
 */

import type { Replacement } from './survivors.ts';

/** Zero-based line and zero-based column in UTF-16 code units, as LSP counts. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Where each line of a text starts; only `\n` ends a line, as in Go's scanner. */
export class LineIndex {
  readonly text: string;
  readonly #starts: Int32Array;

  constructor(text: string, starts = Int32Array.from([0, ...startsWithin(text, 0, text.length)])) {
    this.text = text;
    this.#starts = starts;
  }

  /** The lines of the text that an edit leads to: only what was inserted is searched. */
  afterEdit({ start, oldEnd, newEnd }: Replacement, text: string): LineIndex {
    const before = this.#starts;
    const inserted = startsWithin(text, start, newEnd);
    const countKept = this.lineAt(start) + 1;
    const firstBehind = this.lineAt(oldEnd) + 1;
    const starts = new Int32Array(countKept + inserted.length + before.length - firstBehind);
    starts.set(before.subarray(0, countKept));
    starts.set(inserted, countKept);
    const shift = newEnd - oldEnd;
    const by = countKept + inserted.length - firstBehind;
    for (let line = firstBehind; line < before.length; line++) {
      starts[line + by] = (before[line] ?? 0) + shift;
    }
    return new LineIndex(text, starts);
  }

  get lineCount(): number {
    return this.#starts.length;
  }

  /** Offset of the first character of a zero-based line; clamped to the text. */
  lineStart(line: number): number {
    if (line < 0) {
      return 0;
    }
    return this.#starts[line] ?? this.text.length;
  }

  /** Offset just past the last character of a zero-based line, its line break not counted. */
  lineEnd(line: number): number {
    const next = this.#starts[line + 1];
    if (next === undefined) {
      return this.text.length;
    }
    return this.text.charCodeAt(next - 2) === 13 && next - 2 >= this.lineStart(line)
      ? next - 2
      : next - 1;
  }

  /** Zero-based line that holds `offset`. */
  lineAt(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  positionAt(offset: number): Position {
    const line = this.lineAt(offset);
    return { line, character: offset - this.lineStart(line) };
  }

  offsetAt(position: Position): number {
    if (position.line < 0) {
      return 0;
    }
    const end = this.lineEnd(position.line);
    return Math.min(this.lineStart(position.line) + Math.max(0, position.character), end);
  }

  /**
   * Offset of the compiler's 1-based line and 1-based byte column.
   * `undefined` when the text has no such place: the position is of another text.
   */
  offsetOfByteColumn(line: number, column: number): number | undefined {
    const start = this.#starts[line - 1];
    if (start === undefined || column < 1) {
      return undefined;
    }
    const end = this.lineEnd(line - 1);
    let bytes = 1;
    let at = start;
    while (bytes < column && at < end) {
      const width = utf8Width(this.text, at);
      bytes += width;
      at += width === 4 ? 2 : 1;
    }
    return bytes === column ? at : undefined;
  }

  /** The compiler's 1-based line and 1-based byte column of an offset. */
  byteColumnAt(offset: number): { readonly line: number; readonly column: number } {
    const line = this.lineAt(offset);
    let column = 1;
    for (let at = this.lineStart(line); at < offset;) {
      const width = utf8Width(this.text, at);
      column += width;
      at += width === 4 ? 2 : 1;
    }
    return { line: line + 1, column };
  }
}

/** Starts of lines whose `\n` before them is in a part of a text. */
function startsWithin(text: string, start: number, end: number): number[] {
  const starts: number[] = [];
  for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) {
    starts.push(at + 1);
  }
  return starts;
}

/** Bytes of UTF-8 that the code point at `offset` takes; 4 means it is a surrogate pair. */
function utf8Width(text: string, offset: number): number {
  const unit = text.charCodeAt(offset);
  if (unit < 0x80) {
    return 1;
  }
  if (unit < 0x800) {
    return 2;
  }
  const isPair =
    unit >= 0xd800 &&
    unit < 0xdc00 &&
    text.charCodeAt(offset + 1) >= 0xdc00 &&
    text.charCodeAt(offset + 1) < 0xe000;
  return isPair ? 4 : 3;
}
