/**
 * Go's regular expressions (RE2, regexp/syntax of Go 1.26): a tree of what a pattern says. JavaScript's
 * own would read some patterns otherwise, and take exponential time for others; ours are matched in time
 * that is linear in the text (goRegexpMatch.ts).
 */
import { Fault } from './problem.ts';
import { classEscape, posixClass, unicodeClass, type CharacterSet } from './goRegexpClasses.ts';

export type Assertion = 'text start' | 'text end' | 'line start' | 'line end' | 'word' | 'no word';

export type RegexpNode =
  | { readonly kind: 'empty' }
  | { readonly kind: 'set'; readonly set: CharacterSet }
  | { readonly kind: 'assertion'; readonly assertion: Assertion }
  | { readonly kind: 'sequence'; readonly parts: readonly RegexpNode[] }
  | { readonly kind: 'choice'; readonly parts: readonly RegexpNode[] }
  | {
      readonly kind: 'repeat';
      readonly part: RegexpNode;
      readonly least: number;
      readonly most: number;
    };

/** Go's own limits: regexp/syntax/parse.go. */
const MAXIMUM_REPEAT = 1000;
const MAXIMUM_DEPTH = 1000;

interface Flags {
  readonly foldsCase: boolean;
  readonly isMultiline: boolean;
  readonly dotIsAll: boolean;
}

/** Throws a Fault for what Go refuses, with Go's words. */
export function parseGoRegexp(pattern: string): RegexpNode {
  return new RegexpParser(pattern).parse();
}

class RegexpParser {
  readonly #characters: readonly string[];
  #next = 0;
  #depth = 0;
  #flags: Flags = { foldsCase: false, isMultiline: false, dotIsAll: false };

  constructor(pattern: string) {
    this.#characters = Array.from(pattern);
  }

  parse(): RegexpNode {
    const node = this.#choice();
    if (this.#next < this.#characters.length) {
      throw new Fault(`unexpected ): \`${this.#characters.join('')}\``);
    }
    return node;
  }

  #peek(ahead = 0): string {
    return this.#characters[this.#next + ahead] ?? '';
  }

  #takes(text: string): boolean {
    const { length } = text;
    const isThere = this.#characters.slice(this.#next, this.#next + length).join('') === text;
    this.#next += isThere ? length : 0;
    return isThere;
  }

  #choice(): RegexpNode {
    if (++this.#depth > MAXIMUM_DEPTH) {
      throw new Fault('expression nests too deeply');
    }
    const parts = [this.#sequence()];
    while (this.#takes('|')) {
      parts.push(this.#sequence());
    }
    this.#depth--;
    return oneOrMore('choice', parts);
  }

  #sequence(): RegexpNode {
    const parts: RegexpNode[] = [];
    while (this.#next < this.#characters.length && this.#peek() !== '|' && this.#peek() !== ')') {
      const start = this.#next;
      if (this.#takes('\\Q')) {
        while (this.#next < this.#characters.length && !this.#takes('\\E')) {
          parts.push(this.#literal(this.#peek()));
          this.#next++;
        }
      } else {
        const atom = this.#atom();
        parts.push(...(atom === undefined ? [] : [atom]));
      }
      // What repeats is the last of these; behind flags it is what stands before them.
      const last = parts.pop();
      if (last !== undefined) {
        parts.push(this.#repeated(last, start));
      }
    }
    return oneOrMore('sequence', parts);
  }

  /** Undefined for flags, which are nothing to match. */
  #atom(): RegexpNode | undefined {
    const character = this.#peek();
    switch (character) {
      case '(':
        return this.#group();
      case '[':
        return { kind: 'set', set: this.#bracket() };
      case '\\':
        return this.#escape();
      case '*':
      case '+':
      case '?':
        throw new Fault(`missing argument to repetition operator: \`${character}\``);
      case '{':
        if (this.#repetition() !== undefined) {
          throw new Fault(`missing argument to repetition operator: \`${character}\``);
        }
    }
    this.#next++;
    switch (character) {
      case '.':
        return {
          kind: 'set',
          set: this.#flags.dotIsAll ? () => true : (codePoint) => codePoint !== 10,
        };
      case '^':
        return {
          kind: 'assertion',
          assertion: this.#flags.isMultiline ? 'line start' : 'text start',
        };
      case '$':
        return { kind: 'assertion', assertion: this.#flags.isMultiline ? 'line end' : 'text end' };
    }
    return this.#literal(character);
  }

  #repeated(atom: RegexpNode, start: number): RegexpNode {
    const range = this.#repetition();
    if (range === undefined) {
      return atom;
    }
    this.#takes('?');
    const second = this.#next;
    if (this.#repetition() !== undefined) {
      const operators = this.#characters.slice(second - 1, this.#next).join('');
      throw new Fault(`invalid nested repetition operator: \`${operators}\``);
    }
    const [least, most] = range;
    if (least > MAXIMUM_REPEAT || (most !== Infinity && (most > MAXIMUM_REPEAT || most < least))) {
      const text = this.#characters.slice(start, second).join('');
      throw new Fault(`invalid repeat count: \`${text}\``);
    }
    return { kind: 'repeat', part: atom, least, most };
  }

  /** What stands here of `*`, `+`, `?`, `{n}`, `{n,}`, `{n,m}`; other braces are braces. */
  #repetition(): readonly [number, number] | undefined {
    if (this.#takes('*')) {
      return [0, Infinity];
    }
    if (this.#takes('+')) {
      return [1, Infinity];
    }
    if (this.#takes('?')) {
      return [0, 1];
    }
    if (this.#peek() !== '{') {
      return undefined;
    }
    const rest = this.#characters.slice(this.#next, this.#next + 16).join('');
    const match = /^\{(\d+)(,?)(\d*)\}/.exec(rest);
    if (match === null || (match[2] === '' && match[3] !== '')) {
      return undefined;
    }
    this.#next += match[0].length;
    const least = Number(match[1]);
    return [least, match[2] === '' ? least : match[3] === '' ? Infinity : Number(match[3])];
  }

  #group(): RegexpNode | undefined {
    const start = this.#next;
    this.#next++;
    const outer = this.#flags;
    if (this.#takes('?')) {
      const isNamed = this.#takes('P<') || (this.#peek() === '<' && this.#takes('<'));
      if (isNamed) {
        this.#groupName(start);
      } else if (this.#groupFlags(start)) {
        return undefined;
      }
    }
    const node = this.#choice();
    if (!this.#takes(')')) {
      throw new Fault(`missing closing ): \`${this.#characters.join('')}\``);
    }
    this.#flags = outer;
    return node;
  }

  #groupName(start: number): void {
    const end = this.#characters.indexOf('>', this.#next);
    const name = this.#characters.slice(this.#next, Math.max(end, this.#next)).join('');
    if (!/^\w+$/.test(name)) {
      const text = this.#characters.slice(start, end < 0 ? undefined : end + 1).join('');
      throw new Fault(`invalid named capture: \`${text}\``);
    }
    this.#next = end + 1;
  }

  /** Reads `i`, `-s:` and the like; true where they are for the rest of what is around them. */
  #groupFlags(start: number): boolean {
    let isOn = true;
    const flags = { ...this.#flags };
    for (;;) {
      const character = this.#peek();
      this.#next++;
      if (character === 'i') {
        flags.foldsCase = isOn;
      } else if (character === 'm') {
        flags.isMultiline = isOn;
      } else if (character === 's') {
        flags.dotIsAll = isOn;
      } else if (character === '-' && isOn) {
        isOn = false;
      } else if (character === ':' || character === ')') {
        this.#flags = flags;
        return character === ')';
      } else if (character !== 'U') {
        const text = this.#characters.slice(start, this.#next).join('');
        throw new Fault(`invalid or unsupported Perl syntax: \`${text}\``);
      }
    }
  }

  #literal(character: string): RegexpNode {
    const codePoint = character.codePointAt(0) ?? 0;
    const set: CharacterSet = (each) => each === codePoint;
    return { kind: 'set', set: this.#folded(set) };
  }

  #folded(set: CharacterSet): CharacterSet {
    if (!this.#flags.foldsCase) {
      return set;
    }
    const ofAscii = Array.from({ length: 128 }, (_, codePoint) => inAnyCase(codePoint, set));
    return (codePoint) => ofAscii[codePoint] ?? inAnyCase(codePoint, set);
  }

  #escape(): RegexpNode {
    const assertions: Readonly<Record<string, Assertion>> = {
      A: 'text start',
      z: 'text end',
      b: 'word',
      B: 'no word',
    };
    const assertion = assertions[this.#peek(1)];
    if (assertion !== undefined) {
      this.#next += 2;
      return { kind: 'assertion', assertion };
    }
    const set = this.#escapedClass();
    if (set !== undefined) {
      return { kind: 'set', set };
    }
    return this.#literal(String.fromCodePoint(this.#escapedCharacter()));
  }

  /** `\d`, `\pL`, `\p{Greek}`, and what is not of them. */
  #escapedClass(): CharacterSet | undefined {
    const letter = this.#peek(1);
    const set = classEscape(letter);
    if (set !== undefined) {
      this.#next += 2;
      return set;
    }
    if (letter !== 'p' && letter !== 'P') {
      return undefined;
    }
    const start = this.#next;
    this.#next += 2;
    let name = this.#peek();
    this.#next++;
    if (name === '{') {
      const end = this.#characters.indexOf('}', this.#next);
      name = this.#characters.slice(this.#next, end < 0 ? this.#next : end).join('');
      this.#next = end < 0 ? this.#characters.length : end + 1;
    }
    const isNegated = (letter === 'P') !== name.startsWith('^');
    const unicode = unicodeClass(name.replace(/^\^/, ''));
    if (unicode === undefined) {
      const text = this.#characters.slice(start, this.#next).join('');
      throw new Fault(`invalid character class range: \`${text}\``);
    }
    const folded = this.#folded(unicode);
    return isNegated ? (codePoint) => !folded(codePoint) : folded;
  }

  #escapedCharacter(): number {
    const start = this.#next;
    const letter = this.#peek(1);
    this.#next += 2;
    const rest = this.#characters.slice(start + 1, start + 12).join('');
    const number =
      /^(?:x([0-9A-Fa-f]{2})|x\{([0-9A-Fa-f]{1,8})\}|(0[0-7]{0,2}|[1-7][0-7]{1,2}))/.exec(rest);
    if (number !== null) {
      const [text, two, braced, octal = '0'] = number;
      const hexadecimal = two ?? braced;
      const codePoint = hexadecimal === undefined ? parseInt(octal, 8) : parseInt(hexadecimal, 16);
      if (codePoint <= 0x10ffff) {
        this.#next = start + 1 + text.length;
        return codePoint;
      }
    }
    const control = 'afnrtv'.indexOf(letter);
    if (letter !== '' && control >= 0) {
      return [7, 12, 10, 13, 9, 11][control] ?? 0;
    }
    if (letter !== '' && letter < '\u0080' && !/[0-9A-Za-z]/.test(letter)) {
      return letter.codePointAt(0) ?? 0;
    }
    throw new Fault(
      letter === ''
        ? 'trailing backslash at end of expression'
        : `invalid escape sequence: \`\\${letter}\``,
    );
  }

  #bracket(): CharacterSet {
    const start = this.#next;
    this.#next++;
    const isNegated = this.#takes('^');
    const sets: CharacterSet[] = [];
    for (let isFirst = true; isFirst || this.#peek() !== ']'; isFirst = false) {
      if (this.#next >= this.#characters.length) {
        throw new Fault(`missing closing ]: \`${this.#characters.slice(start).join('')}\``);
      }
      sets.push(this.#bracketItem());
    }
    this.#next++;
    const contains: CharacterSet = (codePoint) => sets.some((set) => set(codePoint));
    return isNegated ? (codePoint) => !contains(codePoint) : contains;
  }

  #bracketItem(): CharacterSet {
    const rest = this.#characters.slice(this.#next, this.#next + 16).join('');
    const posix = /^\[:\^?[a-z]+:\]/.exec(rest)?.[0];
    if (posix !== undefined) {
      const set = posixClass(posix.replace(/[[\]:^]/g, ''));
      if (set === undefined) {
        throw new Fault(`invalid character class range: \`${posix}\``);
      }
      this.#next += posix.length;
      const folded = this.#folded(set);
      return posix.startsWith('[:^') ? (codePoint) => !folded(codePoint) : folded;
    }
    if (this.#peek() === '\\') {
      const set = this.#escapedClass();
      if (set !== undefined) {
        return set;
      }
    }
    const start = this.#next;
    const low = this.#bracketCharacter();
    let high = low;
    if (this.#peek() === '-' && this.#peek(1) !== ']' && this.#peek(1) !== '') {
      this.#next++;
      high = this.#bracketCharacter();
      if (high < low) {
        const text = this.#characters.slice(start, this.#next).join('');
        throw new Fault(`invalid character class range: \`${text}\``);
      }
    }
    return this.#folded((codePoint) => codePoint >= low && codePoint <= high);
  }

  #bracketCharacter(): number {
    if (this.#peek() === '\\') {
      return this.#escapedCharacter();
    }
    return this.#characters[this.#next++]?.codePointAt(0) ?? 0;
  }
}

function oneOrMore(kind: 'sequence' | 'choice', parts: readonly RegexpNode[]): RegexpNode {
  const [only] = parts;
  return only === undefined ? { kind: 'empty' } : parts.length === 1 ? only : { kind, parts };
}

/** The characters beyond ASCII that are the same as one of ASCII in another case. */
const FOLDED_TO_ASCII = new Map([
  [0x6b, 0x212a],
  [0x73, 0x17f],
]);

function inAnyCase(codePoint: number, set: CharacterSet): boolean {
  const text = String.fromCodePoint(codePoint);
  const upper = text.toUpperCase();
  return [text, text.toLowerCase(), upper, upper.toLowerCase()]
    .filter(isOneCharacter)
    .some((form) => {
      const code = form.codePointAt(0) ?? 0;
      return set(code) || set(FOLDED_TO_ASCII.get(code) ?? code);
    });
}

function isOneCharacter(text: string): boolean {
  return text.length === 1 || (text.length === 2 && (text.codePointAt(0) ?? 0) > 0xffff);
}
