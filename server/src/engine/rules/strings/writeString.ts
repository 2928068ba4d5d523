/** `w.Write([]byte(s))`: a copy that a writer of strings does not need. */
import type { Call } from '../../syntax/ast.ts';
import { lookUpFieldOrMethod } from '../../types/lookup.ts';
import { isInterface, isString } from '../../types/predicates.ts';
import type { Type } from '../../types/types.ts';
import { replacing } from '../edits.ts';
import { onHeap } from '../evidence.ts';
import type { Found, Rule } from '../rule.ts';
import { namedType, type Subject } from '../subject.ts';

export const writeString: Rule = {
  name: 'write-string',
  summary: 'a string that is copied into a []byte to be written',
  isSafe: true,
  isOnByDefault: true,
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
  const writer = subject.typeOf(callee.operand);
  if (!text || !type || !isString(type) || !writer || !subject.source.types.selectionOf(callee)) {
    return undefined;
  }
  const copies = subject.heapAt(text).filter(({ kind }) => kind === 'expression');
  const [copy] = copies;
  const found = lookUpFieldOrMethod(writer, true, subject.source.package, 'WriteString');
  const hasMethod = 'object' in found && found.object.kind === 'func';
  if (!copy || (!hasMethod && !takesMostWriters(writer))) {
    return undefined;
  }
  const io = hasMethod ? '' : subject.qualifierOf('io');
  const receiver = subject.textOf(callee.operand);
  const argument = subject.textOf(text);
  const { start, end } = call;
  return {
    start,
    end,
    message: localize('The string is copied to be written'),
    evidence: onHeap(subject, copies, copy.frequency),
    gain: { objectsBefore: 1, objectsAfter: 0 },
    fix:
      io === undefined
        ? undefined
        : replacing(subject, [call], {
            title: hasMethod
              ? localize('Use {0}', `${receiver}.WriteString`)
              : localize('Use io.WriteString, which copies only where the writer takes no strings'),
            changes: [
              {
                start,
                end,
                text: hasMethod
                  ? `${receiver}.WriteString(${argument})`
                  : `${io}.WriteString(${receiver}, ${argument})`,
              },
            ],
            imports: hasMethod ? [] : ['io'],
          }),
  };
}

/** Interfaces behind which there are files, buffers and responses: most of these write strings. */
function takesMostWriters(writer: Type): boolean {
  const name = namedType(writer) ?? '';
  return isInterface(writer) && /^(?:io|net\/http|bufio)\./.test(name);
}
