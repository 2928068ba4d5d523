/** What is done with a slice that each round of a loop makes. */
import type { Call, Expression, Identifier } from '../../syntax/ast.ts';
import { isAddressTaken } from '../escapes/references.ts';
import { comesBy } from '../pooling/ofRound.ts';
import { isConsumed } from '../pooling/outlives.ts';
import type { Start } from '../start.ts';
import type { Subject } from '../subject.ts';

/** All but the declaration. */
function usesOf(subject: Subject, { variable, name }: Start): readonly Identifier[] {
  return subject.usesOf(variable).filter((use) => use !== name);
}

/** Every `list = append(list, …)`. */
export function appendsTo(subject: Subject, start: Start): readonly Call[] {
  return usesOf(subject, start).flatMap((use) => appendTo(subject, use) ?? []);
}

/** Whether each round uses a slice, and nobody is given its array. */
export function isOfRound(subject: Subject, start: Start, mayGrow: boolean): boolean {
  const uses = usesOf(subject, start);
  const appends = mayGrow ? appendsTo(subject, start) : [];
  return (
    uses.some((use) => comesBy(subject, use, start)) &&
    uses.every(
      (use) =>
        appends.some((append) => isPartOfAppend(subject, use, append)) || isLookedAt(subject, use),
    )
  );
}

/** By its argument. */
function appendTo(subject: Subject, use: Identifier): Call | undefined {
  const call = subject.parentOf(use);
  const statement = call && subject.parentOf(call);
  const [target, ...more] =
    statement?.kind === 'assignment' && !statement.isDefinition ? statement.left : [];
  return call?.kind === 'call' &&
    subject.calleeOf(call) === 'append' &&
    call.arguments[0] === use &&
    more.length === 0 &&
    target !== undefined &&
    subject.variableOf(target) === subject.variableOf(use)
    ? call
    : undefined;
}

/** The list that is appended to, and what the result is assigned to. */
function isPartOfAppend(subject: Subject, use: Identifier, append: Call): boolean {
  const statement = subject.parentOf(append);
  return (
    append.arguments[0] === use || (statement?.kind === 'assignment' && statement.left[0] === use)
  );
}

/** Functions that are done with a slice when they return. */
const DONE = new Set([
  ...['len', 'cap', 'clear', 'copy', 'strings.Join', 'bytes.Join'],
  ...['sort.Ints', 'sort.Strings', 'sort.Float64s', 'sort.Slice', 'sort.SliceStable'],
  ...['slices.Sort', 'slices.SortFunc', 'slices.SortStableFunc', 'slices.Reverse'],
  ...['slices.Contains', 'slices.ContainsFunc', 'slices.Index', 'slices.IndexFunc'],
  ...['slices.Equal', 'slices.Max', 'slices.Min', 'slices.BinarySearch', 'slices.Clone'],
]);

/** Whether a use hands no more on than copies of elements. */
function isLookedAt(subject: Subject, list: Expression): boolean {
  const parent = subject.parentOf(list);
  switch (parent?.kind) {
    case 'index':
      return parent.operand !== list || !isAddressTaken(subject, parent);
    case 'range':
      return parent.operand === list;
    case 'slice':
      return parent.operand !== list || isLookedAt(subject, parent);
    case 'call':
      return (
        DONE.has(subject.calleeOf(parent) ?? '') ||
        isAppended(subject, parent, list) ||
        subject.isWrite(parent) ||
        isConsumed(subject, list)
      );
    default:
      return false;
  }
}

/** `append(others, list...)`. */
function isAppended(subject: Subject, call: Call, list: Expression): boolean {
  return (
    subject.calleeOf(call) === 'append' && call.hasEllipsis && call.arguments.indexOf(list) === 1
  );
}
