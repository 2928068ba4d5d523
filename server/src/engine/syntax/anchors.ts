/**
 * Where the compiler reports each expression: at one place, which for most is not their first
 * character. A call is reported at its `(`, a selector at its `.`, a sum at its `+`.
 */
import type { Call, Expression, TypeSwitch } from './ast.ts';
import { clauseVariableAnchor } from './clauseVariable.ts';
import type { DeclarationTree } from './declarationTree.ts';
import { localNames } from './names.ts';
import { positionOf } from './positions.ts';
import { skipGap } from './scanner.ts';
import { type AstNode, forEachNodeIn } from './walk.ts';

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

/** Everything that the compiler may speak of, in the order of the text, and then the uses. */
export function anchorsOf(tree: DeclarationTree): AnchoredExpression[] {
  const anchors = new Anchors(tree.text);
  forEachNodeIn(tree.parsed, (node) => {
    anchors.add(node);
  });
  for (const { start, end, declaration } of localNames(tree.parsed)) {
    if (declaration.at !== start) {
      anchors.found.push({ anchor: declaration.at, start, end, kind: 'use' });
    }
  }
  return anchors.found;
}

const NAMES = new Set<AnchorKind>(['name', 'use', 'declaration']);

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
    } else if (end === offset && NAMES.has(kind)) {
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

class Anchors {
  readonly found: AnchoredExpression[] = [];
  readonly #text: string;
  /** Of types and of names that stand for nothing by themselves nothing is said. */
  readonly #silent = new Set<AstNode>();

  constructor(text: string) {
    this.#text = text;
  }

  /** Nodes come parents first. */
  add(node: AstNode): void {
    const isSilent = this.#silent.has(node);
    for (const part of isSilent ? partsOfType(node) : silentPartsOf(node)) {
      if (part) {
        this.#silent.add(part);
      }
    }
    if (isSilent) {
      return;
    }
    const { start, end } = node;
    switch (node.kind) {
      case 'identifier':
        this.#push(CONSTANTS.has(node.name) ? 'literal' : 'name', start, start, end);
        return;
      case 'func': {
        const { name } = node;
        // What follows the keyword.
        this.#push('declaration', skipGap(this.#text, start + 'func'.length), name.start, name.end);
        return;
      }
      case 'function':
        this.found.push({
          anchor: start,
          start,
          end: node.body.start,
          kind: 'function',
          bodyEnd: node.body.end,
        });
        return;
      case 'for':
      case 'range':
        this.#push('statement', start, start, node.body.start);
        return;
      case 'go':
      case 'defer':
        this.#push('keyword', start, start, start + node.kind.length);
        return;
      case 'return':
        this.#push('statement', start, start, end);
        return;
      case 'assignment':
        this.#push('statement', node.operatorStart, start, end);
        return;
      case 'send':
        this.#push('statement', node.arrow, start, end);
        return;
      case 'typeSwitch':
        this.#addClauses(node);
        return;
      default:
        this.#addExpression(node);
    }
  }

  #addExpression(node: AstNode): void {
    const kind = EXPRESSION_KINDS[node.kind];
    if (kind === undefined || !('id' in node)) {
      return;
    }
    this.#push(kind, positionOf(node), node.start, node.end);
    const operand = node.kind === 'call' ? conversionOperand(node) : undefined;
    if (operand !== undefined) {
      this.#push('conversion', positionOf(operand), node.start, node.end);
    }
  }

  /** A clause stands for the variable that it has for itself, and not for its body. */
  #addClauses({ name, clauses }: TypeSwitch): void {
    for (const clause of name === undefined ? [] : clauses) {
      this.#push('name', clauseVariableAnchor(clause), clause.start, clause.headerEnd);
    }
  }

  #push(kind: AnchorKind, anchor: number, start: number, end: number): void {
    this.found.push({ anchor, start, end, kind });
  }
}

/** Predeclared names of constants; what hides them is treated no differently. */
const CONSTANTS = new Set(['nil', 'true', 'false', 'iota']);

const EXPRESSION_KINDS: Readonly<Partial<Record<AstNode['kind'], AnchorKind>>> = {
  literal: 'literal',
  composite: 'composite',
  parenthesized: 'parenthesized',
  selector: 'selector',
  index: 'index',
  slice: 'slice',
  assertion: 'assertion',
  call: 'call',
  star: 'unary',
  unary: 'unary',
  binary: 'binary',
};

/** Parts of an expression or statement that are types, or names of fields and labels. */
function silentPartsOf(node: AstNode): readonly (AstNode | undefined)[] {
  switch (node.kind) {
    case 'selector':
      return [node.selector];
    case 'branch':
    case 'labeled':
      return [node.label];
    case 'composite':
    case 'assertion':
      return [node.type];
    case 'var':
    case 'const':
      return node.specs.map(({ type }) => type);
    case 'type':
      return node.specs.flatMap(({ name, type }) => [name, type]);
    case 'func':
      return [...(node.receiver ? [node.receiver.type] : []), node.name];
    case 'typeSwitch':
      return node.clauses.flatMap(({ expressions }) => expressions.filter(isNoNil));
    case 'import':
      return node.specs.flatMap(({ name, path }) => [name, path]);
    case 'package':
      return [node.name];
    default:
      return partsOfTypeLiteral(node);
  }
}

function isNoNil(type: Expression): boolean {
  return type.kind !== 'identifier' || type.name !== 'nil';
}

/** Parts of a type that are types, or names that are seen nowhere. */
function partsOfType(type: AstNode): readonly (AstNode | undefined)[] {
  switch (type.kind) {
    case 'parenthesized':
    case 'star':
    case 'unary':
      return [type.operand];
    case 'binary':
      return [type.left, type.right];
    case 'selector':
      return [type.operand, type.selector];
    case 'index':
      return [type.operand, ...type.indices];
    default:
      return partsOfTypeLiteral(type);
  }
}

function partsOfTypeLiteral(type: AstNode): readonly (AstNode | undefined)[] {
  switch (type.kind) {
    case 'arrayType':
    case 'channelType':
    case 'ellipsis':
      return [type.element];
    case 'mapType':
      return [type.key, type.value];
    case 'structType':
      return type.fields.flatMap(({ names, type: fieldType, tag }) => [...names, fieldType, tag]);
    case 'interfaceType':
      return [...type.methods.flatMap((method) => [method.name, method.type]), ...type.embedded];
    case 'functionType':
      return [
        ...type.typeParameters.map(({ constraint }) => constraint),
        ...[...type.parameters, ...type.results].map((parameter) => parameter.type),
      ];
    default:
      return [];
  }
}

/** The operand of what is a conversion for certain: `[]byte(s)`, `(*T)(p)`, `string(b)`. */
function conversionOperand({ callee, arguments: [operand] }: Call): Expression | undefined {
  return isType(callee) ? operand : undefined;
}

function isType(callee: Expression): boolean {
  switch (callee.kind) {
    case 'identifier':
      return PREDECLARED.has(callee.name);
    case 'parenthesized':
      // `(*f)(x)`, a call, looks the same, and is hardly ever written.
      return callee.operand.kind === 'star' || isType(callee.operand);
    default:
      return TYPE_LITERALS.has(callee.kind);
  }
}

/** Types whose values a conversion to them may have to copy or box. */
const PREDECLARED = new Set(['string', 'any', 'error']);

const TYPE_LITERALS = new Set<Expression['kind']>([
  'arrayType',
  'mapType',
  'channelType',
  'functionType',
  'interfaceType',
  'structType',
]);
