/** `strings.Split(s, sep)[0]`: a slice of all parts, of which one or two are looked at. */
import type { TextChange } from '../../refactor/unkeyedLiterals.ts';
import type { Assignment, Call, Expression, Identifier, Index } from '../../syntax/ast.ts';
import { unparenthesized } from '../../syntax/treeBuilder.ts';
import { replacing } from '../edits.ts';
import { inCallee } from '../evidence.ts';
import type { Edge } from '../flow/graph.ts';
import { flowAround, reachedAfter, stepOf } from '../flow/paths.ts';
import type { Found, Rule } from '../rule.ts';
import { isWithin } from '../spans.ts';
import { startOf } from '../start.ts';
import type { Subject } from '../subject.ts';
import { type AuthorsName, authorsNameOf } from './authorsName.ts';

export const splitCut: Rule = {
  name: 'split-cut',
  summary: 'a slice of parts of which no more than the first two are used',
  sinceMinor: 18,
  isSafe: true,
  isOnByDefault: true,
  *find(subject) {
    let countPairs = 0;
    for (const split of subject.callsOf(...SPLITS)) {
      const parent = subject.parentOf(split);
      if (!isByText(subject, split)) {
        continue;
      }
      if (parent?.kind === 'index' && parent.operand === split) {
        yield firstOf(subject, split, parent);
      } else if (parent?.kind === 'assignment' && limitOf(subject, split) === 2) {
        const found = pairOf(subject, split, parent, countPairs + 1);
        countPairs += found ? 1 : 0;
        yield found;
      }
    }
  },
};

const SPLITS = ['strings.Split', 'strings.SplitN'];

/** By a constant that is not empty, as that would mean each character. */
function isByText(subject: Subject, { arguments: [, separator] }: Call): boolean {
  const text = separator && subject.stringOf(separator);
  return text !== undefined && text !== '';
}

/** How many parts there are at most. */
function limitOf(subject: Subject, { arguments: list }: Call): number {
  const [, , limit] = list;
  return limit === undefined ? Infinity : (subject.integerOf(limit) ?? 0);
}

/** `Split(s, sep)[0]`. */
function firstOf(subject: Subject, split: Call, part: Index): Found | undefined {
  const [index] = part.indices;
  if (!index || subject.integerOf(index) !== 0 || limitOf(subject, split) < 2) {
    return undefined;
  }
  const parent = subject.parentOf(part);
  const [target] =
    parent?.kind === 'assignment' && parent.operator === undefined ? parent.left : [];
  const isAlone = parent?.kind === 'assignment' && parent.left.length === 1;
  const changes =
    target && isAlone
      ? [
          { start: target.end, end: target.end, text: ', _, _' },
          ...cutChanges(split),
          { start: split.end, end: part.end, text: '' },
        ]
      : undefined;
  return foundOf(subject, split, changes);
}

/** `parts := SplitN(s, sep, 2)`, of which there are `parts[0]`, `parts[1]` and `len(parts)`. */
function pairOf(
  subject: Subject,
  split: Call,
  assignment: Assignment,
  ordinal: number,
): Found | undefined {
  const start = startOf(subject, assignment);
  const [, ...uses] = start ? subject.usesOf(start.variable) : [];
  const pairs = uses.map((use) => pairUseOf(subject, use));
  if (!start || uses.length === 0 || pairs.includes(undefined)) {
    return undefined;
  }
  const used = pairs.flatMap((pair) => pair ?? []);
  const made = namesOf(subject, ordinal);
  // Without a look at the length, a second part that is not there is a panic today.
  if (!made || isSecondUnasked(subject, assignment, used)) {
    return foundOf(subject, split, undefined);
  }
  const authors = authorsNames(subject, assignment, used);
  const nameOf = (part: Part) => authors.get(part)?.name ?? made[part];
  const nameFor = (part: Part) => (used.some((each) => each.part === part) ? nameOf(part) : '_');
  const targets = `${nameFor('before')}, ${nameFor('after')}, ${nameFor('found')}`;
  const changes = [
    { start: start.name.start, end: start.name.end, text: targets },
    ...cutChanges(split),
    ...used
      .filter(({ part }) => !authors.has(part))
      .map(({ node, part, isNot }) => ({
        start: node.start,
        end: node.end,
        text: `${isNot ? '!' : ''}${nameOf(part)}`,
      })),
    ...[...authors.values()].map(({ definition }) => ({ ...definition, text: '' })),
  ].sort((one, other) => one.start - other.start);
  const names = [
    start.name.name,
    ...Object.values(made),
    ...[...authors.values()].map(({ name }) => name),
  ];
  return foundOf(subject, split, changes, names);
}

/** Those of parts that are used no more than once. */
function authorsNames(
  subject: Subject,
  assignment: Assignment,
  used: readonly PairUse[],
): ReadonlyMap<Part, AuthorsName> {
  const names = new Map<Part, AuthorsName>();
  for (const part of ['before', 'after'] as const) {
    const [use, ...more] = used.filter((each) => each.part === part);
    const authors = use && more.length === 0 && authorsNameOf(subject, assignment, use.node);
    if (authors && authors.name !== names.get('before')?.name) {
      names.set(part, authors);
    }
  }
  return names;
}

/** Whether there is a way to the second part on which it is not known that the separator was found. */
function isSecondUnasked(
  subject: Subject,
  assignment: Assignment,
  used: readonly PairUse[],
): boolean {
  const graph = flowAround(subject, assignment);
  const from = stepOf(graph, assignment);
  const isFound = ({ known }: Edge): boolean => {
    const condition = known && unparenthesized(known.condition);
    const asked = used.find(({ part, node }) => part === 'found' && node === condition);
    return asked !== undefined && known?.isTrue === !asked.isNot;
  };
  const reached = from ? reachedAfter(from, true, { behind: () => true, isBarred: isFound }) : [];
  const seconds = used.filter(({ part }) => part === 'after');
  return (
    from === undefined ||
    reached.some(({ step }) =>
      step.nodes.some((node) => seconds.some((second) => isWithin(second.node, node))),
    )
  );
}

type Part = 'before' | 'after' | 'found';

interface PairUse {
  /** `parts[0]`, or a comparison of the length. */
  readonly node: Expression;
  readonly part: Part;
  readonly isNot: boolean;
}

/** By `operator number`: whether the separator was found. */
const LENGTHS: Readonly<Record<string, boolean>> = {
  '== 2': true,
  '> 1': true,
  '>= 2': true,
  '!= 1': true,
  '!= 2': false,
  '== 1': false,
  '< 2': false,
  '<= 1': false,
};

function pairUseOf(subject: Subject, use: Identifier): PairUse | undefined {
  const parent = subject.parentOf(use);
  if (parent?.kind === 'index' && parent.operand === use) {
    const [index] = parent.indices;
    const number = index && subject.integerOf(index);
    return number === 0 || number === 1
      ? { node: parent, part: number === 0 ? 'before' : 'after', isNot: false }
      : undefined;
  }
  const comparison = parent && subject.parentOf(parent);
  if (parent?.kind !== 'call' || comparison?.kind !== 'binary' || comparison.left !== parent) {
    return undefined;
  }
  const isLength = subject.calleeOf(parent) === 'len';
  const isFound = LENGTHS[`${comparison.operator} ${subject.integerOf(comparison.right)}`];
  return isLength && isFound !== undefined
    ? { node: comparison, part: 'found', isNot: !isFound }
    : undefined;
}

/** Names of its own for each of several in one function. */
function namesOf(subject: Subject, ordinal: number): Readonly<Record<Part, string>> | undefined {
  const suffix = ordinal === 1 ? '' : String(ordinal);
  const before = subject.freshName(`before${suffix}`, `head${suffix}`);
  const after = subject.freshName(`after${suffix}`, `tail${suffix}`);
  const found = subject.freshName(`found${suffix}`, `isFound${suffix}`);
  return before !== undefined && after !== undefined && found !== undefined
    ? { before, after, found }
    : undefined;
}

/** `Cut(s, sep)` in its place. */
function cutChanges({ callee, arguments: list }: Call): readonly TextChange[] {
  const name = callee.kind === 'selector' ? callee.selector : callee;
  const [, separator, limit] = list;
  return [
    { start: name.start, end: name.end, text: 'Cut' },
    ...(separator && limit ? [{ start: separator.end, end: limit.end, text: '' }] : []),
  ];
}

/** Of two strings, as of most of what is split for one or two parts. */
const TWO_PARTS_BYTES = 32;

function foundOf(
  subject: Subject,
  split: Call,
  changes: readonly TextChange[] | undefined,
  names: readonly string[] = [],
): Found {
  const { localize } = subject;
  const name = subject.textOf(split.callee);
  return {
    start: split.start,
    end: split.end,
    message: localize('A slice of parts is made for one or two of them'),
    evidence: inCallee(subject, split, localize('{0} allocates the slice', name)),
    gain: { objectsBefore: 1, objectsAfter: 0, about: { objects: 1, bytes: TWO_PARTS_BYTES } },
    fix:
      changes &&
      replacing(subject, changes, {
        title: localize('Use {0}', name.replace(/SplitN?$/, 'Cut')),
        changes,
        imports: [],
        names,
      }),
  };
}
