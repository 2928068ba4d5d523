/**
 * Go's regular expressions (RE2, regexp/syntax of Go 1.26): a tree of what a pattern says. JavaScript's
 * own would read some patterns otherwise, and take exponential time for others; ours are matched in time
 * that is linear in the text (goRegexpMatch.ts).
 */
import { bracketClass, escapedClass } from './goRegexpClass.ts';
import { escapedCharacter } from './goRegexpEscape.ts';
import { folded } from './goRegexpFold.ts';
import { Pattern } from './goRegexpPattern.ts';
import { repeated, repetition } from './goRegexpRepeat.ts';
import type { Assertion, RegexpNode } from './goRegexpTree.ts';
import { Fault } from './problem.ts';

/** maxHeight of regexp/syntax/parse.go. */
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
  readonly #pattern: Pattern;
  #depth = 0;
  #flags: Flags = { foldsCase: false, isMultiline: false, dotIsAll: false };

  constructor(pattern: string) {
    this.#pattern = new Pattern(pattern);
  }

  parse(): RegexpNode {
    const node = this.#choice();
    if (!this.#pattern.isAtEnd) {
      throw new Fault(`unexpected ): \`${this.#pattern.text(0)}\``);
    }
    return node;
  }

  #choice(): RegexpNode {
    if (++this.#depth > MAXIMUM_DEPTH) {
      throw new Fault('expression nests too deeply');
    }
    const parts = [this.#sequence()];
    while (this.#pattern.takes('|')) {
      parts.push(this.#sequence());
    }
    this.#depth--;
    return oneOrMore('choice', parts);
  }

  #sequence(): RegexpNode {
    const parts: RegexpNode[] = [];
    while (!this.#pattern.isAtEnd && this.#pattern.peek() !== '|' && this.#pattern.peek() !== ')') {
      const start = this.#pattern.next;
      if (this.#pattern.takes('\\Q')) {
        while (this.#pattern.peek() !== '' && !this.#pattern.takes('\\E')) {
          parts.push(this.#literal(this.#pattern.peek()));
          this.#pattern.next++;
        }
      } else {
        const atom = this.#atom();
        parts.push(...(atom === undefined ? [] : [atom]));
      }
      // What repeats is the last of these; behind flags it is what stands before them.
      const last = parts.pop();
      if (last !== undefined) {
        parts.push(repeated(this.#pattern, last, start));
      }
    }
    return oneOrMore('sequence', parts);
  }

  /** Undefined for flags, which are nothing to match. */
  #atom(): RegexpNode | undefined {
    const character = this.#pattern.peek();
    switch (character) {
      case '(':
        return this.#group();
      case '[':
        return { kind: 'set', set: bracketClass(this.#pattern, this.#flags.foldsCase) };
      case '\\':
        return this.#escape();
      case '*':
      case '+':
      case '?':
        throw new Fault(`missing argument to repetition operator: \`${character}\``);
      case '{':
        if (repetition(this.#pattern) !== undefined) {
          throw new Fault(`missing argument to repetition operator: \`${character}\``);
        }
    }
    this.#pattern.next++;
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

  #group(): RegexpNode | undefined {
    const start = this.#pattern.next;
    this.#pattern.next++;
    const outer = this.#flags;
    if (this.#pattern.takes('?')) {
      const isNamed =
        this.#pattern.takes('P<') || (this.#pattern.peek() === '<' && this.#pattern.takes('<'));
      if (isNamed) {
        this.#groupName(start);
      } else if (this.#groupFlags(start)) {
        return undefined;
      }
    }
    const node = this.#choice();
    if (!this.#pattern.takes(')')) {
      throw new Fault(`missing closing ): \`${this.#pattern.text(0)}\``);
    }
    this.#flags = outer;
    return node;
  }

  #groupName(start: number): void {
    const end = this.#pattern.characters.indexOf('>', this.#pattern.next);
    const name = this.#pattern.text(this.#pattern.next, Math.max(end, this.#pattern.next));
    if (!/^\w+$/.test(name)) {
      const text = this.#pattern.text(start, end < 0 ? undefined : end + 1);
      throw new Fault(`invalid named capture: \`${text}\``);
    }
    this.#pattern.next = end + 1;
  }

  /** Reads `i`, `-s:` and the like; true where they are for the rest of what is around them. */
  #groupFlags(start: number): boolean {
    let isOn = true;
    const flags = { ...this.#flags };
    for (;;) {
      const character = this.#pattern.peek();
      this.#pattern.next++;
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
        const text = this.#pattern.text(start, this.#pattern.next);
        throw new Fault(`invalid or unsupported Perl syntax: \`${text}\``);
      }
    }
  }

  #literal(character: string): RegexpNode {
    const codePoint = character.codePointAt(0) ?? 0;
    const set = folded((each) => each === codePoint, this.#flags.foldsCase);
    return { kind: 'set', set };
  }

  #escape(): RegexpNode {
    const assertions: Readonly<Record<string, Assertion>> = {
      A: 'text start',
      z: 'text end',
      b: 'word',
      B: 'no word',
    };
    const assertion = assertions[this.#pattern.peek(1)];
    if (assertion !== undefined) {
      this.#pattern.next += 2;
      return { kind: 'assertion', assertion };
    }
    const set = escapedClass(this.#pattern, this.#flags.foldsCase);
    if (set !== undefined) {
      return { kind: 'set', set };
    }
    return this.#literal(String.fromCodePoint(escapedCharacter(this.#pattern)));
  }
}

function oneOrMore(kind: 'sequence' | 'choice', parts: readonly RegexpNode[]): RegexpNode {
  const [only] = parts;
  return only === undefined ? { kind: 'empty' } : parts.length === 1 ? only : { kind, parts };
}
