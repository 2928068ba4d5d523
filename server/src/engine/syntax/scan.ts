/**
 * Where one top-level declaration ends and the next one starts, in text that may be broken.
 *
 * The rule that everything follows: what is valid Go is read as Go, whatever it looks like; only
 * when reading on as Go ends badly are the lines that look like declarations taken for such. So a
 * raw string full of Go source is a string, and an open back quote costs one declaration.
 *
 * The answer for a declaration depends on the text from its start on, and on no state: that is
 * what makes incremental slicing exact. How far the text was looked at is part of the answer.
 */
import { CodeTrail } from './codeTrail.ts';
import { CodeWalk, type Event, eventStart } from './codeWalk.ts';
import { docAbove } from './doc.ts';
import { SpanEnds } from './spanEnds.ts';
import {
  boundaryAt,
  charClass,
  CharClass,
  closerOf,
  endsOperand,
  endsStatement,
  findBoundary,
  isBlockComment,
  isLineComment,
  isSpace,
  KEYWORD_REACH,
  keywordAt,
  LINE_REACH,
  lineEnd,
  NEWLINE,
  skipBlanks,
  skipGap,
  skipQuoted,
  startsOperand,
  startsStray,
} from './scanner.ts';

/**
 * - `clean`: ends where Go says, and a declaration at column 0 or the end of the file follows;
 * - `closed`: ends where Go says, and something else follows that is not its own;
 * - `broken`: does not end where Go says, or owns garbage that follows it.
 */
export type Outcome = 'clean' | 'closed' | 'broken';

/** One declaration's extent, everything relative to its start: it stays true when text moves. */
export interface Scan {
  readonly outcome: Outcome;
  /** End of the last token. */
  readonly length: number;
  /** Start of the next declaration, or the end of the file. */
  readonly advance: number;
  /** Nothing at or past this was looked at; the end of the file counts as one character. */
  readonly reach: number;
  /** What `advance` is if everything in the declaration is what it seems to be; -1 if broken then. */
  readonly cleanAdvance: number;
}

/** Offsets in the text, as found by reading strictly as Go. */
interface Reading {
  readonly outcome: Outcome;
  readonly end: number;
  readonly next: number;
  readonly reach: number;
  /** Whether lines of a string in it look like declarations. */
  readonly hasSource: boolean;
}

/** How many declarations are looked at to see which of two ways to read the text is right. */
const ROW_LIMIT = 50;

/** Answers for one text. Keeps what it learns, so that no input takes quadratic time. */
export class DeclarationScanner {
  readonly #text: string;
  /** A reading that is already known, from the text before an edit. */
  readonly #known: (start: number) => Scan | undefined;
  readonly #readings = new Map<number, Reading>();
  /**
   * By the offset of an opening bracket: twice the offset of its closing one, plus one if a string
   * between them has lines like declarations; or the bitwise complement of how far one must look
   * to see that it has none.
   */
  readonly #brackets = new Map<number, number>();
  /** By the end of a string or comment: the first boundary in the code after it; -1 for damage. */
  readonly #codeBoundaries = new Map<number, number>();
  /** By the end of a string or comment: the last answer of `#rowBeyond` and what it is good for. */
  readonly #rows = new Map<number, { from: number; row: number; reach: number }>();
  /**
   * Places outside all brackets from which reading on fails, and how far one must look to see it.
   * A place is the end of a string or comment of several lines and what the code before it was.
   */
  readonly #deadEnds = new Map<number, number>();
  readonly #spanEnds: SpanEnds;
  #reach = 0;

  constructor(text: string, known: (start: number) => Scan | undefined = () => undefined) {
    this.#text = text;
    this.#known = known;
    this.#spanEnds = new SpanEnds(text);
  }

  /** The declaration, or piece of garbage, that starts at `start`. */
  scan(start: number): Scan {
    const known = this.#known(start);
    if (known !== undefined) {
      return known;
    }
    this.#reach = start;
    const seeming = this.#read(start);
    let result = this.#resolve(start, seeming);
    if (keywordAt(this.#text, start) === undefined) {
      // Lines of garbage are one piece of garbage.
      while (result.next < this.#text.length && keywordAt(this.#text, result.next) === undefined) {
        result = this.#resolve(result.next, this.#read(result.next));
      }
      this.#look(result.next + KEYWORD_REACH);
      result = { ...result, outcome: 'broken' };
    }
    return {
      outcome: result.outcome,
      length: result.end - start,
      advance: result.next - start,
      reach: Math.max(this.#reach, result.reach) - start,
      cleanAdvance: seeming.outcome === 'clean' ? seeming.next - start : -1,
    };
  }

  #look(to: number): void {
    if (to > this.#reach) {
      this.#reach = to;
    }
  }

  #resolve(start: number, reading: Reading): Reading {
    this.#look(reading.reach);
    const isCertain = reading.outcome === 'clean' && !reading.hasSource;
    return isCertain ? reading : this.#decide(start, reading);
  }

  /**
   * Whether the declaration ends where it seems to. Strings and comments that contain lines like
   * declarations are either what they seem, or a quote is missing or too much: then they are code,
   * and what seems code may be a string.
   */
  #decide(start: number, reading: Reading): Reading {
    const { outcome } = reading;
    if (outcome === 'closed' && findBoundary(this.#text, start, reading.next) < 0) {
      return reading;
    }
    this.#spanEnds.expectMany();
    const walk = new CodeWalk(this.#text, this.#spanEnds, start);
    for (;;) {
      const event = walk.next();
      this.#look(walk.reach);
      if (outcome !== 'broken' && (event.kind === 'end' || eventStart(event) >= reading.next)) {
        return reading;
      }
      switch (event.kind) {
        case 'end':
          return this.#broken(walk.codeEnd, this.#text.length);
        case 'boundary':
          if (outcome === 'broken') {
            return this.#broken(walk.codeEnd, event.at);
          }
          break;
        case 'span': {
          const boundary = this.#boundaryInside(start, event, walk.codeEndBeforeSpan, reading);
          if (boundary >= 0) {
            if (this.#isGapComment(start, reading.end, event.start)) {
              return { ...reading, outcome: 'closed', next: event.start, reach: this.#reach };
            }
            return this.#broken(this.#cutEnd(start, boundary), boundary);
          }
          break;
        }
      }
    }
  }

  /** Whether a comment opens after the declaration, with nothing of it in between. */
  #isGapComment(start: number, end: number, comment: number): boolean {
    return (
      end > start &&
      end <= comment &&
      isBlockComment(this.#text, comment) &&
      skipGap(this.#text, end) >= comment
    );
  }

  #broken(end: number, next: number): Reading {
    return { outcome: 'broken', end, next, reach: this.#reach, hasSource: false };
  }

  /** End of a declaration whose last string or comment is cut short by the one at `boundary`. */
  #cutEnd(start: number, boundary: number): number {
    let end = docAbove(this.#text, boundary, start + 1).top;
    while (end > start + 1 && isSpace(this.#text.charCodeAt(end - 1))) {
      end--;
    }
    return end;
  }

  /**
   * The first line of code in what seems a string or comment but is the text after a quote too many
   * or too few; -1 if it is a string or comment indeed.
   */
  #boundaryInside(
    start: number,
    span: Event & { kind: 'span' },
    codeEnd: number,
    { outcome, next }: Reading,
  ): number {
    const text = this.#text;
    const isComment = isBlockComment(text, span.start);
    if (outcome === 'clean' && isComment && span.start > start) {
      return -1;
    }
    const row = this.#rowBeyond(span.boundary, span.end < 0 ? text.length : span.end);
    if (row >= 0) {
      const isString = outcome === 'clean' && !isComment && this.#compareFaults(next, row, 1) >= 0;
      return isString ? -1 : row;
    }
    if (span.end < 0) {
      return span.boundary;
    }
    if (outcome !== 'broken') {
      return -1;
    }
    // Neither reading is free of faults. The right one is that under which the text below has
    // fewer: with a quote too many or too few, strings become code and code becomes strings.
    const after = this.#codeBoundaryAfter(span.end);
    const difference = this.#compareFaults(after, span.boundary, 0);
    if (difference !== 0) {
      return difference > 0 ? -1 : span.boundary;
    }
    this.#look(skipBlanks(text, span.end) + 1);
    const fits = !endsOperand(text, codeEnd, start) && !startsOperand(text, span.end);
    return fits ? -1 : span.boundary;
  }

  /**
   * The first boundary from `first` on from which declarations in a row, without fault, go on to
   * `end` or beyond; -1 if there is none.
   */
  #rowBeyond(first: number, end: number): number {
    const known = this.#rows.get(end);
    if (known !== undefined && known.from <= first && (known.row < 0 || known.row >= first)) {
      this.#look(known.reach);
      return known.row;
    }
    const reachBefore = this.#reach;
    this.#reach = 0;
    let row = first;
    for (let at = first; at >= 0 && at < end;) {
      const { outcome, next } = this.#readingAt(at);
      if (outcome === 'clean') {
        at = next;
      } else {
        at = findBoundary(this.#text, at, end);
        row = at;
      }
    }
    this.#rows.set(end, { from: first, row, reach: this.#reach });
    this.#look(reachBefore);
    return row;
  }

  /**
   * How many more faults there are in the declarations from `second` on than from `first` on, if
   * there are `handicap` more to begin with; -1 for no place to start at. Looks no further than
   * is needed to be rather sure.
   */
  #compareFaults(first: number, second: number, handicap: number): number {
    let [one, other] = [first, second];
    let difference = handicap;
    if (one < 0) {
      return -1;
    }
    for (let steps = 0; steps < ROW_LIMIT && one !== other; steps++) {
      const isOne = one < other;
      const at = isOne ? one : other;
      const reading = this.#readingAt(at);
      let next = reading.next;
      if (reading.outcome !== 'clean') {
        difference += isOne ? -1 : 1;
        next = this.#codeBoundaryAfter(at);
        if (next < 0) {
          return isOne ? -1 : 1;
        }
        if (Math.abs(difference) > 1) {
          return difference;
        }
      }
      if (isOne) {
        one = next;
      } else {
        other = next;
      }
    }
    return difference;
  }

  /** The declaration at `start` as it seems to be; `next` is of use if it is clean. */
  #readingAt(start: number): Pick<Reading, 'outcome' | 'next'> {
    const known = this.#known(start);
    if (known !== undefined) {
      this.#look(start + known.reach);
      const isClean = known.cleanAdvance >= 0;
      return { outcome: isClean ? 'clean' : 'broken', next: start + known.cleanAdvance };
    }
    const reading = this.#read(start);
    this.#look(reading.reach);
    return reading;
  }

  /**
   * First line in code after `from` that looks like a declaration's first, or the end of the text;
   * -1 if that is in a string or comment that nothing closes.
   */
  #codeBoundaryAfter(from: number): number {
    const passed: number[] = [];
    const walk = new CodeWalk(this.#text, this.#spanEnds, from);
    let found = -1;
    for (let end = from; ;) {
      const known = this.#codeBoundaries.get(end);
      if (known !== undefined) {
        found = known;
        break;
      }
      passed.push(end);
      const event = walk.next();
      if (event.kind === 'span') {
        if (event.end < 0) {
          break;
        }
        end = event.end;
      } else {
        found = event.kind === 'boundary' ? event.at : walk.isOpen ? -1 : this.#text.length;
        break;
      }
    }
    for (const end of passed) {
      this.#codeBoundaries.set(end, found);
    }
    this.#look(found < 0 ? this.#text.length + 1 : found + LINE_REACH);
    return found;
  }

  /** Reads one declaration strictly as Go. */
  #read(start: number): Reading {
    let reading = this.#readings.get(start);
    if (reading === undefined) {
      reading = this.#readAnew(start);
      this.#readings.set(start, reading);
    }
    return reading;
  }

  #readAnew(start: number): Reading {
    const text = this.#text;
    const size = text.length;
    const brackets = this.#brackets;
    /** Offsets of the brackets that are open, and for the memory those that were closed. */
    const open: number[] = [];
    const pairs: number[] = [];
    /** How many strings had lines like declarations, in all and when each bracket was opened. */
    let sources = 0;
    const sourcesBefore: number[] = [];
    const places: number[] = [];
    const trail = new CodeTrail(text, start);
    let reach = start;
    let at = start;

    const fail = (lookedTo: number): Reading => {
      reach = Math.max(reach, lookedTo);
      if (findBoundary(text, start, at) < 0) {
        // Nothing in between can be read again from another start.
        return { outcome: 'broken', end: start, next: start, reach, hasSource: false };
      }
      for (const bracket of open) {
        brackets.set(bracket, ~reach);
      }
      for (let pair = 0; pair < pairs.length; pair += 2) {
        brackets.set(pairs[pair] ?? 0, pairs[pair + 1] ?? 0);
      }
      for (const place of places) {
        this.#deadEnds.set(place, reach);
      }
      return { outcome: 'broken', end: start, next: start, reach, hasSource: false };
    };

    for (; at < size; at++) {
      const kind = charClass(text.charCodeAt(at));
      switch (kind) {
        case CharClass.plain:
          break;
        case CharClass.newline: {
          if (open.length === 0) {
            const end = trail.endAt(at);
            if (endsStatement(text, end, start)) {
              return this.#follow(end, at, reach, sources > 0);
            }
          }
          const boundary = boundaryAt(text, at + 1);
          if (boundary !== 'never') {
            const innermost = open[open.length - 1];
            // `var`, `type` and `const` can stand in a body, and in no other pair of brackets.
            if (
              boundary === 'hard' ||
              innermost === undefined ||
              text.charCodeAt(innermost) !== 123
            ) {
              return fail(at + 1 + LINE_REACH);
            }
          }
          break;
        }
        case CharClass.open: {
          const known = brackets.get(at);
          if (known === undefined) {
            open.push(at);
            sourcesBefore.push(sources);
          } else if (known < 0) {
            return fail(~known);
          } else {
            sources += known & 1;
            at = known >> 1;
          }
          break;
        }
        case CharClass.close: {
          const opener = open.pop();
          if (opener === undefined) {
            return fail(at + 1);
          }
          if (closerOf(text.charCodeAt(opener)) !== text.charCodeAt(at)) {
            open.push(opener);
            return fail(at + 1);
          }
          pairs.push(opener, at * 2 + (sources > (sourcesBefore.pop() ?? 0) ? 1 : 0));
          break;
        }
        case CharClass.string:
        case CharClass.rune: {
          const end = skipQuoted(text, at);
          if (end < 0) {
            return fail(~end + 1);
          }
          at = end - 1;
          break;
        }
        case CharClass.raw: {
          const end = this.#spanEnds.ofRawString(at);
          if (end < 0) {
            return fail(size + 1);
          }
          reach = Math.max(reach, end);
          const codeEnd = trail.endAt(at);
          const isLong = spansLines(text, at, end);
          if (!this.#fits(codeEnd, end, start, isLong, open.length > 0)) {
            return fail(skipBlanks(text, end) + 1);
          }
          if (isLong && findBoundary(text, at, end) >= 0) {
            sources++;
          }
          if (isLong && open.length === 0) {
            const place = end * 4;
            const dead = this.#deadEnds.get(place);
            if (dead !== undefined) {
              return fail(dead);
            }
            places.push(place);
          }
          at = end - 1;
          break;
        }
        case CharClass.slash:
          if (isLineComment(text, at)) {
            const end = lineEnd(text, at);
            trail.comment(at, end);
            at = end - 1;
          } else if (isBlockComment(text, at)) {
            const end = this.#spanEnds.ofComment(at);
            if (end < 0) {
              return fail(size + 1);
            }
            reach = Math.max(reach, end);
            trail.comment(at, end);
            if (open.length === 0 && spansLines(text, at, end)) {
              // A comment of several lines is a newline.
              const codeEnd = trail.endAt(end);
              if (endsStatement(text, codeEnd, start)) {
                return this.#follow(codeEnd, end, reach, sources > 0);
              }
              const place = end * 4 + (endsOperand(text, codeEnd, start) ? 1 : 2);
              const dead = this.#deadEnds.get(place);
              if (dead !== undefined) {
                return fail(dead);
              }
              places.push(place);
            }
            at = end - 1;
          }
          break;
        default:
          return fail(at + 1);
      }
    }
    const end = trail.endAt(size);
    return open.length === 0 && endsStatement(text, end, start)
      ? { outcome: 'clean', end, next: size, reach: size + 1, hasSource: sources > 0 }
      : fail(size + 1);
  }

  /** The declaration ended at `end`; what follows the line break (or comment) at `from`? */
  #follow(end: number, from: number, reach: number, hasSource: boolean): Reading {
    const text = this.#text;
    const next = skipGap(text, from);
    const isOpenComment = isBlockComment(text, next);
    const lookedTo = Math.max(reach, isOpenComment ? text.length + 1 : next + KEYWORD_REACH);
    if (next >= text.length) {
      return { outcome: 'clean', end, next: text.length, reach: lookedTo, hasSource };
    }
    const atColumnZero = text.charCodeAt(next - 1) === NEWLINE;
    if (keywordAt(text, next) !== undefined) {
      return {
        outcome: atColumnZero ? 'clean' : 'closed',
        end,
        next,
        reach: lookedTo,
        hasSource,
      };
    }
    return {
      outcome: atColumnZero && (isOpenComment || startsStray(text, next)) ? 'closed' : 'broken',
      end,
      next,
      reach: Math.max(lookedTo, next + LINE_REACH),
      hasSource,
    };
  }

  /** Whether a raw string can stand where it stands: two operands in a row are no Go. */
  #fits(codeEnd: number, end: number, start: number, isLong: boolean, isNested: boolean): boolean {
    const text = this.#text;
    if (startsOperand(text, end)) {
      return false;
    }
    // The tag of a field follows an operand, and the path of an import a name.
    const last = text.charCodeAt(codeEnd - 1);
    if (!isLong && (isNested || charClass(last) === CharClass.plain)) {
      return true;
    }
    return !endsOperand(text, codeEnd, start);
  }
}

function spansLines(text: string, start: number, end: number): boolean {
  return text.slice(start, end).includes('\n');
}
