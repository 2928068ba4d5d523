/** How often a function's body runs as far as its declaration tells. */
import type {
  Expression,
  FunctionDeclaration,
  FunctionLiteral,
  FunctionType,
} from '../syntax/ast.ts';
import { type DeclarationTree, textOf } from '../syntax/declarationTree.ts';
import type { Enclosed } from '../syntax/enclosed.ts';
import { isErrorType, lastName, receiverOf } from './names.ts';
import { isName, targetOf } from './statements.ts';

/**
 * - `around`: with what is around it, as the body of a literal that is called where it stands;
 * - `call`: whenever somebody calls it, whatever is around it.
 */
export type Run = 'around' | 'call' | 'once' | 'miss' | 'error';

/** How often a function or top-level declaration runs; `undefined` of everything else. */
export function runOf(
  tree: DeclarationTree,
  enclosed: Enclosed,
  isInLoop: boolean,
): Run | undefined {
  const { node, around } = enclosed;
  switch (node.kind) {
    case 'function':
      return literalRun(tree, node, around);
    case 'func':
      return declaredRun(node, isInLoop);
    case 'var':
    case 'const':
      return around === undefined ? 'once' : undefined;
    default:
      return undefined;
  }
}

function declaredRun(declaration: FunctionDeclaration, isInLoop: boolean): Run {
  const isMethod = declaration.receiver !== undefined;
  if (!isMethod && isStart(declaration, isInLoop)) {
    return 'once';
  }
  const isOfError =
    isErrorText(declaration) ||
    makesErrors(declaration) ||
    toldOfError(declaration) ||
    failsWith(declaration);
  return isOfError ? 'error' : 'call';
}

/** The loops of `init` are part of what runs once; those of `main` may be what the program does. */
function isStart({ name: { name }, type }: FunctionDeclaration, isInLoop: boolean): boolean {
  return name === 'init' || (name === 'main' && !isInLoop && !hasParameters(type));
}

/** The text of an error is made for somebody who looks at it: `Error`, and what else errors say of themselves. */
function isErrorText({ name: { name }, receiver, type }: FunctionDeclaration): boolean {
  if (receiver === undefined || hasParameters(type)) {
    return false;
  }
  const [only, ...more] = type.results;
  const isText = more.length === 0 && isName(only?.type, 'string');
  return name === 'Error' || (isText && isErrorType(receiver.type));
}

const ERROR_FUNCTION = /(?:^(?:new|make|as|to)|New|Make|To)\w*Err(?:or)?/;

/** `newParseError(…) *ParseError`, `responseToError(…) error`: nothing comes of it but an error. */
function makesErrors({ name: { name }, type: { results } }: FunctionDeclaration): boolean {
  const [only, ...more] = results;
  return (
    only !== undefined && more.length === 0 && isErrorType(only.type) && ERROR_FUNCTION.test(name)
  );
}

const TOLD = /Err(?:or)?(?:$|[A-Z])/;

/**
 * `wrapOAuthError(err error, name string) error`, `convertParseError(e *ParseError) *Error`: what is given an error,
 * gives nothing but an error, and is named so, returns at once where there is none.
 */
function toldOfError({ name: { name }, type }: FunctionDeclaration): boolean {
  const [only, ...more] = type.results;
  return (
    more.length === 0 &&
    isErrorType(only?.type) &&
    TOLD.test(name) &&
    type.parameters.some((parameter) => isErrorType(parameter.type))
  );
}

/** `failBufferedRecords(err error)`, `errUnexpected(what string)`: there is an error already. */
function failsWith({ name: { name }, type }: FunctionDeclaration): boolean {
  return (
    /^err(?=\p{Lu})/u.test(name) ||
    (/^[fF]ail(?=\p{Lu}|$)/u.test(name) &&
      type.parameters.some((parameter) => isName(parameter.type, 'error')))
  );
}

/** `proxy.ErrorHandler = func(…, err error) {…}`, `OnError: func(err error) {…}`. */
function isErrorHandler(literal: FunctionLiteral, around: Enclosed | undefined): boolean {
  if (!literal.type.parameters.some((parameter) => isName(parameter.type, 'error'))) {
    return false;
  }
  switch (around?.node.kind) {
    case 'composite':
      return TOLD.test(lastName(around.node.elements.find(({ value }) => value === literal)?.key));
    case 'assignment':
      return TOLD.test(lastName(targetOf(around.node, literal)));
    default:
      return false;
  }
}

function literalRun(
  tree: DeclarationTree,
  literal: FunctionLiteral,
  around: Enclosed | undefined,
): Run {
  if (isCalledInPlace(literal, around)) {
    return 'around';
  }
  if (isGivenToOnce(literal, around)) {
    return 'once';
  }
  if (isErrorHandler(literal, around)) {
    return 'error';
  }
  return isNewOfPool(tree, literal, around) ? 'miss' : 'call';
}

/** Also with `go` and `defer`: they are as often as the statement. */
function isCalledInPlace(literal: FunctionLiteral, around: Enclosed | undefined): boolean {
  let node: Expression = literal;
  let outer = around;
  for (; outer?.node.kind === 'parenthesized'; outer = outer.around) {
    ({ node } = outer);
  }
  return outer?.node.kind === 'call' && outer.node.callee === node;
}

const ONCE_FUNCTIONS = new Set(['OnceFunc', 'OnceValue', 'OnceValues']);

/** `sync.OnceValue(func…)`, or `x.Do(func() {…})`: nothing else has a `Do` of this type. */
function isGivenToOnce(literal: FunctionLiteral, around: Enclosed | undefined): boolean {
  const call = around?.node;
  if (call?.kind !== 'call' || !call.arguments.includes(literal)) {
    return false;
  }
  const receiver = receiverOf(call);
  const name = lastName(call);
  if (name === 'Do') {
    const isPlain = !hasParameters(literal.type) && literal.type.results.length === 0;
    return receiver !== undefined && call.arguments.length === 1 && isPlain;
  }
  return isName(receiver, 'sync') && ONCE_FUNCTIONS.has(name);
}

/** `sync.Pool{New: func…}` and `pool.New = func…`. */
function isNewOfPool(
  tree: DeclarationTree,
  literal: FunctionLiteral,
  around: Enclosed | undefined,
): boolean {
  if (hasParameters(literal.type) || literal.type.results.length === 0) {
    return false;
  }
  switch (around?.node.kind) {
    case 'composite': {
      const element = around.node.elements.find(({ value }) => value === literal);
      return isName(element?.key, 'New') && isPool(tree, around);
    }
    case 'assignment': {
      const target = targetOf(around.node, literal);
      return target?.kind === 'selector' && lastName(target) === 'New';
    }
    default:
      return false;
  }
}

/** The type may be that of a list around it: `[2]sync.Pool{{New: f}}`. */
function isPool(tree: DeclarationTree, literal: Enclosed): boolean {
  let at: Enclosed | undefined = literal;
  while (at?.node.kind === 'composite' && at.node.type === undefined) {
    at = at.around;
  }
  const type = at?.node.kind === 'composite' ? at.node.type : undefined;
  return type !== undefined && textOf(tree, type).endsWith('Pool');
}

function hasParameters({ parameters }: FunctionType): boolean {
  return parameters.length > 0;
}

/** The type of the last result of the function that a part is in. */
export function lastResultType(part: Enclosed): Expression | undefined {
  for (let at: Enclosed | undefined = part; at !== undefined; at = at.around) {
    if (at.node.kind === 'func' || at.node.kind === 'function') {
      return at.node.type.results.at(-1)?.type;
    }
  }
  return undefined;
}
