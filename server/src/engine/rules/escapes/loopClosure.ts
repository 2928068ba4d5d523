/** `for … { visit(n, func() { … }) }`: a closure that each round makes anew, and that is the same in all of them. */
import type { For, FunctionLiteral, Range, Selector } from '../../syntax/ast.ts';
import { forEachNode } from '../../syntax/walk.ts';
import { underlying } from '../../types/types.ts';
import { beforeLoop, certainLoopsAround, gainBefore } from '../certainLoops.ts';
import { onHeap } from '../evidence.ts';
import { isFixedIn } from '../preallocation/rounds.ts';
import type { Fix, Found, Rule } from '../rule.ts';
import { isWithin } from '../spans.ts';
import type { Subject } from '../subject.ts';

export const loopClosure: Rule = {
  name: 'loop-closure',
  summary: 'a closure or method value that each round makes, though nothing of the round is in it',
  isSafe: true,
  isOnByDefault: true,
  *find(subject) {
    let count = 0;
    for (const made of [...subject.all('function'), ...subject.all('selector')]) {
      const found = findingOf(subject, made, count);
      if (found) {
        count += 1;
        yield found;
      }
    }
  },
};

/** A function literal, or a method as a value. */
type Made = FunctionLiteral | Selector;

function findingOf(subject: Subject, made: Made, index: number): Found | undefined {
  const loops = isCandidate(subject, made) ? certainLoopsAround(subject, made) : [];
  // Of the outermost loop that knows nothing of what it holds, all rounds share it.
  const loop = loops.filter((each) => isSameIn(subject, made, each)).at(-1);
  const object = loop && subject.expressionAt(made);
  if (!loop || object?.frequency !== 'iteration') {
    return undefined;
  }
  const { localize } = subject;
  const { start, end } = made;
  return {
    start,
    end: made.kind === 'function' ? made.body.start : end,
    message:
      made.kind === 'function'
        ? localize('Each round makes this closure, and none has anything of its own in it')
        : localize('Each round makes a closure of {0}', subject.textOf(made)),
    evidence: onHeap(subject, [object], object.frequency),
    gain: gainBefore(subject, loop, object),
    fix: fixOf(subject, made, loop, index),
  };
}

/** `errgroup.Group.Go`, `sync.WaitGroup.Go`, and others that are called as these are. */
const STARTS_GOROUTINE = /^(?:Try)?Go$/;

/** What is called on the spot is that of `go` or `defer`: a goroutine costs more, and what is deferred piles up anyway. */
function isCandidate(subject: Subject, made: Made): boolean {
  const parent = subject.parentOf(made);
  const call = parent?.kind === 'call' ? parent : undefined;
  const { callee } = call ?? {};
  const isCalled = callee === made;
  const isStarted = callee?.kind === 'selector' && STARTS_GOROUTINE.test(callee.selector.name);
  return !isCalled && !isStarted && (made.kind === 'function' || isMethodOfPointer(subject, made));
}

/**
 * `p.Method` of a pointer, for a receiver that is one: to make it copies nothing, and never panics. One that is handed
 * on by an embedded field is of what that field holds in the round.
 */
function isMethodOfPointer(subject: Subject, made: Selector): boolean {
  const { operand, selector } = made;
  const { types } = subject.source;
  const method = types.objectOf(selector);
  const type = subject.typeOf(operand);
  return (
    method?.kind === 'func' &&
    method.hasPointerReceiver &&
    types.selectionOf(made)?.path.length === 0 &&
    operand.kind === 'identifier' &&
    type !== undefined &&
    underlying(type).kind === 'pointer' &&
    types.modeOf(operand) !== 'type'
  );
}

/** Whether all that it names is the same before a loop and in each of its rounds. */
function isSameIn(subject: Subject, made: Made, loop: For | Range): boolean {
  if (made.kind === 'selector') {
    return isFixedIn(subject, made.operand, loop);
  }
  const { syntax, types } = subject.source;
  const own = types.objectOf(syntax.name)?.place;
  let isSame = own !== undefined;
  forEachNode(made, (node) => {
    const place = node.kind === 'identifier' ? subject.objectOf(node)?.place : undefined;
    const declared = place?.declaration === own?.declaration ? place?.identifier : undefined;
    isSame &&= !declared || !isWithin(declared, loop) || isWithin(declared, made);
  });
  return isSame;
}

function fixOf(subject: Subject, made: Made, loop: For | Range, index: number): Fix | undefined {
  const before = beforeLoop(subject, loop);
  const name = subject.numberedName(made.kind === 'function' ? 'each' : 'method', index);
  if (!before) {
    return undefined;
  }
  const { start, end, indent } = before;
  return {
    title: subject.localize('Make it before the loop'),
    changes: [
      { start, end, text: `${name} := ${subject.textOf(made)}\n${indent}` },
      { start: made.start, end: made.end, text: name },
    ],
    imports: [],
    names: [name],
  };
}
