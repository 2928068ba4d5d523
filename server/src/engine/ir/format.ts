/** Code as the compiler writes it in its messages: cmd/compile/internal/ir/fmt.go (Go 1.26). */
import { displayConstant } from '../types/constant/format.ts';
import type { Package } from '../types/package.ts';
import { shortTypeString, typeString } from '../types/typeString.ts';
import { type Type, unalias, underlying } from '../types/types.ts';
import { type Func, Variable } from './func.ts';
import type {
  Builtin,
  CaseClause,
  Expression,
  MakeExpression,
  Statement,
  Target,
} from './nodes.ts';
import { constantLength } from './constantLength.ts';
import { staticValue } from './staticValue.ts';

const BINARY_PRECEDENCE: Readonly<Record<string, number>> = {
  '*': 6,
  '/': 6,
  '%': 6,
  '<<': 6,
  '>>': 6,
  '&': 6,
  '&^': 6,
  '+': 5,
  '-': 5,
  '|': 5,
  '^': 5,
  '==': 4,
  '!=': 4,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '&&': 2,
  '||': 1,
};

const UNARY_PRECEDENCE = 7;
const PRIMARY_PRECEDENCE = 8;

const UNARY = { plus: '+', neg: '-', bitNot: '^', not: '!', recv: '<-', addr: '&', deref: '*' };

const QUALIFIED: Partial<Record<Builtin, string>> = {
  unsafeAdd: 'unsafe.Add',
  unsafeSlice: 'unsafe.Slice',
  unsafeString: 'unsafe.String',
  unsafeSliceData: 'unsafe.SliceData',
  unsafeStringData: 'unsafe.StringData',
  panicRangeState: 'runtime.panicrangestate',
  deferRangeFunc: 'runtime.deferrangefunc',
};

/** Writes code as seen from a package: what is of others is qualified by their names. */
export class CodeFormatter {
  readonly #current: Package | undefined;

  constructor(current: Package | undefined) {
    this.#current = current;
  }

  variable({ name, object }: Variable): string {
    const owner = object?.package;
    const isOwn = owner === undefined || owner === this.#current || name.startsWith('~');
    return isOwn ? name : `${owner.name}.${name}`;
  }

  /** The function that a call names. */
  callee(fun: Expression): string {
    return this.expression(fun, PRIMARY_PRECEDENCE);
  }

  /** The name of a function as a symbol: `pkg.(*T).M`, `F.func1`, `F[go.shape.int]`. */
  func({ name, outermost, callee }: Func): string {
    const owner = (outermost.callee ?? callee)?.object.package;
    const shapes = (callee?.typeArguments ?? []).map((each) => `go.shape.${typeString(each)}`);
    const instance = shapes.length > 0 ? withTypeArguments(name, shapes.join(',')) : name;
    return this.#qualified(owner, instance);
  }

  type(type: Type): string {
    return withSpacedBraces(shortTypeString(type, this.#current));
  }

  expression(node: Expression, precedence = 0): string {
    const inner = withoutImplicit(literalBoxed(node) ?? node);
    const own = precedenceOf(inner);
    return precedence > own ? `(${this.#expression(inner, own)})` : this.#expression(inner, own);
  }

  statement(node: Statement): string {
    switch (node.op) {
      case 'expression':
        return this.expression(node.x);
      case 'dcl':
        return `var ${this.variable(node.variable)} ${this.type(node.variable.type)}`;
      case 'as': {
        const value = node.y ? this.expression(node.y) : '<nil>';
        return `${this.#target(node.x)} ${node.isDefinition ? ':=' : '='} ${value}`;
      }
      case 'asOp': {
        const isStep =
          node.y.op === 'literal' && node.y.offset === node.offset && node.y.type === node.x.type;
        return isStep
          ? `${this.expression(node.x)}${node.operator}${node.operator}`
          : `${this.expression(node.x)} ${node.operator}= ${this.expression(node.y)}`;
      }
      case 'as2': {
        const targets = node.targets.map((each) => this.#target(each)).join(', ');
        return `${targets} ${node.isDefinition ? ':=' : '='} ${this.#list(node.values)}`;
      }
      case 'as2Func':
      case 'as2DotType':
      case 'as2MapR':
      case 'as2Recv': {
        const targets = node.targets.map((each) => this.#target(each)).join(', ');
        return `${targets} ${node.isDefinition ? ':=' : '='} ${this.expression(node.value)}`;
      }
      case 'return':
        return node.results.length === 0 ? 'return ' : `return ${this.#list(node.results)}`;
      case 'send':
        return `${this.expression(node.channel, 3)} <- ${this.expression(node.value, 4)}`;
      case 'go':
      case 'defer':
        return `${node.op} ${this.expression(node.call)}`;
      case 'for':
      case 'range':
        return 'for loop';
      case 'select':
        return 'select statement';
      case 'switch':
      case 'typeSwitch':
        return 'switch statement';
      case 'if': {
        const otherwise =
          node.otherwise.length === 0 ? '' : ` else { ${this.#body(node.otherwise)} }`;
        return `if ${this.expression(node.condition)} { ${this.#body(node.then)} }${otherwise}`;
      }
      case 'block':
        return this.#body(node.list);
      case 'label':
        return `${node.label}: `;
      case 'break':
      case 'continue':
      case 'goto':
      case 'fallthrough':
        return node.label === undefined ? node.op : `${node.op} ${node.label}`;
    }
  }

  /** Of a switch on types. */
  caseClause({ types, body }: CaseClause): string {
    const cases = types.map((each) => (each ? this.type(each) : 'nil')).join(', ');
    return `${types.length === 0 ? 'default' : `case ${cases}`}: ${this.#body(body)}`;
  }

  #body(statements: readonly Statement[]): string {
    return statements.map((each) => this.statement(each)).join('; ');
  }

  #target(target: Target): string {
    return target ? this.expression(target) : '_';
  }

  #list(nodes: readonly Expression[]): string {
    return nodes.map((each) => this.expression(each)).join(', ');
  }

  #optional(node: Expression | undefined): string {
    return node ? this.expression(node) : '';
  }

  #expression(node: Expression, precedence: number): string {
    switch (node.op) {
      case 'name':
        return this.variable(node.variable);
      case 'global':
        return this.#qualified(node.object.package, node.object.name);
      case 'func':
        return this.#qualified(node.callee.object.package, node.callee.object.name);
      case 'methodExpr':
        return this.#method(node.callee.object.name, node.callee.object.type);
      case 'literal':
        return this.#literal(node.type, displayConstant(node.value), node.value.kind);
      case 'nil':
        return 'nil';
      case 'unknown':
        return '<unknown>';
      case 'plus':
      case 'neg':
      case 'bitNot':
      case 'not':
      case 'recv':
      case 'addr':
      case 'deref': {
        const space = node.op !== 'deref' && withoutImplicit(node.x).op === node.op ? ' ' : '';
        return `${UNARY[node.op]}${space}${this.expression(node.x, precedence + 1)}`;
      }
      case 'binary':
      case 'logical': {
        const left = this.expression(node.x, precedence);
        return `${left} ${node.operator} ${this.expression(node.y, precedence + 1)}`;
      }
      case 'ptrLit':
        return `&${this.expression(node.x)}`;
      case 'dot':
      case 'dotPtr':
        return node.isImplicit
          ? this.expression(node.x, precedence)
          : `${this.expression(node.x, precedence)}.${node.field.name}`;
      case 'dotType':
        return `${this.expression(node.x, precedence)}.(${this.type(node.type)})`;
      case 'index':
      case 'indexMap':
        return `${this.expression(node.x, precedence)}[${this.expression(node.index)}]`;
      case 'slice':
      case 'sliceArr':
      case 'sliceStr': {
        const max = node.max ? `:${this.expression(node.max)}` : '';
        const bounds = `${this.#optional(node.low)}:${this.#optional(node.high)}${max}`;
        return `${this.expression(node.x, precedence)}[${bounds}]`;
      }
      case 'conv':
      case 'convNop':
      case 'convIface':
      case 'bytesToStr':
      case 'runesToStr':
      case 'runeToStr':
      case 'strToBytes':
      case 'strToRunes':
      case 'sliceToArr':
      case 'sliceToArrPtr': {
        const type = this.type(node.type);
        const kind = unalias(node.type).kind;
        const isNamed =
          kind === 'named' || kind === 'basic' || kind === 'typeParameter' || type === 'any';
        return `${isNamed ? type : `(${type})`}(${this.expression(node.x)})`;
      }
      case 'callFunc':
        return this.#call(node, precedence);
      case 'callInter':
        return node.devirtualized
          ? this.expression(node.devirtualized)
          : `${this.expression(node.receiver, precedence)}.${node.method.name}(${this.#list(node.args)})`;
      case 'builtin': {
        const { builtin, args, hasEllipsis } = node;
        return `${QUALIFIED[builtin] ?? builtin}(${this.#list(args)}${hasEllipsis ? '...' : ''})`;
      }
      case 'new': {
        const pointer = underlying(node.type);
        return `new(${pointer.kind === 'pointer' ? this.type(pointer.element) : '?'})`;
      }
      case 'makeSlice':
      case 'makeMap':
      case 'makeChan': {
        const sizes = [node.length, node.capacity].flatMap((each) =>
          each ? [`, ${this.#size(node, each)}`] : [],
        );
        return `make(${this.type(node.type)}${sizes.join('')})`;
      }
      case 'arrayLit':
      case 'sliceLit':
      case 'structLit':
      case 'mapLit':
        return node.isDots
          ? '... argument'
          : `${this.type(node.type)}{${node.elements.length > 0 ? '...' : ''}}`;
      case 'addStr':
        return node.list.map((each) => this.expression(each, precedence)).join(' + ');
      case 'closure':
        return 'func literal';
      case 'methodValue':
        return `${this.expression(node.x, precedence)}.${node.method.name}`;
    }
  }

  /** The size that decides is written as the constant that it is known to be. */
  #size({ op, length, capacity }: MakeExpression, size: Expression): string {
    const decides = op === 'makeSlice' && size === (capacity ?? length) && size.op !== 'literal';
    const known = decides ? constantLength(size) : undefined;
    return known === undefined ? this.expression(size) : `${known}`;
  }

  #call(node: Extract<Expression, { op: 'callFunc' }>, precedence: number): string {
    const { inlined, fun, args, isVariadic } = node;
    if (inlined) {
      const results = inlined.results.map((each) => this.variable(each));
      return results.length === 1 ? (results[0] ?? '') : `(.${results.join('; ')})`;
    }
    const rest = args.at(-1);
    const dots = isVariadic && rest?.op !== 'nil' ? '...' : '';
    return `${this.expression(fun, precedence)}(${this.#list(args)}${dots})`;
  }

  /** `T.M`, `(*T).M`. */
  #method(name: string, type: Type): string {
    const receiver = type.kind === 'signature' ? type.receiver?.type : undefined;
    if (!receiver) {
      return name;
    }
    const text = this.type(receiver);
    return unalias(receiver).kind === 'pointer' ? `(${text}).${name}` : `${text}.${name}`;
  }

  #qualified(owner: Package | undefined, name: string): string {
    return owner === undefined || owner === this.#current ? name : `${owner.name}.${name}`;
  }

  #literal(type: Type, text: string, kind: string): string {
    const actual = unalias(type);
    const isDefault =
      actual.kind === 'basic' &&
      (actual.name.startsWith('untyped') ||
        { int: 'int', float: 'float64', string: 'string', bool: 'bool', complex: 'complex128' }[
          kind
        ] === actual.name);
    return isDefault ? text : `${this.type(type)}(${text})`;
  }
}

/** `(*T).M` is `(*T[…]).M`, `T.M` is `T[…].M`, `F` is `F[…]`. */
function withTypeArguments(name: string, list: string): string {
  const end = /[).]/.exec(name)?.index ?? name.length;
  return `${name.slice(0, end)}[${list}]${name.slice(end)}`;
}

/** A constant that is put into an interface by way of a variable: rewriteWithLiterals of escape.go. */
function literalBoxed(node: Expression): Expression | undefined {
  if (node.op !== 'convIface' || node.x.op === 'literal') {
    return undefined;
  }
  const value = staticValue(node.x);
  return value.op === 'literal' ? { ...node, x: { ...value, type: node.x.type } } : undefined;
}

/** `struct { a int }`, where go/types writes `struct{a int}`. */
function withSpacedBraces(type: string): string {
  return type
    .replace(/(struct|interface)\{(?!\})/g, '$1 { ')
    .replace(/(struct|interface)\{\}/g, '$1 {}')
    .replace(/([^{])\}/g, '$1 }');
}

/** What typechecking put around an expression is not written. */
function withoutImplicit(node: Expression): Expression {
  let inner = node;
  while (
    (inner.op === 'addr' ||
      inner.op === 'deref' ||
      inner.op === 'conv' ||
      inner.op === 'convNop' ||
      inner.op === 'convIface') &&
    inner.isImplicit
  ) {
    inner = inner.x;
  }
  return inner;
}

function precedenceOf(node: Expression): number {
  switch (node.op) {
    case 'binary':
    case 'logical':
      return BINARY_PRECEDENCE[node.operator] ?? PRIMARY_PRECEDENCE;
    case 'addStr':
    case 'ptrLit':
    case 'closure':
      // Of these the compiler knows no precedence.
      return 0;
    case 'plus':
    case 'neg':
    case 'bitNot':
    case 'not':
    case 'recv':
    case 'addr':
    case 'deref':
      return UNARY_PRECEDENCE;
    default:
      return PRIMARY_PRECEDENCE;
  }
}

/** The text of what a location stands for. */
export function textOf(formatter: CodeFormatter, node: Expression | Variable): string {
  return node instanceof Variable ? formatter.variable(node) : formatter.expression(node);
}
