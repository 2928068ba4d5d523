import type {
  Expression,
  FunctionType,
  Identifier,
  ParameterSyntax,
  TypeParameterSyntax,
} from './ast.ts';
import { EMPTY } from './empty.ts';
import { Token } from './tokens.ts';
import { TypeParser } from './typeParser.ts';

interface Parameter {
  name: Identifier | undefined;
  type: Expression | undefined;
}

/** Function types, and lists of parameters of all kinds. */
export abstract class ParameterParser extends TypeParser {
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
    const openParen = this.start;
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
      openParen,
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
    if (this.accept(Token.closeParen) || !this.enter()) {
      return EMPTY;
    }
    const list = this.#parameterList(open, Token.closeParen, undefined, undefined);
    this.leave();
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
    if (!this.enter()) {
      return EMPTY;
    }
    const list = this.#parameterList(open, Token.closeBracket, name, term);
    this.leave();
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
      const parameter = list[index];
      const type = parameter?.type;
      index++;
      if (parameter === undefined || type === undefined) {
        continue;
      }
      const { name } = parameter;
      const names: Identifier[] = name === undefined ? [] : [name];
      const start = name?.start ?? type.start;
      for (; name !== undefined && list[index]?.type === type; index++) {
        names.push(list[index]?.name ?? name);
      }
      this.#checkEllipsis(type, mayBeVariadic, names.length < 2 && index === list.length);
      groups.push({
        start,
        end: Math.max(start, type.end),
        names: names.length === 0 ? EMPTY : names,
        type,
      });
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
