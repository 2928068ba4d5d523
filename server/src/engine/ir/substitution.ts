/** Puts values into code in the place of variables: subst of cmd/compile/internal/staticinit/sched.go (Go 1.26). */
import { type StringConstant, stringConstant } from '../types/constant/constant.ts';
import { isInteger } from '../types/predicates.ts';
import { underlying } from '../types/types.ts';
import { copyExpression } from './copy.ts';
import type { Func, Variable } from './func.ts';
import type {
  AddStringExpression,
  ConversionExpression,
  Expression,
  LiteralExpression,
} from './nodes.ts';

/** Of code that was inlined into a function; undefined where a constant would have to be converted that cannot. */
export function substituted(
  code: Expression,
  func: Func,
  values: ReadonlyMap<Variable, Expression>,
): Expression | undefined {
  const impossible: Expression[] = [];
  const simplified = (copy: Expression): Expression => {
    if (copy.op === 'addStr') {
      return joined(copy);
    }
    if (copy.op === 'conv' && copy.x.op === 'literal') {
      impossible.push(...(isConvertible(copy) ? [] : [copy]));
      return { ...copy.x, type: copy.type };
    }
    return copy;
  };
  const placed = new Map([...values].map(([key, value]) => [key, inOnePlace(value, func)]));
  const result = copyExpression(code, func, { values: placed, simplified });
  return impossible.length === 0 ? result : undefined;
}

const NEVER_COPIED = new Set(['name', 'global', 'func', 'literal', 'nil']);

/** All that is in a value is where itself is: ir.DeepCopy. */
function inOnePlace(value: Expression, func: Func): Expression {
  const { frame, offset } = value;
  const simplified = (copy: Expression): Expression =>
    NEVER_COPIED.has(copy.op) ? copy : { ...copy, frame, offset };
  return copyExpression(value, func, { values: new Map(), simplified });
}

/** Integers are cut off, which makes no difference here: their values count nowhere. */
function isConvertible({ type, x }: ConversionExpression): boolean {
  const from = underlying(x.type);
  const to = underlying(type);
  const isSame = from.kind === 'basic' && to.kind === 'basic' && from.basic === to.basic;
  return isSame || (isInteger(from) && isInteger(to));
}

/** Constants beside each other are one. */
function joined(node: AddStringExpression): Expression {
  const list: Expression[] = [];
  for (const each of node.list) {
    const before = list.at(-1);
    const isJoined = isString(before) && isString(each);
    if (isJoined) {
      list.pop();
    }
    list.push(isJoined ? withString(before, before.value.bytes + each.value.bytes) : each);
  }
  const [only, ...others] = list;
  return only?.op === 'literal' && others.length === 0
    ? { ...only, type: node.type, frame: node.frame, offset: node.offset }
    : { ...node, list };
}

type StringLiteral = LiteralExpression & { readonly value: StringConstant };

function isString(node: Expression | undefined): node is StringLiteral {
  return node?.op === 'literal' && node.value.kind === 'string';
}

function withString(literal: LiteralExpression, bytes: string): LiteralExpression {
  return { ...literal, value: stringConstant(bytes) };
}
