/** What is used after it was given back: somebody else may have it by then. */
import type { Expression, Identifier } from '../../syntax/ast.ts';
import type { AstNode } from '../../syntax/walk.ts';
import type { VarObject } from '../../types/objects.ts';
import { withoutObjects } from '../evidence.ts';
import { flowAround, nodesDoneIn, reachedAfter, stepOf } from '../flow/paths.ts';
import type { Edge, Step } from '../flow/graph.ts';
import type { Found, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import { type Given, givenIn } from './poolCalls.ts';
import { memoryOf, sharersOf } from './poolMemory.ts';

export const poolUseAfterPut: Rule = {
  name: 'pool-use-after-put',
  summary: 'an object that is used after it was put back into its sync.Pool',
  isSafe: false,
  isOnByDefault: true,
  *find(subject) {
    for (const given of givenIn(subject)) {
      const { variable, isDeferred } = given;
      if (variable) {
        const used = isDeferred
          ? returnedIn(subject, given, variable)
          : usedAfter(subject, given, variable);
        yield used && findingOf(subject, given, used);
      }
    }
  },
};

function findingOf(subject: Subject, { isDeferred }: Given, used: Expression): Found {
  const { localize } = subject;
  const { start, end } = used;
  const text = subject.textOf(used);
  return {
    start,
    end,
    message: isDeferred
      ? localize('{0} is given away, and put back into the pool as the function returns', text)
      : localize('{0} is used after it was put back into the pool', text),
    evidence: withoutObjects(
      subject,
      'misuse',
      used,
      localize('the next Get may give the same memory to another goroutine'),
    ),
  };
}

/** Whether a deferred Put asks for nothing but sizes: one for errors only does not concern the result. */
function isAlwaysPut(subject: Subject, { call, function: around }: Given): boolean {
  for (const parent of subject.parentsOf(call)) {
    if (parent === around) {
      break;
    }
    if (parent.kind === 'if' && !/\b[cC]ap\(|\b[lL]en\(/.test(subject.textOf(parent.condition))) {
      return false;
    }
  }
  return true;
}

/** A result that is memory of what a deferred call puts back. */
function returnedIn(subject: Subject, given: Given, variable: VarObject): Expression | undefined {
  if (!isAlwaysPut(subject, given)) {
    return undefined;
  }
  const sharers = sharersOf(subject, variable);
  return subject
    .all('return')
    .filter(
      (each) => subject.functionAround(each) === given.function && each.start > given.call.end,
    )
    .flatMap(({ results }) => results)
    .find((result) => {
      const shared = memoryOf(subject, result);
      return shared && sharers.has(shared);
    });
}

/** The first use that can follow, in the order of the text. */
function usedAfter(subject: Subject, given: Given, variable: VarObject): Identifier | undefined {
  const { call } = given;
  const graph = flowAround(subject, call);
  const from = stepOf(graph, call);
  if (!from) {
    return undefined;
  }
  const known = conditionsAround(subject, call);
  const uses: Identifier[] = [];
  for (const sharer of sharersOf(subject, variable)) {
    const reached = reachedAfter(from, true, {
      behind: (step) => (isAssigned(subject, step, sharer) ? undefined : true),
      isBarred: (edge) => contradicts(subject, edge, known),
    });
    uses.push(
      ...reached
        .flatMap(({ step }) => nodesDoneIn(step))
        .filter((node) => node.kind === 'identifier')
        .filter((node) => subject.variableOf(node) === sharer && isUse(subject, node)),
    );
  }
  return uses.sort((a, b) => a.start - b.start)[0];
}

/** Whether a name's memory is looked at, or handed to somebody. */
function isUse(subject: Subject, name: Identifier): boolean {
  const parent = subject.parentOf(name);
  switch (parent?.kind) {
    case 'selector':
    case 'star':
    case 'slice':
    case 'return':
      return true;
    case 'index':
      return parent.operand === name;
    case 'range':
      return parent.operand === name;
    case 'call':
      return parent.callee !== name && !['len', 'cap'].includes(subject.calleeOf(parent) ?? '');
    default:
      return false;
  }
}

/** Whether a step gives a variable another value, or makes it anew. */
function isAssigned(subject: Subject, step: Step, variable: VarObject): boolean {
  return nodesDoneIn(step).some((node) => {
    if (node.kind === 'identifier' && subject.variableOf(node) === variable) {
      const parent = subject.parentOf(node);
      return (
        (parent?.kind === 'assignment' && parent.left.includes(node)) ||
        (parent?.kind === 'range' && parent.operand !== node) ||
        parent?.kind === 'var'
      );
    }
    return false;
  });
}

/** What the branches around a node ask, with the answer that leads to it. */
function conditionsAround(subject: Subject, node: AstNode): ReadonlyMap<string, boolean> {
  const conditions = new Map<string, boolean>();
  let child = node;
  for (const parent of subject.parentsOf(node)) {
    if (parent.kind === 'function') {
      break;
    }
    if (parent.kind === 'if' && (child === parent.then || child === parent.otherwise)) {
      conditions.set(subject.textOf(parent.condition), child === parent.then);
    }
    child = parent;
  }
  return conditions;
}

function contradicts(
  subject: Subject,
  { known }: Edge,
  conditions: ReadonlyMap<string, boolean>,
): boolean {
  const former = known && conditions.get(subject.textOf(known.condition));
  return former !== undefined && former !== known?.isTrue;
}
