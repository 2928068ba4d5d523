import { detach } from './detach.ts';
import {
  isBlockComment,
  isLetter,
  isLineComment,
  isSpace,
  skipGap,
  skipWord,
  type Keyword,
} from './scanner.ts';

/**
 * A top-level declaration of a Go file, or a piece of text that stands where one should.
 *
 * `hash` and `ordinal` identify it: derived facts hang on them, and positions in those facts are
 * relative to `start`. An object of this class belongs to one version of the file.
 */
export class Declaration {
  /** `stray` for text that no declaration precedes and that does not start with a keyword. */
  readonly keyword: Keyword | 'stray';
  /**
   * Name of the package, function, or of the first type, variable or constant outside a group;
   * methods are named `T.M` and `(*T).M`.
   */
  readonly name: string | undefined;
  /** Offset of the keyword. */
  readonly start: number;
  /** End of the last token, garbage after a broken declaration included. */
  readonly end: number;
  /** Start of the comment block directly above; `start` if there is none. */
  readonly docStart: number;
  /** The `//go:` lines above that apply to it. */
  readonly directives: readonly string[];
  /** Of the text and the directives. */
  readonly hash: string;
  /** How many declarations above it in the file have the same hash. */
  readonly ordinal: number;
  /** Lexically clean: strings end, brackets balance, no garbage follows. */
  readonly isComplete: boolean;

  constructor(fields: Fields) {
    this.keyword = fields.keyword;
    this.name = fields.name;
    this.start = fields.start;
    this.end = fields.end;
    this.docStart = fields.docStart;
    this.directives = fields.directives;
    this.hash = fields.hash;
    this.ordinal = fields.ordinal;
    this.isComplete = fields.isComplete;
  }

  /** Unique in the file, and the same in every version that has the declaration. */
  get id(): string {
    return this.ordinal === 0 ? this.hash : `${this.hash}.${this.ordinal}`;
  }
}

export type Fields = Pick<
  Declaration,
  | 'keyword'
  | 'name'
  | 'start'
  | 'end'
  | 'docStart'
  | 'directives'
  | 'hash'
  | 'ordinal'
  | 'isComplete'
>;

/** The name of the declaration with `keyword` at `start`; see `Declaration.name`. */
export function declaredName(
  text: string,
  keyword: Keyword | 'stray',
  start: number,
  end: number,
): string | undefined {
  if (keyword === 'import' || keyword === 'stray') {
    return undefined;
  }
  const at = skipGap(text, start + keyword.length);
  if (at >= end) {
    return undefined;
  }
  if (text.charCodeAt(at) !== 40) {
    return wordAt(text, at);
  }
  return keyword === 'func' ? methodName(text, at, end) : undefined;
}

function wordAt(text: string, at: number): string | undefined {
  return isLetter(text.charCodeAt(at)) ? detach(text.slice(at, skipWord(text, at))) : undefined;
}

/** Reads `(r *T[K]) M` from its parenthesis on. */
function methodName(text: string, open: number, end: number): string | undefined {
  let type = '';
  let isPointer = false;
  let depth = 0;
  let at = open;
  while (at < end) {
    const unit = text.charCodeAt(at);
    if (isSpace(unit) || isLineComment(text, at) || isBlockComment(text, at)) {
      const next = skipGap(text, at);
      if (next === at) {
        return undefined;
      }
      at = next;
      continue;
    }
    if (isLetter(unit)) {
      const wordEnd = skipWord(text, at);
      if (depth === 1) {
        type = text.slice(at, wordEnd);
      }
      at = wordEnd;
      continue;
    }
    if (unit === 42) {
      isPointer = isPointer || depth === 1;
    } else if (unit === 40) {
      // Parentheses around the type: `((*T))`.
    } else if (unit === 91) {
      depth++;
    } else if (unit === 93) {
      depth--;
    } else if (unit === 41) {
      break;
    } else if (unit !== 44) {
      return undefined;
    }
    if (at === open) {
      depth = 1;
    }
    at++;
  }
  const afterReceiver = skipClosers(text, at, end);
  const name = wordAt(text, afterReceiver);
  if (name === undefined || type === '') {
    return undefined;
  }
  return isPointer ? `(*${detach(type)}).${name}` : `${detach(type)}.${name}`;
}

function skipClosers(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && text.charCodeAt(at) === 41) {
    at = skipGap(text, at + 1);
  }
  return at;
}
