import type { Explanation, InlineFact } from '../compilerlog/rows.ts';
import type { Localize } from './localize.ts';
import { code, escapeMarkdown } from './markdown.ts';

/** What the inliner says of a function. */
export function inlineText({ functionName, cost, reason }: InlineFact, localize: Localize): string {
  const name = code(functionName);
  if (reason !== undefined) {
    return localize('{0} is not inlined: {1}', name, escapeMarkdown(shortReason(reason)));
  }
  return cost === undefined
    ? localize('{0} can be inlined', name)
    : localize('{0} can be inlined: cost {1}', name, cost);
}

/**
 * Where a value escapes because it is handed to a function of this package that is not inlined, the
 * reason for that: inlined, the compiler would have seen what becomes of the value.
 */
export function notInlinedBecause(
  { flows }: Explanation,
  factOf: (functionName: string) => InlineFact | undefined,
  localize: Localize,
): string | undefined {
  for (const { expression, reason } of flows.flatMap(({ steps }) => steps)) {
    const callee = reason === 'call parameter' ? calleeOf(expression) : undefined;
    const fact = callee === undefined ? undefined : factOf(callee);
    if (fact?.reason !== undefined) {
      return inlineText(fact, localize);
    }
  }
  return undefined;
}

/** `f` of `f(x, ...)`; `undefined` where something else is called than a name. */
function calleeOf(call: string): string | undefined {
  return /^([\p{L}\p{N}_.]+)(?:\[.*\])?\(/u.exec(call)?.[1];
}

/** cmd/compile/internal/inline/inl.go: `function too complex: cost 86 exceeds budget 80`. */
function shortReason(reason: string): string {
  return reason.replace(
    /^function too complex: cost (\d+) exceeds budget (\d+)$/,
    'cost $1, budget $2',
  );
}
