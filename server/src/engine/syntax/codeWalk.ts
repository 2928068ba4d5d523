/** What may matter to where a declaration ends, in code that is read on without knowing what it is. */
import { CodeTrail } from './codeTrail.ts';
import type { SpanEnds } from './spanEnds.ts';
import {
  boundaryAt,
  charClass,
  CharClass,
  findBoundary,
  isBlockComment,
  isLineComment,
  LINE_REACH,
  lineEnd,
  skipQuoted,
} from './scanner.ts';

/** What a walk meets. */
export type Event =
  | { readonly kind: 'boundary'; readonly at: number }
  | {
      /** A raw string or comment in which a line looks like a declaration's first. */
      readonly kind: 'span';
      readonly start: number;
      /** Offset past it; -1 if nothing closes it. */
      readonly end: number;
      readonly boundary: number;
    }
  | { readonly kind: 'end' };

const END: Event = { kind: 'end' };

export function eventStart(event: Exclude<Event, { kind: 'end' }>): number {
  return event.kind === 'span' ? event.start : event.at;
}

/** Reads on through code, brackets or not, from one event to the next. */
export class CodeWalk {
  readonly #text: string;
  readonly #spanEnds: SpanEnds;
  readonly #trail: CodeTrail;
  #at: number;
  /** End of the code before the last event. */
  codeEnd: number;
  codeEndBeforeSpan: number;
  reach: number;
  /** Whether nothing closes the last string or comment. */
  isOpen = false;

  constructor(text: string, spanEnds: SpanEnds, start: number) {
    this.#text = text;
    this.#spanEnds = spanEnds;
    this.#at = start;
    this.#trail = new CodeTrail(text, start);
    this.codeEnd = start;
    this.codeEndBeforeSpan = start;
    this.reach = start;
  }

  next(): Event {
    const text = this.#text;
    const size = text.length;
    for (; this.#at < size; this.#at++) {
      const at = this.#at;
      switch (charClass(text.charCodeAt(at))) {
        case CharClass.newline:
          if (boundaryAt(text, at + 1) !== 'never') {
            this.codeEnd = this.#trail.endAt(at);
            this.reach = at + 1 + LINE_REACH;
            this.#at = at + 1;
            return { kind: 'boundary', at: at + 1 };
          }
          break;
        case CharClass.string:
        case CharClass.rune: {
          const end = skipQuoted(text, at);
          this.#at = (end < 0 ? ~end : end) - 1;
          break;
        }
        case CharClass.raw: {
          const event = this.#span(at, this.#spanEnds.ofRawString(at));
          if (event !== undefined) {
            return event;
          }
          break;
        }
        case CharClass.slash:
          if (isLineComment(text, at)) {
            const end = lineEnd(text, at);
            this.#trail.comment(at, end);
            this.#at = end - 1;
          } else if (isBlockComment(text, at)) {
            const event = this.#span(at, this.#spanEnds.ofComment(at));
            if (event !== undefined) {
              return event;
            }
          }
          break;
        default:
          break;
      }
    }
    this.codeEnd = this.#trail.endAt(size);
    this.reach = size + 1;
    return END;
  }

  /** Goes past a raw string or comment; an event if something in it looks like code. */
  #span(start: number, end: number): Event | undefined {
    const text = this.#text;
    const stop = end < 0 ? text.length : end;
    this.codeEndBeforeSpan = this.#trail.endAt(start);
    if (end >= 0 && isBlockComment(text, start)) {
      this.#trail.comment(start, end);
    }
    this.#at = stop;
    this.isOpen = end < 0;
    const boundary = findBoundary(text, start, stop);
    if (boundary < 0) {
      this.#at--;
      return undefined;
    }
    this.reach = end < 0 ? text.length + 1 : end;
    return { kind: 'span', start, end, boundary };
  }
}
