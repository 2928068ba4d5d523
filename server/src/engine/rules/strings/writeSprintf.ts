/** `b.WriteString(fmt.Sprintf(…))`: a string that is made to be written at once. */
import type { Call, Expression } from '../../syntax/ast.ts';
import { unparenthesized } from '../../syntax/treeBuilder.ts';
import { underlying } from '../../types/types.ts';
import { isInterface } from '../../types/predicates.ts';
import { replacing } from '../edits.ts';
import { inResult } from '../evidence.ts';
import type { Found, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';

export const writeSprintf: Rule = {
  name: 'write-sprintf',
  summary: 'a string of fmt.Sprintf that is made only to be written',
  isSafe: true,
  isOnByDefault: true,
  find: (subject) =>
    subject.callsOf('io.WriteString', ...METHODS).map((call) => findingOf(subject, call)),
};

/** What writes as fmt.Fprintf does, in one Write. */
const METHODS = [
  'bytes.Buffer.WriteString',
  'strings.Builder.WriteString',
  'bufio.Writer.WriteString',
];

const PRINTS: Readonly<Record<string, string>> = {
  'fmt.Sprintf': 'Fprintf',
  'fmt.Sprint': 'Fprint',
  'fmt.Sprintln': 'Fprintln',
};

function findingOf(subject: Subject, call: Call): Found | undefined {
  const { localize } = subject;
  const isFunction = subject.calleeOf(call) === 'io.WriteString';
  const made = call.arguments[isFunction ? 1 : 0];
  const print = made?.kind === 'call' ? PRINTS[subject.calleeOf(made) ?? ''] : undefined;
  if (made?.kind !== 'call' || print === undefined) {
    return undefined;
  }
  const target = isFunction
    ? call.arguments[0]
    : call.callee.kind === 'selector'
      ? call.callee.operand
      : undefined;
  const fmt = subject.qualifierOf('fmt');
  const writer = target && writerOf(subject, call, target);
  if (writer === undefined || fmt === undefined) {
    return undefined;
  }
  const { start, end } = call;
  const [first] = made.arguments;
  // What stands on lines of its own stays there.
  const gap = first ? subject.textOf({ start: made.callee.end + 1, end: first.start }) : '';
  const separator = gap.includes('\n') ? `,${gap}` : first ? ', ' : '';
  const values = first ? subject.textOf({ start: first.start, end: made.end }) : ')';
  const isIndented = subject.textOf({ start, end: made.start }).includes('\n');
  return {
    start,
    end,
    message: localize('A string is made only to be written'),
    evidence: inResult(subject, made),
    gain: { objectsBefore: 1, objectsAfter: 0 },
    fix:
      isIndented && values.includes('\n')
        ? undefined
        : replacing(subject, [call], {
            title: localize('Use {0}', `fmt.${print}`),
            changes: [{ start, end, text: `${fmt}.${print}(${writer}${separator}${values}` }],
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
