/** Operations on constants of all kinds, whether go/types would let them pass or not. */
import {
  type Constant,
  type Failure,
  floatConstant,
  intConstant,
  isFailure,
  boolConstant,
} from '../../../server/src/engine/types/constant/constant.ts';
import {
  imag,
  makeComplex,
  real,
  sign,
  toComplex,
  toFloat,
  toInt,
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
  FLOAT32,
  FLOAT64,
  type FloatFormat,
  nearest,
} from '../../../server/src/engine/types/constant/rounding.ts';
import { LITERAL_KINDS, type Token, type Tree } from './judge.ts';
import { below, type Choice, literalText, pick, type Random } from './randomLiterals.ts';

type Tokens = Choice<Token>;

const UNARY: Choice<UnaryConstantOperator> = ['-', '-', '+', '+', '^', '^', '^', '!'];
const BITS: Choice<BinaryConstantOperator> = ['%', '&', '|', '^', '&^'];
const BINARY: Choice<BinaryConstantOperator> = [...BITS, '&&', '||'];
const ARITHMETIC: Choice<BinaryConstantOperator> = ['+', '-', '*', '/'];
const SHIFTS: Choice<ShiftOperator> = ['<<', '>>'];
const COMPARISONS: Choice<ComparisonOperator> = ['==', '!=', '<', '<=', '>', '>='];
const CONVERSIONS = [
  'toInt',
  'toFloat',
  'toComplex',
  'real',
  'imag',
  'sign',
  'float32',
  'float64',
] as const;

/** Integers at which representations change, and their neighbours. */
const LIMITS: readonly bigint[] = [0n, 8n, 31n, 32n, 62n, 63n, 64n, 512n]
  .flatMap((bits) => [-1n, 0n, 1n].map((more) => (1n << bits) + more))
  .flatMap((limit) => [limit, -limit]);

/** All operators on all pairs of integers at limits. */
export function treesOfLimits(): Tree[] {
  return LIMITS.flatMap((a) => LIMITS.map((b) => [integer(a), integer(b)] as const)).flatMap(
    ([x, y]) => [
      ...[...ARITHMETIC, ...BITS, ...COMPARISONS].map((operator) => ({ operator, x, y })),
      { operator: '/', x, y, integer: true },
    ],
  );
}

function integer(value: bigint): Tree {
  const text = String(value < 0n ? -value : value);
  const x: Tree = { operator: 'literal', token: 'INT', text };
  return value < 0n ? { operator: '-', x } : x;
}

/** Most trees have a value, and some of them none. */
export function randomTree(random: Random, depth: number): Tree {
  if (random() < 0.05) {
    return nearInteger(random);
  }
  const tokens = pick<Tokens>(random, [
    ['INT'],
    ['INT', 'CHAR', 'FLOAT'],
    ['FLOAT'],
    ['FLOAT', 'IMAG', 'INT'],
    ['STRING'],
    ['INT', 'FLOAT', 'IMAG', 'CHAR', 'STRING'],
  ]);
  const x = treeOf(random, tokens, depth);
  return random() < 0.15
    ? { operator: pick(random, COMPARISONS), x, y: treeOf(random, tokens, depth) }
    : x;
}

/** 10^20 in 512 digits, and a few of the last of them more or less. */
function nearInteger(random: Random): Tree {
  const floatOf = (text: string): Tree => ({ operator: 'literal', token: 'FLOAT', text });
  const x: Tree = { operator: '/', x: floatOf('1e1300'), y: floatOf('1e1280') };
  const y = floatOf(`0x${below(random, 40).toString(16)}p${LAST_PLACE_OF_1E20}`);
  return { operator: 'toInt', x: { operator: pick(random, ['+', '-']), x, y } };
}

const LAST_PLACE_OF_1E20 = 67 - 512;

function treeOf(random: Random, tokens: Tokens, depth: number): Tree {
  if (depth === 0 || random() < 0.1) {
    const token = pick(random, tokens);
    return { operator: 'literal', token, text: literalText(random, token) };
  }
  const x = treeOf(random, tokens, depth - 1);
  const isOnly = (token: Token) => tokens.length === 1 && tokens[0] === token;
  if (isOnly('STRING') && random() < 0.9) {
    return { operator: '+', x, y: treeOf(random, tokens, depth - 1) };
  }
  const areIntegers = isOnly('INT');
  switch (below(random, 16)) {
    case 0:
      return {
        operator: areIntegers ? pick(random, UNARY) : '-',
        x,
        bits: pick(random, [0, 0, 8, 32, 64]),
      };
    case 1:
      return { operator: pick(random, CONVERSIONS), x };
    case 2:
      return shifted(random, areIntegers ? x : { operator: 'toInt', x });
    case 3:
      return { operator: 'complex', x, y: treeOf(random, tokens, depth - 1) };
    case 4:
      return { operator: pick(random, BINARY), x, y: treeOf(random, tokens, depth - 1) };
    default:
      return {
        operator: pick(random, areIntegers ? [...ARITHMETIC, ...BITS] : ARITHMETIC),
        x,
        y: treeOf(random, tokens, depth - 1),
        integer: areIntegers && random() < 0.9,
      };
  }
}

function shifted(random: Random, x: Tree): Tree {
  const count: Tree = { operator: 'literal', token: 'INT', text: String(below(random, 600)) };
  return { operator: pick(random, SHIFTS), x, y: count };
}

/** What our functions make of a tree. */
export function evaluate(tree: Tree): Constant | Failure {
  if (tree.operator === 'literal' || !tree.x) {
    return literal(LITERAL_KINDS[tree.token ?? 'INT'], tree.text ?? '');
  }
  const x = evaluate(tree.x);
  if (isFailure(x)) {
    return x;
  }
  if (!tree.y) {
    return unary(tree, x);
  }
  const y = evaluate(tree.y);
  return isFailure(y) ? y : binary(tree, x, y);
}

function unary({ operator, bits }: Tree, x: Constant): Constant | Failure {
  switch (operator) {
    case 'toInt':
      return toInt(x) ?? 'mismatch';
    case 'toFloat':
      return toFloat(x) ?? 'mismatch';
    case 'toComplex':
      return toComplex(x) ?? 'mismatch';
    case 'real':
      return real(x) ?? 'mismatch';
    case 'imag':
      return imag(x) ?? 'mismatch';
    case 'sign': {
      const is = sign(x);
      return is === undefined ? 'mismatch' : intConstant(BigInt(is));
    }
    case 'float32':
      return rounded(x, FLOAT32);
    case 'float64':
      return rounded(x, FLOAT64);
    default:
      return unaryOperation(operator as UnaryConstantOperator, x, bits === 0 ? undefined : bits);
  }
}

function rounded(x: Constant, format: FloatFormat): Constant | Failure {
  if (x.kind !== 'int' && x.kind !== 'float') {
    return 'mismatch';
  }
  const value = nearest(x, format);
  return value ? floatConstant(value) : 'overflows';
}

function binary(tree: Tree, x: Constant, y: Constant): Constant | Failure {
  const operator = tree.operator as
    BinaryConstantOperator | ShiftOperator | ComparisonOperator | 'complex';
  switch (operator) {
    case 'complex':
      return makeComplex(x, y);
    case '<<':
    case '>>':
      return shift(x, operator, y);
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const is = compare(x, operator, y);
      return is === undefined ? 'mismatch' : boolConstant(is);
    }
    default:
      return binaryOperation(x, operator, y, tree.integer ?? false);
  }
}

export function textOfTree({ operator, text, x, y, bits, integer }: Tree): string {
  if (!x) {
    return text ?? '';
  }
  return y
    ? `(${textOfTree(x)} ${operator}${integer ? '=' : ''} ${textOfTree(y)})`
    : `${operator}${bits ?? ''}(${textOfTree(x)})`;
}
