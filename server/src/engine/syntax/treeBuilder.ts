import type { BadExpression, BasicLiteral, Expression, Identifier } from './ast.ts';
import { Lexer } from './lexer.ts';
import { ListBuilder } from './listBuilder.ts';
import { Token } from './tokens.ts';

/**
 * How deep brackets, types and statements may be nested: no code that was written comes near, and
 * it takes half of the stack at most.
 */
const MAXIMUM_DEPTH = 400;

/** The smallest pieces of trees, and what all of the parser's layers count. */
export abstract class TreeBuilder extends Lexer {
  protected countExpressions = 0;
  protected readonly expressions = new ListBuilder<Expression>();
  #depth = 0;

  /** Goes one level down; false, and the text is at its end, if that is too deep. */
  protected enter(): boolean {
    if (this.#depth >= MAXIMUM_DEPTH) {
      this.errorAt(this.start, this.end, 'exceeded max nesting depth');
      this.stop();
      return false;
    }
    this.#depth++;
    return true;
  }

  protected leave(): void {
    this.#depth--;
  }

  /** The name at hand; an empty one, and a complaint, if there is none. */
  protected parseName(context = ''): Identifier {
    if (this.token === Token.name) {
      return this.takeName();
    }
    this.unexpected(`, expected name${context}`);
    return this.identifier('', this.previousEnd, this.previousEnd);
  }

  /** The name at hand, which is one. */
  protected takeName(): Identifier {
    const { name, start, end } = this;
    this.next();
    return this.identifier(name, start, end);
  }

  protected identifier(name: string, start: number, end: number): Identifier {
    return { kind: 'identifier', id: this.countExpressions++, start, end, name };
  }

  protected bad(start: number, end: number): BadExpression {
    return { kind: 'bad', id: this.countExpressions++, start, end };
  }

  /** The literal at hand; undefined if there is none. */
  protected acceptLiteral(): BasicLiteral | undefined {
    const literal = this.literalKind();
    if (literal === undefined) {
      return undefined;
    }
    const { start, end } = this;
    const text = this.literalText(start, end);
    this.next();
    return { kind: 'literal', id: this.countExpressions++, start, end, literal, text };
  }

  /** For the text from `start` to the end of the last token. */
  protected badFrom(start: number): BadExpression {
    return this.bad(start, Math.max(start, this.previousEnd));
  }
}

/** The name `_`. */
export function isBlank(expression: Expression): boolean {
  return expression.kind === 'identifier' && expression.name === '_';
}

/** Without the parentheses around it. */
export function unparenthesized(expression: Expression): Expression {
  let inner = expression;
  while (inner.kind === 'parenthesized') {
    inner = inner.operand;
  }
  return inner;
}
