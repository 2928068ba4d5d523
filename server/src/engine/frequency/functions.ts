/** How often a function's body runs as far as its declaration tells. */
import type { SyntaxNode } from '../syntax/cursor.ts';
import { isErrorType, lastName, receiverOf } from './names.ts';

/**
 * - `around`: with what is around it, as the body of a literal that is called where it stands;
 * - `call`: whenever somebody calls it, whatever is around it.
 */
export type Run = 'around' | 'call' | 'once' | 'miss' | 'error';

/** How often a function or top-level declaration runs; `undefined` of everything else. */
export function runOf(node: SyntaxNode, isInLoop: boolean): Run | undefined {
  switch (node.kind) {
    case 'func_literal':
      return literalRun(node);
    case 'function_declaration':
      return isStart(node, isInLoop) ? 'once' : makesErrors(node) ? 'error' : 'call';
    case 'method_declaration':
      return isErrorMethod(node) || makesErrors(node) ? 'error' : 'call';
    case 'var_declaration':
    case 'const_declaration':
      return isTopLevel(node) ? 'once' : undefined;
    default:
      return undefined;
  }
}

/** The loops of `init` are part of what runs once; those of `main` may be what the program does. */
function isStart(declaration: SyntaxNode, isInLoop: boolean): boolean {
  const name = declaration.get('name')?.text;
  return name === 'init' || (name === 'main' && !isInLoop && !hasParameters(declaration));
}

/** The text of an error is made for somebody who looks at it. */
function isErrorMethod(declaration: SyntaxNode): boolean {
  return declaration.get('name')?.text === 'Error' && !hasParameters(declaration);
}

const ERROR_FUNCTION = /(?:^(?:new|make|as|to)|New|Make|To)\w*Err(?:or)?/;

/** `newParseError(…) *ParseError`, `responseToError(…) error`: nothing comes of it but an error. */
function makesErrors(declaration: SyntaxNode): boolean {
  const result = declaration.get('result');
  const [only, ...more] = result?.kind === 'parameter_list' ? result.namedChildren : [result];
  const type = only?.kind === 'parameter_declaration' ? only.get('type') : only;
  return (
    more.length === 0 &&
    isErrorType(type) &&
    ERROR_FUNCTION.test(declaration.get('name')?.text ?? '')
  );
}

/** In a broken function a local declaration may be at the top of the tree, but not the first. */
function isTopLevel(declaration: SyntaxNode): boolean {
  const { parent } = declaration;
  return parent?.kind === 'source_file' && parent.namedChildren[0] === declaration;
}

function literalRun(literal: SyntaxNode): Run {
  const role = LITERAL_ROLES.find(({ holds }) => holds(literal));
  return role?.run ?? 'call';
}

const LITERAL_ROLES: readonly {
  readonly run: Run;
  readonly holds: (literal: SyntaxNode) => boolean;
}[] = [
  { run: 'around', holds: isCalledInPlace },
  { run: 'once', holds: isGivenToOnce },
  { run: 'miss', holds: isNewOfPool },
];

/** Also with `go` and `defer`: they are as often as the statement. */
function isCalledInPlace(literal: SyntaxNode): boolean {
  let node = literal;
  while (node.parent?.kind === 'parenthesized_expression') {
    node = node.parent;
  }
  return node.field === 'function' && node.parent?.kind === 'call_expression';
}

const ONCE_FUNCTIONS = new Set(['OnceFunc', 'OnceValue', 'OnceValues']);

/** `sync.OnceValue(func…)`, or `x.Do(func() {…})`: nothing else has a `Do` of this type. */
function isGivenToOnce(literal: SyntaxNode): boolean {
  const call = literal.parent?.kind === 'argument_list' ? literal.parent.parent : undefined;
  if (call?.kind !== 'call_expression') {
    return false;
  }
  const receiver = receiverOf(call);
  const name = lastName(call);
  if (name === 'Do') {
    const isOnly = literal.parent?.namedChildren.length === 1;
    const isPlain = !hasParameters(literal) && literal.get('result') === undefined;
    return receiver !== undefined && isOnly && isPlain;
  }
  return receiver?.text === 'sync' && ONCE_FUNCTIONS.has(name);
}

/** `sync.Pool{New: func…}` and `pool.New = func…`. */
function isNewOfPool(literal: SyntaxNode): boolean {
  const { parent } = literal;
  const outer = parent?.parent;
  if (hasParameters(literal) || literal.get('result') === undefined) {
    return false;
  }
  if (outer?.kind === 'keyed_element') {
    return outer.get('key')?.text === 'New' && isPool(outer.parent);
  }
  if (outer?.kind === 'assignment_statement' && parent !== undefined) {
    const target = outer.get('left')?.namedChildren[parent.namedChildren.indexOf(literal)];
    return target?.kind === 'selector_expression' && lastName(target) === 'New';
  }
  return false;
}

/** The type may be that of a list around it: `[2]sync.Pool{{New: f}}`. */
function isPool(body: SyntaxNode | undefined): boolean {
  let node = body;
  while (node?.kind === 'literal_value' || node?.kind === 'literal_element') {
    node = node.parent;
  }
  return node?.kind === 'composite_literal' && node.get('type')?.text.endsWith('Pool') === true;
}

function hasParameters(node: SyntaxNode): boolean {
  return (node.get('parameters')?.namedChildren.length ?? 0) > 0;
}

/** The type of the last result of the function that a node is in. */
export function lastResultType(node: SyntaxNode): SyntaxNode | undefined {
  let around: SyntaxNode | undefined = node;
  while (around !== undefined && !FUNCTIONS.has(around.kind)) {
    around = around.parent;
  }
  const result = around?.get('result');
  return result?.kind === 'parameter_list' ? result.namedChildren.at(-1)?.get('type') : result;
}

const FUNCTIONS = new Set(['function_declaration', 'method_declaration', 'func_literal']);
