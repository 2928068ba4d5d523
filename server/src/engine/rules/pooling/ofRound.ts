/** What each round of a loop makes for itself: one that is made before the loop, and emptied in each round, would do. */
import type { Expression, For, Identifier, Range } from '../../syntax/ast.ts';
import { type AstNode, forEachNode } from '../../syntax/walk.ts';
import { underlying } from '../../types/types.ts';
import { beforeLoop } from '../certainLoops.ts';
import { replacing } from '../edits.ts';
import type { Fix, Gain } from '../rule.ts';
import { isWithin } from '../spans.ts';
import type { Start } from '../start.ts';
import type { Subject } from '../subject.ts';
import { WaysThrough } from '../waysThrough.ts';

type Loop = For | Range;

/**
 * The outermost loop whose rounds could share what a statement makes: nothing in it is said to be done later, or by
 * others, with the variable. Undefined where a loop waits for others, and would hold the memory while it does.
 */
export function loopToShareIn(subject: Subject, { statement, variable }: Start): Loop | undefined {
  const loops: Loop[] = [];
  let child: AstNode = statement;
  for (const parent of subject.parentsOf(statement)) {
    const isLoop = parent.kind === 'for' || parent.kind === 'range';
    if (parent.kind === 'function' || (isLoop && mayWait(subject, parent))) {
      break;
    }
    if (isLoop && parent.body === child) {
      loops.push(parent);
    }
    child = parent;
  }
  const isOfRound =
    subject.parentOf(statement)?.kind === 'block' &&
    subject.source.frequencyAt(statement.start) === 'iteration' &&
    subject.usesOf(variable).every((use) => isNowIn(subject, use, statement));
  return isOfRound ? loops.at(-1) : undefined;
}

/** `for { … }` and `for range channel`. */
function mayWait(subject: Subject, loop: Loop): boolean {
  if (loop.kind === 'for') {
    return loop.condition === undefined;
  }
  const type = subject.typeOf(loop.operand);
  return !type || underlying(type).kind === 'channel';
}

/** Not in a function literal, started or deferred: those may run when the round is over. */
function isNowIn(subject: Subject, use: AstNode, statement: AstNode): boolean {
  for (const parent of subject.parentsOf(use)) {
    if (parent === subject.parentOf(statement)) {
      return true;
    }
    if (parent.kind === 'function' || parent.kind === 'go' || parent.kind === 'defer') {
      return false;
    }
  }
  return false;
}

/** Whether a round that comes by a statement comes by a place as well, errors aside. */
export function comesBy({ source }: Subject, place: AstNode, { statement }: Start): boolean {
  const ways = new WaysThrough(source.syntax, source.frequencyAt);
  return ways.timesAt(place.start, statement.start) > 0;
}

/** What all rounds make is made once; `objects` and `bytes` are what each of them saves at the least. */
export function gainOfSharing(
  subject: Subject,
  loop: Loop,
  about: Gain['about'],
  objectsAfter: Gain['objectsAfter'] = 1,
): Gain {
  return {
    objectsBefore: 'n',
    objectsAfter,
    frequency: subject.source.frequencyAt(loop.start),
    ...(about && { about }),
  };
}

/** The statements, as texts. */
interface Shared {
  readonly declared: string;
  readonly emptied: string;
  readonly imports?: readonly string[];
}

export function madeWithEachRound({ localize }: Subject, { name }: Identifier): string {
  return localize('{0} is made with each round, and nobody has it afterwards', name);
}

/** Made by `declared` before a loop, and emptied where it was made. None where something else has its name. */
export function sharedFix(
  subject: Subject,
  { statement, name, variable }: Start,
  loop: Loop,
  { declared, emptied, imports = [] }: Shared,
): Fix | undefined {
  const before = beforeLoop(subject, loop);
  const isOnly = subject
    .all('identifier')
    .every((each) => each.name !== name.name || isNameOf(subject, each, variable));
  if (!before || !isOnly) {
    return undefined;
  }
  return replacing(subject, [statement], {
    title: subject.localize('Make it before the loop, and empty it in each round'),
    changes: [
      { start: before.start, end: before.end, text: `${declared}\n${before.indent}` },
      { start: statement.start, end: statement.end, text: emptied },
    ],
    imports,
    names: [name.name],
  });
}

/** Whether it stands for a variable, or for a field or method that has the same name. */
function isNameOf(subject: Subject, name: Expression, variable: Start['variable']): boolean {
  const object = subject.objectOf(name);
  const parent = subject.parentOf(name);
  return object === variable || (parent?.kind === 'selector' && parent.selector === name);
}

/** Whether all that a type or a statement names, but declares not itself, is there before a loop. */
export function isDeclaredBefore(subject: Subject, named: AstNode, loop: Loop): boolean {
  let isBefore = true;
  forEachNode(named, (node) => {
    const object = node.kind === 'identifier' ? subject.objectOf(node) : undefined;
    const [declared] = object ? subject.usesOf(object) : [];
    isBefore &&= !declared || declared === node || !isWithin(declared, loop);
  });
  return isBefore;
}
