/** `for _, part := range strings.Split(…)`: a slice that is made to be gone through once. */
import type { Range } from '../../syntax/ast.ts';
import { inCallee } from '../evidence.ts';
import type { Found, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';

export const splitSeq: Rule = {
  name: 'split-seq',
  summary: 'a slice of parts that is made only to be gone through',
  sinceMinor: 24,
  isSafe: true,
  isOnByDefault: true,
  find: (subject) => subject.all('range').map((loop) => findingOf(subject, loop)),
};

const SPLITS = new Set(
  ['strings', 'bytes'].flatMap((path) =>
    ['Split', 'SplitAfter', 'Fields', 'FieldsFunc'].map((name) => `${path}.${name}`),
  ),
);

function findingOf(
  subject: Subject,
  { key, value, isDefinition, operand }: Range,
): Found | undefined {
  const { localize } = subject;
  if (operand.kind !== 'call' || operand.callee.kind !== 'selector') {
    return undefined;
  }
  const isBlank = key?.kind === 'identifier' && key.name === '_';
  const isSplit = SPLITS.has(subject.calleeOf(operand) ?? '');
  const { selector } = operand.callee;
  if (!isSplit || !isBlank || !value || !isDefinition) {
    return undefined;
  }
  return {
    start: operand.start,
    end: operand.end,
    message: localize('A slice of all parts is made only to be gone through'),
    evidence: inCallee(
      subject,
      operand,
      localize('{0} allocates the slice', subject.textOf(operand.callee)),
    ),
    gain: { objectsBefore: 1, objectsAfter: 0 },
    fix: {
      title: localize('Use {0}', `${subject.textOf(operand.callee)}Seq`),
      changes: [
        { start: key.start, end: value.start, text: '' },
        { start: selector.end, end: selector.end, text: 'Seq' },
      ],
      imports: [],
    },
  };
}
