/** `for … { var list []T … }`: a slice of each round, where one that is cut to no elements keeps its array. */
import type { Allocation } from '../../alloc/allocations.ts';
import { ROUNDS } from '../../alloc/estimate.ts';
import type { Call, Expression, For, Range } from '../../syntax/ast.ts';
import { forEachNode } from '../../syntax/walk.ts';
import { unalias, underlying } from '../../types/types.ts';
import { lineIndent } from '../edits.ts';
import { onHeap } from '../evidence.ts';
import {
  comesBy,
  gainOfSharing,
  isDeclaredBefore,
  loopToShareIn,
  madeWithEachRound,
  sharedFix,
} from '../pooling/ofRound.ts';
import { isInLoop } from '../loopsAround.ts';
import type { Evidence, Fix, Found, Rule } from '../rule.ts';
import { type Start, startOf } from '../start.ts';
import type { Subject } from '../subject.ts';
import { isEmptySlice } from './emptySlice.ts';
import { isFixedIn } from './rounds.ts';
import { appendsTo, isOfRound } from './sliceUses.ts';

type Loop = For | Range;

export const sliceRemade: Rule = {
  name: 'slice-remade',
  summary:
    'a slice that each round of a loop makes, though one that is cut to no elements has an array',
  // From then on there are clear and slices.Grow.
  sinceMinor: 21,
  isSafe: true,
  isOnByDefault: true,
  *find(subject) {
    for (const statement of [...subject.all('assignment'), ...subject.all('declaration')]) {
      const start = startOf(subject, statement);
      const loop = start && loopToShareIn(subject, start);
      yield loop && underlying(start.variable.type).kind === 'slice'
        ? (madeFound(subject, start, loop) ?? grownFound(subject, start, loop))
        : undefined;
    }
  },
};

/** `list := make([]T, n)` that is on the heap. */
function madeFound(subject: Subject, start: Start, loop: Loop): Found | undefined {
  const { name, value } = start;
  const [size] = subject.makeOf(value)?.sizes ?? [];
  const made = value ? subject.expressionAt(value) : undefined;
  const evidence = value && size && evidenceOf(subject, start, value, made ? [made] : []);
  if (!evidence || !isOfRound(subject, start, isNothing(subject, size))) {
    return undefined;
  }
  const { start: from, end } = value;
  return {
    start: from,
    end,
    message: madeWithEachRound(subject, name),
    evidence,
    gain: gainOfSharing(subject, loop, { objects: 1, bytes: leastBytes(subject, start) }),
    fix: fixOf(subject, start, loop),
  };
}

/** `var list []T`, to which a loop of the round appends. */
function grownFound(subject: Subject, start: Start, loop: Loop): Found | undefined {
  const { name, value } = start;
  const { localize } = subject;
  const append = isEmptySlice(subject, value) ? growthOf(subject, start) : undefined;
  const growth = append ? subject.heapAt(append).filter(({ kind }) => kind === 'append') : [];
  const evidence = append && evidenceOf(subject, start, append, growth);
  return evidence && isOfRound(subject, start, true)
    ? {
        start: append.start,
        end: append.end,
        message: localize('{0} grows anew in each round, and nobody has it afterwards', name.name),
        evidence,
        gain: gainOfSharing(
          subject,
          loop,
          { objects: 1, bytes: leastBytes(subject, start) },
          localize('a few'),
        ),
        fix: fixOf(subject, start, loop),
      }
    : undefined;
}

/**
 * What escapes, or is longer than what the compiler puts on the stack (32 bytes: Go 1.26,
 * cmd/compile/internal/base/flag.go, VariableMakeThreshold) for as many elements as a loop is taken to have rounds.
 */
function evidenceOf(
  subject: Subject,
  start: Start,
  at: Expression,
  allocations: readonly Allocation[],
): Evidence | undefined {
  const isAppend = subject.makeOf(at) === undefined;
  const text = isAppend
    ? subject.localize('{0} allocates each time its array is full', subject.shortTextOf(at))
    : subject.localize('{0} allocates for more than 32 bytes', subject.shortTextOf(at));
  if (allocations.length > 0) {
    const evidence = onHeap(subject, allocations, 'iteration');
    return isAppend ? { ...evidence, text } : evidence;
  }
  const isConstant = subject.makeOf(at)?.sizes.every((size) => subject.isConstant(size)) === true;
  return leastBytes(subject, start) > STACK_BYTES && !isConstant
    ? { kind: 'callee', frequency: subject.frequencyOf(at), text, allocations: [] }
    : undefined;
}

const STACK_BYTES = 32;

/** Of the array that holds as many elements as a loop is taken to have rounds. */
function leastBytes({ source }: Subject, { variable }: Start): number {
  const list = underlying(variable.type);
  return ROUNDS * ((list.kind === 'slice' ? source.sizeOf(list.element) : undefined) ?? 1);
}

/** An append that runs several times in each round: one or two elements have their first array on the stack. */
function growthOf(subject: Subject, start: Start): Call | undefined {
  const round = subject.parentOf(start.statement);
  return appendsTo(subject, start).find(
    (append) => isInLoop(subject, append, round) && comesBy(subject, append, start),
  );
}

function isNothing(subject: Subject, size: Expression): boolean {
  return subject.integerOf(size) === 0;
}

/** A slice of so many elements has all of them zero again; one whose size differs gets room for as many. */
function fixOf(subject: Subject, start: Start, loop: Loop): Fix | undefined {
  const { statement, name: variable, value } = start;
  const { name } = variable;
  const { type, sizes = [] } = subject.makeOf(value) ?? {};
  const [length, capacity = length] = sizes;
  const isEmpty = !length || isNothing(subject, length);
  if (sizes.every((size) => isFixedIn(subject, size, loop))) {
    return isDeclaredBefore(subject, statement, loop)
      ? sharedFix(subject, start, loop, {
          declared: subject.textOf(statement),
          emptied: isEmpty ? `${name} = ${name}[:0]` : `clear(${name})`,
        })
      : undefined;
  }
  const slices = subject.qualifierOf('slices');
  if (!type || !capacity || slices === undefined || !isDeclaredBefore(subject, type, loop)) {
    return undefined;
  }
  const size = subject.textOf(capacity);
  const grown = `${name} = ${slices}.Grow(${name}[:0], ${size})`;
  const isOne = sizes.length === 1 && isPlain(subject, capacity);
  return isInt(subject, capacity) && (isEmpty || isOne)
    ? sharedFix(subject, start, loop, {
        declared: `var ${name} ${subject.textOf(type)}`,
        emptied: isEmpty
          ? grown
          : `${grown}[:${size}]\n${lineIndent(subject, statement)}clear(${name})`,
        imports: ['slices'],
      })
    : undefined;
}

/** slices.Grow takes no other. */
function isInt(subject: Subject, size: Expression): boolean {
  const type = subject.typeOf(size);
  const actual = type && unalias(type);
  return actual?.kind === 'basic' && (actual.basic === 'int' || subject.isConstant(size));
}

/** Whether it does nothing, and may stand there twice. */
function isPlain(subject: Subject, size: Expression): boolean {
  let isPlainOnly = true;
  forEachNode(size, (node) => {
    isPlainOnly &&=
      (node.kind !== 'call' && node.kind !== 'function') ||
      (node.kind === 'call' && /^(?:len|cap|min|max)$/.test(subject.calleeOf(node) ?? ''));
  });
  return isPlainOnly;
}
