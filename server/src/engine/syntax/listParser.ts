import { STARTS_EXPRESSION, STARTS_STATEMENT, Token } from './tokens.ts';
import { TreeBuilder } from './treeBuilder.ts';

/** Lists in brackets, and how to go on in those that are damaged. */
export abstract class ListParser extends TreeBuilder {
  /** Whether something of a list may follow, before its `closer`. */
  protected isInList(closer: number): boolean {
    return this.token !== closer && this.token !== Token.end;
  }

  /**
   * Between two things of the list whose bracket is at `open`: goes past the comma. Where one is
   * missing, what follows is taken for the next thing if it can be one. False at the list's end.
   */
  protected separate(open: number, closer: number, context: string): boolean {
    if (this.token === Token.comma) {
      this.next();
      return true;
    }
    if (this.token === closer) {
      return false;
    }
    if (this.#isClosedOnNextLine(closer)) {
      return false;
    }
    this.#complain(closer, context);
    return this.#resume(open);
  }

  /** The end of a list, whose `closer` may stand on the next line without a comma before it. */
  protected closeList(closer: number, context: string): void {
    if (this.token === closer) {
      this.next();
      return;
    }
    const isClosed = this.#isClosedOnNextLine(closer);
    this.#complain(closer, context);
    if (isClosed) {
      this.next();
      this.next();
    }
  }

  #complain(closer: number, context: string): void {
    const shown = closer === Token.closeParen ? ')' : closer === Token.closeBracket ? ']' : '}';
    this.unexpected(` in ${context}; possibly missing comma or ${shown}`);
  }

  #isClosedOnNextLine(closer: number): boolean {
    return this.token === Token.semicolon && this.isImplicit && this.peek() === closer;
  }

  /** Goes to where a damaged list goes on, if it does. */
  #resume(open: number): boolean {
    for (;;) {
      if (STARTS_EXPRESSION[this.token] === 1) {
        return true;
      }
      if (this.token === Token.comma) {
        this.next();
        return true;
      }
      if (this.token === Token.semicolon) {
        // Where a list has one thing a line, a newline is a comma that is not typed yet.
        const isManyLines = this.isImplicit && this.text.slice(open, this.start).includes('\n');
        if (!isManyLines || STARTS_EXPRESSION[this.peek()] !== 1) {
          return false;
        }
        this.next();
        return true;
      }
      if (this.#endsList()) {
        return false;
      }
      this.next();
    }
  }

  #endsList(): boolean {
    switch (this.token) {
      case Token.end:
      case Token.closeParen:
      case Token.closeBracket:
      case Token.openBrace:
      case Token.closeBrace:
      case Token.define:
      case Token.case:
      case Token.default:
      case Token.import:
      case Token.package:
        return true;
      default:
        return STARTS_STATEMENT[this.token] === 1;
    }
  }

  /**
   * After a field, a method, a specification or the like, which started at `before`: goes past its
   * semicolon, and past what does not belong there.
   */
  protected endMember(before: number, closer: number, context: string): void {
    if (this.token !== Token.semicolon && this.token !== closer) {
      this.unexpected(`, expected semicolon, newline, or ${context}`);
      this.#skipToMember(closer, before);
    }
    if (this.token === Token.semicolon) {
      this.next();
    }
  }

  /** To the next semicolon or closer that is not inside brackets. */
  #skipToMember(closer: number, before: number): void {
    let depth = 0;
    while (this.token !== Token.end) {
      switch (this.token) {
        case Token.openParen:
        case Token.openBracket:
        case Token.openBrace:
          depth++;
          break;
        case Token.closeParen:
        case Token.closeBracket:
        case Token.closeBrace:
          if (depth === 0 && this.token === closer) {
            return;
          }
          depth = Math.max(0, depth - 1);
          break;
        case Token.semicolon:
          if (depth === 0 && this.start > before) {
            return;
          }
          break;
      }
      this.next();
    }
  }
}
