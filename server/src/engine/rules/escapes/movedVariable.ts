/** `return &header, err` on an error path, a closure that reads `config.name`: a whole variable is on the heap for it. */
import type { Allocation } from '../../alloc/allocations.ts';
import { bytesEachTime } from '../../alloc/estimate.ts';
import { totalBytes } from '../../features/byteTexts.ts';
import type { Identifier } from '../../syntax/ast.ts';
import type { VarObject } from '../../types/objects.ts';
import { onHeap } from '../evidence.ts';
import type { Found, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import { capturedFields, copiedFields } from './capturedFields.ts';
import { coldAddresses, copiedWhenCold } from './coldAddresses.ts';
import { referencesTo } from './references.ts';

export const movedVariable: Rule = {
  name: 'moved-variable',
  summary: 'a variable that is moved to the heap for one reference, where a copy would do',
  isSafe: true,
  isOnByDefault: true,
  *find(subject) {
    const moved = subject.source.allocations.filter(({ kind }) => kind === 'variable');
    const names = moved.length > 0 ? subject.all('identifier') : [];
    for (const object of moved) {
      const name = names.find(({ start }) => start === object.offset);
      const variable = name && subject.variableOf(name);
      if (variable && subject.usesOf(variable)[0] === name) {
        yield findingOf(subject, object, name, variable);
      }
    }
  },
};

function findingOf(
  subject: Subject,
  object: Allocation,
  name: Identifier,
  variable: VarObject,
): Found | undefined {
  const { localize } = subject;
  const references = referencesTo(subject, variable);
  const { start, end } = name;
  const common = { start, end, evidence: onHeap(subject, [object], object.frequency) };
  const addresses = coldAddresses(subject, name, references);
  if (addresses) {
    return {
      ...common,
      message: localize(
        '{0} is on the heap for a pointer that only error paths make: a copy there would do',
        name.name,
      ),
      gain: { objectsBefore: 1, objectsAfter: 0, bytes: totalBytes([object]) },
      fix: copiedWhenCold(subject, name, variable, addresses),
    };
  }
  const captured = capturedFields(subject, object, references);
  return (
    captured && {
      ...common,
      message: localize(
        '{0} is on the heap as a whole, and the closure only reads {1}',
        name.name,
        [...new Set(captured.fields.map((field) => subject.textOf(field)))].join(', '),
      ),
      gain: {
        objectsBefore: 1,
        objectsAfter: 0,
        about: { objects: 1, bytes: bytesEachTime(object) },
      },
      fix: copiedFields(subject, name, captured),
    }
  );
}
