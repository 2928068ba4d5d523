/**
 * The calls that profile-guided optimization knows of a profile: cmd/internal/pgo/pprof.go, and the graph of
 * internal/profile (Go 1.22 to 1.26).
 */
import { compareTexts } from './order.ts';
import type { Profile } from './profile.ts';
import { decodeUtf8 } from './utf8.ts';

export interface CallEdge {
  /** Names of functions as the linker has them. */
  readonly caller: string;
  readonly callee: string;
  /** How many lines below the start of the caller the call is. */
  readonly lineOffset: number;
  /** Samples, or their nanoseconds. */
  readonly weight: number;
}

/** The heaviest first; undefined where the profile has no samples of a processor, or lacks the lines that functions start at. */
export function callEdgesOf(profile: Profile): readonly CallEdge[] | undefined {
  const column = profile.sampleTypes.findIndex(
    ({ type, unit }) =>
      (type === 'samples' && unit === 'count') || (type === 'cpu' && unit === 'nanoseconds'),
  );
  const values = profile.samples.values[column];
  if (!values) {
    return undefined;
  }
  const nodes = new Nodes(profile);
  const { count, stackFrom, stackTo, stack } = profile.samples;
  const weights = new Map<string, CallEdge>();
  for (let sample = 0; sample < count; sample++) {
    const weight = Number(values[sample] ?? 0);
    const leaf = stackFrom[sample] ?? 0;
    // Calls further up are hardly made again and again: the last two frames tell how often one is made.
    const top = Math.min(leaf + 1, (stackTo[sample] ?? 0) - 1);
    let parent = -1;
    const seen = new Set<number>();
    const seenEdges = new Set<string>();
    for (let at = top; weight !== 0 && at >= leaf; at--) {
      for (const node of nodes.of(stack[at] ?? 0)) {
        const pair = `${parent} ${node}`;
        if (parent >= 0 && node !== parent && !(seen.has(node) && seenEdges.has(pair))) {
          seenEdges.add(pair);
          const edge = nodes.edge(parent, node);
          const key = `${edge.caller}\n${edge.callee}\n${edge.lineOffset}`;
          weights.set(key, { ...edge, weight: (weights.get(key)?.weight ?? 0) + weight });
        }
        seen.add(node);
        parent = node;
      }
    }
  }
  return nodes.haveStartLines ? [...weights.values()].sort(heaviestFirst) : undefined;
}

function heaviestFirst(a: CallEdge, b: CallEdge): number {
  return (
    b.weight - a.weight ||
    compareTexts(a.caller, b.caller) ||
    compareTexts(a.callee, b.callee) ||
    a.lineOffset - b.lineOffset
  );
}

interface Place {
  readonly name: string;
  readonly lineOffset: number;
}

/** Lines of functions at an address each. */
class Nodes {
  readonly #profile: Profile;
  readonly #places: Place[] = [];
  readonly #byKey = new Map<string, number>();
  readonly #ofLocation = new Map<number, readonly number[]>();
  haveStartLines = false;

  constructor(profile: Profile) {
    this.#profile = profile;
  }

  /** The outermost first. */
  of(location: number): readonly number[] {
    let found = this.#ofLocation.get(location);
    if (!found) {
      found = this.#find(location);
      this.#ofLocation.set(location, found);
    }
    return found;
  }

  edge(from: number, to: number): Omit<CallEdge, 'weight'> {
    const caller = this.#places[from];
    const callee = this.#places[to];
    return {
      caller: caller?.name ?? '',
      callee: callee?.name ?? '',
      lineOffset: caller?.lineOffset ?? 0,
    };
  }

  #find(location: number): readonly number[] {
    const { locations, functions, strings } = this.#profile;
    const address = locations.address[location] ?? 0n;
    const found: number[] = [];
    const first = locations.lineFrom[location] ?? 0;
    for (let at = (locations.lineTo[location] ?? 0) - 1; at >= first; at--) {
      const index = locations.lineFunction[at] ?? 0;
      const startLine = functions.startLine[index] ?? 0;
      const name = strings[functions.name[index] ?? 0] ?? '';
      this.haveStartLines ||= startLine !== 0;
      const line = locations.line[at] ?? 0;
      found.push(this.#node(`${address} ${startLine} ${line} ${name}`, name, line - startLine));
    }
    return found.length > 0 ? found : [this.#node(`${address}`, '', 0)];
  }

  #node(key: string, name: string, lineOffset: number): number {
    let node = this.#byKey.get(key);
    if (node === undefined) {
      node = this.#places.push({ name, lineOffset }) - 1;
      this.#byKey.set(key, node);
    }
    return node;
  }
}

/** What `go tool preprofile` writes. */
const PREPROFILE_HEADER = 'GO PREPROFILE V1\n';

/** The same of the text that the go command makes of a profile before it compiles; undefined if it is none. */
export function preprofiledEdges(bytes: Uint8Array): readonly CallEdge[] | undefined {
  const header = decodeUtf8(bytes, 0, Math.min(bytes.length, PREPROFILE_HEADER.length));
  if (header !== PREPROFILE_HEADER) {
    return undefined;
  }
  const text = decodeUtf8(bytes, 0, bytes.length);
  const lines = text.slice(PREPROFILE_HEADER.length).split('\n');
  const edges: CallEdge[] = [];
  for (let at = 0; at + 2 < lines.length; at += 3) {
    const [lineOffset, weight] = (lines[at + 2] ?? '').split(' ').map(Number);
    edges.push({
      caller: lines[at] ?? '',
      callee: lines[at + 1] ?? '',
      lineOffset: lineOffset ?? 0,
      weight: weight ?? 0,
    });
  }
  return edges;
}
