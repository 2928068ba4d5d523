/** `debugf("%d", n)`, where `debugf` returns at once unless it is told to speak: `n` is boxed all the same. */
import type { Allocation } from '../../alloc/allocations.ts';
import { codeWith } from '../../checker/packageChecker.ts';
import { totalBytes } from '../../features/byteTexts.ts';
import type { Call, Expression } from '../../syntax/ast.ts';
import { type AstNode, forEachNode } from '../../syntax/walk.ts';
import { positionOf } from '../../syntax/positions.ts';
import type { FuncObject } from '../../types/objects.ts';
import { sameMessage } from '../causes.ts';
import { indentOf, replacing } from '../edits.ts';
import { onHeap } from '../evidence.ts';
import type { Fix, Found, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import { WaysThrough } from '../waysThrough.ts';
import { guardOf, printerOf } from './guards.ts';

export const guardedArguments: Rule = {
  name: 'guarded-arguments',
  summary: 'arguments that are boxed for a function that may return at once',
  // What is asked twice may do something when it is asked.
  isSafe: false,
  isOnByDefault: true,
  causeOf: sameMessage,
  find: (subject) => subject.all('call').map((call) => findingOf(subject, call)),
};

function findingOf(subject: Subject, call: Call): Found | undefined {
  const { localize } = subject;
  const callee = call.hasEllipsis ? undefined : printerOf(subject, call);
  const boxes = callee ? madeFor(subject, call) : [];
  const [first] = boxes;
  const isWorthIt =
    callee && first && (isOfEachRound(subject, call) || !isWidespread(subject, callee));
  const guard = isWorthIt ? guardOf(subject, call, callee) : undefined;
  if (!first || guard === undefined || isAskedBefore(subject, call, guard)) {
    return undefined;
  }
  return {
    start: call.start,
    end: call.end,
    message: localize(
      'Arguments are put into interfaces even where {0} does nothing, as {1} is not asked before',
      subject.textOf(call.callee),
      guard,
    ),
    evidence: onHeap(subject, boxes, first.frequency),
    gain: {
      objectsBefore: boxes.reduce((sum, { countObjects }) => sum + countObjects, 0),
      objectsAfter: 0,
      bytes: totalBytes(boxes),
    },
    fix: fixOf(subject, call, guard),
  };
}

/** In a loop, and behind no condition there, which makes a message one of the odd round. */
function isOfEachRound({ source }: Subject, { start }: Call): boolean {
  const ways = new WaysThrough(source.syntax, source.frequencyAt);
  const round = ways.roundAround(start);
  return round !== undefined && ways.timesAt(start, round.start) > 0;
}

/** Who calls it in so many functions asks nowhere before: it is the function that has to change, if anything. */
const WIDESPREAD = 20;

function isWidespread({ source }: Subject, { name }: FuncObject): boolean {
  let count = 0;
  for (const { text } of codeWith(source.package, name)) {
    count += text.includes(`${name}(`) ? 1 : 0;
    if (count > WIDESPREAD) {
      return true;
    }
  }
  return false;
}

/** The slice of the arguments, and what they are put into. */
function madeFor(subject: Subject, call: Call): readonly Allocation[] {
  const places = new Set([positionOf(call), ...call.arguments.map(positionOf)]);
  return subject.source.allocations.filter(
    ({ kind, offset, what }) =>
      kind === 'expression' &&
      places.has(offset) &&
      (offset !== positionOf(call) || what === '... argument'),
  );
}

/** Whether a condition mentions it, in the function or around the call. */
function isAskedBefore(subject: Subject, call: Call, guard: string): boolean {
  const [asked = guard] = guard.split(/ (?:&&|!=|[<>]=?) /);
  const conditions = [
    ...subject.all('if').map(({ condition }) => condition),
    ...subject.all('switch').flatMap(({ clauses }) => clauses.flatMap((each) => each.expressions)),
  ];
  return conditions.some((each) => each.start < call.start && subject.textOf(each).includes(asked));
}

/** Where nothing is lost if the arguments are not looked at. */
function fixOf(subject: Subject, call: Call, guard: string): Fix | undefined {
  const statement = subject.parentOf(call);
  const isInBlock = statement !== undefined && subject.parentOf(statement)?.kind === 'block';
  const text = subject.textOf(call);
  const indent = indentOf(subject, call);
  const isPlain = statement?.kind === 'expression' && isInBlock && !text.includes('\n');
  if (indent === undefined || !isPlain || !call.arguments.every((each) => isInert(subject, each))) {
    return undefined;
  }
  return replacing(subject, [call], {
    title: subject.localize('Ask {0} before', guard),
    changes: [
      {
        start: call.start,
        end: call.end,
        text: `if ${guard} {\n${indent}\t${text}\n${indent}}`,
      },
    ],
    imports: [],
  });
}

/** Calls nothing, and receives nothing. */
function isInert(subject: Subject, argument: Expression): boolean {
  const doings: AstNode[] = [];
  forEachNode(argument, (node) => {
    const isCall = node.kind === 'call' && !isHarmless(subject, node);
    if (isCall || (node.kind === 'unary' && node.operator === '<-')) {
      doings.push(node);
    }
  });
  return doings.length === 0;
}

function isHarmless(subject: Subject, call: Call): boolean {
  return subject.isConversion(call) || /^(?:len|cap)$/.test(subject.calleeOf(call) ?? '');
}
