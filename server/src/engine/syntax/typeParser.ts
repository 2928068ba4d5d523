import type {
  ArrayType,
  ChannelType,
  Expression,
  FunctionType,
  Identifier,
  Index,
  InterfaceType,
  MapType,
  Parenthesized,
  Selector,
  Star,
  StructType,
} from './ast.ts';
import { ListParser } from './listParser.ts';
import { STARTS_EXPRESSION, Token } from './tokens.ts';

/** Types, but for those that have parameters or members. Trees are those of go/parser. */
export abstract class TypeParser extends ListParser {
  /**
   * Negative in the header of an `if`, `for` or `switch`, where `T {` starts no composite literal;
   * each pair of brackets adds one.
   */
  protected expressionLevel = 0;
  /** By the id of a type `chan<- T`: where its arrow stands. */
  #sendArrows: Map<number, number> | undefined;

  protected abstract parseExpression(): Expression;
  protected abstract parseFunctionType(): FunctionType;
  protected abstract parseStructType(): StructType;
  protected abstract parseInterfaceType(): InterfaceType;

  protected parseType(): Expression {
    const type = this.tryType();
    if (type !== undefined) {
      return type;
    }
    this.unexpected(', expected type');
    // What is no type is read all the same: it may hold something whole, and lists must go on.
    return STARTS_EXPRESSION[this.token] === 1
      ? this.parseExpression()
      : this.bad(this.previousEnd, this.previousEnd);
  }

  /** Undefined, and nothing is read, if no type starts here. */
  protected tryType(): Expression | undefined {
    switch (this.token) {
      case Token.name:
        return this.parseTypeInstance(this.parseTypeName(this.takeName()));
      case Token.openBracket:
      case Token.struct:
      case Token.star:
      case Token.func:
      case Token.interface:
      case Token.map:
      case Token.chan:
      case Token.arrow:
      case Token.openParen:
        return this.parseTypeLiteral();
      default:
        return undefined;
    }
  }

  /** A type that starts with no name. */
  protected parseTypeLiteral(): Expression {
    const { start } = this;
    if (!this.enter()) {
      return this.badFrom(start);
    }
    const type = this.#typeLiteral(start);
    this.leave();
    return type;
  }

  #typeLiteral(start: number): Expression {
    switch (this.token) {
      case Token.openBracket:
        this.next();
        return this.parseArrayType(start, undefined);
      case Token.struct:
        return this.parseStructType();
      case Token.star: {
        this.next();
        const operand = this.parseType();
        return this.star(start, operand);
      }
      case Token.func:
        return this.parseFunctionType();
      case Token.interface:
        return this.parseInterfaceType();
      case Token.map:
        return this.#mapType();
      case Token.openParen: {
        this.next();
        const operand = this.parseType();
        this.expect(Token.closeParen);
        return this.parenthesized(start, operand);
      }
      default:
        return this.#channelType();
    }
  }

  protected star(start: number, operand: Expression): Star {
    return { kind: 'star', id: this.countExpressions++, start, end: operand.end, operand };
  }

  /** Ends with the last token. */
  protected parenthesized(start: number, operand: Expression): Parenthesized {
    const end = this.previousEnd;
    return { kind: 'parenthesized', id: this.countExpressions++, start, end, operand };
  }

  /** Reads on from `name` where `.selector` follows. */
  protected parseTypeName(name: Identifier): Expression {
    if (this.token !== Token.dot) {
      return name;
    }
    this.next();
    return this.selector(name, this.parseName());
  }

  protected selector(operand: Expression, selector: Identifier): Selector {
    return {
      kind: 'selector',
      id: this.countExpressions++,
      start: operand.start,
      end: selector.end,
      operand,
      selector,
    };
  }

  /** Reads on from `type` where type arguments follow. */
  protected parseTypeInstance(type: Expression): Expression {
    if (this.token !== Token.openBracket || !this.enter()) {
      return type;
    }
    const openBracket = this.start;
    this.next();
    if (this.token === Token.closeBracket) {
      this.unexpected(', expected type argument list');
    }
    const indices = this.expressions.start();
    this.parseTypeArguments(openBracket);
    this.leave();
    return this.index(type, openBracket, this.expressions.finish(indices));
  }

  /** Up to and with the bracket; they are added to `expressions`. */
  protected parseTypeArguments(open: number): void {
    this.expressionLevel++;
    while (this.isInList(Token.closeBracket)) {
      this.expressions.add(this.parseType());
      if (!this.separate(open, Token.closeBracket, 'type argument list')) {
        break;
      }
    }
    this.expressionLevel--;
    this.closeList(Token.closeBracket, 'type argument list');
  }

  protected index(operand: Expression, openBracket: number, indices: readonly Expression[]): Index {
    return {
      kind: 'index',
      id: this.countExpressions++,
      start: operand.start,
      end: this.previousEnd,
      operand,
      indices,
      openBracket,
    };
  }

  /** `[n]T` from behind its bracket, or from behind its length if that is read already. */
  protected parseArrayType(start: number, knownLength: Expression | undefined): ArrayType {
    let length: ArrayType['length'] = knownLength;
    if (length === undefined && this.token !== Token.closeBracket) {
      this.expressionLevel++;
      length = this.accept(Token.ellipsis) ? 'counted' : this.parseExpression();
      this.expressionLevel--;
    }
    if (this.token === Token.comma) {
      this.unexpected(', expected ]');
      this.next();
    }
    this.expect(Token.closeBracket);
    return this.arrayType(start, length, this.parseType());
  }

  protected arrayType(start: number, length: ArrayType['length'], element: Expression): ArrayType {
    return {
      kind: 'arrayType',
      id: this.countExpressions++,
      start,
      end: element.end,
      length,
      element,
    };
  }

  #mapType(): MapType {
    const { start } = this;
    this.next();
    this.expect(Token.openBracket);
    const key = this.parseType();
    this.expect(Token.closeBracket);
    const value = this.parseType();
    return { kind: 'mapType', id: this.countExpressions++, start, end: value.end, key, value };
  }

  #channelType(): ChannelType {
    const { start } = this;
    let direction: ChannelType['direction'] = 'both';
    let arrow = -1;
    if (this.accept(Token.arrow)) {
      direction = 'receive';
      this.expect(Token.chan);
    } else {
      this.next();
      arrow = this.start;
      if (this.accept(Token.arrow)) {
        direction = 'send';
      }
    }
    const channel = this.channelType(start, direction, this.parseType());
    if (direction === 'send') {
      this.#sendArrows ??= new Map();
      this.#sendArrows.set(channel.id, arrow);
    }
    return channel;
  }

  /** Where the arrow of a type `chan<- T` stands. */
  protected sendArrowOf(type: ChannelType): number {
    return this.#sendArrows?.get(type.id) ?? type.start;
  }

  protected channelType(
    start: number,
    direction: ChannelType['direction'],
    element: Expression,
  ): ChannelType {
    return {
      kind: 'channelType',
      id: this.countExpressions++,
      start,
      end: element.end,
      direction,
      element,
    };
  }

  /** `first, and, others`. */
  protected parseNames(first: Identifier): readonly Identifier[] {
    if (this.token !== Token.comma) {
      return [first];
    }
    this.next();
    const names = [first, this.parseName()];
    while (this.accept(Token.comma)) {
      names.push(this.parseName());
    }
    return names;
  }

  /** After `name`: `[n]T`, an array type, or `[T]`, which makes `name` an instance. */
  protected parseArrayOrInstance(name: Identifier): ArrayType | Index {
    const openBracket = this.start;
    this.next();
    const mark = this.expressions.start();
    let trailingComma = -1;
    this.expressionLevel++;
    while (this.isInList(Token.closeBracket)) {
      this.expressions.add(this.parseExpression());
      const comma = this.token === Token.comma ? this.start : -1;
      if (!this.separate(openBracket, Token.closeBracket, 'type argument list')) {
        break;
      }
      trailingComma = this.token === Token.closeBracket ? comma : -1;
    }
    this.expressionLevel--;
    this.expect(Token.closeBracket);
    const indices = this.expressions.finish(mark);
    const [length] = indices;
    if (length === undefined) {
      return this.arrayType(openBracket, undefined, this.parseType());
    }
    const closeBracketEnd = this.previousEnd;
    const element = indices.length === 1 ? this.tryType() : undefined;
    if (element === undefined) {
      return {
        kind: 'index',
        id: this.countExpressions++,
        start: name.start,
        end: closeBracketEnd,
        operand: name,
        indices,
        openBracket,
      };
    }
    if (trailingComma >= 0) {
      this.errorAt(trailingComma, trailingComma + 1, 'unexpected comma, expected ]');
    }
    return this.arrayType(openBracket, length, element);
  }

  /** `A | ~B`, from behind its first term if that is read already. */
  protected parseUnion(first: Expression | undefined): Expression {
    let union = first ?? this.#term();
    while (this.token === Token.or) {
      const operatorStart = this.start;
      this.next();
      const right = this.#term();
      union = {
        kind: 'binary',
        id: this.countExpressions++,
        start: union.start,
        end: right.end,
        operator: '|',
        operatorStart,
        left: union,
        right,
      };
    }
    return union;
  }

  #term(): Expression {
    const { start } = this;
    if (!this.accept(Token.tilde)) {
      return this.parseType();
    }
    const operand = this.parseType();
    const id = this.countExpressions++;
    return { kind: 'unary', id, start, end: operand.end, operator: '~', operand };
  }
}
