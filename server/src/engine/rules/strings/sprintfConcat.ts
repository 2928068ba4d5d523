/** `fmt.Sprintf("%s/%s", a, b)`: strings put together, which `+` does without interfaces. */
import { totalBytes } from '../../features/byteTexts.ts';
import type { TextChange } from '../../refactor/unkeyedLiterals.ts';
import type { Call, Expression } from '../../syntax/ast.ts';
import { sameChange } from '../causes.ts';
import { lineIndent, replacing } from '../edits.ts';
import { onHeap } from '../evidence.ts';
import type { Found, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import { isPlainString, piecesOf } from './formatPieces.ts';

export const sprintfConcat: Rule = {
  name: 'sprintf-concat',
  summary: 'fmt.Sprintf that only puts strings together',
  isSafe: true,
  isOnByDefault: true,
  causeOf: sameChange,
  find: (subject) => subject.callsOf('fmt.Sprintf').map((call) => findingOf(subject, call)),
};

/** A sum of more is harder to read than a format. */
const MAXIMUM_VALUES = 3;

function findingOf(subject: Subject, call: Call): Found | undefined {
  const { localize } = subject;
  const [format, ...values] = call.arguments;
  const isPlain =
    !call.hasEllipsis &&
    values.length > 0 &&
    values.length <= MAXIMUM_VALUES &&
    values.every((value) => isPlainString(subject, value));
  const sum = isPlain && format ? sumOf(subject, format, values) : undefined;
  const boxes = sum ? values.flatMap((value) => subject.expressionAt(value) ?? []) : [];
  const [box] = boxes;
  if (sum === undefined || !box) {
    return undefined;
  }
  const { start, end } = call;
  const isTight = isTightAround(subject, call);
  const lineBreak = isOfAlignedLines(subject, call) ? `\n${lineIndent(subject, call)}\t` : ' ';
  const text = sum.join(isTight ? '+' : ` +${lineBreak}`);
  return {
    start,
    end,
    message: localize('Strings are put into interfaces to be put together'),
    evidence: onHeap(subject, boxes, box.frequency),
    gain: { objectsBefore: 1 + boxes.length, objectsAfter: 1, bytes: totalBytes(boxes) },
    fix: replacing(subject, [call], {
      title: localize('Use +'),
      changes: [
        addition(subject, call, sum) ?? {
          start,
          end,
          text: needsParentheses(subject, call) ? `(${text})` : text,
        },
      ],
      imports: [],
    }),
  };
}

/** The operands of the sum; undefined where the format is anything but text and `%s`. */
function sumOf(
  subject: Subject,
  format: Expression,
  values: readonly Expression[],
): string[] | undefined {
  const operands = piecesOf(format, values)?.map((piece) =>
    piece.kind === 'text' ? piece.text : subject.textOf(piece.value),
  );
  return operands && operands.length > 1 ? operands : undefined;
}

/** `s += "/" + name` in the place of `s = fmt.Sprintf("%s/%s", s, name)`. */
function addition(
  subject: Subject,
  call: Call,
  [first, ...rest]: readonly string[],
): TextChange | undefined {
  const parent = subject.parentOf(call);
  const [target, ...others] = parent?.kind === 'assignment' ? parent.left : [];
  const isPlain =
    parent?.kind === 'assignment' && !parent.isDefinition && parent.operator === undefined;
  return isPlain &&
    target &&
    others.length === 0 &&
    isPath(target) &&
    subject.textOf(target) === first
    ? { start: target.end, end: call.end, text: ` += ${rest.join(' + ')}` }
    : undefined;
}

/** `s`, `x.s`: what is the same however often it is asked. */
function isPath(target: Expression): boolean {
  return target.kind === 'identifier' || (target.kind === 'selector' && isPath(target.operand));
}

function needsParentheses(subject: Subject, call: Call): boolean {
  const parent = subject.parentOf(call);
  return (
    (parent?.kind === 'index' || parent?.kind === 'slice' || parent?.kind === 'selector') &&
    parent.operand === call
  );
}

/**
 * The value of a key that takes several lines: its neighbours' values are in columns of their own, and would
 * not be if it took one line (go/printer/nodes.go, exprList).
 */
function isOfAlignedLines(subject: Subject, call: Call): boolean {
  const parent = subject.parentOf(call);
  return (
    parent?.kind === 'composite' &&
    parent.elements.some(({ key, value }) => key !== undefined && value === call) &&
    subject.textOf(call).includes('\n')
  );
}

/** Whether gofmt leaves no spaces around operators: go/printer/nodes.go (binaryExpr, depth). */
function isTightAround(subject: Subject, call: Call): boolean {
  let child: Expression = call;
  for (const parent of subject.parentsOf(call)) {
    if (parent.kind === 'binary' && parent.operator !== '+') {
      return true;
    }
    if (parent.kind === 'call') {
      return parent.arguments.length > 1 && parent.callee !== child;
    }
    if (parent.kind === 'index') {
      return parent.operand !== child;
    }
    if (parent.kind !== 'binary') {
      return false;
    }
    child = parent;
  }
  return false;
}
