import { type KeptSite, tooLarge } from '../compilerlog/inlining.ts';
import type { Explanation, InlineFact } from '../compilerlog/rows.ts';
import type { Localize } from './localize.ts';
import { code, escapeMarkdown } from './markdown.ts';

/** What the inliner says of a function. */
export function inlineText({ functionName, cost, reason }: InlineFact, localize: Localize): string {
  const name = code(functionName);
  if (reason !== undefined) {
    return localize('{0} is not inlined: {1}', name, escapeMarkdown(shortReason(reason, localize)));
  }
  return cost === undefined
    ? localize('{0} can be inlined', name)
    : localize('{0} can be inlined: cost {1}', name, cost);
}

/** Where it was found out that a value would stay on the stack if a function were inlined. */
export function keptText({ functionName, reason }: KeptSite, what: string, localize: Localize) {
  return localize(
    '{0} is not inlined: {1}; inlining would keep {2} on the stack',
    code(functionName),
    escapeMarkdown(shortReason(reason, localize)),
    code(what),
  );
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

export function flowsThroughCall({ flows }: Explanation): boolean {
  return flows.some(({ steps }) => steps.some(({ reason }) => reason === 'call parameter'));
}

/** `f` of `f(x, ...)`; `undefined` where something else is called than a name. */
function calleeOf(call: string): string | undefined {
  return /^([\p{L}\p{N}_.]+)(?:\[.*\])?\(/u.exec(call)?.[1];
}

function shortReason(reason: string, localize: Localize): string {
  const large = tooLarge(reason);
  return large ? localize('cost {0}, budget {1}', large.cost, large.budget) : reason;
}
