/** `&T{mutex: &sync.Mutex{}}`: an object that lives and dies with the one that holds it. */
import type { CompositeLiteral } from '../../syntax/ast.ts';
import { isExported, type VarObject } from '../../types/objects.ts';
import { asNamed } from '../../types/predicates.ts';
import { type Named, underlying } from '../../types/types.ts';
import { sameMessage } from '../causes.ts';
import { onHeap } from '../evidence.ts';
import type { Found, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import { isFresh, isOwnedBy } from './owners.ts';

export const ownedObject: Rule = {
  name: 'owned-object',
  summary:
    'an object that is made with the struct that alone points to it, and could be part of it',
  isSafe: false,
  isOnByDefault: true,
  // Of the objects of one owner, the struct decides.
  causeOf: sameMessage,
  *find(subject) {
    for (const literal of subject.all('composite')) {
      const address = subject.parentOf(literal);
      const type = subject.typeOf(literal);
      const owner = type && asNamed(type);
      const isMade = address?.kind === 'unary' && address.operator === '&';
      const isHere = owner?.object.package === subject.source.package;
      if (isMade && isHere && owner.typeArguments.length === 0) {
        yield* findingsIn(subject, literal, owner);
      }
    }
  },
};

function* findingsIn(
  subject: Subject,
  literal: CompositeLiteral,
  owner: Named,
): Iterable<Found | undefined> {
  const struct = underlying(owner);
  const fields = struct.kind === 'struct' ? struct.fields : [];
  for (const { key, value } of literal.elements) {
    const name = key?.kind === 'identifier' ? key.name : undefined;
    const field = fields.find((each) => each.name === name);
    const owned = field && ownedType(field, owner);
    const made =
      owned && isFresh(value, subject.source.types) ? subject.expressionAt(value) : undefined;
    if (field && owned && made && isOwnedBy(owner, field, subject.source.package)) {
      yield {
        start: value.start,
        end: value.end,
        message: subject.localize(
          'Each {0} makes one of its own, and alone points to it: it could be part of it',
          owner.object.name,
        ),
        evidence: onHeap(subject, [made], made.frequency),
        // As many bytes, but for what their size classes leave unused.
        gain: { objectsBefore: 2, objectsAfter: 1, about: { objects: 1, bytes: 0 } },
      };
    }
  }
}

/** What a field points to that nobody outside of the package can set. */
function ownedType(field: VarObject, owner: Named): Named | undefined {
  const pointer = underlying(field.type);
  const owned = pointer.kind === 'pointer' ? asNamed(pointer.element) : undefined;
  return isExported(field.name) || field.isEmbedded || owned === owner ? undefined : owned;
}
