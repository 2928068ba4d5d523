import type {
  BasicLiteral,
  Expression,
  FieldSyntax,
  Identifier,
  InterfaceType,
  MethodSyntax,
  StructType,
  TypeParameterSyntax,
} from './ast.ts';
import { EMPTY } from './empty.ts';
import { ParameterParser } from './parameterParser.ts';
import { Token } from './tokens.ts';

/** Types that have members: fields, methods, embedded types. */
export abstract class MemberParser extends ParameterParser {
  protected parseStructType(): StructType {
    const { start } = this;
    this.next();
    const fields: FieldSyntax[] = [];
    if (this.expect(Token.openBrace, ' after struct')) {
      while (this.isInList(Token.closeBrace)) {
        const before = this.start;
        fields.push(this.#field());
        this.endMember(before, Token.closeBrace, '} after struct field');
      }
      this.expect(Token.closeBrace);
    }
    const end = this.previousEnd;
    return { kind: 'structType', id: this.countExpressions++, start, end, fields };
  }

  #field(): FieldSyntax {
    const { start } = this;
    switch (this.token) {
      case Token.name:
        return this.#namedField();
      case Token.star: {
        this.next();
        const isParenthesized = this.#complainOfParenthesis();
        const type = this.star(start, this.#embeddedName());
        this.#closeParenthesis(isParenthesized);
        return this.#fieldWithTag(start, EMPTY, type);
      }
      case Token.openParen: {
        this.#complainOfParenthesis();
        const star = this.start;
        const isPointer = this.accept(Token.star);
        const name = this.#embeddedName();
        const type = isPointer ? this.star(star, name) : name;
        this.#closeParenthesis(true);
        return this.#fieldWithTag(start, EMPTY, type);
      }
      default:
        this.unexpected(', expected field name or embedded type');
        return this.#fieldWithTag(start, EMPTY, this.bad(start, start));
    }
  }

  #complainOfParenthesis(): boolean {
    if (this.token !== Token.openParen) {
      return false;
    }
    this.errorAt(this.start, this.end, 'cannot parenthesize embedded type');
    this.next();
    return true;
  }

  #closeParenthesis(isOpen: boolean): void {
    if (isOpen) {
      this.accept(Token.closeParen);
    }
  }

  #embeddedName(): Expression {
    return this.parseTypeInstance(this.parseTypeName(this.parseName()));
  }

  #namedField(): FieldSyntax {
    const { start } = this;
    const name = this.takeName();
    switch (this.token) {
      case Token.dot:
        return this.#fieldWithTag(start, EMPTY, this.parseTypeInstance(this.parseTypeName(name)));
      case Token.string:
      case Token.semicolon:
      case Token.closeBrace:
        return this.#fieldWithTag(start, EMPTY, name);
      case Token.openBracket: {
        const type = this.parseArrayOrInstance(name);
        return this.#fieldWithTag(start, type.kind === 'arrayType' ? [name] : EMPTY, type);
      }
      default: {
        const names = this.parseNames(name);
        return this.#fieldWithTag(start, names, this.parseType());
      }
    }
  }

  #fieldWithTag(start: number, names: readonly Identifier[], type: Expression): FieldSyntax {
    let tag: BasicLiteral | undefined;
    if (this.token === Token.string) {
      tag = this.acceptLiteral();
    }
    return { start, end: tag?.end ?? Math.max(start, type.end), names, type, tag };
  }

  protected parseInterfaceType(): InterfaceType {
    const { start } = this;
    this.next();
    const methods: MethodSyntax[] = [];
    const embedded: Expression[] = [];
    if (this.expect(Token.openBrace, ' after interface')) {
      while (this.isInList(Token.closeBrace)) {
        const before = this.start;
        this.#interfaceElement(methods, embedded);
        this.endMember(before, Token.closeBrace, '} after interface element');
      }
      this.expect(Token.closeBrace);
    }
    const end = this.previousEnd;
    return { kind: 'interfaceType', id: this.countExpressions++, start, end, methods, embedded };
  }

  #interfaceElement(methods: MethodSyntax[], embedded: Expression[]): void {
    if (this.token !== Token.name) {
      embedded.push(this.parseUnion(undefined));
      return;
    }
    const name = this.takeName();
    if (this.token === Token.openParen) {
      methods.push(this.#method(name, EMPTY, this.start));
    } else if (this.token === Token.openBracket) {
      this.#methodOrInstance(name, methods, embedded);
    } else {
      const type = this.parseTypeInstance(this.parseTypeName(name));
      embedded.push(this.parseUnion(type));
    }
  }

  #method(
    name: Identifier,
    typeParameters: readonly TypeParameterSyntax[],
    start: number,
  ): MethodSyntax {
    const type = this.parseSignature(start, typeParameters);
    return { start: name.start, end: type.end, name, type };
  }

  /** `m[P any]()`, which is no Go but plain in what it means, or an embedded `T[int]`. */
  #methodOrInstance(name: Identifier, methods: MethodSyntax[], embedded: Expression[]): void {
    const openBracket = this.start;
    this.next();
    this.expressionLevel++;
    const first =
      this.token === Token.closeBracket ? this.bad(this.start, this.start) : this.parseExpression();
    this.expressionLevel--;
    const isList = this.token === Token.comma || this.token === Token.closeBracket;
    if (first.kind === 'identifier' && !isList) {
      const typeParameters = this.parseTypeParameters(openBracket, first, undefined);
      this.errorAt(openBracket, this.previousEnd, 'interface method must have no type parameters');
      methods.push(this.#method(name, typeParameters, openBracket));
      return;
    }
    const indices = this.expressions.start();
    this.expressions.add(first);
    if (first.kind === 'bad') {
      this.unexpected(', expected type argument list');
    }
    if (this.separate(openBracket, Token.closeBracket, 'type argument list')) {
      this.parseTypeArguments(openBracket);
    } else {
      this.closeList(Token.closeBracket, 'type argument list');
    }
    const instance = this.index(name, openBracket, this.expressions.finish(indices));
    embedded.push(this.parseUnion(instance));
  }
}
