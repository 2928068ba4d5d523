/** What a name says where no types are known: errors, functions that make them, ends of programs. */
import type { SyntaxNode } from '../syntax/cursor.ts';
import { bare } from './statements.ts';

/** `f` of `f(x)`, `a.f(x)` and `a.f[T](x)`; of other expressions their last name. */
export function lastName(node: SyntaxNode | undefined): string {
  switch (node?.kind) {
    case 'identifier':
    case 'type_identifier':
    case 'field_identifier':
      return node.text;
    case 'selector_expression':
      return node.get('field')?.text ?? '';
    case 'qualified_type':
      return node.get('name')?.text ?? '';
    case 'generic_type':
    case 'pointer_type':
      return lastName(node.namedChildren[0]);
    case 'call_expression':
      return lastName(node.get('function'));
    case 'index_expression':
    case 'type_assertion_expression':
    case 'slice_expression':
    case 'unary_expression':
      return lastName(node.get('operand'));
    case 'parenthesized_expression':
      return lastName(bare(node));
    default:
      return '';
  }
}

/** `a` of `a.f(x)`. */
export function receiverOf(call: SyntaxNode): SyntaxNode | undefined {
  const callee = call.get('function');
  return callee?.kind === 'selector_expression' ? callee.get('operand') : undefined;
}

/** The first argument of `name(…)`, a builtin. */
export function argumentOf(node: SyntaxNode, name: string): SyntaxNode | undefined {
  const isCall = node.kind === 'call_expression' && node.get('function')?.text === name;
  return isCall ? node.get('arguments')?.namedChildren[0] : undefined;
}

const ERROR_NAME = /^_?err(?:s|or|ors)?(?:$|[\dA-Z_])|(?:err|Err|error|Error)s?\d*$/;

/** Whether an expression's name tells that it is an error: `err`, `readErr`, `s.err`, `ctx.Err()`. */
export function isErrorNamed(node: SyntaxNode | undefined): boolean {
  const name = lastName(node);
  return ERROR_NAME.test(name) && !/stderr$/i.test(name);
}

/** Names of types whose values are errors. */
export function isErrorType(type: SyntaxNode | undefined): boolean {
  return /(?:^e|E)rr(?:or)?$/.test(lastName(type));
}

const ERROR_MAKER = /(?:^e|E)rr(?:or)?(?:f|ln|w|s)?$|^err[A-Z]/;
const ERROR_PACKAGE = /^(?:\w*errors|errs|errwrap)$/;
const QUESTION = /^(?:no|is|as|has|check|must|ignore|expect|unwrap|cause)/i;
const ASSERTION_PACKAGE = /^(?:assert|require|must)$/;

/**
 * Whether a function's name tells that it makes or reports an error: `fmt.Errorf`, `errors.New`,
 * `status.Error`, `badRequestError`, `t.Errorf`.
 */
export function isErrorMaker(call: SyntaxNode): boolean {
  const name = lastName(call);
  const receiver = receiverOf(call)?.text ?? '';
  return (
    !QUESTION.test(name) &&
    !ASSERTION_PACKAGE.test(receiver) &&
    (ERROR_MAKER.test(name) || ERROR_PACKAGE.test(receiver))
  );
}

const ENDING_METHOD = /^(?:Fatal|Panic)(?:f|ln|w)?$/;
const ENDING_CALLS = new Set(['panic', 'os.Exit', 'syscall.Exit', 'runtime.Goexit']);

/** Whether a call does not come back: `panic`, `os.Exit`, `log.Fatal`, `t.Fatalf`. */
export function isEnding(node: SyntaxNode | undefined): boolean {
  const callee = node?.kind === 'call_expression' ? node.get('function') : undefined;
  if (callee === undefined) {
    return false;
  }
  return callee.kind === 'selector_expression'
    ? ENDING_METHOD.test(lastName(callee)) ||
        lastName(callee) === 'FailNow' ||
        ENDING_CALLS.has(callee.text)
    : callee.text === 'panic';
}
