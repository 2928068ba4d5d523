import { linesInJson } from './jsonLines.ts';
import { mayBeRuntimeLine } from './runtimeForms.ts';
import type { UnwrappedLine } from './unwrapped.ts';

/** What is longer is read line by line, as far as that goes. */
const LONGEST_DOCUMENT = 1 << 26;

/** A line of the runtime in a document, with the number of the line of the log that it stands in. */
export interface DocumentLine {
  readonly unwrapped: UnwrappedLine;
  readonly line: number;
}

interface HeldLine {
  readonly text: string;
  readonly line: number;
}

export type TakenLine =
  /** It is part of a document that goes on. */
  | { readonly kind: 'held' }
  | { readonly kind: 'document'; readonly lines: readonly DocumentLine[] }
  /** These were none, and are to be read by themselves. */
  | { readonly kind: 'lines'; readonly lines: readonly HeldLine[] };

/**
 * JSON over several lines, indented, as `gcloud logging read --format=json`, `aws logs` and `journalctl -o json-pretty`
 * write it: what says whose a line is stands on other lines. A log is one such document, or several.
 */
export class Documents {
  #held: HeldLine[] = [];
  #length = 0;
  /** Whether nothing but documents has come so far. */
  #mayBegin = true;

  /** Whether lines have to be asked about. */
  get isOpen(): boolean {
    return this.#mayBegin || this.#held.length > 0;
  }

  take(text: string, line: number): TakenLine {
    const isStart = this.#held.length === 0;
    if (isStart ? !this.#mayBegin || !/^[{[]\s*$/.test(text) : !/^(?:\s|[}\]]|$)/.test(text)) {
      this.#mayBegin = isStart ? this.#mayBegin && text.trim() === '' : false;
      return { kind: 'lines', lines: [...this.end(), { text, line }] };
    }
    this.#held.push({ text, line });
    this.#length += text.length;
    if (this.#length > LONGEST_DOCUMENT) {
      this.#mayBegin = false;
      return { kind: 'lines', lines: this.end() };
    }
    if (isStart || !/^[}\]]/.test(text)) {
      return { kind: 'held' };
    }
    const held = this.end();
    const found = linesInJson(held.map((each) => each.text).join('\n'));
    if (!found) {
      this.#mayBegin = false;
      return { kind: 'lines', lines: held };
    }
    const marked = held.filter((each) => mayBeRuntimeLine(each.text));
    const first = held[0]?.line ?? line;
    const lineOf = (index: number) =>
      marked.length === found.length ? (marked[index]?.line ?? first) : first;
    return {
      kind: 'document',
      lines: found.map((unwrapped, index) => ({ unwrapped, line: lineOf(index) })),
    };
  }

  /** What is held of a document that does not go on. */
  end(): readonly HeldLine[] {
    const held = this.#held;
    this.#held = [];
    this.#length = 0;
    return held;
  }
}
