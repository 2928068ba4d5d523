/** What lies on the ways through a function. */
import type { Expression } from '../../syntax/ast.ts';
import { type AstNode, forEachChild } from '../../syntax/walk.ts';
import type { VarObject } from '../../types/objects.ts';
import { isInLoop } from '../loopsAround.ts';
import { writesTo } from '../writes.ts';
import { isWithin } from '../spans.ts';
import type { Subject } from '../subject.ts';
import { type Flags, flagsBehind, isSame, NO_FLAGS } from './flags.ts';
import { type Edge, type FlowGraph, flowOf, type Step } from './graph.ts';

/** Calls that nothing follows. */
const ENDING = new Set([
  ...['panic', 'os.Exit', 'runtime.Goexit', 'syscall.Exit'],
  ...['log.Fatal', 'log.Fatalf', 'log.Fatalln', 'log.Panic', 'log.Panicf', 'log.Panicln'],
  ...['log.Logger.Fatal', 'log.Logger.Fatalf', 'log.Logger.Fatalln'],
  ...['log.Logger.Panic', 'log.Logger.Panicf', 'log.Logger.Panicln'],
]);

/** The function that a node is in: a literal, or the declaration. */
export function flowAround(subject: Subject, node: AstNode): FlowGraph {
  const around = subject.functionAround(node);
  const body = around.kind === 'function' ? around.body : subject.body;
  return flowOf(body, {
    isEnding: (call) => ENDING.has(subject.calleeOf(call) ?? ''),
    flagOf: (condition) => flagOf(subject, condition),
  });
}

/** A variable that is set once; a round of a loop has variables of its own. */
function flagOf(subject: Subject, condition: Expression): VarObject | undefined {
  const variable = subject.variableOf(condition);
  const [declared] = variable ? subject.usesOf(variable) : [];
  const isFlag =
    (variable?.role === 'local' || variable?.role === 'parameter') &&
    declared !== undefined &&
    !isInLoop(subject, declared) &&
    writesTo(subject, variable).length === 0;
  return isFlag ? variable : undefined;
}

/** The step that does a node, which is not in a function literal of its own. */
export function stepOf({ steps }: FlowGraph, node: AstNode): Step | undefined {
  return steps.find(({ nodes }) => nodes.some((each) => isWithin(node, each)));
}

/** How a search goes on. `State` is what it remembers of the way. */
export interface Search<State> {
  /** Behind a step, or undefined where the search ends. */
  readonly behind: (step: Step, state: State) => State | undefined;
  /** Whether a way is one that cannot be gone. */
  readonly isBarred?: (edge: Edge, state: State) => boolean;
}

/** What is known on a way so far. */
interface Way<State> {
  readonly state: State;
  readonly flags: Flags;
}

/** All steps that can be reached after one, each with the step before it. */
export function reachedAfter<State extends boolean | number>(
  from: Step,
  start: State,
  { behind, isBarred }: Search<State>,
): { readonly step: Step; readonly before: Step }[] {
  const seen = new Map<Step, Way<State>[]>();
  const found: { readonly step: Step; readonly before: Step }[] = [];
  const pending = [{ step: from, state: start, flags: NO_FLAGS }];
  for (let at = pending.pop(); at; at = pending.pop()) {
    const { step, state } = at;
    for (const edge of step.next) {
      const flags = flagsBehind(at.flags, edge);
      const ways = seen.get(edge.to) ?? [];
      const isNew = flags && !ways.some((way) => way.state === state && isSame(way.flags, flags));
      if (isNew !== true || isBarred?.(edge, state) === true) {
        continue;
      }
      seen.set(edge.to, ways);
      ways.push({ state, flags });
      found.push({ step: edge.to, before: step });
      const next = behind(edge.to, state);
      if (next !== undefined) {
        pending.push({ step: edge.to, state: next, flags });
      }
    }
  }
  return found;
}

/** What a step does itself: all but what function literals in it will do. */
export function nodesDoneIn({ nodes }: Step): AstNode[] {
  const found: AstNode[] = [];
  const visit = (node: AstNode): void => {
    found.push(node);
    if (node.kind !== 'function') {
      forEachChild(node, visit);
    }
  };
  nodes.forEach(visit);
  return found;
}
