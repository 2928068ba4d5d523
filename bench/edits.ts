/**
 * The keystrokes of a run. Functions get two lines: one whose `make` is always on the heap, and one
 * whose `make` is there or on the stack by how many digits its length has (the compiler's limit is
 * 64 KiB). Each keystroke types or deletes a digit, so it turns exactly one verdict over.
 */

/** Always on the heap: where its verdict shows, the function's verdicts are there. */
const ANCHOR = '\t_ = make([]byte, 131072)';
const BEFORE_DIGITS = '\t_ = make([]byte, ';
const AFTER_DIGITS = ')';
const MINIMUM_BODY_LINES = 5;

export interface SourceFile {
  readonly name: string;
  readonly text: string;
}

export interface Keystroke {
  readonly file: string;
  /** Zero-based, as are characters. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly inserted: string;
  /** What the compiler says afterwards of the line's `make`, whose length is `length`. */
  readonly verdict: 'heap' | 'stack';
  readonly length: string;
  /** The line whose `make` is on the heap at any time. */
  readonly anchorLine: number;
}

/** Types the same keystrokes for everybody with the same seed; no text comes twice. */
export class Typist {
  readonly #texts = new Map<string, string[]>();
  readonly #functions: EditedFunction[] = [];
  readonly #random: () => number;
  #next = 0;

  constructor(files: readonly SourceFile[], countFunctions: number, seed: number) {
    this.#random = randomNumbers(seed);
    const perFile = files.map(({ name, text }) => {
      const lines = text.split('\n');
      const starts = spread(functionStarts(lines), countFunctions);
      this.#texts.set(name, lines);
      return starts.map((start, index): EditedFunction => {
        // The functions above have moved this one down.
        const anchorLine = start + 1 + 2 * index;
        const digits = `1${Array.from({ length: 4 }, () => this.#digit()).join('')}`;
        lines.splice(anchorLine, 0, ANCHOR, lineOf(digits));
        return { file: name, anchorLine, digits, seen: new Set([digits]) };
      });
    });
    // In turn through the files.
    for (let index = 0; index < countFunctions; index++) {
      this.#functions.push(...perFile.flatMap((functions) => functions[index] ?? []));
    }
    if (this.#functions.length === 0) {
      throw new Error('the files have no function to edit');
    }
  }

  get fileNames(): string[] {
    return [...this.#texts.keys()];
  }

  /** A file's text as it is after the keystrokes so far. */
  textOf(file: string): string {
    return (this.#texts.get(file) ?? []).join('\n');
  }

  /** The lines of a file that are on the heap at any time. */
  anchorLines(file: string): number[] {
    return this.#functions.filter((each) => each.file === file).map((each) => each.anchorLine);
  }

  next(): Keystroke {
    const edited = this.#functions[this.#next++ % this.#functions.length];
    if (!edited) {
      throw new Error('there is no function to edit');
    }
    const isShort = edited.digits.length === 5;
    const start = BEFORE_DIGITS.length + (isShort ? edited.digits.length : 1);
    const inserted = isShort ? this.#freshDigit(edited) : '';
    edited.digits = isShort
      ? edited.digits + inserted
      : edited.digits.slice(0, 1) + edited.digits.slice(2);
    const line = edited.anchorLine + 1;
    const lines = this.#texts.get(edited.file);
    if (lines) {
      lines[line] = lineOf(edited.digits);
    }
    return {
      file: edited.file,
      line,
      start,
      end: start + 1 - inserted.length,
      inserted,
      verdict: isShort ? 'heap' : 'stack',
      length: edited.digits,
      anchorLine: edited.anchorLine,
    };
  }

  #digit(): string {
    return String(Math.floor(this.#random() * 10));
  }

  /** A digit that leads to a length not seen before, once the oldest digit is deleted. */
  #freshDigit(edited: EditedFunction): string {
    for (;;) {
      const digit = this.#digit();
      const shortened = edited.digits.slice(0, 1) + edited.digits.slice(2) + digit;
      if (!edited.seen.has(shortened)) {
        edited.seen.add(shortened);
        return digit;
      }
    }
  }
}

interface EditedFunction {
  readonly file: string;
  readonly anchorLine: number;
  digits: string;
  readonly seen: Set<string>;
}

function lineOf(digits: string): string {
  return `${BEFORE_DIGITS}${digits}${AFTER_DIGITS}`;
}

/** Lines on which a function with a body worth the name begins, generic functions left out. */
export function functionStarts(lines: readonly string[]): number[] {
  return lines.flatMap((line, index) => {
    const isFunction =
      line.startsWith('func ') && line.endsWith(' {') && !/^func (?:\([^)]*\[|\w+\[)/.test(line);
    const end = isFunction ? lines.indexOf('}', index) : -1;
    return end - index > MINIMUM_BODY_LINES ? [index] : [];
  });
}

/** `count` items from all over the list. */
export function spread<Item>(items: readonly Item[], count: number): Item[] {
  const taken = Math.min(count, items.length);
  return Array.from({ length: taken }, (_, index) =>
    Math.floor((index * items.length) / taken),
  ).flatMap((at) => items.slice(at, at + 1));
}

/** Numbers in [0, 1) that follow from the seed (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
