/** Build constraints: go/build/constraint/expr.go (Go 1.26). */

export type Constraint =
  | { readonly kind: 'tag'; readonly tag: string }
  | { readonly kind: 'not'; readonly operand: Constraint }
  | { readonly kind: 'and' | 'or'; readonly left: Constraint; readonly right: Constraint };

export interface ConstraintProblem {
  /** In the expression, in UTF-16 units. */
  readonly offset: number;
  readonly problem: string;
}

/** As many operands as an expression of either form may have; beyond that it is an error. */
const MAXIMUM_OPERANDS = 1000;
const MAXIMUM_PLUS_BUILD_OPERATORS = 100;

const TAG = /[\p{L}\p{Nd}_.]+/uy;
const WHOLE_TAG = /^[\p{L}\p{Nd}_.]+$/u;

/** A tag that nobody sets: what makes no sense in a `+build` line stands for it. */
const NEVER: Constraint = { kind: 'tag', tag: 'ignore' };

export function evaluate(constraint: Constraint, hasTag: (tag: string) => boolean): boolean {
  switch (constraint.kind) {
    case 'tag':
      return hasTag(constraint.tag);
    case 'not':
      return !evaluate(constraint.operand, hasTag);
    case 'and':
      return evaluate(constraint.left, hasTag) && evaluate(constraint.right, hasTag);
    case 'or':
      return evaluate(constraint.left, hasTag) || evaluate(constraint.right, hasTag);
  }
}

const GO_BUILD = /^\/\/go:build(?:\s+(.*))?$/su;
const PLUS_BUILD = /^\/\/\s*\+build(?:\s+(.*))?$/su;

/** What follows `//go:build` in a line; undefined for any other line. */
export function goBuildText(line: string): string | undefined {
  return argumentOf(GO_BUILD, line);
}

/** What follows `// +build` in a line; undefined for any other line. */
export function plusBuildText(line: string): string | undefined {
  return argumentOf(PLUS_BUILD, line);
}

function argumentOf(pattern: RegExp, line: string): string | undefined {
  const match = pattern.exec(line.trim());
  return match ? (match[1] ?? '') : undefined;
}

/** The expression of a `//go:build` line. */
export function parseGoBuild(text: string): Constraint | ConstraintProblem {
  return new ExpressionParser(text).parse();
}

/** The options of a `// +build` line; undefined where there are too many: the line does not count. */
export function parsePlusBuild(text: string): Constraint | undefined {
  const options = text.split(/\s+/u).filter((option) => option !== '');
  const countOperators = options.join(',').split(',').length - 1;
  if (countOperators > MAXIMUM_PLUS_BUILD_OPERATORS) {
    return undefined;
  }
  const [first = NEVER, ...others] = options.map((option) => {
    const [left = NEVER, ...more] = option.split(',').map(plusBuildTerm);
    return more.reduce((all, right): Constraint => ({ kind: 'and', left: all, right }), left);
  });
  return others.reduce((all, right): Constraint => ({ kind: 'or', left: all, right }), first);
}

function plusBuildTerm(term: string): Constraint {
  if (term === '!' || term.startsWith('!!')) {
    return NEVER;
  }
  const isNegated = term.startsWith('!');
  const tag = isNegated ? term.slice(1) : term;
  const operand: Constraint = WHOLE_TAG.test(tag) ? { kind: 'tag', tag } : NEVER;
  return isNegated ? { kind: 'not', operand } : operand;
}

/** Recursive descent; once something is wrong, all that is left reads as the end. */
class ExpressionParser {
  readonly #text: string;
  #at = 0;
  #start = 0;
  #token = '';
  #isTag = false;
  #countOperands = 0;
  #problem: ConstraintProblem | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  parse(): Constraint | ConstraintProblem {
    const expression = this.#or();
    if (this.#token !== '') {
      this.#fail(this.#start, `unexpected token ${this.#token}`);
    }
    return this.#problem ?? expression;
  }

  #fail(offset: number, problem: string): Constraint {
    this.#problem ??= { offset, problem };
    this.#at = this.#text.length;
    this.#token = '';
    this.#isTag = false;
    return NEVER;
  }

  #is(token: string): boolean {
    return this.#token === token;
  }

  #or(): Constraint {
    let left = this.#and();
    while (this.#is('||')) {
      left = { kind: 'or', left, right: this.#and() };
    }
    return left;
  }

  #and(): Constraint {
    let left = this.#not();
    while (this.#is('&&')) {
      left = { kind: 'and', left, right: this.#not() };
    }
    return left;
  }

  #not(): Constraint {
    this.#countOperands++;
    if (this.#countOperands > MAXIMUM_OPERANDS) {
      return this.#fail(this.#start, 'build expression too large');
    }
    this.#next();
    if (!this.#is('!')) {
      return this.#atom();
    }
    this.#next();
    return this.#is('!')
      ? this.#fail(this.#start, 'double negation not allowed')
      : { kind: 'not', operand: this.#atom() };
  }

  #atom(): Constraint {
    if (this.#is('(')) {
      const open = this.#start;
      const inner = this.#or();
      if (!this.#is(')')) {
        return this.#fail(open, 'missing close paren');
      }
      this.#next();
      return inner;
    }
    if (!this.#isTag) {
      return this.#fail(
        this.#start,
        this.#token === '' ? 'unexpected end of expression' : `unexpected token ${this.#token}`,
      );
    }
    const tag = this.#token;
    this.#next();
    return { kind: 'tag', tag };
  }

  #next(): void {
    const text = this.#text;
    while (text[this.#at] === ' ' || text[this.#at] === '\t') {
      this.#at++;
    }
    this.#start = this.#at;
    this.#isTag = false;
    this.#token = '';
    const character = text[this.#at] ?? '';
    if ('()!'.includes(character)) {
      this.#token = character;
    } else if (character === '&' || character === '|') {
      if (text[this.#at + 1] === character) {
        this.#token = character + character;
      }
    } else {
      TAG.lastIndex = this.#at;
      this.#token = TAG.exec(text)?.[0] ?? '';
      this.#isTag = this.#token !== '';
    }
    this.#at += this.#token.length;
    if (this.#token === '' && this.#at < text.length) {
      this.#fail(this.#at, `invalid syntax at ${text.slice(this.#at, this.#at + 1)}`);
    }
  }
}
