/** A slice that grows by one element each round, though the number of rounds is known. */
import type { Allocation } from '../../alloc/allocations.ts';
import { ROUNDS } from '../../alloc/estimate.ts';
import type { Call, Expression, Identifier, Statement } from '../../syntax/ast.ts';
import { beforeLoop } from '../certainLoops.ts';
import type { VarObject } from '../../types/objects.ts';
import {
  type Filled,
  type Filling,
  filledLater,
  startsBefore,
  usesInLoop,
} from './filledInRange.ts';
import { replacing } from '../edits.ts';
import { isEmptySlice } from './emptySlice.ts';
import { onHeap } from '../evidence.ts';
import type { AboutSaved, Fix, Found, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';

export const preallocSlice: Rule = {
  name: 'prealloc-slice',
  summary: 'a slice that grows element by element in a loop of known length',
  isSafe: true,
  isOnByDefault: true,
  // A slice that is made once grows once.
  yieldsTo: ['slice-remade'],
  partOf: ['slice-of-pointers'],
  *find(subject) {
    const found = new Set<VarObject>();
    for (const filled of startsBefore(subject)) {
      const { variable, statement, value } = filled.start;
      const finding = isEmptySlice(subject, value)
        ? findingOf(subject, filled, statement.start, (countEach) =>
            fixOf(subject, filled, countEach),
          )
        : undefined;
      if (finding) {
        found.add(variable);
        yield finding;
      }
    }
    for (const filled of filledLater(subject, isEmptySlice)) {
      if (!found.has(filled.start.variable)) {
        yield findingOf(subject, filled, filled.loop.start, (countEach) =>
          fixBefore(subject, filled, countEach),
        );
      }
    }
  },
};

/** `at` is where it is come by once for all rounds. */
function findingOf(
  subject: Subject,
  filled: Filling,
  at: number,
  fix: (countEach: number) => Fix | undefined,
): Found | undefined {
  const { localize } = subject;
  const { start, loop } = filled;
  const { name } = start.name;
  const appends = loop.body.statements.flatMap((statement) => appendOf(subject, statement, name));
  const [append, ...more] = appends;
  // Nothing else is done with it until the loop ends: both uses are those of the append.
  if (!append || more.length > 0 || usesInLoop(subject, filled) !== 2) {
    return undefined;
  }
  const growth = subject.heapAt(append).filter(({ kind }) => kind === 'append');
  const text = localize('{0} allocates each time its array is full', subject.shortTextOf(append));
  const frequency = subject.source.frequencyAt(at);
  return growth.every((each) => each.frequency === 'growth')
    ? {
        start: append.start,
        end: append.end,
        message: localize(
          '{0} grows round by round, and the number of rounds is known',
          start.name.name,
        ),
        // An array that outgrows its first one is on the heap, whatever becomes of it.
        evidence:
          growth.length > 0
            ? { ...onHeap(subject, growth, frequency), text }
            : { kind: 'callee', frequency, text, allocations: [] },
        gain: { objectsBefore: 'log n', objectsAfter: 1, about: savedOf(growth, at) },
        fix: fix(append.arguments.length - 1),
      }
    : undefined;
}

/** Of an element whose size is not known. */
const STRING_BYTES = 16;

/** What an array that doubles takes beside the last one, for as many elements as a loop is taken to have rounds. */
function savedOf([growth]: readonly Allocation[], at: number): AboutSaved {
  const each = growth?.bytes?.kind === 'array' ? growth.bytes.elementBytes : STRING_BYTES;
  const objects = Math.ceil(Math.log2(ROUNDS));
  return { objects, bytes: (2 ** (objects + 1) - ROUNDS) * each, at };
}

/** How many elements are appended behind the loop in any case: in its block, and in no other loop. */
function countBehind(subject: Subject, { start, loop }: Filling): number {
  const block = subject.parentOf(loop);
  const statements = block?.kind === 'block' ? block.statements : [];
  return statements
    .slice(statements.indexOf(loop) + 1)
    .flatMap((statement) => appendOf(subject, statement, start.name.name))
    .reduce((count, append) => count + append.arguments.length - 1, 0);
}

/** `x = append(x, …)` of another statement of the loop's body. */
function appendOf(subject: Subject, statement: Statement, name: string): Call[] {
  if (statement.kind !== 'assignment' || statement.isDefinition) {
    return [];
  }
  const [left] = statement.left;
  const [call] = statement.right;
  return statement.left.length === 1 &&
    isNamed(left, name) &&
    call?.kind === 'call' &&
    subject.calleeOf(call) === 'append' &&
    !call.hasEllipsis &&
    call.arguments.length > 1 &&
    isNamed(call.arguments[0], name)
    ? [call]
    : [];
}

function isNamed(expression: Expression | undefined, name: string): expression is Identifier {
  return expression?.kind === 'identifier' && expression.name === name;
}

/** What was nil with no rounds stays nil: `slices.Grow` makes nothing of it. */
function fixOf(subject: Subject, filled: Filled, countEach: number): Fix | undefined {
  const { localize } = subject;
  const { statement, value, type } = filled.start;
  const capacity = capacityOf(subject, filled, countEach);
  if (value) {
    const made = value.kind === 'composite' ? value.type : subject.makeOf(value)?.type;
    const text = made && `make(${subject.textOf(made)}, 0, ${capacity})`;
    return text === undefined
      ? undefined
      : replacing(subject, [value], {
          title: localize('Make it with its capacity'),
          changes: [{ start: value.start, end: value.end, text }],
          imports: [],
        });
  }
  const slices = slicesIn(subject);
  if (slices === undefined || !type) {
    return undefined;
  }
  const text = `${filled.start.name.name} := ${slices}.Grow(${subject.textOf(type)}(nil), ${capacity})`;
  return replacing(subject, [statement], {
    title: localize('Make it with its capacity, nil if that is 0'),
    changes: [{ start: statement.start, end: statement.end, text }],
    imports: ['slices'],
  });
}

/** Of what is declared elsewhere: it gets its array before the loop. */
function fixBefore(subject: Subject, filled: Filling, countEach: number): Fix | undefined {
  const { start, loop } = filled;
  const slices = slicesIn(subject);
  const place = beforeLoop(subject, loop);
  if (slices === undefined || !place) {
    return undefined;
  }
  const { name } = start.name;
  const capacity = capacityOf(subject, filled, countEach);
  return {
    title: subject.localize('Make it with its capacity'),
    changes: [
      {
        start: place.start,
        end: place.end,
        text: `${name} = ${slices}.Grow(${name}, ${capacity})\n${place.indent}`,
      },
    ],
    imports: ['slices'],
  };
}

function capacityOf(subject: Subject, filled: Filling, countEach: number): string {
  const { length } = filled;
  const behind = countBehind(subject, filled);
  const inLoop = countEach === 1 ? length : `${countEach}*${length}`;
  return behind === 0 ? inLoop : `${inLoop}+${behind}`;
}

/** The first version of Go with package slices. */
const SLICES_MINOR = 21;

function slicesIn(subject: Subject): string | undefined {
  return subject.source.goMinor >= SLICES_MINOR ? subject.qualifierOf('slices') : undefined;
}
