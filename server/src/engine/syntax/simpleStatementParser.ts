import type {
  Assignment,
  BinaryOperator,
  Branch,
  Defer,
  Expression,
  Go,
  Statement,
} from './ast.ts';
import { SpecParser } from './specParser.ts';
import { ASSIGNING, binaryOperator, Token } from './tokens.ts';
import { unparenthesized } from './treeBuilder.ts';

/** Statements without statements in them. */
export abstract class SimpleStatementParser extends SpecParser {
  protected parseSimple(): Statement {
    return this.parseSimpleAfter(this.parseExpressions());
  }

  /** What follows the expressions that it begins with. */
  protected parseSimpleAfter(left: readonly Expression[]): Statement {
    const { token } = this;
    const [first] = left;
    const start = first?.start ?? this.start;
    if (token === Token.define || token === Token.assign) {
      return this.#assignment(start, left, undefined, token === Token.define);
    }
    if (token >= Token.plusAssign && token <= Token.andNotAssign) {
      return this.#assignment(start, left, binaryOperator(token - ASSIGNING), false);
    }
    if (first === undefined) {
      return { kind: 'bad', start, end: start };
    }
    if (left.length > 1) {
      this.unexpected(', expected := or = or comma');
    }
    switch (token) {
      case Token.arrow: {
        const arrow = this.start;
        this.next();
        const value = this.parseExpression();
        return { kind: 'send', start, end: value.end, arrow, channel: first, value };
      }
      case Token.increment:
      case Token.decrement: {
        this.next();
        const operator = token === Token.increment ? '++' : '--';
        return { kind: 'increment', start, end: this.previousEnd, operator, operand: first };
      }
      default:
        return { kind: 'expression', start, end: first.end, expression: first };
    }
  }

  #assignment(
    start: number,
    left: readonly Expression[],
    operator: BinaryOperator | undefined,
    isDefinition: boolean,
  ): Assignment {
    const operatorStart = this.start;
    this.next();
    const right = this.parseExpressions();
    const end = right[right.length - 1]?.end ?? this.previousEnd;
    return { kind: 'assignment', start, end, isDefinition, operator, operatorStart, left, right };
  }

  protected parseGoOrDefer(): Go | Defer {
    const { start } = this;
    const kind = this.token === Token.go ? 'go' : 'defer';
    this.next();
    const operand = this.parseExpression();
    const call = unparenthesized(operand);
    if (call.kind !== 'call' && call.kind !== 'bad') {
      this.errorAt(operand.start, operand.end, `expression in ${kind} must be function call`);
    } else if (call !== operand) {
      const message = `expression in ${kind} must not be parenthesized`;
      this.errorAt(operand.start, operand.end, message);
    }
    return { kind, start, end: operand.end, call };
  }

  protected parseBranch(keyword: Branch['keyword']): Branch {
    const { start } = this;
    this.next();
    const mayHaveLabel = keyword !== 'fallthrough' && this.token === Token.name;
    const label = keyword === 'goto' || mayHaveLabel ? this.parseName() : undefined;
    return { kind: 'branch', start, end: this.previousEnd, keyword, label };
  }
}
