import type { Attached, DeclarationVerdicts } from './attach.ts';
import type { InlinedCallSite, Site } from './sites.ts';

/** Whether two verdicts on the same text put the same things on the heap, at the same places. */
export function agreeOnHeap(a: DeclarationVerdicts, b: DeclarationVerdicts): boolean {
  return heapOf(a) === heapOf(b);
}

function heapOf({ sites, calls }: DeclarationVerdicts): string {
  const own = sites.filter(({ fact }) => isOnHeap(fact)).map(textOf);
  const inlined = calls.filter(({ fact }) => fact.copies.some(isOnHeap)).map(callText);
  return [...own.sort(), ...inlined.sort()].join('\n');
}

function isOnHeap({ verdict }: Site): boolean {
  return verdict === 'heap';
}

function textOf({ offset, fact }: Attached<Site>): string {
  return `${offset} ${fact.what}`;
}

function callText({ offset, fact }: Attached<InlinedCallSite>): string {
  return `${offset} ${fact.callees.join(' ')} ${fact.copies.filter(isOnHeap).length}`;
}
