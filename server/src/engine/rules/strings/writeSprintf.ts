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
  const list = subject.textOfAll(made.arguments);
  const values = list === '' ? '' : `, ${list}${made.hasEllipsis ? '...' : ''}`;
  const { start, end } = call;
  return {
    start,
    end,
    message: localize('A string is made only to be written'),
    evidence: inResult(subject, made),
    gain: { objectsBefore: 1, objectsAfter: 0 },
    fix: replacing(subject, [call], {
      title: localize('Use {0}', `fmt.${print}`),
      changes: [{ start, end, text: `${fmt}.${print}(${writer}${values})` }],
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
