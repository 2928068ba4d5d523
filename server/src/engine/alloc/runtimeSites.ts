import { frequencyAt, whenGrowing, type Frequency } from '../frequency/frequency.ts';
import { isInLoop } from '../frequency/loops.ts';
import { argumentOf } from '../frequency/names.ts';
import type { Span } from '../syntax/ast.ts';
import { type DeclarationTree, textOf } from '../syntax/declarationTree.ts';
import { detach } from '../syntax/detach.ts';
import { enclosedAt } from '../syntax/enclosed.ts';
import { type AstNode, forEachNodeIn } from '../syntax/walk.ts';
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
export function runtimeSitesOf(tree: DeclarationTree): RuntimeSite[] {
  if (!mayHaveRuntimeSites(tree.text)) {
    return [];
  }
  // Only an insert that finds no room allocates.
  const sites = growingMapsOf(tree).map((insert) =>
    growing(siteAt(tree, insert, insert.openBracket, 'map')),
  );
  forEachNodeIn(tree.parsed, (node) => {
    const site = siteOf(tree, node);
    if (site !== undefined) {
      sites.push(site);
    }
  });
  return sites.sort((a, b) => a.offset - b.offset);
}

function siteOf(tree: DeclarationTree, node: AstNode): RuntimeSite | undefined {
  switch (node.kind) {
    case 'call':
      return argumentOf(node, 'make')?.kind === 'channelType'
        ? siteAt(tree, node, node.openParen, 'chan')
        : mapSiteOf(tree, node, node.openParen);
    case 'composite':
      return mapSiteOf(tree, node, node.openBrace);
    case 'go':
      return node.call.kind === 'call' ? siteAt(tree, node, node.start, 'goroutine') : undefined;
    case 'defer':
      return node.call.kind === 'call' && isInLoop(enclosedAt(tree, node.start))
        ? siteAt(tree, node, node.start, 'defer')
        : undefined;
    default:
      return undefined;
  }
}

function mapSiteOf(tree: DeclarationTree, node: AstNode, offset: number): RuntimeSite | undefined {
  const isLarge = isLargeMap(node);
  const site = isLarge === false ? undefined : siteAt(tree, node, offset, 'map');
  // What is made for a number of entries that only the program knows may stay in its first group.
  return site && isLarge === 'unknown' ? growing(site) : site;
}

/** `offset` is where the compiler would report it. */
function siteAt(
  tree: DeclarationTree,
  span: Span,
  offset: number,
  operation: RuntimeOperation,
): RuntimeSite {
  const what = shortened(textOf(tree, span));
  return { offset, operation, what, frequency: frequencyAt(tree, offset) };
}

function growing(site: RuntimeSite): RuntimeSite {
  return { ...site, frequency: whenGrowing(site.frequency) };
}

const MAXIMUM_LENGTH = 60;

/** A function literal's body is left out, and so is what makes a line too long. */
function shortened(text: string): string {
  const [line = ''] = text.split('\n');
  const end = line.length < text.length || line.length > MAXIMUM_LENGTH ? '…' : '';
  // Whoever keeps a site keeps no file by it.
  return detach(line.slice(0, MAXIMUM_LENGTH).trimEnd() + end);
}
