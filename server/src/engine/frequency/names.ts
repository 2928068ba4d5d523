/** What a name says where no types are known: errors, functions that make them, ends of programs. */
import type { Call, Expression } from '../syntax/ast.ts';

/** `f` of `f(x)`, `a.f(x)` and `a.f[T](x)`; of other expressions and of types their last name. */
export function lastName(node: Expression | undefined): string {
  let inner = node;
  while (inner !== undefined) {
    switch (inner.kind) {
      case 'identifier':
        return inner.name;
      case 'selector':
        return inner.selector.name;
      case 'call':
        inner = inner.callee;
        break;
      case 'index':
      case 'star':
      case 'assertion':
      case 'slice':
      case 'unary':
      case 'parenthesized':
        inner = inner.operand;
        break;
      default:
        return '';
    }
  }
  return '';
}

/** Without the types of an instance: `f` of `f[T](x)`. */
function calleeOf({ callee }: Call): Expression {
  return callee.kind === 'index' ? callee.operand : callee;
}

/** `a` of `a.f(x)`. */
export function receiverOf(call: Call): Expression | undefined {
  const callee = calleeOf(call);
  return callee.kind === 'selector' ? callee.operand : undefined;
}

/** `f` of `f(x)` and `a.f` of `a.f(x)`; undefined of what is more than that. */
export function calleeName(call: Call): string | undefined {
  const callee = calleeOf(call);
  switch (callee.kind) {
    case 'identifier':
      return callee.name;
    case 'selector':
      return callee.operand.kind === 'identifier'
        ? `${callee.operand.name}.${callee.selector.name}`
        : undefined;
    default:
      return undefined;
  }
}

/** The first argument of `name(…)`, a builtin. */
export function argumentOf(node: Expression, name: string): Expression | undefined {
  return node.kind === 'call' && calleeName(node) === name ? node.arguments[0] : undefined;
}

/** By its name, which hardly anybody hides. */
export function isNil(node: Expression): boolean {
  return node.kind === 'identifier' && node.name === 'nil';
}

const ERROR_NAME = /^_?err(?:s|or|ors)?(?:$|[\dA-Z_])|(?:err|Err|error|Error)s?\d*$/;

/** Whether an expression's name tells that it is an error: `err`, `readErr`, `s.err`, `ctx.Err()`. */
export function isErrorNamed(node: Expression | undefined): boolean {
  const name = lastName(node);
  return ERROR_NAME.test(name) && !/stderr$/i.test(name);
}

/** Names of types whose values are errors. */
export function isErrorType(type: Expression | undefined): boolean {
  return /(?:^e|E)rr(?:or)?$/.test(lastName(type));
}

/** Not `newErrorHandler`, nor `NewErrorGroup`: those are made for errors that there may be. */
const ERROR_MAKER =
  /(?:^e|E)rr(?:or)?(?:f|ln|w|s|Msg|Message|Text)?$|^err[A-Z]|^[nN]ewErr(?:or)?(?=[A-Z])(?!\w*(?:er|or|Group|List|Set|Map|Chan|Channel|Func)$)/;
/** `log.AddErrorWithNotes(…)`, `MakeErrorWithNote(…)`. */
const REPORTER =
  /^(?:[aA]dd|[rR]eport|[mM]ake|[lL]og|[eE]mit|[rR]aise)\w*(?:Error|Warning)(?!\p{Ll})(?!\w*(?:er|or|Group|List|Set|Map|Chan|Channel|Func|Hook|Count|Codes?)$)/u;
/** `logger.Warnf(…)`: what is worth a warning is no usual way. */
const WARNING = /^Warn(?:f|ln|w|ing|ingf|ingln)?$/;
const LEVEL_OF_ERRORS =
  /^\w*Level(?:Warn(?:ing)?|Error|Fatal)$|^(?:Warn(?:ing)?|Error|Fatal)Level$/;
const LEVELS = /^\w*(?:log|logger|logging|severity|level)$/i;
const SEVERE = /^(?:Warn(?:ing)?|Error|Fatal)$/;
const ERROR_PACKAGE = /^(?:\w*errors|errs|errwrap)$/;
/** Whole words: `NoSuchKeyError` and `asyncError` make one. */
const QUESTION =
  /^(?:[nN]o(?=Err)|(?:[iI]s|[aA]s|[hH]as|[cC]heck|[mM]ust|[iI]gnore|[eE]xpect|[uU]nwrap|[cC]ause)(?!\p{Ll}))/u;
const ASSERTION_PACKAGE = /^(?:assert|require|must)$/;

/** `isRetryable(status)`, `assert.Equal(want, got)`: they only ask, or say what should be. */
export function isQuestion(call: Call): boolean {
  const from = receiverOf(call);
  return (
    QUESTION.test(lastName(call)) ||
    (from?.kind === 'identifier' && ASSERTION_PACKAGE.test(from.name))
  );
}

/**
 * Whether a function's name tells that it makes or reports an error: `fmt.Errorf`, `errors.New`,
 * `status.Error`, `badRequestError`, `t.Errorf`, `log.Warn`.
 */
export function isErrorMaker(call: Call): boolean {
  const name = lastName(call);
  const from = receiverOf(call);
  const receiver = from?.kind === 'identifier' ? from.name : '';
  return (
    !isQuestion(call) &&
    (ERROR_MAKER.test(name) ||
      REPORTER.test(name) ||
      ERROR_PACKAGE.test(receiver) ||
      (from !== undefined && WARNING.test(name)) ||
      call.arguments.some(isLevelOfErrors))
  );
}

/** `LogLevelError`, `zapcore.WarnLevel`, `logger.Warning`. */
function isLevelOfErrors(value: Expression): boolean {
  const name = lastName(value);
  return (
    LEVEL_OF_ERRORS.test(name) ||
    (value.kind === 'selector' &&
      value.operand.kind === 'identifier' &&
      LEVELS.test(value.operand.name) &&
      SEVERE.test(name))
  );
}

const ENDING_METHOD = /^(?:Fatal|Panic)(?:f|ln|w)?$/;
const ENDING_CALLS = new Set(['panic', 'os.Exit', 'syscall.Exit', 'runtime.Goexit']);

/** Whether a call does not come back: `panic`, `os.Exit`, `log.Fatal`, `t.Fatalf`. */
export function isEnding(node: Expression | undefined): boolean {
  if (node?.kind !== 'call') {
    return false;
  }
  const isMethod = receiverOf(node) !== undefined;
  const name = lastName(node);
  return (
    (isMethod && (ENDING_METHOD.test(name) || name === 'FailNow')) ||
    ENDING_CALLS.has(calleeName(node) ?? '')
  );
}
