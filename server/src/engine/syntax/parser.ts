import type {
  BadDeclaration,
  Block,
  DeclarationSyntax,
  FunctionDeclaration,
  PackageClause,
  ParsedDeclaration,
  ParameterSyntax,
  Statement,
  TypeParameterSyntax,
} from './ast.ts';
import { StatementParser } from './statementParser.ts';
import { STARTS_DECLARATION, Token } from './tokens.ts';
import { EMPTY } from './empty.ts';

const NO_DECLARATION = 'non-declaration statement outside function body';

export interface ParseOptions {
  /**
   * False leaves out what nobody else's types depend on: the bodies of functions, and in values of
   * variables the elements of composite literals.
   */
  readonly withBodies?: boolean;
}

/**
 * The tree of one top-level declaration, whose text the slicer gives. Broken text has a tree, too:
 * what is whole in it is kept.
 */
export function parseDeclaration(text: string, options: ParseOptions = {}): ParsedDeclaration {
  return new DeclarationParser(text, options.withBodies ?? true).parse();
}

class DeclarationParser extends StatementParser {
  readonly #withBodies: boolean;
  /** Set where a body was left out: the rest of the text is not known. */
  #isBodySkipped = false;

  constructor(text: string, withBodies: boolean) {
    super(text);
    this.#withBodies = withBodies;
  }

  parse(): ParsedDeclaration {
    this.next();
    const syntax = this.#declaration();
    const others = this.#others();
    return { syntax, others, countExpressions: this.countExpressions, errors: this.errors };
  }

  #others(): readonly DeclarationSyntax[] {
    const others: DeclarationSyntax[] = [];
    while (!this.#isBodySkipped && this.token !== Token.end) {
      if (!this.accept(Token.semicolon)) {
        this.unexpected(' after top level declaration');
        this.next();
      } else if (STARTS_DECLARATION[this.token] === 1) {
        others.push(this.#declaration());
      } else if (this.token !== Token.end) {
        this.errorAt(this.start, this.end, NO_DECLARATION);
        this.next();
      }
    }
    return others.length === 0 ? EMPTY : others;
  }

  #declaration(): DeclarationSyntax {
    switch (this.token) {
      case Token.package:
        return this.#package();
      case Token.import:
        return this.parseImport();
      case Token.const:
        return this.parseConst();
      case Token.var: {
        this.leavesOutBraces = !this.#withBodies;
        const variables = this.parseVar();
        this.leavesOutBraces = false;
        return variables;
      }
      case Token.type:
        return this.parseTypes();
      case Token.func:
        return this.#function();
      default:
        return this.#noDeclaration();
    }
  }

  #noDeclaration(): BadDeclaration {
    const { start } = this;
    this.errorAt(start, this.end, NO_DECLARATION);
    this.stop();
    return { kind: 'bad', start, end: this.end };
  }

  #package(): PackageClause {
    const { start } = this;
    this.next();
    const name = this.parseName();
    return { kind: 'package', start, end: this.previousEnd, name };
  }

  #function(): FunctionDeclaration {
    const { start } = this;
    this.next();
    const receiver = this.token === Token.openParen ? this.#receiver() : undefined;
    const name = this.parseName();
    let typeParameters: readonly TypeParameterSyntax[] = EMPTY;
    if (this.token === Token.openBracket) {
      const open = this.start;
      typeParameters = this.parseTypeParameterList();
      if (receiver !== undefined) {
        this.errorAt(open, this.previousEnd, 'method must have no type parameters');
      }
    }
    const type = this.parseSignature(start, typeParameters);
    const body = this.#body();
    const end = this.#isBodySkipped ? this.text.length : (body?.end ?? type.end);
    return { kind: 'func', start, end, name, receiver, type, body };
  }

  #receiver(): ParameterSyntax | undefined {
    const { start } = this;
    const [receiver, second] = this.parseParameters(true);
    if (receiver === undefined) {
      this.errorAt(start, this.previousEnd, 'method has no receiver');
    } else if (second !== undefined) {
      this.errorAt(start, this.previousEnd, 'method has multiple receivers');
    }
    return receiver;
  }

  #body(): Block | undefined {
    if (this.token === Token.semicolon && this.isImplicit && this.peek() === Token.openBrace) {
      this.unexpected(' before {');
      this.next();
    }
    if (this.token !== Token.openBrace) {
      return undefined;
    }
    if (!this.#withBodies) {
      this.#isBodySkipped = true;
      return undefined;
    }
    const body = this.parseBody();
    return this.#withRest(body);
  }

  /** A brace too much ends a body too early: what follows belongs to it all the same. */
  #withRest(body: Block): Block {
    let statements: Statement[] | undefined;
    while (this.token !== Token.end && !this.#isAtOther()) {
      this.unexpected(' after top level declaration');
      statements ??= [...body.statements];
      this.accept(Token.semicolon);
      statements.push(...this.parseStatements());
      this.accept(Token.closeBrace);
    }
    return statements === undefined
      ? body
      : { kind: 'block', start: body.start, end: this.previousEnd, statements };
  }

  /** Whether the declaration ends here, or another one follows. */
  #isAtOther(): boolean {
    if (this.token !== Token.semicolon) {
      return false;
    }
    const after = this.peek();
    return after === Token.end || (!this.isImplicit && STARTS_DECLARATION[after] === 1);
  }
}
