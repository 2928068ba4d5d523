/** `for _, r := range []rune(s)`: the loop finds the runes of a string itself. */
import { isString } from '../../types/predicates.ts';
import { underlying } from '../../types/types.ts';
import type { Range } from '../../syntax/ast.ts';
import { isBlank } from '../../syntax/treeBuilder.ts';
import { replacing } from '../edits.ts';
import type { Found, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';

export const rangeRune: Rule = {
  name: 'range-rune',
  summary: 'a []rune that is made of a string only to be gone through',
  isSafe: true,
  isOnByDefault: true,
  find: (subject) => subject.all('range').map((loop) => findingOf(subject, loop)),
};

function findingOf(subject: Subject, { key, operand }: Range): Found | undefined {
  const { localize } = subject;
  const [text] = operand.kind === 'call' && subject.isConversion(operand) ? operand.arguments : [];
  const type = text && subject.typeOf(text);
  // The index of a rune is another one than that of its first byte.
  const isIndexed = key !== undefined && !isBlank(key);
  if (!text || !type || !isString(type) || isIndexed || !isRunes(subject, operand)) {
    return undefined;
  }
  if (subject.isConstant(text)) {
    return undefined;
  }
  const { start, end } = operand;
  return {
    start,
    end,
    message: localize('All runes are copied to be gone through'),
    evidence: {
      kind: 'callee',
      frequency: subject.frequencyOf(operand),
      text: localize('{0} allocates for more than 32 runes', subject.textOf(operand)),
      allocations: [],
    },
    gain: { objectsBefore: 1, objectsAfter: 0 },
    fix: replacing(subject, [operand], {
      title: localize('Go through the string itself'),
      changes: [{ start, end, text: subject.textOf(text) }],
      imports: [],
    }),
  };
}

function isRunes(subject: Subject, operand: Range['operand']): boolean {
  const type = subject.typeOf(operand);
  const list = type && underlying(type);
  const element = list?.kind === 'slice' ? underlying(list.element) : undefined;
  return element?.kind === 'basic' && element.basic === 'int32';
}
