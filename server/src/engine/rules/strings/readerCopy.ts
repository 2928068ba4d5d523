/** `strings.NewReader(string(b))`: a text that is copied to be read. */
import type { Call, Expression } from '../../syntax/ast.ts';
import { isBytes, isString } from '../../types/predicates.ts';
import type { Type } from '../../types/types.ts';
import { replacing } from '../edits.ts';
import { onHeap } from '../evidence.ts';
import type { Found, Rule } from '../rule.ts';
import { namedType, type Subject } from '../subject.ts';

export const readerCopy: Rule = {
  name: 'reader-copy',
  summary: 'a text that is copied to be read',
  isSafe: false,
  isOnByDefault: true,
  find: (subject) => subject.callsOf(...READERS).map((call) => findingOf(subject, call)),
};

const READERS = [
  'strings.NewReader',
  'bytes.NewReader',
  'bytes.NewBuffer',
  'bytes.NewBufferString',
] as const;

function findingOf(subject: Subject, call: Call): Found | undefined {
  const { localize } = subject;
  const [argument] = call.arguments;
  const text = argument && copiedBy(subject, call, argument);
  const type = text && subject.typeOf(text);
  const path = type && isBytes(type) ? 'bytes' : 'strings';
  const qualifier = subject.qualifierOf(path);
  const [copy] = text
    ? [text, argument, call].flatMap((each) =>
        subject.heapAt(each).filter(({ kind }) => kind === 'expression' || kind === 'inlined'),
      )
    : [];
  if (!text || !copy || !isTakenAsReader(subject, call)) {
    return undefined;
  }
  const { start, end } = call;
  const to = `${qualifier}.NewReader`;
  return {
    start,
    end,
    message: localize('{0} is copied to be read', subject.shortTextOf(text)),
    evidence: onHeap(subject, [copy], copy.frequency),
    gain: { objectsBefore: 2, objectsAfter: 1 },
    fix:
      qualifier === undefined
        ? undefined
        : replacing(subject, [call], {
            title: localize('Use {0}', to),
            changes: [{ start, end, text: `${to}(${subject.textOf(text)})` }],
            imports: [path],
          }),
  };
}

/** What is copied to be what a reader is made of. */
function copiedBy(subject: Subject, call: Call, argument: Expression): Expression | undefined {
  if (subject.calleeOf(call) === 'bytes.NewBufferString') {
    return subject.stringOf(argument) === '' ? undefined : argument;
  }
  const [text] =
    argument.kind === 'call' && subject.isConversion(argument) ? argument.arguments : [];
  const from = text && subject.typeOf(text);
  const to = subject.typeOf(argument);
  return text &&
    from &&
    to &&
    ((isBytes(from) && isString(to)) || (isString(from) && isBytes(to))) &&
    subject.stringOf(text) !== ''
    ? text
    : undefined;
}

/** Whether it is given at once to a parameter, or a field, that is an io.Reader. */
function isTakenAsReader(subject: Subject, reader: Call): boolean {
  const parent = subject.parentOf(reader);
  let taken: Type | undefined;
  if (parent?.kind === 'call') {
    const signature = subject.typeOf(parent.callee);
    const index = parent.arguments.indexOf(reader);
    taken =
      signature?.kind === 'signature' ? signature.parameters.variables[index]?.type : undefined;
  } else if (parent?.kind === 'composite') {
    const element = parent.elements.find(({ value }) => value === reader);
    taken = element?.key && subject.variableOf(element.key)?.type;
  }
  return namedType(taken) === 'io.Reader';
}
