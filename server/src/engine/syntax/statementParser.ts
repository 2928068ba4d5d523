import type {
  Block,
  CaseClause,
  CommClause,
  Expression,
  For,
  If,
  Range,
  Select,
  Statement,
  Switch,
  TypeAssertion,
  TypeSwitch,
} from './ast.ts';
import { ListBuilder } from './listBuilder.ts';
import { SimpleStatementParser } from './simpleStatementParser.ts';
import { STARTS_EXPRESSION, STARTS_STATEMENT, Token } from './tokens.ts';
import { EMPTY } from './empty.ts';

/** `range x`, with what is assigned before it. */
type RangeHeader = Pick<Range, 'key' | 'value' | 'isDefinition' | 'rangeAt' | 'operand'>;

/** An `if` without what is after its `else`. */
type IfPart = Pick<If, 'start' | 'initial' | 'condition' | 'then'>;

/** Statements. Trees are those of go/parser. */
export abstract class StatementParser extends SimpleStatementParser {
  readonly #statements = new ListBuilder<Statement>();
  /** How many switches and selects of this function are open: theirs are the cases. */
  #openSwitches = 0;

  /** Of a function. */
  protected parseBody(): Block {
    const openSwitches = this.#openSwitches;
    this.#openSwitches = 0;
    const body = this.parseBlock();
    this.#openSwitches = openSwitches;
    return body;
  }

  protected parseBlock(context = ''): Block {
    const { start } = this;
    if (!this.expect(Token.openBrace, context)) {
      return { kind: 'block', start: this.previousEnd, end: this.previousEnd, statements: EMPTY };
    }
    const statements = this.parseStatements();
    this.expect(Token.closeBrace);
    return { kind: 'block', start, end: this.previousEnd, statements };
  }

  /** Up to a closing brace or a case that belongs to an open switch. */
  protected parseStatements(): readonly Statement[] {
    const mark = this.#statements.start();
    while (!this.#endsStatements()) {
      const statement = this.#statement();
      if (statement !== undefined) {
        this.#statements.add(statement);
      }
    }
    return this.#statements.finish(mark);
  }

  #endsStatements(): boolean {
    switch (this.token) {
      case Token.closeBrace:
      case Token.end:
        return true;
      case Token.case:
      case Token.default:
        return this.#openSwitches > 0;
      default:
        return false;
    }
  }

  /** With the semicolon after it; undefined where there is nothing to keep. */
  #statement(): Statement | undefined {
    if (!this.enter()) {
      return undefined;
    }
    const statement = this.#statementAlone();
    this.#endStatement();
    this.leave();
    return statement;
  }

  #endStatement(): void {
    if (this.token === Token.semicolon) {
      this.next();
      return;
    }
    if (this.token === Token.closeBrace) {
      return;
    }
    this.unexpected(' at end of statement');
    this.#skipToStatement();
    if (this.token === Token.semicolon) {
      this.next();
    }
  }

  /** To where a statement may start or end. */
  #skipToStatement(): void {
    while (
      this.token !== Token.semicolon &&
      this.token !== Token.openBrace &&
      STARTS_STATEMENT[this.token] !== 1 &&
      !this.#endsStatements()
    ) {
      this.next();
    }
  }

  #statementAlone(): Statement {
    const { start } = this;
    switch (this.token) {
      case Token.name:
        return this.#simpleOrLabeled();
      case Token.const:
        return this.#declared(this.parseConst());
      case Token.var:
        return this.#declared(this.parseVar());
      case Token.type:
        return this.#declared(this.parseTypes());
      case Token.go:
      case Token.defer:
        return this.parseGoOrDefer();
      case Token.return: {
        this.next();
        const results =
          this.token === Token.semicolon || this.#endsStatements()
            ? EMPTY
            : this.parseExpressions();
        return { kind: 'return', start, end: this.previousEnd, results };
      }
      case Token.break:
        return this.parseBranch('break');
      case Token.continue:
        return this.parseBranch('continue');
      case Token.goto:
        return this.parseBranch('goto');
      case Token.fallthrough:
        return this.parseBranch('fallthrough');
      case Token.openBrace:
        return this.parseBlock();
      case Token.if:
        return this.#if();
      case Token.switch:
        return this.#switch();
      case Token.select:
        return this.#select();
      case Token.for:
        return this.#for();
      case Token.semicolon:
        return { kind: 'empty', start, end: this.isImplicit ? start : this.end };
      case Token.closeBrace:
        return { kind: 'empty', start, end: start };
      default:
        return STARTS_EXPRESSION[this.token] === 1 && this.token !== Token.tilde
          ? this.parseSimple()
          : this.#noStatement();
    }
  }

  #declared(declaration: (Statement & { readonly kind: 'declaration' })['declaration']): Statement {
    const { start, end } = declaration;
    return { kind: 'declaration', start, end, declaration };
  }

  /** Something is read in any case. */
  #noStatement(): Statement {
    const { start } = this;
    this.unexpected(', expected }');
    this.next();
    this.#skipToStatement();
    return { kind: 'bad', start, end: this.previousEnd };
  }

  #simpleOrLabeled(): Statement {
    const { start } = this;
    const first = this.parseExpression();
    if (this.token !== Token.colon || first.kind !== 'identifier') {
      return this.parseSimpleAfter(this.parseExpressionsAfter(first));
    }
    this.next();
    if (this.#endsStatements() && this.token !== Token.closeBrace) {
      this.errorAt(start, this.previousEnd, 'missing statement after label');
    }
    const statement: Statement = this.#endsStatements()
      ? { kind: 'empty', start: this.start, end: this.start }
      : this.#labeledStatement();
    return { kind: 'labeled', start, end: statement.end, label: first, statement };
  }

  #labeledStatement(): Statement {
    if (!this.enter()) {
      return { kind: 'empty', start: this.start, end: this.start };
    }
    const statement = this.#statementAlone();
    this.leave();
    return statement;
  }

  /** With all that is after `else`: a chain of them may be long, and is read in a loop. */
  #if(): If {
    const first = this.#ifPart();
    if (this.token !== Token.else) {
      return ifOf(first, undefined, this.previousEnd);
    }
    const others: IfPart[] = [];
    let otherwise: Block | If | undefined;
    while (this.accept(Token.else)) {
      if (this.token === Token.if) {
        others.push(this.#ifPart());
        continue;
      }
      if (this.token === Token.openBrace) {
        otherwise = this.parseBlock();
      } else {
        this.unexpected(', expected if statement or block');
      }
      break;
    }
    const end = this.previousEnd;
    for (let part = others.pop(); part !== undefined; part = others.pop()) {
      otherwise = ifOf(part, otherwise, end);
    }
    return ifOf(first, otherwise, end);
  }

  #ifPart(): IfPart {
    const { start } = this;
    this.next();
    const { initial, condition } = this.#ifHeader();
    return { start, initial, condition, then: this.#blockAfter('if clause') };
  }

  /** The block of a statement, behind what may be too much before it on its line. */
  #blockAfter(context: string): Block {
    if (this.token !== Token.openBrace) {
      this.unexpected(`, expected { after ${context}`);
      if (this.token !== Token.semicolon) {
        this.#skipToStatement();
      }
    }
    return this.parseBlock();
  }

  #ifHeader(): { initial: Statement | undefined; condition: Expression } {
    if (this.token === Token.openBrace) {
      this.errorAt(this.start, this.end, 'missing condition in if statement');
      return { initial: undefined, condition: this.badFrom(this.previousEnd) };
    }
    const level = this.expressionLevel;
    this.expressionLevel = -1;
    let initial = this.token === Token.semicolon ? undefined : this.parseSimple();
    let condition: Expression | undefined;
    if (this.token === Token.semicolon && this.#goesHeaderOn()) {
      const { start, end, isImplicit } = this;
      this.next();
      if (this.token !== Token.openBrace) {
        condition = this.#valueOf(this.parseSimple());
      } else if (!isImplicit) {
        this.errorAt(start, end, 'missing condition in if statement');
      } else {
        this.errorAt(start, end, 'unexpected newline, expected { after if clause');
        condition = this.#valueOf(initial);
        initial = condition === undefined ? initial : undefined;
      }
    } else {
      condition = this.#valueOf(initial);
      initial = condition === undefined ? initial : undefined;
    }
    this.expressionLevel = level;
    return { initial, condition: condition ?? this.badFrom(this.previousEnd) };
  }

  /** The value that a header's statement is; undefined, with a complaint, if it is none. */
  #valueOf(statement: Statement | undefined): Expression | undefined {
    if (statement === undefined || statement.kind === 'expression') {
      return statement?.expression;
    }
    const { start, end } = statement;
    const what = statement.kind === 'assignment' ? 'assignment ' : '';
    this.errorAt(start, end, `cannot use ${what}${this.text.slice(start, end)} as value`);
    return undefined;
  }

  #switch(): Switch | TypeSwitch {
    const { start } = this;
    this.next();
    let initial: Statement | undefined;
    let last: Statement | undefined;
    if (this.token !== Token.openBrace) {
      const level = this.expressionLevel;
      this.expressionLevel = -1;
      last = this.token === Token.semicolon ? undefined : this.parseSimple();
      if (this.token === Token.semicolon && this.#goesHeaderOn()) {
        this.next();
        initial = last;
        last = this.token === Token.openBrace ? undefined : this.parseSimple();
      }
      this.expressionLevel = level;
    }
    const guard = this.#typeSwitchGuard(last);
    const tag = guard === undefined ? this.#valueOf(last) : undefined;
    const clauses = this.#clauses('switch clause', () => this.#caseClause());
    const end = this.previousEnd;
    if (guard === undefined) {
      return { kind: 'switch', start, end, initial, tag, clauses };
    }
    const left = last?.kind === 'assignment' ? last.left[0] : undefined;
    const name = left?.kind === 'identifier' ? left : undefined;
    if (left !== undefined && name === undefined) {
      const shown = this.text.slice(left.start, left.end);
      this.errorAt(left.start, left.end, `invalid variable name ${shown} in type switch`);
    }
    return { kind: 'typeSwitch', start, end, initial, name, guard, clauses };
  }

  /**
   * Whether the semicolon at hand separates the parts of a header. A newline does if a block opens
   * before the next one; else the header is only half typed.
   */
  #goesHeaderOn(): boolean {
    return !this.isImplicit || this.opensBlockNext();
  }

  #typeSwitchGuard(statement: Statement | undefined): TypeAssertion | undefined {
    if (statement?.kind === 'expression') {
      return guardOf(statement.expression);
    }
    if (statement?.kind !== 'assignment' || statement.operator !== undefined) {
      return undefined;
    }
    const [right] = statement.right;
    const isSingle = statement.left.length === 1 && statement.right.length === 1;
    const guard = isSingle && right !== undefined ? guardOf(right) : undefined;
    if (guard !== undefined && !statement.isDefinition) {
      this.errorAt(statement.start, statement.end, 'unexpected =, expected :=');
    }
    return guard;
  }

  #clauses<Clause>(context: string, parse: () => Clause): readonly Clause[] {
    const clauses: Clause[] = [];
    if (this.token !== Token.openBrace) {
      this.unexpected(`, expected { after ${context}`);
      if (this.token !== Token.semicolon) {
        this.#skipToStatement();
      }
    }
    if (!this.accept(Token.openBrace)) {
      return clauses;
    }
    this.#openSwitches++;
    while (this.isInList(Token.closeBrace)) {
      clauses.push(parse());
    }
    this.#openSwitches--;
    this.expect(Token.closeBrace);
    return clauses;
  }

  #caseClause(): CaseClause {
    const { start } = this;
    const isDefault = this.token === Token.default;
    const expressions = this.#startsClause() && !isDefault ? this.parseExpressions() : EMPTY;
    const headerEnd = this.#colon(start);
    const body = this.parseStatements();
    const end = body[body.length - 1]?.end ?? headerEnd;
    return { kind: 'case', start, end, isDefault, headerEnd, expressions, body };
  }

  /** Goes past the keyword; statements that no case precedes are a clause without one. */
  #startsClause(): boolean {
    if (this.accept(Token.case) || this.accept(Token.default)) {
      return true;
    }
    this.unexpected(', expected case or default or }');
    return false;
  }

  /**
   * Goes past the colon of the clause at `start`, and what does not belong before it. Where it ends,
   * if nothing follows.
   */
  #colon(start: number): number {
    if (this.start === start) {
      return start;
    }
    if (this.token !== Token.colon) {
      this.unexpected(', expected :');
      while (this.token !== Token.colon && this.token !== Token.semicolon) {
        if (this.#endsStatements() || STARTS_STATEMENT[this.token] === 1) {
          return this.previousEnd;
        }
        this.next();
      }
    }
    this.next();
    return this.previousEnd;
  }

  #select(): Select {
    const { start } = this;
    this.next();
    const clauses = this.#clauses('select clause', () => this.#commClause());
    return { kind: 'select', start, end: this.previousEnd, clauses };
  }

  #commClause(): CommClause {
    const { start } = this;
    const isDefault = this.token === Token.default;
    const communication = this.#startsClause() && !isDefault ? this.parseSimple() : undefined;
    const colonEnd = this.#colon(start);
    const body = this.parseStatements();
    const end = body[body.length - 1]?.end ?? colonEnd;
    return { kind: 'comm', start, end, communication, body };
  }

  #for(): For | Range {
    const { start } = this;
    this.next();
    const level = this.expressionLevel;
    this.expressionLevel = -1;
    let initial: Statement | undefined;
    let condition: Expression | undefined;
    let post: Statement | undefined;
    let range: RangeHeader | undefined;
    if (this.token !== Token.openBrace) {
      if (this.token !== Token.semicolon) {
        const first = this.#rangeOrSimple();
        if ('operand' in first && !('kind' in first)) {
          range = first;
        } else {
          initial = first;
        }
      }
      if (range === undefined && this.token === Token.semicolon && this.#goesHeaderOn()) {
        this.next();
        if (this.token === Token.openBrace) {
          this.unexpected(', expected for loop condition');
        } else {
          condition =
            this.token === Token.semicolon ? undefined : this.#valueOf(this.parseSimple());
          this.expect(Token.semicolon);
        }
        post = this.token === Token.openBrace ? undefined : this.parseSimple();
      } else if (range === undefined) {
        condition = this.#valueOf(initial);
        initial = condition === undefined ? initial : undefined;
      }
    }
    this.expressionLevel = level;
    const body = this.#blockAfter('for clause');
    const { end } = body;
    return range === undefined
      ? { kind: 'for', start, end, initial, condition, post, body }
      : { kind: 'range', start, end, ...range, body };
  }

  #rangeOrSimple(): RangeHeader | Statement {
    if (this.token === Token.range) {
      return this.#range(EMPTY, false);
    }
    const left = this.parseExpressions();
    const isDefinition = this.token === Token.define;
    if ((isDefinition || this.token === Token.assign) && this.peek() === Token.range) {
      this.next();
      return this.#range(left, isDefinition);
    }
    return this.parseSimpleAfter(left);
  }

  #range(left: readonly Expression[], isDefinition: boolean): RangeHeader {
    const [key, value, more] = left;
    if (more !== undefined) {
      this.errorAt(more.start, more.end, 'range clause permits at most two iteration variables');
    }
    const rangeAt = this.start;
    this.next();
    return { key, value, isDefinition, rangeAt, operand: this.parseExpression() };
  }
}

function ifOf(part: IfPart, otherwise: Block | If | undefined, end: number): If {
  const { start, initial, condition, then } = part;
  return { kind: 'if', start, end, initial, condition, then, otherwise };
}

/** `x.(type)`, if that is what an expression is. */
function guardOf(expression: Expression): TypeAssertion | undefined {
  return expression.kind === 'assertion' && expression.type === undefined ? expression : undefined;
}
