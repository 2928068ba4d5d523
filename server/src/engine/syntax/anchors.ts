/**
 * Where the compiler reports each expression: at one place, which for most is not their first
 * character. A call is reported at its `(`, a selector at its `.`, a sum at its `+`.
 */
import { clauseVariableAnchor } from './clauseVariable.ts';
import type { SyntaxNode, SyntaxTree } from './cursor.ts';
import { localNames } from './names.ts';

/** A piece of source, and the place at which the compiler says what it knows of it. */
export interface AnchoredExpression {
  readonly anchor: number;
  readonly start: number;
  readonly end: number;
  readonly kind: AnchorKind;
  /** Of a function literal, whose own end is that of its signature. */
  readonly bodyEnd?: number;
}

/**
 * - `name`: a name that is declared or used, at its own place;
 * - `use`: a local name, at the place of the variable it stands for;
 * - `declaration`: the name of a function or method that is declared;
 * - `literal`: a number, string or other constant;
 * - `call`: also `make`, `new`, `append`, and a conversion as a value that is boxed;
 * - `conversion`: what a conversion itself allocates, at the place of its operand;
 * - `composite`: `T{…}`, and `{…}` where the type is understood;
 * - `statement`: one that boxes results of a call or makes a closure: an assignment, `return`, `for`
 *   over a function, and so on;
 * - `keyword`: of `go` and `defer`, for what the statement itself costs.
 */
export type AnchorKind =
  | 'name'
  | 'use'
  | 'declaration'
  | 'literal'
  | 'selector'
  | 'index'
  | 'slice'
  | 'assertion'
  | 'call'
  | 'conversion'
  | 'composite'
  | 'function'
  | 'unary'
  | 'binary'
  | 'parenthesized'
  | 'statement'
  | 'keyword';

/** Everything that the compiler may speak of, in the order of the tree, and then the uses. */
export function anchorsOf(tree: SyntaxTree): AnchoredExpression[] {
  const anchors: AnchoredExpression[] = [];
  const pending: SyntaxNode[] = [tree.root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    addAnchors(node, anchors);
    for (const child of node.children.toReversed()) {
      if (child.isNamed) {
        pending.push(child);
      }
    }
  }
  for (const { start, end, declaration } of localNames(tree)) {
    if (declaration !== start) {
      anchors.push({ anchor: declaration, start, end, kind: 'use' });
    }
  }
  return anchors;
}

/**
 * Those that hold `offset`, smallest first. In the body of a function literal nothing that is
 * around the literal holds it. A name that ends at `offset` comes last.
 */
export function expressionsAt(
  anchors: readonly AnchoredExpression[],
  offset: number,
): AnchoredExpression[] {
  let around = -1;
  const touching: AnchoredExpression[] = [];
  const holding: AnchoredExpression[] = [];
  for (const each of anchors) {
    const { kind, start, end, bodyEnd } = each;
    if (bodyEnd !== undefined && end <= offset && offset < bodyEnd) {
      around = Math.max(around, start);
    } else if (start <= offset && offset < end) {
      holding.push(each);
    } else if (end === offset && (kind === 'name' || kind === 'use')) {
      touching.push(each);
    }
  }
  // The sort is stable: a name's own place comes before that of its declaration.
  return [
    ...holding
      .filter(({ start }) => start > around)
      .sort((one, other) => one.end - one.start - (other.end - other.start)),
    ...touching,
  ];
}

function addAnchors(node: SyntaxNode, anchors: AnchoredExpression[]): void {
  const kind = KINDS[node.kind];
  if (kind === undefined) {
    return;
  }
  const anchor = anchorOf(node);
  if (anchor === undefined) {
    return;
  }
  if (kind === 'declaration' || kind === 'keyword') {
    const { start, end } = (kind === 'keyword' ? node.children[0] : node.get('name')) ?? node;
    anchors.push({ anchor, start, end, kind });
    return;
  }
  const body = BODIED.has(node.kind) ? node.get('body') : undefined;
  anchors.push({
    anchor,
    start: node.kind === 'literal_value' ? literalStart(node) : node.start,
    end: body?.start ?? clauseHeaderEnd(node) ?? node.end,
    kind,
    ...(kind === 'function' && body !== undefined ? { bodyEnd: body.end } : {}),
  });
  const operand = conversionOperand(node);
  const operandAnchor = operand && anchorOf(operand);
  if (operandAnchor !== undefined) {
    anchors.push({ anchor: operandAnchor, start: node.start, end: node.end, kind: 'conversion' });
  }
}

/** By the kind of a node. */
const KINDS: Readonly<Record<string, AnchorKind>> = {
  identifier: 'name',
  blank_identifier: 'name',
  type_case: 'name',
  default_case: 'name',
  int_literal: 'literal',
  float_literal: 'literal',
  imaginary_literal: 'literal',
  rune_literal: 'literal',
  interpreted_string_literal: 'literal',
  raw_string_literal: 'literal',
  nil: 'literal',
  true: 'literal',
  false: 'literal',
  iota: 'literal',
  selector_expression: 'selector',
  type_assertion_expression: 'assertion',
  index_expression: 'index',
  function_declaration: 'declaration',
  method_declaration: 'declaration',
  type_arguments: 'index',
  type_instantiation_expression: 'index',
  slice_expression: 'slice',
  call_expression: 'call',
  type_conversion_expression: 'call',
  literal_value: 'composite',
  func_literal: 'function',
  unary_expression: 'unary',
  binary_expression: 'binary',
  parenthesized_expression: 'parenthesized',
  assignment_statement: 'statement',
  short_var_declaration: 'statement',
  send_statement: 'statement',
  receive_statement: 'statement',
  return_statement: 'statement',
  for_statement: 'statement',
  go_statement: 'keyword',
  defer_statement: 'keyword',
};

/** What these say is not said of their body. */
const BODIED = new Set(['func_literal', 'for_statement']);

/** Where the compiler reports a node, if it is one that it reports. */
export function anchorOf(node: SyntaxNode): number | undefined {
  switch (node.kind) {
    case 'selector_expression':
    case 'type_assertion_expression':
      return tokenIn(node, '.');
    case 'index_expression':
    case 'slice_expression':
    case 'type_arguments':
    case 'type_instantiation_expression':
      return tokenIn(node, '[');
    case 'call_expression':
      return node.get('arguments')?.start;
    case 'type_conversion_expression':
      return tokenIn(node, '(');
    case 'composite_literal':
      return node.get('body')?.start;
    case 'binary_expression':
    case 'assignment_statement':
      return node.get('operator')?.start;
    case 'short_var_declaration':
      return tokenIn(node, ':=');
    case 'send_statement':
      return tokenIn(node, '<-');
    case 'receive_statement':
      return tokenIn(node, ':=') ?? tokenIn(node, '=');
    case 'function_declaration':
    case 'method_declaration':
      // What follows `func`.
      return (node.get('receiver') ?? node.get('name'))?.start;
    case 'type_case':
    case 'default_case':
      return clauseVariableAnchor(node);
    default:
      return node.start;
  }
}

/** A clause of a switch stands for the variable that it has for itself, and not for its body. */
function clauseHeaderEnd(node: SyntaxNode): number | undefined {
  const isClause = node.kind === 'type_case' || node.kind === 'default_case';
  return isClause ? node.children.find(({ kind }) => kind === ':')?.end : undefined;
}

function literalStart(body: SyntaxNode): number {
  return body.parent?.kind === 'composite_literal' ? body.parent.start : body.start;
}

/** The operand of what is a conversion for certain: `[]byte(s)`, `(*T)(p)`, `string(b)`. */
function conversionOperand(node: SyntaxNode): SyntaxNode | undefined {
  if (node.kind === 'type_conversion_expression') {
    // `f[int](x)` looks the same.
    return node.get('type')?.kind === 'generic_type' ? undefined : node.get('operand');
  }
  if (node.kind === 'call_expression') {
    const callee = node.get('function');
    const isType = callee?.kind === 'identifier' && PREDECLARED.has(callee.text);
    return isType ? node.get('arguments')?.namedChildren[0] : undefined;
  }
  return undefined;
}

/** Types whose values a conversion to them may have to copy or box. */
const PREDECLARED = new Set(['string', 'any', 'error']);

function tokenIn(node: SyntaxNode, token: string): number | undefined {
  return node.children.find(({ kind }) => kind === token)?.start;
}
