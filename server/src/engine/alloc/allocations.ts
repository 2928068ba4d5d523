import type { DeclarationVerdicts } from '../compilerlog/attach.ts';
import { placeKey } from '../compilerlog/rows.ts';
import type { InlinedCallSite, Site } from '../compilerlog/sites.ts';
import type { DeclarationTree } from '../syntax/declarationTree.ts';
import { frequencyAt, whenGrowing, type Frequency } from '../frequency/frequency.ts';
import { asWritten } from './asWritten.ts';
import type { HeapBytes } from './heapBytes.ts';
import { noAllocBecause } from './noAlloc.ts';
import type { CodeBytes } from './siteBytes.ts';
import { mayHaveRuntimeSites, runtimeSitesOf, type RuntimeOperation } from './runtimeSites.ts';

/**
 * - `variable`: moved to the heap as a whole;
 * - `expression`: its value escapes;
 * - `append`: the slice's array, when it has to grow;
 * - `inlined`: objects of a callee's body that was inlined;
 * - `runtime`: what the runtime allocates and the compiler never prints.
 */
export const ALLOCATION_KINDS = ['variable', 'expression', 'append', 'inlined', 'runtime'] as const;

export type AllocationKind = (typeof ALLOCATION_KINDS)[number];

interface Common {
  /** The compiler's place, in UTF-16 units from the declaration's start. */
  readonly offset: number;
  /** The expression, variable or callee. */
  readonly what: string;
  readonly frequency: Frequency;
  /** How many objects each time; 0 where only the runtime knows. */
  readonly countObjects: number;
  /** What it takes each time; undefined where the types of the code are not at hand. */
  readonly bytes?: HeapBytes | undefined;
}

/** One place of a declaration at which something is put on the heap. */
export type Allocation =
  | (Common & { readonly kind: 'variable' | 'expression' | 'append'; readonly site: Site })
  | (Common & { readonly kind: 'inlined'; readonly call: InlinedCallSite })
  | (Common & { readonly kind: 'runtime'; readonly operation: RuntimeOperation });

/** False where {@link allocationsOf} would find nothing: no tree need be made to know. */
export function mayAllocate(verdicts: DeclarationVerdicts | undefined, text: string): boolean {
  return (
    (verdicts?.sites.some(({ fact }) => isOnHeap(fact)) ?? false) ||
    (verdicts?.calls.some(({ fact }) => fact.copies.some(isOnHeap)) ?? false) ||
    mayHaveRuntimeSites(text)
  );
}

/**
 * The allocations of a declaration in the order of its text: those that the compiler reports, where
 * it has been asked, and those of the runtime. Without a tree the syntax around a site is not known,
 * and each is taken to happen with each call; without its code, the bytes are not.
 */
export function allocationsOf(
  verdicts: DeclarationVerdicts | undefined,
  tree: DeclarationTree | undefined,
  code?: CodeBytes,
): Allocation[] {
  const often = (offset: number): Frequency => (tree ? frequencyAt(tree, offset) : 'call');
  const allocations: Allocation[] = [];
  const calls = (verdicts?.calls ?? []).map(({ offset, fact: call }) => {
    const copies = call.copies.filter((copy) => !isResultOf(call, copy));
    return { offset, call, copies, results: call.copies.filter((copy) => !copies.includes(copy)) };
  });
  const results = calls.flatMap(({ offset, results }) => results.map((fact) => ({ offset, fact })));
  for (const { offset, fact: site } of [...(verdicts?.sites ?? []), ...results]) {
    const bytes = isOnHeap(site) ? code?.ofSite(offset, site) : undefined;
    if (bytes?.kind !== 'none' && allocates(site, tree && { tree, offset })) {
      const isAppend = site.kind === 'append';
      allocations.push({
        kind: isAppend ? 'append' : site.kind === 'var' ? 'variable' : 'expression',
        offset,
        what: asWritten(site.what, tree, offset),
        frequency: isAppend ? whenGrowing(often(offset)) : often(offset),
        countObjects: bytes?.kind === 'fixed' ? bytes.countObjects : 1,
        bytes,
        site,
      });
    }
  }
  for (const { offset, call, copies } of calls) {
    const heap = copies.filter((copy) => allocates(copy));
    const objects = heap.filter(({ kind }) => kind !== 'append');
    if (heap.length > 0) {
      allocations.push({
        kind: 'inlined',
        offset,
        what: call.callees[0] ?? '',
        frequency: objects.length > 0 ? often(offset) : whenGrowing(often(offset)),
        countObjects: Math.max(1, Math.min(countCopies(objects), call.mostObjects ?? Infinity)),
        call,
      });
    }
  }
  for (const site of tree ? runtimeSitesOf(tree) : []) {
    const { operation, offset } = site;
    const bytes =
      operation === 'chan' || operation === 'map'
        ? code?.ofRuntimeSite(offset, operation)
        : undefined;
    const isFixed = bytes?.kind === 'fixed';
    const countObjects = isFixed ? bytes.countObjects : operation === 'chan' ? 1 : 0;
    allocations.push({ ...site, kind: 'runtime', countObjects, bytes });
  }
  return allocations.sort((a, b) => a.offset - b.offset);
}

/**
 * Whether a row at an inlined call is what its caller does with the result, as to put it into an interface: it flows on from
 * there, and what the body does with results of calls in it does not.
 */
function isResultOf({ place }: InlinedCallSite, { what, explanation }: Site): boolean {
  return (
    /^~r\d+$/.test(what) &&
    explanation?.flows.some(({ steps }) =>
      steps.some(({ at }) => placeKey(at) !== placeKey(place)),
    ) === true
  );
}

/**
 * How many objects the copies of an inlined body are. Where the body itself is there several times,
 * as in a range over a function with several yields, each of its copies is, and one body counts.
 */
function countCopies(copies: readonly Site[]): number {
  const counts = copies.map(({ countHeap }) => countHeap);
  const countBodies = counts.reduce(greatestCommonDivisor, 0);
  return countBodies === 0 ? 0 : counts.reduce((sum, count) => sum + count, 0) / countBodies;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

function allocates(site: Site, at?: Parameters<typeof noAllocBecause>[1]): boolean {
  return isOnHeap(site) && noAllocBecause(site, at) === undefined;
}

function isOnHeap({ verdict }: Site): boolean {
  return verdict === 'heap';
}
