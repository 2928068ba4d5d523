import { anchorOf } from '../syntax/anchors.ts';
import type { SyntaxNode, SyntaxTree } from '../syntax/cursor.ts';
import { frequencyAt, whenGrowing, type Frequency } from '../frequency/frequency.ts';
import { isInLoop } from '../frequency/loops.ts';
import { growingMapsOf, isLargeMap } from './maps.ts';

/**
 * - `chan`: `make(chan T)` (runtime.makechan, Go 1.26, runtime/chan.go);
 * - `map`: a map that has, is made for, or gets more than the eight entries of its first group
 *   (runtime.makemap, internal/runtime/maps);
 * - `goroutine`: a goroutine's descriptor and stack, unless a dead one can be reused
 *   (runtime.newproc1, runtime/proc.go);
 * - `defer`: the record of a defer statement in a loop, unless a free one can be reused
 *   (runtime.newdefer, runtime/panic.go); elsewhere it is part of the function's frame.
 */
export type RuntimeOperation = 'chan' | 'map' | 'goroutine' | 'defer';

/** An allocation that the runtime makes and the compiler never prints. */
export interface RuntimeSite {
  /** Where the compiler would report it, from the declaration's start. */
  readonly offset: number;
  readonly operation: RuntimeOperation;
  /** The expression or statement in the words of the source, shortened. */
  readonly what: string;
  readonly frequency: Frequency;
}

/** A statement begins a line, or follows what may stand before it there. */
const GO_STATEMENT = /(?:^|[{;:}]|\*\/)[ \t]*go\b/m;
const DEFER_STATEMENT = /(?:^|[{;:}]|\*\/)[ \t]*defer\b/m;
const MAP_LITERAL = /\bmap\s*\[[^\n]*\{/;

/** False where {@link runtimeSitesOf} would find nothing: no tree need be made to know. */
export function mayHaveRuntimeSites(text: string): boolean {
  const has = (word: RegExp) => word.test(text);
  return (
    (has(/\bgo\b/) && has(GO_STATEMENT)) ||
    (has(/\bchan\b/) && has(/\bmake\b/)) ||
    (has(/\bmap\b/) && (has(/\bmake\b/) || has(/\bfor\b/) || has(MAP_LITERAL))) ||
    (has(/\bdefer\b/) && has(/\bfor\b/) && has(DEFER_STATEMENT))
  );
}

/** What of a declaration makes the runtime allocate, as far as its syntax tells. */
export function runtimeSitesOf(tree: SyntaxTree): RuntimeSite[] {
  if (!mayHaveRuntimeSites(tree.text)) {
    return [];
  }
  // Only an insert that finds no room allocates.
  const sites = growingMapsOf(tree).map((insert) => growing(siteAt(tree, insert, 'map')));
  const pending: SyntaxNode[] = [tree.root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const operation = OPERATIONS[node.kind]?.(node);
    if (operation !== undefined) {
      const site = siteAt(tree, node, operation);
      // What is made for a number of entries that only the program knows may stay in its first group.
      sites.push(operation === 'map' && isLargeMap(node) === 'unknown' ? growing(site) : site);
    }
    pending.push(...node.namedChildren);
  }
  return sites.sort((a, b) => a.offset - b.offset);
}

const OPERATIONS: Readonly<Record<string, (node: SyntaxNode) => RuntimeOperation | undefined>> = {
  call_expression: (node) =>
    isMakeOfChan(node) ? 'chan' : isLargeMap(node) !== false ? 'map' : undefined,
  composite_literal: (node) => (isLargeMap(node) !== false ? 'map' : undefined),
  go_statement: () => 'goroutine',
  defer_statement: (node) => (isInLoop(node) ? 'defer' : undefined),
};

function siteAt(tree: SyntaxTree, node: SyntaxNode, operation: RuntimeOperation): RuntimeSite {
  const offset = anchorOf(node) ?? node.start;
  return { offset, operation, what: shortened(node.text), frequency: frequencyAt(tree, offset) };
}

function growing(site: RuntimeSite): RuntimeSite {
  return { ...site, frequency: whenGrowing(site.frequency) };
}

function isMakeOfChan(call: SyntaxNode): boolean {
  return (
    call.get('function')?.text === 'make' &&
    call.get('arguments')?.namedChildren[0]?.kind === 'channel_type'
  );
}

const MAXIMUM_LENGTH = 60;

/** A function literal's body is left out, and so is what makes a line too long. */
function shortened(text: string): string {
  const [line = ''] = text.split('\n');
  const end = line.length < text.length || line.length > MAXIMUM_LENGTH ? '…' : '';
  return line.slice(0, MAXIMUM_LENGTH).trimEnd() + end;
}
