/**
 * The text of a struct, taken apart into what moves with its fields: comments, tags, and the groups
 * that empty lines make.
 */
import type { FieldSyntax, Span, StructType } from '../syntax/ast.ts';
import { lineEnd, skipBlanks, skipGap } from '../syntax/scanner.ts';
import { readGap } from './comments.ts';

/** One line of a struct: `a, b T`, or an embedded field. */
export interface FieldText {
  /** Of the first field of the line; of several names, the others follow. */
  readonly index: number;
  /** None of an embedded field. */
  readonly names: readonly string[];
  readonly type: string;
  readonly tag: string | undefined;
  /** As it is written, comments in it and the one behind it included. */
  readonly raw: string;
  /** Of the line as it is written, there are no comments but the one behind it. */
  readonly isPlain: boolean;
  /** Which of the groups that empty lines make. */
  readonly group: number;
  /** Comments directly above. */
  readonly doc: string;
  /** Behind it on the line. */
  readonly comment: string;
  /** Comments directly below that an empty line follows. */
  readonly below: string;
}

export interface StructText {
  /** Of what is between the braces. */
  readonly span: Span;
  readonly original: string;
  /** Behind the opening brace on its line: a comment, as a rule nothing. */
  readonly opening: string;
  /** An empty line follows, which gofmt leaves above comments only. */
  readonly isOpeningLoose: boolean;
  readonly lines: readonly FieldText[];
  /** By group: comments above it that an empty line parts from its first field. */
  readonly headings: ReadonlyMap<number, readonly string[]>;
  /** What follows the last field, from a line break up to the closing brace. */
  readonly closing: string;
  /** What the lines of fields begin with. */
  readonly indentation: string;
  readonly lineBreak: string;
}

/** Undefined where braces are missing: the struct is not whole. */
export function readStruct(text: string, struct: StructType): StructText | undefined {
  const open = skipGap(text, struct.start + 'struct'.length);
  const close = struct.end - 1;
  if (text[open] !== '{' || text[close] !== '}' || struct.fields.length === 0) {
    return undefined;
  }
  return new Reader(text, struct.fields, { start: open + 1, end: close }).read();
}

/** The comments between two fields, by whom they belong to. */
interface Between {
  /** End of those that follow the field above on its line. */
  readonly behindEnd: number;
  readonly below: string;
  readonly headings: readonly string[];
  readonly doc: string;
  /** Start of those that precede the field below on its line. */
  readonly inFrontStart: number;
  /** There is an empty line. */
  readonly isGroupEnd: boolean;
  /** It is the first line. */
  readonly isLoose: boolean;
}

class Reader {
  readonly #text: string;
  readonly #fields: readonly FieldSyntax[];
  readonly #span: Span;

  constructor(text: string, fields: readonly FieldSyntax[], span: Span) {
    this.#text = text;
    this.#fields = fields;
    this.#span = span;
  }

  read(): StructText {
    const { start, end } = this.#span;
    const lines: FieldText[] = [];
    const headings = new Map<number, readonly string[]>();
    const first = this.#between(start, this.#fields[0]?.start ?? end, true);
    let above = first;
    let index = 0;
    let group = 0;
    let closing = '';
    for (const [at, field] of this.#fields.entries()) {
      const next = this.#fields[at + 1];
      const below = next ? this.#between(field.end, next.start, false) : this.#last(field.end, end);
      if (above.headings.length > 0) {
        headings.set(group, above.headings);
      }
      const parts = this.#partsOf(field);
      lines.push({
        ...parts,
        index,
        raw: this.#text.slice(above.inFrontStart, below.behindEnd),
        isPlain: parts.isPlain && above.inFrontStart === field.start,
        group,
        doc: above.doc,
        comment: this.#text.slice(field.end, below.behindEnd).replace(/^[;\s]+/, ''),
        below: below.below,
      });
      index += Math.max(1, field.names.length);
      group += below.isGroupEnd ? 1 : 0;
      above = below;
      closing = this.#text.slice(below.behindEnd, end);
    }
    const lineBreak = this.#text.includes('\r\n') ? '\r\n' : '\n';
    return {
      span: this.#span,
      original: this.#textOf(this.#span),
      opening: this.#text.slice(start, first.behindEnd).trimEnd(),
      isOpeningLoose: first.isLoose,
      lines,
      headings,
      closing: closing.includes('\n')
        ? closing.replace(/^[; \t]+/, '')
        : lineBreak + this.#indentationOfBrace(),
      indentation: this.#indentation(),
      lineBreak,
    };
  }

  #partsOf({
    names,
    type,
    tag,
  }: FieldSyntax): Pick<FieldText, 'names' | 'type' | 'tag' | 'isPlain'> {
    const spans = [...names, type, ...(tag ? [tag] : [])];
    const gaps = spans
      .slice(1)
      .map((span, at) => readGap(this.#text, spans[at]?.end ?? 0, span.start));
    return {
      names: names.map(({ name }) => name),
      type: this.#textOf(type),
      tag: tag && this.#textOf(tag),
      isPlain: gaps.every(({ comments }) => comments.length === 0),
    };
  }

  #textOf({ start, end }: Span): string {
    return this.#text.slice(start, end);
  }

  #between(from: number, to: number, isFirst: boolean): Between {
    const { comments, breaks } = readGap(this.#text, from, to);
    const isOneLine = breaks.every((count) => count === 0);
    const countBehind = isOneLine ? 0 : breaks.findIndex((count) => count > 0);
    const countInFront = isOneLine
      ? comments.length
      : breaks.toReversed().findIndex((count) => count > 0);
    const own = comments.slice(countBehind, comments.length - countInFront);
    const ownBreaks = breaks.slice(countBehind, breaks.length - countInFront);
    const blocks = this.#blocks(own, ownBreaks);
    const hasDoc = blocks.length > 0 && ownBreaks.at(-1) === 1;
    const doc = hasDoc ? (blocks.pop() ?? '') : '';
    const hasBelow = blocks.length > 0 && !isFirst && ownBreaks[0] === 1;
    const below = hasBelow ? (blocks.shift() ?? '') : '';
    return {
      behindEnd: comments[countBehind - 1]?.end ?? from,
      below,
      headings: blocks,
      doc,
      inFrontStart: comments[comments.length - countInFront]?.start ?? to,
      isGroupEnd: ownBreaks.some((count) => count > 1),
      isLoose: (ownBreaks[0] ?? 0) > 1,
    };
  }

  /** Behind the last field everything stays where it is but what follows it on its line. */
  #last(from: number, to: number): Between {
    const { comments, breaks } = readGap(this.#text, from, to);
    const first = breaks.findIndex((count) => count > 0);
    const countBehind = first < 0 ? comments.length : first;
    return {
      behindEnd: comments[countBehind - 1]?.end ?? from,
      below: '',
      headings: [],
      doc: '',
      inFrontStart: to,
      isGroupEnd: false,
      isLoose: false,
    };
  }

  /** Texts of the comments that no empty line parts. */
  #blocks(comments: readonly Span[], breaks: readonly number[]): string[] {
    const blocks: { start: number; end: number }[] = [];
    for (const [at, { start, end }] of comments.entries()) {
      const block = blocks.at(-1);
      if (block && (breaks[at] ?? 0) <= 1) {
        block.end = end;
      } else {
        blocks.push({ start, end });
      }
    }
    return blocks.map((block) => this.#textOf(block));
  }

  /** That of the first field, or one tab more than the line of the brace has. */
  #indentation(): string {
    const start = this.#fields[0]?.start ?? this.#span.start;
    const line = this.#text.lastIndexOf('\n', start - 1) + 1;
    const blanksEnd = skipBlanks(this.#text, line);
    return line > this.#span.start && blanksEnd <= start
      ? this.#text.slice(line, blanksEnd)
      : `${this.#indentationOfBrace()}\t`;
  }

  /** The text begins with the declaration, which stands at the start of its line. */
  #indentationOfBrace(): string {
    const line = this.#text.lastIndexOf('\n', this.#span.start - 1) + 1;
    return this.#text.slice(
      line,
      Math.min(skipBlanks(this.#text, line), lineEnd(this.#text, line)),
    );
  }
}
