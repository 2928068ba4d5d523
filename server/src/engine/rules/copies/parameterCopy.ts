/** `func price(r row) int`: each call copies an argument of which a part is read. */
import { sizeText } from '../../features/byteTexts.ts';
import type { Identifier } from '../../syntax/ast.ts';
import { forEachNode } from '../../syntax/walk.ts';
import { withoutObjects } from '../evidence.ts';
import type { Found, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import { copiedInVain } from './onlyPart.ts';

export const parameterCopy: Rule = {
  name: 'parameter-copy',
  summary: 'a large argument that each call copies to read a part of it',
  isSafe: false,
  // Nothing is allocated: what it gains is time.
  isOnByDefault: false,
  *find(subject) {
    const { receiver, type } = subject.source.syntax;
    const all = [...(receiver ? [receiver] : []), ...type.parameters];
    for (const { names } of isInlined(subject) ? [] : all) {
      for (const name of names) {
        yield findingOf(subject, name);
      }
    }
  },
};

function findingOf(subject: Subject, name: Identifier): Found | undefined {
  const { localize } = subject;
  const variable = subject.variableOf(name);
  const bytes = variable && copiedInVain(subject, variable);
  return bytes === undefined
    ? undefined
    : {
        start: name.start,
        end: name.end,
        message: localize(
          '{0} is a copy of {1} for each call, of which only a part is read',
          name.name,
          sizeText(bytes, localize),
        ),
        evidence: withoutObjects(
          subject,
          'copy',
          subject.body,
          localize('Nothing is allocated: what is copied takes time'),
        ),
      };
}

/** Twice what the inliner takes for a function that is too large (Go 1.26, cmd/compile/internal/inline, inlineMaxBudget). */
const FAR_TOO_LARGE = 160;

/** Whether it may be inlined, and its arguments are not copied then. */
function isInlined(subject: Subject): boolean {
  let count = 0;
  forEachNode(subject.body, () => {
    count++;
  });
  return (
    count < FAR_TOO_LARGE &&
    subject.all('defer').length + subject.all('go').length + subject.all('select').length === 0
  );
}
