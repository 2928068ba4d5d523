import type {
  ConstDeclaration,
  ConstSpec,
  Expression,
  Identifier,
  ImportDeclaration,
  ImportSpec,
  TypeDeclaration,
  TypeParameterSyntax,
  TypeSpec,
  VarDeclaration,
  VarSpec,
} from './ast.ts';
import { ExpressionParser } from './expressionParser.ts';
import { Token } from './tokens.ts';
import { EMPTY } from './empty.ts';

/** Declarations of constants, variables, types and imports, single ones and groups. */
export abstract class SpecParser extends ExpressionParser {
  protected parseConst(): ConstDeclaration {
    const { start } = this;
    const specs = this.#specs((iota) => this.#constSpec(iota));
    return { kind: 'const', start, end: this.previousEnd, specs };
  }

  protected parseVar(): VarDeclaration {
    const { start } = this;
    const specs = this.#specs(() => this.#varSpec());
    return { kind: 'var', start, end: this.previousEnd, specs };
  }

  protected parseTypes(): TypeDeclaration {
    const { start } = this;
    const specs = this.#specs(() => this.#typeSpec());
    return { kind: 'type', start, end: this.previousEnd, specs };
  }

  protected parseImport(): ImportDeclaration {
    const { start } = this;
    const specs = this.#specs(() => this.#importSpec());
    return { kind: 'import', start, end: this.previousEnd, specs };
  }

  /** From the keyword on. */
  #specs<Spec>(parse: (index: number) => Spec): readonly Spec[] {
    this.next();
    if (!this.accept(Token.openParen)) {
      return [parse(0)];
    }
    const specs: Spec[] = [];
    while (this.isInList(Token.closeParen)) {
      if (this.token === Token.closeBrace) {
        break;
      }
      const before = this.start;
      specs.push(parse(specs.length));
      this.endMember(before, Token.closeParen, ')');
    }
    this.expect(Token.closeParen);
    return specs;
  }

  #constSpec(iota: number): ConstSpec {
    const { start } = this;
    const names = this.parseNames(this.parseName());
    const type = this.tryType();
    const values = this.accept(Token.assign) ? this.parseExpressions() : EMPTY;
    return { start, end: this.#specEnd(start), names, type, values, iota };
  }

  #varSpec(): VarSpec {
    const { start } = this;
    const names = this.parseNames(this.parseName());
    const type = this.token === Token.assign ? undefined : this.parseType();
    const values = this.accept(Token.assign) ? this.parseExpressions() : EMPTY;
    return { start, end: this.#specEnd(start), names, type, values };
  }

  #importSpec(): ImportSpec {
    const { start } = this;
    let name: Identifier | undefined;
    if (this.token === Token.name) {
      name = this.takeName();
    } else if (this.token === Token.dot) {
      this.next();
      name = this.identifier('.', start, this.previousEnd);
    }
    if (this.token !== Token.string) {
      this.unexpected(', expected import path');
    }
    const at = this.previousEnd;
    const path = this.acceptLiteral() ?? {
      kind: 'literal',
      id: this.countExpressions++,
      start: at,
      end: at,
      literal: 'string',
      text: '',
    };
    return { start, end: this.#specEnd(start), name, path };
  }

  #specEnd(start: number): number {
    return Math.max(start, this.previousEnd);
  }

  #typeSpec(): TypeSpec {
    const { start } = this;
    const name = this.parseName();
    if (this.token === Token.openBracket) {
      return this.#bracketedTypeSpec(start, name);
    }
    return this.#restOfTypeSpec(start, name, EMPTY);
  }

  #restOfTypeSpec(
    start: number,
    name: Identifier,
    typeParameters: readonly TypeParameterSyntax[],
  ): TypeSpec {
    const isAlias = this.accept(Token.assign);
    const type = this.parseType();
    return { start, end: Math.max(start, type.end), name, typeParameters, isAlias, type };
  }

  /**
   * `name [` starts an array type or type parameters: as in go/parser, what follows is read as an
   * expression, and taken for a parameter and the start of its constraint if it can be that only.
   */
  #bracketedTypeSpec(start: number, name: Identifier): TypeSpec {
    const open = this.start;
    this.next();
    let length: Expression | undefined;
    if (this.token === Token.name) {
      length = this.takeName();
      if (this.token !== Token.openBracket) {
        this.expressionLevel++;
        length = this.parseBinary(this.parsePrimary(length), 1);
        this.expressionLevel--;
      }
      const split = splitName(length, this.token === Token.comma);
      if (split !== undefined && (split.term !== undefined || this.token !== Token.closeBracket)) {
        const typeParameters = this.parseTypeParameters(open, split.name, split.term);
        return this.#restOfTypeSpec(start, name, typeParameters);
      }
    }
    const type = this.parseArrayType(open, length);
    return { start, end: type.end, name, typeParameters: EMPTY, isAlias: false, type };
  }
}

interface NameAndTerm {
  readonly name: Identifier;
  /** What may be the first term of its constraint. */
  readonly term: Expression | undefined;
}

/**
 * An expression as a name and a type after it, if it can be read so: `P *C` is a product, too, and
 * `P (C)` a call. Those that may be both are split if `isForced`.
 */
function splitName(expression: Expression, isForced: boolean): NameAndTerm | undefined {
  switch (expression.kind) {
    case 'identifier':
      return { name: expression, term: undefined };
    case 'binary': {
      const { id, left, right, end, operatorStart } = expression;
      if (expression.operator === '*') {
        return left.kind === 'identifier' && (isForced || isTypeOnly(right))
          ? { name: left, term: { kind: 'star', id, start: operatorStart, end, operand: right } }
          : undefined;
      }
      if (expression.operator === '|') {
        const first = splitName(left, isForced || isTypeOnly(right));
        if (first?.term !== undefined) {
          const { name, term } = first;
          return { name, term: { ...expression, start: term.start, left: term } };
        }
      }
      return undefined;
    }
    case 'call': {
      const { id, callee, openParen, end } = expression;
      const [operand, ...others] = expression.arguments;
      return callee.kind === 'identifier' &&
        operand !== undefined &&
        others.length === 0 &&
        !expression.hasEllipsis &&
        (isForced || isTypeOnly(operand))
        ? { name: callee, term: { kind: 'parenthesized', id, start: openParen, end, operand } }
        : undefined;
    }
    default:
      return undefined;
  }
}

/** Whether something is a type, and cannot be a value. */
function isTypeOnly(expression: Expression): boolean {
  switch (expression.kind) {
    case 'arrayType':
    case 'structType':
    case 'functionType':
    case 'interfaceType':
    case 'mapType':
    case 'channelType':
      return true;
    case 'binary':
      return isTypeOnly(expression.left) || isTypeOnly(expression.right);
    case 'unary':
      return expression.operator === '~';
    case 'parenthesized':
      return isTypeOnly(expression.operand);
    default:
      return false;
  }
}
