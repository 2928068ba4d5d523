import {
  placeKey,
  type Explanation,
  type InlinedCall,
  type Place,
  type RowKind,
  type Verdict,
  type VerdictRow,
} from './rows.ts';

/**
 * One place in the source with one verdict, however often the compiler printed it: a body that is
 * inlined several times at one place (range over func), and each instance of a generic function,
 * print their rows again.
 */
export interface Site {
  readonly place: Place;
  readonly kind: RowKind;
  readonly what: string;
  readonly verdict: Verdict;
  /** As in {@link VerdictRow}; where instances of a generic differ, which of them allocate. */
  readonly detail: string;
  /** As in {@link VerdictRow}. */
  readonly isInlined: boolean;
  /** How many rows are shown as this one. */
  readonly countRows: number;
  /** How many of its rows are on the heap in one and the same function, or instance of a generic. */
  readonly countHeap: number;
  readonly explanation?: Explanation;
}

/** A call whose inlined body brings allocations with it. */
export interface InlinedCallSite {
  readonly place: Place;
  /** The functions inlined here, outermost first, as the compiler names them. */
  readonly callees: readonly string[];
  readonly copies: readonly Site[];
  /** As in {@link InlinedCall}. */
  readonly mostObjects?: number | undefined;
}

export interface Sites {
  readonly own: readonly Site[];
  readonly calls: readonly InlinedCallSite[];
}

/** Merges rows into sites; the order of first appearance is kept. */
export function sitesOf(allRows: readonly VerdictRow[]): Site[] {
  const groups = new Map<string, VerdictRow[]>();
  for (const row of allRows) {
    const key = siteKey(row);
    const group = groups.get(key);
    if (group) {
      group.push(row);
    } else {
      groups.set(key, [row]);
    }
  }
  const leakingParameters = new Set(
    allRows.filter(({ verdict }) => verdict.startsWith('leak')).map(parameterKey),
  );
  const sites: Site[] = [];
  for (const rows of groups.values()) {
    const site = mergeRows(rows);
    // One instance that leaks outweighs another that does not.
    if (site.verdict !== 'noleak' || !leakingParameters.has(parameterKey(site))) {
      sites.push(site);
    }
  }
  return sites;
}

/** Parts a file's own allocations from those that inlined calls bring. */
export function groupByCall(inlinedCalls: readonly InlinedCall[], sites: readonly Site[]): Sites {
  const callees = new Map<string, string[]>();
  const most = new Map<string, number>();
  for (const { place, callee, mostObjects } of inlinedCalls) {
    const key = placeKey(place);
    if (mostObjects !== undefined) {
      most.set(key, Math.max(most.get(key) ?? 0, mostObjects));
    }
    const known = callees.get(key);
    if (!known) {
      callees.set(key, [callee]);
    } else if (!known.includes(callee)) {
      known.push(callee);
    }
  }
  const own: Site[] = [];
  const calls = new Map<string, InlinedCallSite & { readonly copies: Site[] }>();
  for (const site of sites) {
    const key = placeKey(site.place);
    if (!site.isInlined) {
      own.push(site);
      continue;
    }
    const call = calls.get(key);
    if (call) {
      call.copies.push(site);
    } else {
      calls.set(key, {
        place: site.place,
        callees: callees.get(key) ?? [],
        copies: [site],
        mostObjects: most.get(key),
      });
    }
  }
  return { own, calls: [...calls.values()] };
}

function mergeRows(rows: readonly VerdictRow[]): Site {
  const [first] = rows as readonly [VerdictRow, ...VerdictRow[]];
  const worst = rows.find(({ verdict }) => verdict === 'heap') ?? first;
  return {
    place: worst.place,
    kind: worst.kind,
    what: withoutShapes(worst.what),
    verdict: worst.verdict,
    detail: worst.detail || differingInstances(rows),
    isInlined: rows.some(({ isInlined }) => isInlined),
    countRows: rows.length,
    countHeap: countHeap(rows),
    ...(worst.explanation ? { explanation: worst.explanation } : {}),
  };
}

function countHeap(rows: readonly VerdictRow[]): number {
  const counts = new Map<string, number>();
  for (const { verdict, explanation } of rows) {
    if (verdict === 'heap') {
      const name = explanation?.functionName ?? '';
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return Math.max(0, ...counts.values());
}

/** Says how many rows are on the heap where not all are, and which instances, where they are named. */
function differingInstances(rows: readonly VerdictRow[]): string {
  const heap = rows.filter(({ verdict }) => verdict === 'heap');
  const instances = new Set(
    heap.flatMap(({ explanation }) =>
      explanation?.functionName.includes('go.shape.') === true ? [explanation.functionName] : [],
    ),
  );
  const share =
    heap.length > 0 && heap.length < rows.length ? `${heap.length} of ${rows.length} copies` : '';
  const names = instances.size > 0 ? `in ${[...instances].join(', ')}` : '';
  return [share, names].filter((part) => part !== '').join(' ');
}

function siteKey(row: VerdictRow): string {
  const base = `${placeKey(row.place)} ${row.kind} ${withoutShapes(row.what)}`;
  return row.kind === 'param' ? `${base} ${row.verdict} ${withoutShapes(row.detail)}` : base;
}

function parameterKey(row: { readonly place: Place; readonly what: string }): string {
  return `${placeKey(row.place)} ${withoutShapes(row.what)}`;
}

const SHAPE = 'go.shape.';

/**
 * Takes the shapes of a generic instance out of a text: `make([]go.shape.int, n)` and
 * `make([]go.shape.string, n)` are one expression of the source, `make([]T, n)`.
 */
export function withoutShapes(text: string): string {
  let result = text;
  for (let at = result.indexOf(SHAPE); at >= 0; at = result.indexOf(SHAPE, at + 1)) {
    result = `${result.slice(0, at)}T${result.slice(endOfType(result, at + SHAPE.length))}`;
  }
  return result;
}

/** Where the type that begins at `start` ends, in the compiler's way of printing types. */
function endOfType(text: string, start: number): number {
  const prefix = TYPE_PREFIX.exec(text.slice(start))?.[0];
  if (prefix === undefined) {
    return start;
  }
  let at = start + prefix.length;
  switch (prefix.at(-1)) {
    case '[':
      at = endOfBrackets(text, at - 1);
      // An array, a slice or a map goes on with its element; a name with type arguments is whole.
      return prefix === '[' || prefix === 'map[' ? endOfType(text, at) : at;
    case '{':
      return endOfBrackets(text, at - 1);
    case '(': {
      at = endOfBrackets(text, at - 1);
      const results = text.startsWith(' (', at) ? endOfBrackets(text, at + 1) : at;
      return results > at || text.charAt(at) !== ' ' ? results : endOfType(text, at + 1);
    }
    case '*':
    case ' ':
      return endOfType(text, at);
    default:
      return at;
  }
}

const TYPE_PREFIX =
  /^(?:\*|map\[|\[|(?:<-)?chan(?:<-)? |func\(|(?:struct|interface) \{|[\p{L}\p{N}_./]+\[?)/u;

/** Where the bracket that opens at `open` is closed, one past it. */
function endOfBrackets(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if ('[({'.includes(text.charAt(at))) {
      depth++;
    } else if ('])}'.includes(text.charAt(at)) && --depth === 0) {
      return at + 1;
    }
  }
  return text.length;
}
