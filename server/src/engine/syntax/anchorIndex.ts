/**
 * Which expression or variable the compiler means by a position. It reports each at one anchor, as
 * its parser saw it (cmd/compile/internal/syntax): a call at its parenthesis, a selector at its
 * dot, a binary expression at its operator, a variable where it is declared.
 */
import { clauseVariableAnchor } from './clauseVariable.ts';
import type { SyntaxNode, SyntaxTree } from './cursor.ts';

/** What a row of the compiler's log is about. */
export type AnchorRole = 'var' | 'param' | 'expr' | 'append' | 'zerocopy';

export type AnchoredKind =
  // Expressions.
  | 'address'
  | 'append'
  | 'assertion'
  | 'binary'
  | 'call'
  | 'closure'
  | 'composite'
  | 'conversion'
  | 'deref'
  | 'index'
  | 'literal'
  | 'make'
  | 'name'
  | 'new'
  | 'parenthesized'
  | 'receive'
  | 'selector'
  | 'slice'
  | 'unary'
  // What is declared. An iteration variable may be the parameter of a loop's hidden function.
  | 'function'
  | 'iteration'
  | 'parameter'
  | 'variable'
  // Statements, at which the compiler reports what they do unseen.
  | 'assignment'
  | 'range'
  | 'statement';

export interface AnchoredNode {
  readonly kind: AnchoredKind;
  /** The compiler's position. */
  readonly anchor: number;
  /** Range of the whole expression, name or statement. */
  readonly start: number;
  readonly end: number;
}

export interface FunctionRange {
  /** A function or method that is declared, or a function literal. */
  readonly kind: 'declaration' | 'closure';
  readonly start: number;
  readonly end: number;
  /** Of the opening brace; undefined for functions without body. */
  readonly bodyStart: number | undefined;
}

/** Offsets are of the declaration, as in its tree. */
export interface AnchorIndex {
  /** What is anchored at `offset`, the smallest first; only what a row of the role can mean. */
  at(offset: number, role?: AnchorRole): readonly AnchoredNode[];
  /** Expressions and declared names whose range contains or touches `offset`, smallest first. */
  covering(offset: number): readonly AnchoredNode[];
  /** Functions whose range contains `offset`, the innermost first. */
  functionsAt(offset: number): readonly FunctionRange[];
}

export function anchorIndex(tree: SyntaxTree): AnchorIndex {
  const collector = new Collector();
  collector.collect(tree.root);
  return new SortedAnchors(collector.anchors, collector.functions);
}

class SortedAnchors implements AnchorIndex {
  /** By anchor, then by size. */
  readonly #anchors: readonly AnchoredNode[];
  readonly #functions: readonly FunctionRange[];

  constructor(anchors: AnchoredNode[], functions: readonly FunctionRange[]) {
    this.#anchors = anchors.sort((one, other) => one.anchor - other.anchor || bySize(one, other));
    this.#functions = functions;
  }

  at(offset: number, role?: AnchorRole): readonly AnchoredNode[] {
    let low = 0;
    let high = this.#anchors.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#anchors[middle]?.anchor ?? 0) < offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    const found: AnchoredNode[] = [];
    for (let at = low; at < this.#anchors.length; at++) {
      const node = this.#anchors[at];
      if (node?.anchor !== offset) {
        break;
      }
      if (role === undefined || canPlay(node.kind, role)) {
        found.push(node);
      }
    }
    return found;
  }

  covering(offset: number): readonly AnchoredNode[] {
    return this.#anchors
      .filter(({ kind, start, end }) => start <= offset && offset <= end && !isStatement(kind))
      .sort(bySize);
  }

  functionsAt(offset: number): readonly FunctionRange[] {
    return this.#functions.filter(({ start, end }) => start <= offset && offset < end).sort(bySize);
  }
}

interface Range {
  readonly start: number;
  readonly end: number;
}

function bySize(one: Range, other: Range): number {
  return one.end - one.start - (other.end - other.start);
}

function isStatement(kind: AnchoredKind): boolean {
  return kind === 'assignment' || kind === 'range' || kind === 'statement';
}

function isDeclared(kind: AnchoredKind): boolean {
  return kind === 'variable' || kind === 'parameter' || kind === 'iteration';
}

/**
 * What the roles leave open: rows on an inlined callee's body are at the call, or at the `for` of
 * a loop over a function, whose state is a variable; those on an instance of a generic function
 * are at the function. `moved to heap: .autotmp_4` is of `new(value)`.
 */
function canPlay(kind: AnchoredKind, role: AnchorRole): boolean {
  const isAnywhere = kind === 'call' || kind === 'function';
  switch (role) {
    case 'var':
      return isDeclared(kind) || isAnywhere || kind === 'new' || kind === 'range';
    case 'param':
      return kind === 'parameter' || kind === 'iteration' || kind === 'function';
    case 'append':
      return kind === 'append' || isAnywhere || kind === 'range';
    case 'expr':
    case 'zerocopy':
      // `p does not escape` is said of parameters and of expressions.
      return kind !== 'variable';
  }
}

/** Functions that every Go file knows and that are conversions: `string(x)`. */
const PREDECLARED_TYPES = new Set(
  (
    'any bool byte complex64 complex128 error float32 float64 int int8 int16 int32 int64 rune ' +
    'string uint uint8 uint16 uint32 uint64 uintptr'
  ).split(' '),
);

const BUILTINS: ReadonlyMap<string, AnchoredKind> = new Map([
  ['append', 'append'],
  ['make', 'make'],
  ['new', 'new'],
]);

/** Kinds of nodes that are anchored where they start. */
const AT_START: ReadonlyMap<string, AnchoredKind> = new Map([
  ['false', 'literal'],
  ['float_literal', 'literal'],
  ['imaginary_literal', 'literal'],
  ['int_literal', 'literal'],
  ['interpreted_string_literal', 'literal'],
  ['iota', 'literal'],
  ['nil', 'literal'],
  ['raw_string_literal', 'literal'],
  ['rune_literal', 'literal'],
  ['true', 'literal'],
  ['func_literal', 'closure'],
  ['parenthesized_expression', 'parenthesized'],
  ['go_statement', 'statement'],
  ['defer_statement', 'statement'],
  ['return_statement', 'statement'],
  ['for_statement', 'range'],
]);

/** Kinds of nodes that are anchored at tokens of theirs. */
const AT_TOKEN: ReadonlyMap<string, readonly [kind: AnchoredKind, tokens: readonly string[]]> =
  new Map([
    ['selector_expression', ['selector', ['.']]],
    ['type_assertion_expression', ['assertion', ['.']]],
    ['index_expression', ['index', ['[']]],
    ['type_instantiation_expression', ['index', ['[']]],
    ['slice_expression', ['slice', ['[']]],
    ['short_var_declaration', ['assignment', [':=']]],
    ['inc_statement', ['assignment', ['++']]],
    ['dec_statement', ['assignment', ['--']]],
    ['send_statement', ['statement', ['<-']]],
    ['receive_statement', ['assignment', ['=', ':=']]],
    ['range_clause', ['range', ['range', '=', ':=']]],
    ['var_spec', ['assignment', ['=']]],
    ['type_switch_statement', ['statement', ['.']]],
  ]);

const UNARY: ReadonlyMap<string, AnchoredKind> = new Map([
  ['&', 'address'],
  ['*', 'deref'],
  ['<-', 'receive'],
]);

class Collector {
  readonly anchors: AnchoredNode[] = [];
  readonly functions: FunctionRange[] = [];

  /** Without recursion: an expression may be nested as deep as its text is long. */
  collect(root: SyntaxNode): void {
    const pending = [root];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      this.#visit(node);
      for (const child of node.children) {
        if (child.isNamed) {
          pending.push(child);
        }
      }
    }
  }

  #add(kind: AnchoredKind, anchor: number, { start, end }: Range): void {
    this.anchors.push({ kind, anchor, start, end });
  }

  #visit(node: SyntaxNode): void {
    const atStart = AT_START.get(node.kind);
    if (atStart !== undefined) {
      this.#add(atStart, node.start, node);
    }
    const atToken = AT_TOKEN.get(node.kind);
    if (atToken !== undefined) {
      this.#atTokens(node, ...atToken);
    }
    switch (node.kind) {
      case 'identifier':
        this.#add(declaredKind(node) ?? 'name', node.start, node);
        break;
      case 'unary_expression':
        this.#add(UNARY.get(node.get('operator')?.kind ?? '') ?? 'unary', node.start, node);
        break;
      case 'binary_expression':
        this.#add('binary', node.get('operator')?.start ?? node.start, node);
        break;
      case 'assignment_statement':
        this.#add('assignment', node.get('operator')?.start ?? node.start, node);
        break;
      case 'call_expression':
        this.#call(node);
        break;
      case 'type_conversion_expression':
        this.#conversion(node);
        break;
      case 'composite_literal':
        this.#add('composite', node.get('body')?.start ?? node.start, node);
        break;
      case 'literal_value':
        // The type of an element is left out: `{1, 2}`.
        if (node.parent?.kind !== 'composite_literal') {
          this.#add('composite', node.start, node);
        }
        break;
      case 'parameter_declaration':
      case 'variadic_parameter_declaration':
        if (node.get('name') === undefined) {
          this.#add(isResult(node) ? 'variable' : 'parameter', node.start, node);
        }
        break;
      case 'type_case':
      case 'default_case':
        this.#clauseVariable(node);
        break;
      case 'function_declaration':
      case 'method_declaration':
        this.#function(node, 'declaration');
        break;
      case 'func_literal':
        this.#function(node, 'closure');
        break;
      default:
        break;
    }
  }

  #atTokens(node: SyntaxNode, kind: AnchoredKind, tokens: readonly string[]): void {
    for (const child of node.children) {
      if (!child.isNamed && tokens.includes(child.kind)) {
        this.#add(kind, child.start, node);
      }
    }
  }

  #call(node: SyntaxNode): void {
    const callee = node.get('function');
    const name = callee?.kind === 'identifier' ? callee.text : '';
    const kind = BUILTINS.get(name) ?? (PREDECLARED_TYPES.has(name) ? 'conversion' : 'call');
    this.#add(kind, node.get('arguments')?.start ?? node.start, node);
    const types = node.get('type_arguments');
    if (callee !== undefined && types !== undefined) {
      this.#add('index', types.start, { start: callee.start, end: types.end });
    }
  }

  /** `[]byte(x)`, and also `f[i](x)`: the grammar cannot know whether that is a type's name. */
  #conversion(node: SyntaxNode): void {
    const type = node.get('type');
    const open = node.children.find((child) => child.kind === '(');
    if (type?.kind !== 'generic_type') {
      this.#add('conversion', open?.start ?? node.start, node);
      return;
    }
    this.#add('call', open?.start ?? node.start, node);
    this.#add('index', type.get('type_arguments')?.start ?? type.start, type);
    const callee = type.get('type');
    if (callee !== undefined) {
      const dot = callee.children.find((child) => child.kind === '.');
      this.#add(dot === undefined ? 'name' : 'selector', dot?.start ?? callee.start, callee);
    }
  }

  /** The variable of `switch x := y.(type)`, which each clause has for itself. */
  #clauseVariable(clause: SyntaxNode): void {
    const alias = clause.parent?.get('alias');
    if (alias !== undefined) {
      this.#add('variable', clauseVariableAnchor(clause), alias);
    }
  }

  #function(node: SyntaxNode, kind: FunctionRange['kind']): void {
    const { start, end } = node;
    this.functions.push({ kind, start, end, bodyStart: node.get('body')?.start });
    const name = node.get('name');
    if (name !== undefined) {
      // The compiler means what follows `func`.
      this.#add('function', node.get('receiver')?.start ?? name.start, name);
    }
    const result = node.get('result');
    if (result !== undefined && result.kind !== 'parameter_list') {
      this.#add('variable', result.start, result);
    }
  }
}

/** What an identifier declares, if it does: its place is then the variable's. */
function declaredKind({ field, parent }: SyntaxNode): AnchoredKind | undefined {
  switch (parent?.kind) {
    case 'parameter_declaration':
    case 'variadic_parameter_declaration':
      return field !== 'name' ? undefined : isResult(parent) ? 'variable' : 'parameter';
    case 'var_spec':
      return field === 'name' ? 'variable' : undefined;
    case 'expression_list':
      return declaredByList(parent);
    default:
      return undefined;
  }
}

/** Names on the left of a `:=` are declared by it, or set: the statement alone does not tell. */
function declaredByList({ field, parent }: SyntaxNode): AnchoredKind | undefined {
  if (field === 'alias') {
    return parent?.kind === 'type_switch_statement' ? 'variable' : undefined;
  }
  if (field !== 'left' || !parent?.children.some((child) => child.kind === ':=')) {
    return undefined;
  }
  return parent.kind === 'range_clause' ? 'iteration' : 'variable';
}

function isResult(parameter: SyntaxNode): boolean {
  return parameter.parent?.field === 'result';
}
