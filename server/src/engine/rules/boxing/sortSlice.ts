/** `sort.Slice(x, less)` and `sort.Sort(byName(x))`: slices that are put into interfaces to be sorted. */
import { UNKNOWN_BYTES } from '../../alloc/estimate.ts';
import { totalBytes } from '../../features/byteTexts.ts';
import type { Call, Expression, Span } from '../../syntax/ast.ts';
import { unparenthesized } from '../../syntax/treeBuilder.ts';
import { type Type, underlying } from '../../types/types.ts';
import { sameChange } from '../causes.ts';
import { lineIndent, replacing } from '../edits.ts';
import { onHeap } from '../evidence.ts';
import type { Fix, Found, Gain, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import { comparisonFor } from './comparison.ts';
import { lessOfLiteral, lessOfSorter } from './lessFunctions.ts';

export const sortSlice: Rule = {
  name: 'sort-slice',
  summary: 'a slice that is put into an interface to be sorted',
  sinceMinor: 21,
  isSafe: true,
  isOnByDefault: true,
  causeOf: sameChange,
  find: (subject) => subject.callsOf(...SORTS.keys()).map((call) => findingOf(subject, call)),
};

interface Sort {
  /** In package slices. */
  readonly replacement: string;
  /** Whether reflect makes a function that swaps. */
  readonly hasSwapper: boolean;
}

const SORTS: ReadonlyMap<string, Sort> = new Map<string, Sort>([
  ['sort.Slice', { replacement: 'SortFunc', hasSwapper: true }],
  ['sort.SliceStable', { replacement: 'SortStableFunc', hasSwapper: true }],
  ['sort.Sort', { replacement: 'SortFunc', hasSwapper: false }],
  ['sort.Stable', { replacement: 'SortStableFunc', hasSwapper: false }],
]);

function findingOf(subject: Subject, call: Call): Found | undefined {
  const { localize } = subject;
  const sort = SORTS.get(subject.calleeOf(call) ?? '');
  const [list] = call.arguments;
  const type = list && subject.typeOf(list);
  const slice = type && underlying(type);
  const box = list && subject.expressionAt(list);
  if (!sort || !list || slice?.kind !== 'slice' || !box) {
    return undefined;
  }
  return {
    start: call.start,
    end: call.end,
    message: localize(
      '{0} is put into an interface to be sorted',
      subject.textOf(withoutConversion(subject, list)),
    ),
    evidence: onHeap(subject, [box], box.frequency),
    gain: sort.hasSwapper
      ? gainOfSwapper(subject, slice.element)
      : { objectsBefore: 1, objectsAfter: 0, bytes: totalBytes([box]) },
    fix: fixOf(subject, call, list, sort),
  };
}

/** The box, a closure, and room for an element where it needs that. */
function gainOfSwapper({ localize }: Subject, element: Type): Gain {
  const isInPlace = isSwappedInPlace(element);
  const objects = isInPlace ? 2 : 3;
  return {
    objectsBefore: isInPlace ? objects : localize('2 or 3'),
    objectsAfter: 0,
    about: { objects, bytes: objects * UNKNOWN_BYTES },
  };
}

/**
 * Whether the swapper needs no room for an element: reflect/swapper.go (Go 1.26). It needs none for
 * structs and arrays of some sizes, either.
 */
function isSwappedInPlace(element: Type): boolean {
  const type = underlying(element);
  return type.kind === 'basic'
    ? type.basic !== 'complex128'
    : type.kind === 'pointer' || type.kind === 'map' || type.kind === 'channel';
}

/** Without the conversion to a type that has the methods. */
function withoutConversion(subject: Subject, list: Expression): Expression {
  const [operand] = list.kind === 'call' && subject.isConversion(list) ? list.arguments : [];
  return operand ?? list;
}

function fixOf(subject: Subject, call: Call, list: Expression, sort: Sort): Fix | undefined {
  const [, less] = call.arguments;
  const literal = less && unparenthesized(less);
  if (literal && literal.kind !== 'function') {
    return undefined;
  }
  const sorted = literal ? list : withoutConversion(subject, list);
  const compares = literal ? lessOfLiteral(subject, list, literal) : lessOfSorter(subject, list);
  const slices = subject.qualifierOf('slices');
  const comparison = compares && comparisonFor(subject, sorted, compares);
  if (slices === undefined || !comparison) {
    return undefined;
  }
  const { parameters, result, imports } = comparison;
  const text = subject.textOf(sorted);
  const name = `${slices}.${comparison.isNatural ? 'Sort' : sort.replacement}`;
  const title = subject.localize('Use {0}', name);
  if (comparison.isNatural) {
    return replacing(subject, [call], {
      title,
      changes: [{ ...spanOf(call), text: `${name}(${text})` }],
      imports: ['slices'],
    });
  }
  const compare = `func(${parameters}) int { return ${result} }`;
  const isLong = compare.length > MOST_ON_ONE_LINE;
  if (
    isOnOneLine(subject, subject.functionAround(call)) ||
    (isLong && isOnOneLine(subject, literal))
  ) {
    return undefined;
  }
  if (!literal) {
    const indent = lineIndent(subject, call);
    const body = isLong ? `{\n${indent}\treturn ${result}\n${indent}}` : `{ return ${result} }`;
    const made = `${name}(${text}, func(${parameters}) int ${body})`;
    return replacing(subject, [call], {
      title,
      changes: [{ ...spanOf(call), text: made }],
      imports: ['slices', ...imports],
    });
  }
  const changes = [
    { ...spanOf(call.callee), text: name },
    { ...spanOf(literal.type), text: `func(${parameters}) int` },
    { ...spanOf(comparison.compared), text: result },
  ];
  return replacing(subject, changes, { title, changes, imports: ['slices', ...imports] });
}

/** gofmt writes functions on one line up to that length, braces aside, if they are so already. */
const MOST_ON_ONE_LINE = 100;

function isOnOneLine(subject: Subject, node: Span | undefined): boolean {
  return node !== undefined && !subject.textOf(node).includes('\n');
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}
