/** `var mu sync.Mutex; var done bool; go func() { … }()`: variables that a closure holds, each of them an object. */
import type { Allocation } from '../../alloc/allocations.ts';
import type { Block, FunctionLiteral, Identifier, Statement } from '../../syntax/ast.ts';
import type { VarObject } from '../../types/objects.ts';
import { onHeap } from '../evidence.ts';
import type { Found, Rule } from '../rule.ts';
import { isWithin } from '../spans.ts';
import { namedType, type Subject } from '../subject.ts';
import { asOneStruct } from './asOneStruct.ts';

export const capturedTogether: Rule = {
  name: 'captured-together',
  summary: 'variables that one closure holds, each an object of its own, where one struct would do',
  isSafe: false,
  isOnByDefault: true,
  *find(subject) {
    const told = new Set<VarObject>();
    const groups = subject
      .all('function')
      .filter((literal) => !isForManyCalls(subject, literal))
      .flatMap((literal) => groupsOf(subject, literal))
      .map((group) => [...group].sort((a, b) => a.name.start - b.name.start));
    let count = 0;
    for (const group of groups.sort((a, b) => b.length - a.length)) {
      const left = group.filter(({ variable }) => !told.has(variable));
      if (countObjects(left) > 1) {
        left.forEach(({ variable }) => told.add(variable));
        yield findingOf(subject, left, count);
        count += 1;
      }
    }
  },
};

const FOR_MANY_CALLS: ReadonlySet<string> = new Set([
  'sync.Map',
  'sync.Mutex',
  'sync.Once',
  'sync.Pool',
  'sync.RWMutex',
]);

/** A function that is returned and holds a lock or a pool is for many calls at a time, and made once for them. */
function isForManyCalls(subject: Subject, literal: FunctionLiteral): boolean {
  return (
    subject.parentOf(literal)?.kind === 'return' &&
    localsIn(subject, literal).some(
      (variable) =>
        !isWithin(subject.usesOf(variable)[0] ?? literal, literal) &&
        FOR_MANY_CALLS.has(namedType(variable.type) ?? ''),
    )
  );
}

/** A local variable that is moved to the heap. */
export interface Captured {
  readonly variable: VarObject;
  readonly name: Identifier;
  /** That declares it, in that block. */
  readonly statement: Statement;
  readonly block: Block;
  readonly object: Allocation;
}

/**
 * The compiler makes small ones without pointers in one go, together at most 16 bytes, as long as nothing branches between
 * them (heap allocations that are pending in cmd/compile/internal/ssagen/ssa.go, Go 1.26): they are one object already.
 */
const SMALL_BYTES = 16;

const BRANCHES: ReadonlySet<Statement['kind']> = new Set([
  ...(['if', 'for', 'range', 'switch', 'typeSwitch', 'select', 'labeled'] as const),
]);

/** `group` is in the order of the text. */
function countObjects(group: readonly Captured[]): number {
  let count = 0;
  let open: { readonly last: Captured; readonly bytes: number } | undefined;
  for (const captured of group) {
    const bytes = smallBytes(captured);
    const isAdded =
      open !== undefined &&
      bytes !== undefined &&
      open.bytes + bytes <= SMALL_BYTES &&
      !isBranchBetween(open.last, captured);
    count += isAdded ? 0 : 1;
    open =
      bytes === undefined
        ? open
        : { last: captured, bytes: isAdded && open ? open.bytes + bytes : bytes };
  }
  return count;
}

function smallBytes({ object: { bytes } }: Captured): number | undefined {
  return bytes?.kind === 'fixed' && bytes.noscan && bytes.askedBytes < SMALL_BYTES
    ? bytes.askedBytes
    : undefined;
}

function isBranchBetween(a: Captured, b: Captured): boolean {
  return a.block.statements.some(
    ({ kind, start, end }) =>
      BRANCHES.has(kind) && a.statement.end <= start && end <= b.statement.start,
  );
}

/** What a closure on the heap holds, block by block: variables that are declared in the same one begin and end together. */
function groupsOf(subject: Subject, literal: FunctionLiteral): readonly (readonly Captured[])[] {
  const groups = new Map<Block, Captured[]>();
  for (const variable of subject.expressionAt(literal) ? localsIn(subject, literal) : []) {
    const captured = capturedBy(subject, literal, variable);
    if (captured) {
      groups.set(captured.block, [...(groups.get(captured.block) ?? []), captured]);
    }
  }
  return [...groups.values()];
}

function localsIn(subject: Subject, literal: FunctionLiteral): readonly VarObject[] {
  return [...subject.variablesIn(literal.body)].filter(({ role }) => role === 'local');
}

function capturedBy(
  subject: Subject,
  literal: FunctionLiteral,
  variable: VarObject,
): Captured | undefined {
  const [name] = subject.usesOf(variable);
  const place = name && !isWithin(name, literal) ? placeOf(subject, name) : undefined;
  const object = subject.source.allocations.find(
    ({ kind, offset }) => kind === 'variable' && offset === name?.start,
  );
  return name && place && object && { variable, name, ...place, object };
}

/** Undefined for what `if`, `for` and their like declare. */
function placeOf(
  subject: Subject,
  name: Identifier,
): { readonly statement: Statement; readonly block: Block } | undefined {
  for (const node of subject.parentsOf(name)) {
    const block = subject.parentOf(node);
    if (block?.kind === 'block') {
      const statement = block.statements.find((each) => each === node);
      const isDeclaration = statement?.kind === 'declaration' || statement?.kind === 'assignment';
      return isDeclaration ? { statement, block } : undefined;
    }
  }
  return undefined;
}

function findingOf(subject: Subject, group: readonly Captured[], index: number): Found | undefined {
  const { localize } = subject;
  const [first] = group;
  const count = countObjects(group);
  return (
    first && {
      start: first.name.start,
      end: first.name.end,
      message: localize(
        '{0} are objects of their own, and one closure holds all of them: one struct could',
        group.map(({ name }) => name.name).join(', '),
      ),
      evidence: onHeap(
        subject,
        group.map(({ object }) => object),
        first.object.frequency,
      ),
      gain: { objectsBefore: count, objectsAfter: 1, about: { objects: count - 1, bytes: 0 } },
      fix: asOneStruct(subject, group, index),
    }
  );
}
