import type {
  ArrayType,
  BasicLiteral,
  ChannelType,
  Expression,
  FieldSyntax,
  FunctionType,
  Identifier,
  Index,
  InterfaceType,
  MapType,
  MethodSyntax,
  ParameterSyntax,
  Parenthesized,
  Selector,
  Star,
  StructType,
  TypeParameterSyntax,
} from './ast.ts';
import { ListParser } from './listParser.ts';
import { STARTS_EXPRESSION, Token } from './tokens.ts';
import { EMPTY } from './treeBuilder.ts';

/** Types, and what only types have: fields, methods, parameters. Trees are those of go/parser. */
export abstract class TypeParser extends ListParser {
  /**
   * Negative in the header of an `if`, `for` or `switch`, where `T {` starts no composite literal;
   * each pair of brackets adds one.
   */
  protected expressionLevel = 0;
  /** By the id of a type `chan<- T`: where its arrow stands. */
  protected readonly arrowOfSend = new Map<number, number>();

  protected abstract parseExpression(): Expression;

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
        return this.#structType();
      case Token.star: {
        this.next();
        const operand = this.parseType();
        return this.star(start, operand);
      }
      case Token.func:
        return this.parseFunctionType();
      case Token.interface:
        return this.#interfaceType();
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
    if (this.token !== Token.openBracket) {
      return type;
    }
    if (!this.enter()) {
      return type;
    }
    const openBracket = this.start;
    this.next();
    const indices: Expression[] = [];
    this.expressionLevel++;
    this.#typeArguments(openBracket, indices);
    this.expressionLevel--;
    this.closeList(Token.closeBracket, 'type argument list');
    this.leave();
    if (indices.length === 0) {
      this.errorAt(openBracket, this.previousEnd, 'expected type argument list');
      indices.push(this.bad(openBracket + 1, openBracket + 1));
    }
    return this.index(type, openBracket, indices);
  }

  #typeArguments(open: number, indices: Expression[]): void {
    while (this.isInList(Token.closeBracket)) {
      indices.push(this.parseType());
      if (!this.separate(open, Token.closeBracket, 'type argument list')) {
        break;
      }
    }
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
      this.arrowOfSend.set(channel.id, arrow);
    }
    return channel;
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

  #structType(): StructType {
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

  /** `first, and, others`. */
  protected parseNames(first: Identifier): readonly Identifier[] {
    if (this.token !== Token.comma) {
      return [first];
    }
    const names = [first];
    while (this.accept(Token.comma)) {
      names.push(this.parseName());
    }
    return names;
  }

  #fieldWithTag(start: number, names: readonly Identifier[], type: Expression): FieldSyntax {
    let tag: BasicLiteral | undefined;
    if (this.token === Token.string) {
      tag = this.acceptLiteral();
    }
    return { start, end: tag?.end ?? Math.max(start, type.end), names, type, tag };
  }

  /** After `name`: `[n]T`, an array type, or `[T]`, which makes `name` an instance. */
  protected parseArrayOrInstance(name: Identifier): ArrayType | Index {
    const openBracket = this.start;
    this.next();
    const indices: Expression[] = [];
    let trailingComma = -1;
    this.expressionLevel++;
    while (this.isInList(Token.closeBracket)) {
      indices.push(this.parseExpression());
      const comma = this.token === Token.comma ? this.start : -1;
      if (!this.separate(openBracket, Token.closeBracket, 'type argument list')) {
        break;
      }
      trailingComma = this.token === Token.closeBracket ? comma : -1;
    }
    this.expressionLevel--;
    this.expect(Token.closeBracket);
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

  #interfaceType(): InterfaceType {
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
      methods.push(this.#method(name, typeParameters, this.start));
      return;
    }
    const indices = [first];
    if (first.kind === 'bad') {
      this.unexpected(', expected type argument list');
    }
    if (this.separate(openBracket, Token.closeBracket, 'type argument list')) {
      this.expressionLevel++;
      this.#typeArguments(openBracket, indices);
      this.expressionLevel--;
    }
    this.closeList(Token.closeBracket, 'type argument list');
    embedded.push(this.parseUnion(this.index(name, openBracket, indices)));
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

  /** `func(…) …`, without a body. */
  protected parseFunctionType(): FunctionType {
    const { start } = this;
    this.next();
    let typeParameters: readonly TypeParameterSyntax[] = EMPTY;
    if (this.token === Token.openBracket) {
      const open = this.start;
      typeParameters = this.parseTypeParameterList();
      this.errorAt(open, this.previousEnd, 'function type must have no type parameters');
    }
    return this.parseSignature(start, typeParameters);
  }

  /** Parameters and results. */
  protected parseSignature(
    start: number,
    typeParameters: readonly TypeParameterSyntax[],
  ): FunctionType {
    const parameters = this.parseParameters(true);
    let end = this.previousEnd;
    let results: readonly ParameterSyntax[] = EMPTY;
    if (this.token === Token.openParen) {
      results = this.parseParameters(false);
      end = this.previousEnd;
    } else {
      const type = this.tryType();
      if (type !== undefined) {
        results = [{ start: type.start, end: type.end, names: EMPTY, type }];
        end = type.end;
      }
    }
    return {
      kind: 'functionType',
      id: this.countExpressions++,
      start,
      end: Math.max(start, end),
      typeParameters,
      parameters,
      results,
    };
  }

  /** `(…)`; `mayBeVariadic` if it is not a list of results. */
  protected parseParameters(mayBeVariadic: boolean): readonly ParameterSyntax[] {
    const open = this.start;
    if (!this.expect(Token.openParen)) {
      return EMPTY;
    }
    if (this.accept(Token.closeParen)) {
      return EMPTY;
    }
    const list = this.#parameterList(open, Token.closeParen, undefined, undefined);
    this.closeList(Token.closeParen, 'parameter list');
    return this.#grouped(list, mayBeVariadic);
  }

  /** `[…]` of a declaration. */
  protected parseTypeParameterList(): readonly TypeParameterSyntax[] {
    const open = this.start;
    this.next();
    if (this.token === Token.closeBracket) {
      this.next();
      this.errorAt(open, this.previousEnd, 'empty type parameter list');
      return EMPTY;
    }
    return this.parseTypeParameters(open, undefined, undefined);
  }

  /** Up to and with the `]`; the first name, and its constraint's first term, may be read already. */
  protected parseTypeParameters(
    open: number,
    name: Identifier | undefined,
    term: Expression | undefined,
  ): readonly TypeParameterSyntax[] {
    const list = this.#parameterList(open, Token.closeBracket, name, term);
    this.closeList(Token.closeBracket, 'type parameter list');
    return this.#grouped(list, false).map(({ start, end, names, type }) => ({
      start,
      end,
      names,
      constraint: type,
    }));
  }

  #parameterList(
    open: number,
    closer: number,
    firstName: Identifier | undefined,
    firstType: Expression | undefined,
  ): Parameter[] {
    const isOfTypes = closer === Token.closeBracket;
    const context = isOfTypes ? 'type parameter list' : 'parameter list';
    const start = firstName?.start ?? this.start;
    const list: Parameter[] = [];
    let countNamed = 0;
    let countTyped = 0;
    let name = firstName;
    let type = firstType;
    while (name !== undefined || this.isInList(closer)) {
      const parameter: Parameter =
        type !== undefined
          ? { name, type: isOfTypes ? this.parseUnion(type) : type }
          : this.#parameter(name, isOfTypes);
      name = undefined;
      type = undefined;
      if (parameter.name !== undefined || parameter.type !== undefined) {
        list.push(parameter);
        countNamed += parameter.name !== undefined && parameter.type !== undefined ? 1 : 0;
        countTyped += parameter.type !== undefined ? 1 : 0;
      }
      if (!this.separate(open, closer, context)) {
        break;
      }
    }
    if (countNamed === 0 && !isOfTypes) {
      // Names alone are types.
      for (const parameter of list) {
        parameter.type ??= parameter.name;
        parameter.name = undefined;
      }
    } else if (countNamed !== list.length) {
      this.#nameAll(list, start, isOfTypes, countNamed === countTyped);
    }
    return list;
  }

  /** One of a list: a name, a type, or both. */
  #parameter(known: Identifier | undefined, isOfTypes: boolean): Parameter {
    const parameter: Parameter = { name: known, type: undefined };
    if (known === undefined && this.token !== Token.name) {
      this.#unnamedParameter(parameter, isOfTypes);
      return parameter;
    }
    const name = known ?? this.takeName();
    parameter.name = name;
    switch (this.token) {
      case Token.openBracket: {
        const type = this.parseArrayOrInstance(name);
        parameter.type = type;
        if (type.kind === 'index') {
          parameter.name = undefined;
        }
        break;
      }
      case Token.dot:
        parameter.type = this.parseTypeInstance(this.parseTypeName(name));
        parameter.name = undefined;
        break;
      case Token.ellipsis:
        parameter.type = this.#ellipsis();
        return parameter;
      case Token.tilde:
        if (isOfTypes) {
          parameter.type = this.parseUnion(undefined);
        }
        return parameter;
      case Token.or:
        if (isOfTypes) {
          parameter.type = this.parseUnion(name);
          parameter.name = undefined;
        }
        return parameter;
      default:
        parameter.type = this.tryType();
    }
    if (isOfTypes && parameter.type !== undefined) {
      parameter.type = this.parseUnion(parameter.type);
    }
    return parameter;
  }

  #unnamedParameter(parameter: Parameter, isOfTypes: boolean): void {
    if (this.token === Token.ellipsis) {
      parameter.type = this.#ellipsis();
    } else if (isOfTypes) {
      parameter.type = this.token === Token.tilde ? this.parseUnion(undefined) : this.tryType();
      if (parameter.type !== undefined) {
        parameter.type = this.parseUnion(parameter.type);
      }
    } else {
      parameter.type = this.tryType();
    }
    if (parameter.type === undefined) {
      this.unexpected(`, expected ${isOfTypes ? ']' : ')'}`);
      parameter.type = this.parseType();
    }
  }

  #ellipsis(): Expression {
    const { start } = this;
    this.next();
    const element = this.parseType();
    const id = this.countExpressions++;
    return { kind: 'ellipsis', id, start, end: Math.max(element.end, start + 3), element };
  }

  /** Gives each a name and a type, where some have one of them only. */
  #nameAll(list: Parameter[], start: number, isOfTypes: boolean, isTypeMissing: boolean): void {
    let type: Expression | undefined;
    let wrong = -1;
    for (let index = list.length - 1; index >= 0; index--) {
      const parameter = list[index];
      if (parameter === undefined) {
        continue;
      }
      if (parameter.type !== undefined) {
        type = parameter.type;
        if (parameter.name === undefined) {
          wrong = type.start;
          parameter.name = this.identifier('_', wrong, wrong);
        }
      } else if (type !== undefined) {
        parameter.type = type;
      } else {
        wrong = parameter.name?.end ?? start;
        parameter.type = this.bad(wrong, wrong);
      }
    }
    if (wrong < 0) {
      return;
    }
    if (isTypeMissing) {
      const message = isOfTypes ? 'missing type constraint' : 'missing parameter type';
      this.errorAt(this.start, this.end, message);
    } else if (isOfTypes) {
      const more = list.length === 1 ? ' or invalid array length' : '';
      this.errorAt(wrong, wrong, `missing type parameter name${more}`);
    } else {
      this.errorAt(wrong, wrong, 'missing parameter name');
    }
  }

  /** Names that share a type are one. */
  #grouped(list: readonly Parameter[], mayBeVariadic: boolean): readonly ParameterSyntax[] {
    const groups: ParameterSyntax[] = [];
    for (let index = 0; index < list.length;) {
      const first = list[index];
      const type = first?.type;
      if (first === undefined || type === undefined) {
        index++;
        continue;
      }
      let after = index + 1;
      while (first.name !== undefined && list[after]?.type === type) {
        after++;
      }
      const isFinal = after === list.length && after === index + 1;
      this.#checkEllipsis(type, mayBeVariadic, isFinal);
      const names = list.slice(index, after).flatMap(({ name }) => name ?? EMPTY);
      groups.push({
        start: first.name?.start ?? type.start,
        end: type.end,
        names: names.length === 0 ? EMPTY : names,
        type,
      });
      index = after;
    }
    return groups;
  }

  #checkEllipsis(type: Expression, mayBeVariadic: boolean, isFinal: boolean): void {
    if (type.kind !== 'ellipsis' || (mayBeVariadic && isFinal)) {
      return;
    }
    const message = mayBeVariadic
      ? 'can only use ... with final parameter in list'
      : 'invalid use of ...';
    this.errorAt(type.start, type.start + 3, message);
  }
}

interface Parameter {
  name: Identifier | undefined;
  type: Expression | undefined;
}
