/** What would stay on the stack if a function were inlined that costs a little too much for it. */
import type { FunctionEscapes } from '../escape/program.ts';
import { type EscapeVerdict, verdictsOf } from '../escape/verdicts.ts';
import type { Callee, Func } from '../ir/func.ts';
import { staticCallee } from '../ir/staticValue.ts';
import type { JudgedFunc } from '../inline/inliner.ts';
import { MAXIMUM_COST } from '../inline/limits.ts';
import type { FuncObject } from '../types/objects.ts';

/** Something that is on the heap for a call of such a function. */
export interface KeptByInlining {
  readonly verdict: EscapeVerdict;
  readonly callee: Func;
  /** What the inliner says of it, in the compiler's words. */
  readonly reason: string;
}

export interface InliningAlternatives {
  /** What the inliner says of a function; undefined if it is generic, or not the user's to change. */
  inliningOf(callee: Callee): JudgedFunc | undefined;
  /** The function with another one inlined into it. */
  escapesWith(inlined: Func): FunctionEscapes | undefined;
}

/** What costs more than that will not be made small enough. */
const MAXIMUM_TRIED_COST = 2 * MAXIMUM_COST;

/** How many functions are tried, one after the other, for what one function puts on the heap. */
const MAXIMUM_TRIED = 8;

export function keptByInlining(
  { func, analysis }: FunctionEscapes,
  alternatives: InliningAlternatives,
): readonly KeptByInlining[] {
  const blamed = new Map<FuncObject, EscapeVerdict[]>();
  for (const verdict of verdictsOf(analysis, func)) {
    const isAtHome = verdict.node.frame.inlinedAt === undefined;
    for (const object of verdict.isOnHeap && isAtHome ? calleesOn(verdict) : []) {
      blamed.set(object, [...(blamed.get(object) ?? []), verdict]);
    }
  }
  const tried = [...blamed].flatMap(([object, verdicts]) => {
    const { func: callee, verdict } = alternatives.inliningOf({ object, typeArguments: [] }) ?? {};
    const isNearlyCheap =
      verdict?.canInline === false && (verdict.cost ?? Infinity) <= MAXIMUM_TRIED_COST;
    return callee && isNearlyCheap ? [{ callee, reason: verdict.reason, verdicts }] : [];
  });
  return tried.slice(0, MAXIMUM_TRIED).flatMap(({ callee, reason, verdicts }) => {
    const escapes = alternatives.escapesWith(callee);
    if (!escapes) {
      return [];
    }
    const onHeap = new Set(
      verdictsOf(escapes.analysis, escapes.func)
        .filter(({ isOnHeap }) => isOnHeap)
        .map(keyOf),
    );
    return verdicts
      .filter((verdict) => !onHeap.has(keyOf(verdict)))
      .map((verdict) => ({ verdict, callee, reason }));
  });
}

/** The functions that a value is handed to on its way to the heap. */
function calleesOn({ explanation }: EscapeVerdict): ReadonlySet<FuncObject> {
  const callees = new Set<FuncObject>();
  for (const { notes } of explanation) {
    for (let note = notes; note; note = note.next) {
      const { where, why } = note;
      const isCall = why === 'call parameter' && 'op' in where && where.op === 'callFunc';
      const called = isCall ? staticCallee(where.fun) : undefined;
      if (called && called.op !== 'closure' && called.callee.typeArguments.length === 0) {
        callees.add(called.callee.object);
      }
    }
  }
  return callees;
}

/** The place in the source, which both versions of a function share. */
function keyOf({ kind, node: { frame, offset } }: EscapeVerdict): string {
  return `${kind} ${frame.inlinedAt === undefined ? 'own' : 'inlined'} ${offset}`;
}
