/** Where the compiler says that an expression is: syntax/parser.go and nodes.go (Go 1.26). */
import type { Expression } from './ast.ts';

/** Offset in the declaration. */
export function positionOf(syntax: Expression): number {
  switch (syntax.kind) {
    case 'composite':
      return syntax.openBrace;
    case 'call':
      return syntax.openParen;
    case 'index':
      return syntax.openBracket;
    case 'binary':
      return syntax.operatorStart;
    // The dot, or the bracket, follows at once what it stands behind.
    case 'selector':
    case 'slice':
    case 'assertion':
      return syntax.operand.end;
    default:
      return syntax.start;
  }
}
