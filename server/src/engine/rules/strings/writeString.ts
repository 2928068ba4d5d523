/** `w.Write([]byte(s))`: a copy that a writer of strings does not need. */
import type { Call } from '../../syntax/ast.ts';
import { isString } from '../../types/predicates.ts';
import { sameChange } from '../causes.ts';
import { replacing } from '../edits.ts';
import { onHeap } from '../evidence.ts';
import type { Found, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import { stringWriterOf } from './stringWriters.ts';

export const writeString: Rule = {
  name: 'write-string',
  summary: 'a string that is copied into a []byte to be written',
  isSafe: true,
  isOnByDefault: true,
  causeOf: sameChange,
  yieldsTo: ['buffer-string', 'scanner-text'],
  find: (subject) => subject.all('call').map((call) => findingOf(subject, call)),
};

function findingOf(subject: Subject, call: Call): Found | undefined {
  const { localize } = subject;
  const { callee } = call;
  const [bytes, ...more] = call.arguments;
  const [text] = bytes?.kind === 'call' && subject.isConversion(bytes) ? bytes.arguments : [];
  const type = text && subject.typeOf(text);
  if (callee.kind !== 'selector' || callee.selector.name !== 'Write' || more.length > 0) {
    return undefined;
  }
  if (!text || !type || !isString(type) || !subject.source.types.selectionOf(callee)) {
    return undefined;
  }
  const copies = subject.heapAt(text).filter(({ kind }) => kind === 'expression');
  const [copy] = copies;
  const writer = stringWriterOf(subject, callee.operand);
  if (!copy || !writer) {
    return undefined;
  }
  const { start, end } = call;
  const constant = subject.stringOf(text);
  return {
    start,
    end,
    message: localize('The string is copied to be written'),
    evidence: onHeap(subject, copies, copy.frequency),
    gain: {
      objectsBefore: 1,
      objectsAfter: writer !== 'unnamed' && writer.isCertain ? 0 : localize('0 or 1'),
      ...(constant === undefined ? {} : { about: { objects: 1, bytes: constant.length } }),
    },
    fix:
      writer === 'unnamed'
        ? undefined
        : replacing(subject, [call], {
            title: writer.title,
            changes: [{ start, end, text: writer.call(subject.textOf(text)) }],
            imports: writer.imports,
          }),
  };
}
