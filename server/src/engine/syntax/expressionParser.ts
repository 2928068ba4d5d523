import type {
  Block,
  Call,
  ChannelType,
  CompositeLiteral,
  Element,
  Expression,
  FunctionLiteral,
  FunctionType,
  Index,
  Selector,
  Slice,
  TypeAssertion,
  UnaryOperator,
} from './ast.ts';
import { binaryOperator, PRECEDENCE, STARTS_EXPRESSION, Token } from './tokens.ts';
import { EMPTY } from './empty.ts';
import { unparenthesized } from './treeBuilder.ts';
import { ListBuilder } from './listBuilder.ts';
import { MemberParser } from './memberParser.ts';

/**
 * Expressions. A type may stand wherever an expression does: which of them something is, types say.
 * Trees are those of go/parser.
 */
export abstract class ExpressionParser extends MemberParser {
  readonly #elements = new ListBuilder<Element>();
  /** Whether what is between the braces of values is not looked at, unless it counts for their type. */
  protected leavesOutBraces = false;

  protected abstract parseBody(): Block;

  protected parseExpression(): Expression {
    return this.parseBinary(this.#unary(), 1);
  }

  protected parseExpressions(): readonly Expression[] {
    return this.parseExpressionsAfter(this.parseExpression());
  }

  /** `first, and, others`. */
  protected parseExpressionsAfter(first: Expression): readonly Expression[] {
    if (this.token !== Token.comma) {
      return [first];
    }
    const mark = this.expressions.start();
    this.expressions.add(first);
    while (this.accept(Token.comma)) {
      this.expressions.add(this.parseExpression());
    }
    return this.expressions.finish(mark);
  }

  /** Reads on from `left` while operators follow that bind at least as tightly as `precedence`. */
  protected parseBinary(left: Expression, precedence: number): Expression {
    let result = left;
    for (;;) {
      const { token } = this;
      const tightness = PRECEDENCE[token] ?? 0;
      if (tightness < precedence) {
        return result;
      }
      const operatorStart = this.start;
      this.next();
      const right = this.parseBinary(this.#unary(), tightness + 1);
      result = {
        kind: 'binary',
        id: this.countExpressions++,
        start: result.start,
        end: right.end,
        operator: binaryOperator(token),
        operatorStart,
        left: result,
        right,
      };
    }
  }

  #unary(): Expression {
    switch (this.token) {
      case Token.plus:
        return this.#withOperator('+');
      case Token.minus:
        return this.#withOperator('-');
      case Token.not:
        return this.#withOperator('!');
      case Token.xor:
        return this.#withOperator('^');
      case Token.and:
        return this.#withOperator('&');
      case Token.tilde:
        return this.#withOperator('~');
      case Token.arrow:
        return this.#receive();
      case Token.star: {
        const { start } = this;
        return this.star(start, this.#unaryOperand());
      }
      default:
        return this.parsePrimary(this.#operand());
    }
  }

  #unaryOperand(): Expression {
    if (!this.enter()) {
      return this.bad(this.start, this.start);
    }
    this.next();
    const operand = this.#unary();
    this.leave();
    return operand;
  }

  #withOperator(operator: UnaryOperator): Expression {
    const { start } = this;
    const operand = this.#unaryOperand();
    const id = this.countExpressions++;
    return { kind: 'unary', id, start, end: Math.max(start, operand.end), operator, operand };
  }

  /** `<-x`, or a channel type: what follows the arrow says which. */
  #receive(): Expression {
    const { start } = this;
    const operand = this.#unaryOperand();
    if (operand.kind === 'channelType') {
      return this.#receiving(operand, start);
    }
    const id = this.countExpressions++;
    const end = Math.max(start, operand.end);
    return { kind: 'unary', id, start, end, operator: '<-', operand };
  }

  /**
   * The type of `<- type`: the arrow belongs to the channel that follows, the arrow of that one to
   * its element: `<- (chan<- T)` is `<-chan (<-T)`.
   */
  #receiving(type: ChannelType, arrow: number): ChannelType {
    let { element } = type;
    if (type.direction === 'receive') {
      this.errorAt(arrow, arrow + 2, 'unexpected <-, expected chan');
    } else if (type.direction === 'send') {
      const ownArrow = this.sendArrowOf(type);
      if (element.kind === 'channelType') {
        element = this.#receiving(element, ownArrow);
      } else {
        this.errorAt(ownArrow, ownArrow + 2, 'unexpected <-, expected channel type');
      }
    }
    const { kind, id, end } = type;
    return { kind, id, start: arrow, end, direction: 'receive', element };
  }

  #operand(): Expression {
    const { start, end } = this;
    switch (this.token) {
      case Token.name:
        return this.takeName();
      case Token.int:
      case Token.float:
      case Token.imaginary:
      case Token.rune:
      case Token.string:
        return this.acceptLiteral() ?? this.bad(start, end);
      case Token.openParen:
        return this.#parenthesizedOperand();
      case Token.func:
        return this.#function();
      case Token.openBracket:
      case Token.struct:
      case Token.interface:
      case Token.map:
      case Token.chan:
        return this.parseTypeLiteral();
      default:
        this.unexpected(', expected expression');
        return this.bad(this.previousEnd, this.previousEnd);
    }
  }

  #parenthesizedOperand(): Expression {
    const { start } = this;
    if (!this.enter()) {
      return this.badFrom(start);
    }
    this.next();
    this.expressionLevel++;
    const operand = this.parseExpression();
    this.expressionLevel--;
    this.#closeParen(start);
    this.leave();
    return this.parenthesized(start, operand);
  }

  /** Of a single expression: what else stands before the parenthesis is read and dropped. */
  #closeParen(open: number): void {
    if (this.token !== Token.closeParen) {
      this.unexpected(', expected )');
      while (
        this.separate(open, Token.closeParen, 'parentheses') &&
        STARTS_EXPRESSION[this.token] === 1
      ) {
        this.parseExpression();
      }
    }
    this.accept(Token.closeParen);
  }

  #function(): FunctionLiteral | FunctionType | Expression {
    const { start } = this;
    if (!this.enter()) {
      return this.badFrom(start);
    }
    const type = this.parseFunctionType();
    if (this.token !== Token.openBrace) {
      this.leave();
      return type;
    }
    const level = this.expressionLevel;
    this.expressionLevel = 0;
    const body = this.leavesOutBraces ? this.#emptyBody() : this.parseBody();
    this.expressionLevel = level;
    this.leave();
    const id = this.countExpressions++;
    return { kind: 'function', id, start, end: body.end, type, body };
  }

  #emptyBody(): Block {
    const { start } = this;
    this.next();
    this.#skipToBrace();
    this.expect(Token.closeBrace);
    return { kind: 'block', start, end: this.previousEnd, statements: EMPTY };
  }

  /** To the brace that closes what is open. */
  #skipToBrace(): void {
    let depth = 0;
    while (this.token !== Token.end) {
      if (this.token === Token.openBrace) {
        depth++;
      } else if (this.token === Token.closeBrace && depth-- === 0) {
        return;
      }
      this.next();
    }
  }

  /** Reads on from `operand`: selectors, indices, calls, composite literals. */
  protected parsePrimary(operand: Expression): Expression {
    let result = operand;
    for (;;) {
      switch (this.token) {
        case Token.dot:
          result = this.#dot(result);
          break;
        case Token.openBracket:
          result = this.#brackets(result);
          break;
        case Token.openParen:
          result = this.#call(result);
          break;
        case Token.openBrace:
          if (!this.#startsComposite(result)) {
            return result;
          }
          result = this.#composite(result);
          break;
        default:
          return result;
      }
    }
  }

  #dot(operand: Expression): Selector | TypeAssertion {
    this.next();
    if (this.token === Token.name && !this.#isNextStatement()) {
      return this.selector(operand, this.takeName());
    }
    if (this.token === Token.openParen) {
      return this.#assertion(operand);
    }
    this.unexpected(', expected name or (');
    return this.selector(operand, this.identifier('', this.previousEnd, this.previousEnd));
  }

  /** Whether the name after a dot starts a definition on the next line: the selector is missing. */
  #isNextStatement(): boolean {
    return (
      this.start > this.previousEnd &&
      this.text.slice(this.previousEnd, this.start).includes('\n') &&
      this.peek() === Token.define
    );
  }

  #assertion(operand: Expression): TypeAssertion {
    this.next();
    const type = this.accept(Token.type) ? undefined : this.parseType();
    this.expect(Token.closeParen);
    return {
      kind: 'assertion',
      id: this.countExpressions++,
      start: operand.start,
      end: this.previousEnd,
      operand,
      type,
    };
  }

  #brackets(operand: Expression): Index | Slice {
    const open = this.start;
    if (!this.enter()) {
      return this.index(operand, open, EMPTY);
    }
    this.next();
    this.expressionLevel++;
    const result = this.#indexOrSlice(operand, open);
    this.expressionLevel--;
    this.leave();
    return result;
  }

  #indexOrSlice(operand: Expression, open: number): Index | Slice {
    if (this.token === Token.closeBracket) {
      this.errorAt(this.start, this.end, 'expected operand');
      this.next();
      return this.index(operand, open, [this.bad(open + 1, open + 1)]);
    }
    const first = this.token === Token.colon ? undefined : this.parseExpression();
    if (first === undefined || this.token === Token.colon) {
      return this.#slice(operand, first, open);
    }
    if (this.token === Token.closeBracket) {
      this.next();
      return this.index(operand, open, [first]);
    }
    const indices = this.expressions.start();
    this.expressions.add(first);
    while (this.token !== Token.closeBracket) {
      if (!this.separate(open, Token.closeBracket, 'index')) {
        break;
      }
      if (this.token !== Token.closeBracket) {
        this.expressions.add(this.parseType());
      }
    }
    this.closeList(Token.closeBracket, 'index');
    return this.index(operand, open, this.expressions.finish(indices));
  }

  #slice(operand: Expression, low: Expression | undefined, open: number): Slice {
    let max: Expression | undefined;
    const firstColon = this.start;
    this.next();
    let high = this.#sliceIndex();
    const secondColon = this.start;
    const isFull = this.accept(Token.colon);
    if (isFull) {
      max = this.#sliceIndex();
      if (high === undefined) {
        this.errorAt(firstColon, firstColon + 1, 'middle index required in 3-index slice');
        high = this.bad(firstColon + 1, secondColon);
      }
      if (max === undefined) {
        this.errorAt(secondColon, secondColon + 1, 'final index required in 3-index slice');
        max = this.bad(secondColon + 1, secondColon + 1);
      }
    }
    while (this.isInList(Token.closeBracket) && this.separate(open, Token.closeBracket, 'slice')) {
      if (STARTS_EXPRESSION[this.token] === 1) {
        this.parseExpression();
      }
    }
    this.closeList(Token.closeBracket, 'slice');
    return {
      kind: 'slice',
      id: this.countExpressions++,
      start: operand.start,
      end: this.previousEnd,
      operand,
      low,
      high,
      max,
      isFull,
    };
  }

  #sliceIndex(): Expression | undefined {
    return this.token === Token.colon || this.token === Token.closeBracket
      ? undefined
      : this.parseExpression();
  }

  #call(callee: Expression): Expression {
    const openParen = this.start;
    if (!this.enter()) {
      return callee;
    }
    this.next();
    let list: readonly Expression[] = EMPTY;
    let hasEllipsis = false;
    if (this.token !== Token.closeParen) {
      this.expressionLevel++;
      const mark = this.expressions.start();
      while (this.isInList(Token.closeParen)) {
        this.expressions.add(this.parseExpression());
        if (this.token === Token.ellipsis) {
          this.next();
          hasEllipsis = true;
        }
        if (!this.separate(openParen, Token.closeParen, 'argument list')) {
          break;
        }
        if (hasEllipsis && this.token !== Token.closeParen) {
          this.unexpected(', expected ) after ...');
        }
      }
      list = this.expressions.finish(mark);
      this.expressionLevel--;
    }
    this.closeList(Token.closeParen, 'argument list');
    this.leave();
    const call: Call = {
      kind: 'call',
      id: this.countExpressions++,
      start: callee.start,
      end: this.previousEnd,
      callee,
      arguments: list,
      hasEllipsis,
      openParen,
    };
    return call;
  }

  /** Whether the brace at hand belongs to `type`, and is not that of a block. */
  #startsComposite(type: Expression): boolean {
    const inner = unparenthesized(type);
    switch (inner.kind) {
      case 'bad':
        return false;
      case 'identifier':
      case 'selector':
      case 'index':
        if (this.expressionLevel < 0) {
          return false;
        }
        break;
      case 'arrayType':
      case 'structType':
      case 'mapType':
        break;
      default:
        return false;
    }
    if (inner !== type) {
      this.errorAt(type.start, type.end, 'cannot parenthesize type in composite literal');
    }
    return true;
  }

  /** `{…}` with or without a type before it. */
  #composite(type: Expression | undefined): CompositeLiteral | Expression {
    const openBrace = this.start;
    if (!this.enter()) {
      return type ?? this.badFrom(openBrace);
    }
    this.next();
    let elements: readonly Element[] = EMPTY;
    if (this.leavesOutBraces && !isCounted(type)) {
      this.#skipToBrace();
    } else if (this.token !== Token.closeBrace) {
      this.expressionLevel++;
      elements = this.#elementList(openBrace);
      this.expressionLevel--;
    }
    this.closeList(Token.closeBrace, 'composite literal');
    this.leave();
    return {
      kind: 'composite',
      id: this.countExpressions++,
      start: type?.start ?? openBrace,
      end: this.previousEnd,
      type,
      elements,
      openBrace,
    };
  }

  #elementList(open: number): readonly Element[] {
    const mark = this.#elements.start();
    while (this.isInList(Token.closeBrace)) {
      this.#elements.add(this.leavesOutBraces ? this.#elementWithoutValue() : this.#element());
      if (!this.separate(open, Token.closeBrace, 'composite literal')) {
        break;
      }
    }
    return this.#elements.finish(mark);
  }

  #element(): Element {
    const first = this.#elementPart();
    if (this.token !== Token.colon) {
      return { key: undefined, value: first };
    }
    this.next();
    return { key: first, value: this.#elementPart() };
  }

  /** What counts: tables have a hundred thousand elements. */
  #elementWithoutValue(): Element {
    const { countExpressions } = this;
    const { key } = this.#element();
    // An expression is numbered when all that is in it has been.
    this.countExpressions = key ? key.id + 1 : countExpressions;
    return key ? { key, value: LEFT_OUT } : LEFT_OUT_ELEMENT;
  }

  #elementPart(): Expression {
    return this.token === Token.openBrace ? this.#composite(undefined) : this.parseExpression();
  }
}

const LEFT_OUT: Expression = { kind: 'bad', id: -1, start: 0, end: 0 };
const LEFT_OUT_ELEMENT: Element = { key: undefined, value: LEFT_OUT };

/** Whether the elements of a composite literal say how long its array is. */
function isCounted(type: Expression | undefined): boolean {
  return type?.kind === 'arrayType' && type.length === 'counted';
}
