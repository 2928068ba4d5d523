/** What lies on the ways through a function. */
import type { Call } from '../../syntax/ast.ts';
import { type AstNode, forEachChild } from '../../syntax/walk.ts';
import { isWithin } from '../spans.ts';
import type { Subject } from '../subject.ts';
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
  return flowOf(body, (call: Call) => ENDING.has(subject.calleeOf(call) ?? ''));
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

/** All steps that can be reached after one, each with the step before it. */
export function reachedAfter<State extends boolean | number>(
  from: Step,
  start: State,
  { behind, isBarred }: Search<State>,
): { readonly step: Step; readonly before: Step }[] {
  const seen = new Map<Step, Set<State>>();
  const found: { readonly step: Step; readonly before: Step }[] = [];
  const pending = [{ step: from, state: start }];
  for (let at = pending.pop(); at; at = pending.pop()) {
    for (const edge of at.step.next) {
      const states = seen.get(edge.to) ?? new Set();
      if (isBarred?.(edge, at.state) === true || states.has(at.state)) {
        continue;
      }
      seen.set(edge.to, states.add(at.state));
      found.push({ step: edge.to, before: at.step });
      const state = behind(edge.to, at.state);
      if (state !== undefined) {
        pending.push({ step: edge.to, state });
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
