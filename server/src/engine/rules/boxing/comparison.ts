/** `func(i, j int) bool { return x[i].n < x[j].n }` as a comparison of two elements. */
import type { Block, Expression, Identifier, Span } from '../../syntax/ast.ts';
import { unparenthesized } from '../../syntax/treeBuilder.ts';
import { forEachNode } from '../../syntax/walk.ts';
import { isFloat, isOrdered } from '../../types/predicates.ts';
import { type Type, underlying } from '../../types/types.ts';
import { namedType, type Subject } from '../subject.ts';
import { typeText } from '../typeText.ts';

/** A function of two indexes that says whether the first element comes before the second one. */
export interface LessFunction {
  /** The function that it stands in, or the method that it is. */
  readonly subject: Subject;
  /** The slice, as it is written there. */
  readonly list: string;
  readonly indexes: readonly Identifier[];
  readonly body: Block;
}

export interface Comparison {
  /** `a, b T`. */
  readonly parameters: string;
  /** What is returned. */
  readonly compared: Expression;
  /** An expression of type int in its place. */
  readonly result: string;
  readonly imports: readonly string[];
  /** Whether the elements themselves are compared, the smallest first. */
  readonly isNatural: boolean;
}

/** Names of the two elements, the first pair of which the function has neither. */
const PARAMETERS = [
  ['a', 'b'],
  ['x', 'y'],
  ['left', 'right'],
] as const;

/** What is less than what. */
interface Order {
  readonly less: Expression;
  readonly more: Expression;
  readonly compare: (less: string, more: string) => string;
  readonly imports: readonly string[];
}

/**
 * As the function that sorts `list` can write it. Undefined for all but functions of one comparison, the same
 * for both elements.
 */
export function comparisonFor(
  subject: Subject,
  list: Expression,
  less: LessFunction,
): Comparison | undefined {
  const [statement, ...more] = less.body.statements;
  const [result] = statement?.kind === 'return' && more.length === 0 ? statement.results : [];
  const [first, second] = less.indexes;
  const element = elementText(subject, list);
  const order =
    result && orderOf(less.subject, unparenthesized(result), subject.qualifierOf('cmp'));
  const names = PARAMETERS.find((pair) => pair.every((name) => subject.freshName(name)));
  if (!result || !first || !second || element === undefined || !order || !names) {
    return undefined;
  }
  const [a, b] = names;
  const inTermsOf = (expression: Expression, name: string, fresh: string) =>
    withElement(less.subject, expression, { list: less.list, index: name, fresh });
  const rising = [inTermsOf(order.less, first.name, a), inTermsOf(order.more, second.name, b)];
  const falling = [inTermsOf(order.less, second.name, b), inTermsOf(order.more, first.name, a)];
  for (const [lesser, greater] of [rising, falling]) {
    const isSame = lesser !== undefined && greater !== undefined;
    if (isSame && (isMirrored(lesser, greater, a, b) || isMirrored(greater, lesser, a, b))) {
      return {
        parameters: `${a}, ${b} ${element}`,
        compared: result,
        result: order.compare(lesser, greater),
        imports: order.imports,
        isNatural: lesser === a && greater === b && order.imports.includes('cmp'),
      };
    }
  }
  return undefined;
}

/** `cmp` is the name of package cmp, if it can be had. */
function orderOf(subject: Subject, result: Expression, cmp: string | undefined): Order | undefined {
  if (result.kind === 'binary' && (result.operator === '<' || result.operator === '>')) {
    const [less, more] =
      result.operator === '<' ? [result.left, result.right] : [result.right, result.left];
    const type = subject.typeOf(less);
    // A NaN is in order nowhere, and comes first for cmp.Compare.
    return cmp !== undefined && type && isOrdered(type) && !isFloat(type)
      ? {
          less,
          more,
          compare: (a, b) => `${cmp}.Compare(${a}, ${b})`,
          imports: ['cmp'],
        }
      : undefined;
  }
  const [more] = result.kind === 'call' ? result.arguments : [];
  if (result.kind !== 'call' || result.callee.kind !== 'selector' || !more) {
    return undefined;
  }
  const compare = (a: string, b: string) => `${a}.Compare(${b})`;
  const { operand } = result.callee;
  switch (subject.calleeOf(result)) {
    case 'time.Time.Before':
      return { less: operand, more, compare, imports: [] };
    case 'time.Time.After':
      return { less: more, more: operand, compare, imports: [] };
    default:
      return undefined;
  }
}

interface Replaced {
  /** The slice as it is written. */
  readonly list: string;
  readonly index: string;
  readonly fresh: string;
}

/**
 * The expression with `fresh` for `list[index]`; undefined where it mentions the index in another
 * way, or not at all, and where a conversion would copy what is compared in place.
 */
function withElement(
  subject: Subject,
  expression: Expression,
  { list, index, fresh }: Replaced,
): string | undefined {
  const elements: Span[] = [];
  const obstacles: Span[] = [];
  forEachNode(expression, (node) => {
    const [at] = node.kind === 'index' ? node.indices : [];
    if (node.kind === 'index' && at?.kind === 'identifier' && at.name === index) {
      (subject.textOf(node.operand) === list ? elements : obstacles).push(node);
    }
    if (node.kind === 'function' || (node.kind === 'call' && subject.isConversion(node))) {
      obstacles.push(node);
    }
  });
  const [only, ...more] = elements;
  if (!only || more.length + obstacles.length > 0) {
    return undefined;
  }
  const { source } = subject;
  const before = source.text.slice(expression.start, only.start);
  const after = source.text.slice(only.end, expression.end);
  return isMentioned(before + after, index) ? undefined : `${before}${fresh}${after}`;
}

function isMentioned(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w.])${name}(?!\\w)`).test(text);
}

/** Whether two expressions are the same but for their elements. */
function isMirrored(left: string, right: string, a: string, b: string): boolean {
  return left.replace(new RegExp(`(?<![\\w.])${a}(?!\\w)`), b) === right;
}

/** The type of the elements as the file can write it. */
function elementText(subject: Subject, list: Expression): string | undefined {
  const type = subject.typeOf(list);
  const slice = type && underlying(type);
  if (slice?.kind !== 'slice' || !isShort(slice.element)) {
    return undefined;
  }
  return typeText(subject, slice.element);
}

/** A name, or a pointer to or a slice of one. */
function isShort(type: Type): boolean {
  switch (type.kind) {
    case 'pointer':
    case 'slice':
      return isShort(type.element);
    case 'basic':
      return true;
    default:
      return namedType(type) !== undefined;
  }
}
