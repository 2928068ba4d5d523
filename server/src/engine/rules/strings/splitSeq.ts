/** `for _, part := range strings.Split(…)`: a slice that is made to be gone through once. */
import { ROUNDS } from '../../alloc/estimate.ts';
import type { TextChange } from '../../refactor/unkeyedLiterals.ts';
import type { Assignment, Call, Expression, Identifier, Range } from '../../syntax/ast.ts';
import { isBlank } from '../../syntax/treeBuilder.ts';
import type { VarObject } from '../../types/objects.ts';
import { replacing } from '../edits.ts';
import { inCallee } from '../evidence.ts';
import type { Found, Rule } from '../rule.ts';
import { isWithin } from '../spans.ts';
import { startOf } from '../start.ts';
import type { Subject } from '../subject.ts';
import { isSameWhenLazy } from './lazySplit.ts';

export const splitSeq: Rule = {
  name: 'split-seq',
  summary: 'a slice of parts that is made only to be gone through',
  sinceMinor: 24,
  isSafe: true,
  isOnByDefault: true,
  find: (subject) => subject.callsOf(...SPLITS).map((call) => findingOf(subject, call)),
};

const SPLITS = ['strings', 'bytes'].flatMap((path) =>
  ['Split', 'SplitAfter', 'Fields', 'FieldsFunc'].map((name) => `${path}.${name}`),
);

/** What a slice has of each part: a string. */
const PART_BYTES = 16;

function findingOf(subject: Subject, split: Call): Found | undefined {
  const { localize } = subject;
  const changes = changesOf(subject, split);
  const name = subject.textOf(split.callee);
  return (
    changes && {
      start: split.start,
      end: split.end,
      message: localize('A slice of all parts is made only to be gone through'),
      evidence: inCallee(subject, split, localize('{0} allocates the slice', name)),
      gain: {
        objectsBefore: 1,
        objectsAfter: 0,
        about: { objects: 1, bytes: PART_BYTES * ROUNDS },
      },
      fix: replacing(subject, changes, {
        title: localize('Use {0}', `${name}Seq`),
        changes,
        imports: subject.parentOf(split)?.kind === 'call' ? ['slices'] : [],
        names: namesOf(subject, split),
      }),
    }
  );
}

/** The variable that is a sequence afterwards, if there is one. */
function namesOf(subject: Subject, split: Call): readonly string[] {
  const parent = subject.parentOf(split);
  const start = parent?.kind === 'assignment' ? startOf(subject, parent) : undefined;
  return start ? [start.name.name] : [];
}

/** As changes in rising order; undefined where the slice is used in another way. */
function changesOf(subject: Subject, split: Call): readonly TextChange[] | undefined {
  const parent = subject.parentOf(split);
  switch (parent?.kind) {
    case 'range':
      return overSequence(subject, parent, split);
    case 'call':
      return appended(subject, parent, split);
    case 'assignment':
      return ofVariable(subject, parent, split);
    default:
      return undefined;
  }
}

/** `for _, part := range split`. */
function overSequence(
  subject: Subject,
  loop: Range,
  split: Call,
): readonly TextChange[] | undefined {
  const header = headerOf(loop);
  return header && loop.operand === split && isSameWhenLazy(subject, split, loop.body)
    ? [header, renamed(split)]
    : undefined;
}

/** A sequence has no index. */
function headerOf({ key, value, isDefinition }: Range): TextChange | undefined {
  return key && isBlank(key) && value && isDefinition
    ? { start: key.start, end: value.start, text: '' }
    : undefined;
}

function renamed({ callee }: Call): TextChange {
  return { start: callee.end, end: callee.end, text: 'Seq' };
}

/**
 * `append(list[:0], split...)`: the parts are copied, and the slice is dropped. To a list without room
 * they would be appended one by one, which makes more arrays than the slice is.
 */
function appended(subject: Subject, append: Call, split: Call): readonly TextChange[] | undefined {
  const slices = subject.qualifierOf('slices');
  const [list, parts] = append.arguments;
  const isAppended =
    subject.calleeOf(append) === 'append' &&
    append.hasEllipsis &&
    parts === split &&
    list?.kind === 'slice' &&
    !list.isFull &&
    isSameWhenLazy(subject, split, undefined);
  return isAppended && slices !== undefined
    ? [
        { start: append.callee.start, end: append.callee.end, text: `${slices}.AppendSeq` },
        renamed(split),
        { start: split.end, end: append.end - 1, text: '' },
      ]
    : undefined;
}

/**
 * `parts := split`, and a loop over it; besides, it may say what capacity something needs. What is done between
 * the two is anything of the function.
 */
function ofVariable(
  subject: Subject,
  assignment: Assignment,
  split: Call,
): readonly TextChange[] | undefined {
  const start = isSameWhenLazy(subject, split, subject.body)
    ? startOf(subject, assignment)
    : undefined;
  const [, ...uses] = start ? subject.usesOf(start.variable) : [];
  const changes = [renamed(split)];
  let countLoops = 0;
  for (const use of uses) {
    const parent = subject.parentOf(use);
    const header =
      parent?.kind === 'range' && parent.operand === use && isOnce(subject, parent, assignment)
        ? headerOf(parent)
        : undefined;
    const count = parent?.kind === 'call' ? countOf(subject, parent, split) : undefined;
    const change = header ?? count;
    if (!change) {
      return undefined;
    }
    countLoops += header ? 1 : 0;
    changes.push(change);
  }
  return countLoops === 1 ? changes : undefined;
}

/** Whether a loop is gone through once for each time that the assignment is made. */
function isOnce(subject: Subject, loop: Range, assignment: Assignment): boolean {
  for (const parent of subject.parentsOf(loop)) {
    if (isWithin(assignment, parent)) {
      return true;
    }
    if (parent.kind === 'range' || parent.kind === 'for' || parent.kind === 'function') {
      return false;
    }
  }
  return false;
}

/** `len(parts)` as a capacity, which is counted instead. */
function countOf(subject: Subject, use: Call, split: Call): TextChange | undefined {
  const around = subject.parentOf(use);
  const sizes = around?.kind === 'call' ? subject.makeOf(around)?.sizes : undefined;
  const [text, separator] = split.arguments;
  const isCapacity = subject.calleeOf(use) === 'len' && sizes?.at(-1) === use;
  const isSplit = subject.calleeOf(split) === 'strings.Split';
  if (!isCapacity || !isSplit || !text || !separator || split.callee.kind !== 'selector') {
    return undefined;
  }
  const isSame = isUnchanged(subject, text) && subject.stringOf(separator) !== '';
  const qualifier = subject.textOf(split.callee.operand);
  return isSame && subject.isConstant(separator)
    ? {
        start: use.start,
        end: use.end,
        text: `${qualifier}.Count(${subject.textOfAll(split.arguments)})+1`,
      }
    : undefined;
}

/** A constant, or a variable that nothing is assigned to after its declaration. */
function isUnchanged(subject: Subject, expression: Expression): boolean {
  const variable = subject.variableOf(expression);
  return (
    subject.isConstant(expression) ||
    (variable !== undefined &&
      (variable.role === 'local' || variable.role === 'parameter') &&
      subject.usesOf(variable).every((use) => isRead(subject, use, variable)))
  );
}

function isRead(subject: Subject, use: Identifier, variable: VarObject): boolean {
  const parent = subject.parentOf(use);
  const isTarget =
    parent?.kind === 'assignment' && parent.left.includes(use) && !parent.isDefinition;
  const isAddressed = parent?.kind === 'unary' && parent.operator === '&';
  return use === subject.usesOf(variable)[0] || (!isTarget && !isAddressed);
}
