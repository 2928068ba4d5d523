/** `for … { m := make(map[K]V) … }`: a map of each round, where one that is cleared keeps its room. */
import type { Allocation } from '../../alloc/allocations.ts';
import { ROUNDS } from '../../alloc/estimate.ts';
import type { Call, Expression, For, Identifier, Range } from '../../syntax/ast.ts';
import { onHeap } from '../evidence.ts';
import { oneLine } from '../oneLine.ts';
import {
  comesBy,
  gainOfSharing,
  isDeclaredBefore,
  loopToShareIn,
  sharedFix,
} from '../pooling/ofRound.ts';
import type { Evidence, Found, Rule } from '../rule.ts';
import { type Start, startOf } from '../start.ts';
import type { Subject } from '../subject.ts';
import { emptyMapType } from './emptyMap.ts';
import { isFixedIn } from './rounds.ts';

export const mapRemade: Rule = {
  name: 'map-remade',
  summary:
    'a map that each round of a loop makes and fills, though one that is cleared has room for it',
  // From then on there is clear.
  sinceMinor: 21,
  isSafe: true,
  // Up to eight entries are on the stack, and only the program knows how many there are.
  isOnByDefault: false,
  *find(subject) {
    for (const statement of subject.all('assignment')) {
      const start = startOf(subject, statement);
      const loop = start && loopToShareIn(subject, start);
      yield loop && findingOf(subject, start, loop);
    }
  },
};

/** As test/fixtures/rules/prealloc-map measures it, for as many entries as a loop is taken to have rounds. */
const SAVED = { objects: 2, bytes: 40 * ROUNDS };

function findingOf(subject: Subject, start: Start, loop: For | Range): Found | undefined {
  const { value, name, variable } = start;
  const type = value && emptyMapType(subject, value);
  const uses = subject.usesOf(variable).filter((use) => use !== name);
  const grown = type ? growthOf(subject, start, value, uses) : [];
  if (!value || !type || grown.length === 0 || uses.some((use) => isGivenAway(subject, use))) {
    return undefined;
  }
  const { localize } = subject;
  return {
    start: value.start,
    end: value.end,
    message: localize(
      '{0} is made and filled anew with each round, and nobody has it afterwards',
      name.name,
    ),
    evidence: evidenceOf(subject, grown),
    gain: gainOfSharing(subject, loop, SAVED, localize('a few')),
    fix: isDeclaredBefore(subject, type, loop)
      ? sharedFix(subject, start, loop, {
          declared: `${name.name} := ${textBefore(subject, value, type, loop)}`,
          emptied: `clear(${name.name})`,
        })
      : undefined,
  };
}

/** In the words of prealloc-map, where it is not made for so many. */
function evidenceOf(subject: Subject, grown: readonly Allocation[]): Evidence {
  const evidence = onHeap(subject, grown, 'iteration');
  const [first] = grown;
  return first?.frequency === 'growth'
    ? {
        ...evidence,
        text: subject.localize('{0} allocates each time the map is full', oneLine(first.what)),
      }
    : evidence;
}

/** What each round allocates for more entries than a map has on the stack. */
function growthOf(
  subject: Subject,
  start: Start,
  value: Expression,
  uses: readonly Identifier[],
): readonly Allocation[] {
  const made = subject.heapAt(value).filter(({ kind }) => kind === 'runtime');
  if (made.length > 0) {
    return made;
  }
  return uses.flatMap((use) => {
    const insert = subject.parentOf(use);
    return insert?.kind === 'index' && comesBy(subject, insert, start)
      ? subject.heapAt(insert).filter(({ kind }) => kind === 'runtime')
      : [];
  });
}

/** A hint that only the round knows is left out: what was grown once stays so. */
function textBefore(
  subject: Subject,
  value: Expression,
  type: Expression,
  loop: For | Range,
): string {
  const sizes = subject.makeOf(value)?.sizes ?? [];
  return sizes.every((size) => isFixedIn(subject, size, loop))
    ? subject.textOf(value)
    : `make(${subject.textOf(type)})`;
}

const BUILTINS = new Set(['clear', 'delete', 'len']);

/** Functions that are done with a map when they return. */
const COPYING = new Set(['maps.Clone', 'maps.Copy', 'maps.DeleteFunc', 'maps.Equal']);

const ITERATORS = new Set(['maps.All', 'maps.Keys', 'maps.Values']);

/** Whether a use may hand the map itself on, not only what is in it. */
function isGivenAway(subject: Subject, use: Identifier): boolean {
  const parent = subject.parentOf(use);
  switch (parent?.kind) {
    case 'index':
    case 'range':
      return parent.operand !== use;
    case 'binary':
      return false;
    case 'call': {
      const callee = subject.calleeOf(parent) ?? '';
      return !(
        BUILTINS.has(callee) ||
        COPYING.has(callee) ||
        (ITERATORS.has(callee) && isIteratedAtOnce(subject, parent))
      );
    }
    default:
      return true;
  }
}

/** `for k := range maps.Keys(m)` and `slices.Sorted(maps.Keys(m))`. */
function isIteratedAtOnce(subject: Subject, iterator: Call): boolean {
  const parent = subject.parentOf(iterator);
  return (
    (parent?.kind === 'range' && parent.operand === iterator) ||
    (parent?.kind === 'call' &&
      /^slices\.(?:Sorted\w*|Collect|AppendSeq)$/.test(subject.calleeOf(parent) ?? ''))
  );
}
