/** `fmt.Fprint(w, s)`: strings that are put into interfaces to be written as they are. */
import { totalBytes } from '../../features/byteTexts.ts';
import type { Call, Expression } from '../../syntax/ast.ts';
import { forEachNode } from '../../syntax/walk.ts';
import { sameChange } from '../causes.ts';
import { indentOf, replacing } from '../edits.ts';
import { onHeap } from '../evidence.ts';
import type { Fix, Found, Rule } from '../rule.ts';
import { namedType, type Subject } from '../subject.ts';
import { isPlainString, type Piece, piecesOf } from '../strings/formatPieces.ts';
import { type StringWriter, stringWriterOf } from '../strings/stringWriters.ts';

export const fprintString: Rule = {
  name: 'fprint-string',
  summary: 'strings that are put into interfaces to be written as they are',
  isSafe: true,
  isOnByDefault: true,
  causeOf: sameChange,
  find: (subject) =>
    subject.callsOf('fmt.Fprint', 'fmt.Fprintf').map((call) => findingOf(subject, call)),
};

/** More calls in place of one are harder to read. */
const MAXIMUM_PIECES = 5;

const IN_MEMORY = new Set(['bytes.Buffer', 'strings.Builder', 'bufio.Writer']);

function findingOf(subject: Subject, call: Call): Found | undefined {
  const { localize } = subject;
  const [target, ...list] = call.arguments;
  const pieces = call.hasEllipsis ? undefined : writtenBy(subject, call, list);
  const values = pieces?.flatMap((piece) => (piece.kind === 'value' ? [piece.value] : [])) ?? [];
  const boxes = values.flatMap((value) => subject.expressionAt(value) ?? []);
  const [box] = boxes;
  const writer = target && stringWriterOf(subject, target);
  if (
    !target ||
    !writer ||
    !pieces ||
    !box ||
    !values.every((value) => isPlainString(subject, value))
  ) {
    return undefined;
  }
  const isSingle = pieces.length === 1;
  const isReadable = pieces.length <= MAXIMUM_PIECES;
  if (!isSingle && !(isReadable && takesSeveral(subject, call, target) && areIndependent(pieces))) {
    return undefined;
  }
  const { start, end } = call;
  return {
    start,
    end,
    message: isSingle
      ? localize(
          '{0} is put into an interface to be written',
          subject.shortTextOf(values[0] ?? call),
        )
      : localize('Strings are put into interfaces to be written'),
    evidence: onHeap(subject, boxes, box.frequency),
    gain: { objectsBefore: boxes.length, objectsAfter: 0, bytes: totalBytes(boxes) },
    fix: writer === 'unnamed' ? undefined : fixOf(subject, call, writer, pieces),
  };
}

/** What comes out, in its order; undefined where it is more than text and strings. */
function writtenBy(
  subject: Subject,
  call: Call,
  list: readonly Expression[],
): readonly Piece[] | undefined {
  const [first, ...values] = list;
  if (!first) {
    return undefined;
  }
  return subject.calleeOf(call) === 'fmt.Fprintf'
    ? piecesOf(first, values)
    : values.length === 0
      ? [{ kind: 'value', value: first }]
      : undefined;
}

/** Whether nobody can tell several writes from one: what they return is not asked for. */
function takesSeveral(subject: Subject, call: Call, target: Expression): boolean {
  const isNamed = !subject.textOf(target).includes('(');
  const isInMemory = IN_MEMORY.has(namedType(subject.typeOf(target)) ?? '');
  return isNamed && isInMemory && subject.parentOf(call)?.kind === 'expression';
}

function fixOf(
  subject: Subject,
  call: Call,
  writer: StringWriter,
  pieces: readonly Piece[],
): Fix | undefined {
  const { start, end } = call;
  const indent = indentOf(subject, call);
  if (pieces.length > 1 && indent === undefined) {
    return undefined;
  }
  const writes = pieces.map((piece) =>
    writer.call(piece.kind === 'text' ? piece.text : subject.textOf(piece.value)),
  );
  return replacing(subject, [call], {
    title: writer.title,
    changes: [{ start, end, text: writes.join(`\n${indent}`) }],
    imports: writer.imports,
  });
}

/** Whether no value is one of a call that could see what was written before it. */
function areIndependent(pieces: readonly Piece[]): boolean {
  return pieces.slice(1).every((piece) => piece.kind === 'text' || !hasCalls(piece.value));
}

function hasCalls(value: Expression): boolean {
  let isCalling = false;
  forEachNode(value, ({ kind }) => {
    isCalling ||= kind === 'call';
  });
  return isCalling;
}
