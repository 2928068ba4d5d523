/** `b.WriteString(fmt.Sprintf(…))`: a string that is made to be written at once. */
import type { Call, Expression } from '../../syntax/ast.ts';
import { unparenthesized } from '../../syntax/treeBuilder.ts';
import { underlying } from '../../types/types.ts';
import { isInterface } from '../../types/predicates.ts';
import { sameChange } from '../causes.ts';
import { replacing } from '../edits.ts';
import { inResult } from '../evidence.ts';
import type { Found, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import { printingTo, printOf } from './printing.ts';

export const writeSprintf: Rule = {
  name: 'write-sprintf',
  summary: 'a string of fmt.Sprintf that is made only to be written',
  isSafe: true,
  isOnByDefault: true,
  causeOf: sameChange,
  // A sum of strings that are short and do not stay is put together on the stack.
  yieldsTo: ['sprintf-concat'],
  find: (subject) =>
    subject.callsOf('io.WriteString', ...METHODS).map((call) => findingOf(subject, call)),
};

/** What writes as fmt.Fprintf does, in one Write. */
const METHODS = [
  'bytes.Buffer.WriteString',
  'strings.Builder.WriteString',
  'bufio.Writer.WriteString',
];

function findingOf(subject: Subject, call: Call): Found | undefined {
  const { localize } = subject;
  const isFunction = subject.calleeOf(call) === 'io.WriteString';
  const made = call.arguments[isFunction ? 1 : 0];
  const print = printOf(subject, made);
  if (!print) {
    return undefined;
  }
  const target = isFunction
    ? call.arguments[0]
    : call.callee.kind === 'selector'
      ? call.callee.operand
      : undefined;
  const writer = target && writerOf(subject, call, target);
  if (writer === undefined) {
    return undefined;
  }
  const { start, end } = call;
  const text = printingTo(subject, print, writer);
  const isIndented = subject.textOf({ start, end: print.made.start }).includes('\n');
  return {
    start,
    end,
    message: localize('A string is made only to be written'),
    evidence: inResult(subject, print.made),
    gain: { objectsBefore: 1, objectsAfter: 0 },
    fix:
      isIndented && text.includes('\n')
        ? undefined
        : replacing(subject, [call], {
            title: localize('Use {0}', print.name),
            changes: [{ start, end, text }],
            imports: [],
          }),
  };
}

/**
 * The writer as an io.Writer. A variable that would only then be moved to the heap costs what is
 * saved, unless it is written to more often than it is made.
 */
function writerOf(subject: Subject, call: Call, target: Expression): string | undefined {
  const type = subject.typeOf(target);
  const text = subject.textOf(target);
  if (!type) {
    return undefined;
  }
  if (isInterface(type) || underlying(type).kind === 'pointer') {
    return text;
  }
  const variable = subject.variableOf(unparenthesized(target));
  if (variable?.role !== 'local') {
    return target.kind === 'selector' ? `&${text}` : undefined;
  }
  const [declared] = subject.usesOf(variable);
  const isOnHeap = declared && subject.heapAt(declared).some(({ kind }) => kind === 'variable');
  const isOften =
    declared &&
    subject.frequencyOf(call) === 'iteration' &&
    subject.source.frequencyAt(declared.start) !== 'iteration';
  return isOnHeap === true || isOften === true ? `&${text}` : undefined;
}
