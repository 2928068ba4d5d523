/**
 * Constant declarations: random expressions that go/types checks, and what they are by our functions
 * and the rules of the spec for the types of constant expressions.
 */
import type { BasicKind } from '../../../server/src/engine/types/basicKind.ts';
import {
  boolConstant,
  type Constant,
  type Failure,
  intConstant,
  isFailure,
} from '../../../server/src/engine/types/constant/constant.ts';
import {
  byteLength,
  imag,
  makeComplex,
  real,
} from '../../../server/src/engine/types/constant/conversions.ts';
import { literal } from '../../../server/src/engine/types/constant/literals.ts';
import {
  type BinaryConstantOperator,
  binaryOperation,
  compare,
  type ComparisonOperator,
  shift,
  type ShiftOperator,
  type UnaryConstantOperator,
  unaryOperation,
} from '../../../server/src/engine/types/constant/operations.ts';
import {
  checkOverflow,
  convert,
  represent,
  unsignedBits,
} from '../../../server/src/engine/types/constant/representation.ts';
import { LITERAL_KINDS, type Token } from './judge.ts';
import { below, between, type Choice, literalText, pick, type Random } from './randomLiterals.ts';

export type Expression =
  | { readonly kind: 'literal'; readonly token: Token; readonly text: string }
  | {
      readonly kind: 'unary';
      readonly operator: UnaryConstantOperator;
      readonly x: Expression;
    }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryConstantOperator;
      readonly x: Expression;
      readonly y: Expression;
    }
  | {
      readonly kind: 'shift';
      readonly operator: ShiftOperator;
      readonly x: Expression;
      readonly y: Expression;
    }
  | {
      readonly kind: 'comparison';
      readonly operator: ComparisonOperator;
      readonly x: Expression;
      readonly y: Expression;
    }
  | { readonly kind: 'conversion'; readonly type: BasicKind; readonly x: Expression }
  | { readonly kind: 'part'; readonly name: 'real' | 'imag'; readonly x: Expression }
  | { readonly kind: 'complex'; readonly x: Expression; readonly y: Expression }
  | { readonly kind: 'len'; readonly x: Expression };

export function textOf(e: Expression): string {
  switch (e.kind) {
    case 'literal':
      return e.text;
    case 'unary':
      return `${e.operator}(${textOf(e.x)})`;
    case 'binary':
    case 'shift':
    case 'comparison':
      return `(${textOf(e.x)}) ${e.operator} (${textOf(e.y)})`;
    case 'conversion':
      return `${e.type}(${textOf(e.x)})`;
    case 'part':
      return `${e.name}(${textOf(e.x)})`;
    case 'complex':
      return `complex(${textOf(e.x)}, ${textOf(e.y)})`;
    case 'len':
      return `len(${textOf(e.x)})`;
  }
}

type Class = 'integer' | 'float' | 'complex' | 'string' | 'bool';

const INTEGER_TYPES: Choice<BasicKind> = [
  'int',
  'int8',
  'int16',
  'int32',
  'int64',
  'uint',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
  'uintptr',
];
const TYPES: Readonly<Record<Class, Choice<BasicKind>>> = {
  integer: INTEGER_TYPES,
  float: ['float32', 'float64'],
  complex: ['complex64', 'complex128'],
  string: ['string'],
  bool: ['bool'],
};
const NUMBERS: Choice<Class> = ['integer', 'float', 'complex'];
const TOKENS: Readonly<Record<Class, Choice<Token>>> = {
  integer: ['INT', 'INT', 'INT', 'CHAR'],
  float: ['FLOAT', 'FLOAT', 'INT'],
  complex: ['IMAG', 'FLOAT', 'INT'],
  string: ['STRING'],
  bool: ['INT'],
};

/** The type that a constant is declared with; none for half of them. */
export function randomType(random: Random): BasicKind | undefined {
  const of = pick<Class>(random, [
    'integer',
    'integer',
    'float',
    'float',
    'complex',
    'string',
    'bool',
  ]);
  return random() < 0.5 ? undefined : pick(random, TYPES[of]);
}

/** An expression that can be of the type, or any. */
export function randomExpression(
  random: Random,
  type: BasicKind | undefined,
  depth: number,
): Expression {
  if (type === undefined) {
    const of = pick<Class>(random, [...NUMBERS, ...NUMBERS, 'string', 'bool']);
    return random() < 0.6
      ? untyped(random, of, depth)
      : typed(random, pick(random, TYPES[of]), depth);
  }
  if (random() < 0.5) {
    return typed(random, type, depth);
  }
  // What is declared may be rounded, truncated, or of no use at all.
  const of = classOf(type);
  const isNumber = of === 'integer' || of === 'float' || of === 'complex';
  return untyped(random, isNumber && random() < 0.4 ? pick(random, NUMBERS) : of, depth);
}

function classOf(type: BasicKind): Class {
  return (
    (['integer', 'float', 'complex', 'string'] as const).find((of) => TYPES[of].includes(type)) ??
    'bool'
  );
}

const INTEGER_OPERATORS: Choice<BinaryConstantOperator> = [
  '+',
  '-',
  '*',
  '/',
  '%',
  '&',
  '|',
  '^',
  '&^',
];
const FLOAT_OPERATORS: Choice<BinaryConstantOperator> = ['+', '-', '*', '/'];
const EQUALITIES: Choice<ComparisonOperator> = ['==', '!='];
const COMPARISONS: Choice<ComparisonOperator> = ['==', '!=', '<', '<=', '>', '>='];

function untyped(random: Random, of: Class, depth: number): Expression {
  if (of === 'bool') {
    return boolean(random, depth, (deeper) => boolean(random, deeper));
  }
  if (depth === 0) {
    const token = pick(random, TOKENS[of]);
    return { kind: 'literal', token, text: literalText(random, token) };
  }
  const operand = () => untyped(random, of, depth - 1);
  if (of === 'string') {
    return { kind: 'binary', operator: '+', x: operand(), y: operand() };
  }
  switch (below(random, 8)) {
    case 0:
      return unary(random, of, operand());
    case 1:
      return shifted(random, untyped(random, random() < 0.8 ? 'integer' : of, depth - 1));
    case 2:
      return of === 'complex'
        ? {
            kind: 'complex',
            x: untyped(random, 'float', depth - 1),
            y: untyped(random, 'float', depth - 1),
          }
        : operand();
    case 3:
      return of === 'float'
        ? {
            kind: 'part',
            name: pick(random, ['real', 'imag'] as const),
            x: untyped(random, 'complex', depth - 1),
          }
        : operand();
    default:
      return binary(random, of, operand(), operand());
  }
}

function typed(random: Random, type: BasicKind, depth: number): Expression {
  const of = classOf(type);
  const converted = (x: Expression): Expression => ({ kind: 'conversion', type, x });
  if (of === 'bool') {
    return converted(boolean(random, depth, (deeper) => typed(random, type, deeper)));
  }
  if (depth === 0) {
    return converted(untyped(random, of, 0));
  }
  const operand = () => typed(random, type, depth - 1);
  const other = () => (random() < 0.7 ? operand() : untyped(random, of, depth - 1));
  if (of === 'string') {
    return pick(random, [
      () => converted(typed(random, pick(random, INTEGER_TYPES), depth - 1)),
      () => converted(untyped(random, 'integer', depth - 1)),
      (): Expression => ({ kind: 'binary', operator: '+', x: operand(), y: other() }),
    ])();
  }
  switch (below(random, 8)) {
    case 0:
      return unary(random, of, operand());
    case 1:
      return of === 'integer' ? shifted(random, operand()) : part(random, type, depth);
    case 2:
      return type === 'int'
        ? { kind: 'len', x: untyped(random, 'string', depth - 1) }
        : part(random, type, depth);
    case 3: {
      const from = pick(random, NUMBERS);
      return converted(typed(random, pick(random, TYPES[from]), depth - 1));
    }
    case 4:
      return converted(untyped(random, pick(random, NUMBERS), depth - 1));
    default:
      return random() < 0.5
        ? binary(random, of, operand(), other())
        : binary(random, of, other(), operand());
  }
}

/** A part of a complex number, or a complex number of two parts, if the type is that of one. */
function part(random: Random, type: BasicKind, depth: number): Expression {
  const name = pick(random, ['real', 'imag'] as const);
  switch (type) {
    case 'float32':
      return { kind: 'part', name, x: typed(random, 'complex64', depth - 1) };
    case 'float64':
      return { kind: 'part', name, x: typed(random, 'complex128', depth - 1) };
    case 'complex64':
    case 'complex128': {
      const operand = () => typed(random, type === 'complex64' ? 'float32' : 'float64', depth - 1);
      return {
        kind: 'complex',
        x: operand(),
        y: random() < 0.5 ? operand() : untyped(random, 'float', 0),
      };
    }
    default:
      return typed(random, type, depth - 1);
  }
}

function unary(random: Random, of: Class, x: Expression): Expression {
  const operator = of === 'integer' ? pick(random, ['-', '^', '+'] as const) : '-';
  return { kind: 'unary', operator, x };
}

function binary(random: Random, of: Class, x: Expression, y: Expression): Expression {
  const operator = pick(random, of === 'integer' ? INTEGER_OPERATORS : FLOAT_OPERATORS);
  return { kind: 'binary', operator, x, y };
}

function shifted(random: Random, x: Expression): Expression {
  const number = pick(random, [
    between(random, 0, 12),
    between(random, 0, 600),
    between(random, 1060, 1090),
  ]);
  const y: Expression = pick<Expression>(random, [
    { kind: 'literal', token: 'INT', text: String(number) },
    { kind: 'literal', token: 'INT', text: String(number) },
    { kind: 'literal', token: 'FLOAT', text: `${number}.0` },
    { kind: 'literal', token: 'FLOAT', text: `${number}.5` },
    { kind: 'unary', operator: '-', x: { kind: 'literal', token: 'INT', text: String(number) } },
    {
      kind: 'conversion',
      type: pick(random, INTEGER_TYPES),
      x: { kind: 'literal', token: 'INT', text: String(number) },
    },
  ]);
  return { kind: 'shift', operator: pick(random, ['<<', '>>'] as const), x, y };
}

function boolean(
  random: Random,
  depth: number,
  operand: (depth: number) => Expression = (deeper) => untyped(random, 'bool', deeper),
): Expression {
  if (depth > 0 && random() < 0.3) {
    return random() < 0.3
      ? { kind: 'unary', operator: '!', x: operand(depth - 1) }
      : {
          kind: 'binary',
          operator: pick(random, ['&&', '||'] as const),
          x: operand(depth - 1),
          y: operand(depth - 1),
        };
  }
  const of = pick<Class>(random, [...NUMBERS, 'string']);
  const deeper = Math.max(depth - 1, 0);
  const type = random() < 0.5 ? pick(random, TYPES[of]) : undefined;
  const compared = () => (type ? typed(random, type, deeper) : untyped(random, of, deeper));
  const operator = pick(random, of === 'complex' ? EQUALITIES : COMPARISONS);
  return { kind: 'comparison', operator, x: compared(), y: compared() };
}

interface Typed {
  readonly type: BasicKind;
  readonly value: Constant;
}

/** What an expression is by our functions. */
export class Evaluation {
  readonly #wordBits: number;

  constructor(wordBits: number) {
    this.#wordBits = wordBits;
  }

  declared(expression: Expression, type: BasicKind | undefined): Typed | Failure {
    const x = this.of(expression);
    return typeof x === 'string' || type === undefined || !isUntyped(x.type)
      ? x
      : this.#converted(x, type);
  }

  of(e: Expression): Typed | Failure {
    switch (e.kind) {
      case 'literal':
        return this.#checked(literal(LITERAL_KINDS[e.token], e.text), LITERAL_TYPES[e.token]);
      case 'binary':
      case 'comparison':
      case 'shift':
      case 'complex':
        return this.#ofTwo(e);
      default:
        return this.#ofOne(e);
    }
  }

  #ofOne(
    e: Extract<Expression, { kind: 'unary' | 'conversion' | 'part' | 'len' }>,
  ): Typed | Failure {
    const x = this.of(e.x);
    if (typeof x === 'string') {
      return x;
    }
    switch (e.kind) {
      case 'unary': {
        const bits = unsignedBits(x.type, this.#wordBits);
        return this.#checked(unaryOperation(e.operator, x.value, bits), x.type);
      }
      case 'conversion':
        return withType(convert(x.value, e.type, this.#wordBits, isInteger(x.type)), e.type);
      case 'part':
        return withType((e.name === 'real' ? real : imag)(x.value) ?? 'mismatch', partType(x.type));
      case 'len':
        return { type: 'int', value: intConstant(BigInt(byteLength(x.value) ?? -1)) };
    }
  }

  #ofTwo(
    e: Extract<Expression, { kind: 'binary' | 'comparison' | 'shift' | 'complex' }>,
  ): Typed | Failure {
    const x = this.of(e.x);
    const y = this.of(e.y);
    if (typeof x === 'string') {
      return x;
    }
    if (typeof y === 'string') {
      return y;
    }
    if (e.kind === 'shift') {
      return this.#checked(
        shift(x.value, e.operator, y.value),
        isInteger(x.type) ? x.type : 'untyped int',
      );
    }
    const matched = this.#matched(x, y);
    if (typeof matched === 'string') {
      return matched;
    }
    const [a, b, type] = matched;
    switch (e.kind) {
      case 'binary':
        return this.#checked(binaryOperation(a, e.operator, b, isInteger(type)), type);
      case 'comparison': {
        const is = compare(a, e.operator, b);
        return is === undefined ? 'mismatch' : { type: 'untyped bool', value: boolConstant(is) };
      }
      case 'complex':
        return withType(
          makeComplex(a, b),
          type === 'float32' ? 'complex64' : type === 'float64' ? 'complex128' : 'untyped complex',
        );
    }
  }

  /** Both operands as values of one type, and that type. */
  #matched(x: Typed, y: Typed): readonly [Constant, Constant, BasicKind] | Failure {
    if (isUntyped(x.type) && isUntyped(y.type)) {
      const type = RANKS.indexOf(x.type) > RANKS.indexOf(y.type) ? x.type : y.type;
      return [x.value, y.value, type];
    }
    const type = isUntyped(x.type) ? y.type : x.type;
    const [a, b] = [this.#converted(x, type), this.#converted(y, type)];
    return typeof a === 'string' ? a : typeof b === 'string' ? b : [a.value, b.value, type];
  }

  #converted(x: Typed, type: BasicKind): Typed | Failure {
    return isUntyped(x.type)
      ? withType(represent(x.value, type, this.#wordBits, isInteger(x.type)), type)
      : x;
  }

  #checked(value: Constant | Failure, type: BasicKind): Typed | Failure {
    return isFailure(value)
      ? value
      : withType(checkOverflow(value, type, this.#wordBits, isInteger(type)), type);
  }
}

const LITERAL_TYPES: Readonly<Record<Token, BasicKind>> = {
  INT: 'untyped int',
  FLOAT: 'untyped float',
  IMAG: 'untyped complex',
  CHAR: 'untyped rune',
  STRING: 'untyped string',
};

/** Of two untyped numbers the one that comes later says what both are. */
const RANKS: readonly BasicKind[] = [
  'untyped int',
  'untyped rune',
  'untyped float',
  'untyped complex',
];

function isUntyped(type: BasicKind): boolean {
  return type.startsWith('untyped');
}

export function isInteger(type: BasicKind): boolean {
  return INTEGER_TYPES.includes(type) || type === 'untyped int' || type === 'untyped rune';
}

function partType(type: BasicKind): BasicKind {
  return type === 'complex64' ? 'float32' : type === 'complex128' ? 'float64' : 'untyped float';
}

function withType(value: Constant | Failure, type: BasicKind): Typed | Failure {
  return isFailure(value) ? value : { type, value };
}

/** The failures that an error of go/types can stand for. */
const FAILURES: readonly (readonly [RegExp, readonly Failure[]])[] = [
  [/division by zero/, ['divisionByZero']],
  [/(invalid|negative) shift count/, ['invalidCount']],
  [/excessively long constant/, ['tooLong']],
  [/malformed constant/, ['malformed']],
  [/must be integer/, ['mismatch']],
  // Of a count, too, which has to be an `uint`.
  [/truncated/, ['truncated', 'invalidCount']],
  [/overflow|not representable/, ['overflows', 'invalidCount']],
  // Conversions do not say what is wrong.
  [/cannot convert/, ['truncated', 'overflows', 'mismatch']],
  [/cannot use/, ['mismatch']],
];

/** Whether a failure of ours is what an error of go/types says. */
export function isFailureOf(failure: Failure, error: string): boolean {
  return FAILURES.find(([pattern]) => pattern.test(error))?.[1].includes(failure) ?? false;
}
