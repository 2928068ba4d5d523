import type { NoAllocReason } from '../engine/alloc/noAlloc.ts';
import type { HeapBytes } from '../engine/alloc/heapBytes.ts';
import { takenText } from '../engine/features/byteTexts.ts';
import type { Frequency } from '../engine/frequency/frequency.ts';
import { english } from '../engine/features/localize.ts';
import { type KeptSite, tooLarge } from '../engine/compilerlog/inlining.ts';
import {
  placeKey,
  type Explanation,
  type InlineFact,
  type Place,
} from '../engine/compilerlog/rows.ts';
import type { Site } from '../engine/compilerlog/sites.ts';
import type { TierName } from './collected.ts';
import type { RuntimeRow } from './heapSyntax.ts';
import { placeJson, placeText } from './places.ts';

/** A row of `gomem escapes`: what the compiler says of a place, or what its syntax does. */
export type EscapeRow = Site | RuntimeRow | InlinerRow;

/** What the inliner says of a function: a row that is printed with `--inline`. */
export interface InlinerRow {
  readonly kind: 'func';
  readonly place: Place;
  /** As the compiler names it. */
  readonly what: string;
  readonly fact: InlineFact;
}

/** The first that is said at a place: a literal is told again where its function is inlined. */
export function inlinerRowsOf(facts: readonly InlineFact[]): InlinerRow[] {
  const rows = new Map<string, InlinerRow>();
  for (const fact of facts) {
    const { place, functionName: what } = fact;
    const key = placeKey(place);
    if (!rows.has(key)) {
      rows.set(key, { kind: 'func', place, what, fact });
    }
  }
  return [...rows.values()];
}

/** What tells where in the source a row stands. */
interface Placed {
  readonly place: Place;
  readonly kind: string;
  readonly what: string;
}

/** For sorting: by place, and what stands at one place always in the same order. */
export function bySource(a: Placed, b: Placed): number {
  return (
    compareText(a.place.file, b.place.file) ||
    a.place.line - b.place.line ||
    a.place.column - b.place.column ||
    compareText(a.kind, b.kind) ||
    compareText(a.what, b.what)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The fields are a contract for scripts (docs/architecture.md). */
export function toJson(row: EscapeRow, context: JsonContext): object {
  switch (row.kind) {
    case 'runtime':
      return runtimeJson(row, context);
    case 'func':
      return inlinerJson(row, context);
    default:
      return siteJson(row, context);
  }
}

export interface JsonContext {
  /** Why a site allocates nothing though it is on the heap, where the code tells. */
  readonly noAlloc: NoAllocReason | undefined;
  /** How often what a site puts on the heap is made; undefined of all else. */
  readonly frequency: Frequency | undefined;
  /** What the row's objects take; undefined where that is not known. */
  readonly bytes: HeapBytes | undefined;
  /** The function that would keep it on the stack if it were inlined. */
  readonly kept: KeptSite | undefined;
  /** Whose the verdicts are. */
  readonly tier: TierName;
  /** Files are relative to it. */
  readonly cwd: string;
}

function siteJson(site: Site, { noAlloc, frequency, tier, cwd, bytes, kept }: JsonContext): object {
  const { place, kind, what, verdict, detail, isInlined, explanation } = site;
  const because = verdict === 'stack' ? 'does not escape' : (noAlloc ?? freeBecause(bytes));
  return {
    ...placeJson(place, cwd),
    kind,
    what,
    verdict,
    detail,
    inlined: isInlined,
    confidence: tier === 'compiler' ? 'exact' : 'likely',
    tier,
    frequency: frequency ?? null,
    alloc: because === undefined ? allocJson(bytes) : null,
    ...(because === undefined ? {} : { noAllocBecause: because }),
    why: explanation ? whySteps(explanation, place, cwd) : [],
    ...(kept ? { keptByInlining: { function: kept.functionName, ...tooLarge(kept.reason) } } : {}),
  };
}

function inlinerJson({ place, kind, what, fact }: InlinerRow, { tier, cwd }: JsonContext): object {
  const { cost, reason } = fact;
  return {
    ...placeJson(place, cwd),
    kind,
    what,
    verdict: reason === undefined ? 'inlinable' : 'not-inlined',
    detail: reason ?? '',
    confidence: tier === 'compiler' ? 'exact' : 'likely',
    tier,
    ...(cost === undefined ? tooLarge(reason ?? '') : { cost }),
  };
}

function freeBecause(bytes: HeapBytes | undefined): string | undefined {
  return bytes?.kind === 'none' && bytes.because !== 'pointer' ? bytes.because : undefined;
}

/** Of what is always as large, or of arrays whose length only the program knows. */
function allocJson(bytes: HeapBytes | undefined): object | null {
  switch (bytes?.kind) {
    case 'fixed': {
      const { takenBytes, askedBytes, countObjects, object, noscan, condition } = bytes;
      return {
        bytes: takenBytes,
        asked: askedBytes,
        objects: countObjects,
        class: object && object.classBytes > 0 ? object.classBytes : null,
        scan: !noscan,
        condition: condition ?? null,
      };
    }
    case 'array': {
      const { elementBytes, noscan, isGrowth } = bytes;
      return { elementBytes, scan: !noscan, growth: isGrowth };
    }
    default:
      return null;
  }
}

function runtimeJson(
  { place, kind, what, operation, frequency }: RuntimeRow,
  { cwd, bytes }: JsonContext,
): object {
  return {
    ...placeJson(place, cwd),
    kind,
    what,
    verdict: 'heap',
    detail: operation,
    inlined: false,
    confidence: 'likely',
    tier: 'static',
    frequency,
    alloc: allocJson(bytes),
    why: [],
  };
}

function whySteps(explanation: Explanation, place: Place, cwd: string): object[] {
  return explanation.flows.flatMap((flow) => [
    {
      ...placeJson(place, cwd),
      text: `flow: ${flow.destination} ← ${flow.operator}${flow.source}`,
    },
    ...flow.steps.map(({ expression, reason, at }) => ({
      ...placeJson(at, cwd),
      text: `from ${expression} (${reason})`,
    })),
  ]);
}

export function toText(
  row: EscapeRow,
  cwd: string,
  { bytes, kept }: Pick<JsonContext, 'bytes' | 'kept'>,
): string {
  const { place, what } = row;
  const at = placeText(place, cwd);
  if (row.kind === 'func') {
    return `${at}: ${inlinerText(row.fact)}`;
  }
  const taken = takenText(bytes, english);
  const size = taken === undefined ? (bytes?.kind === 'none' ? ', 0 B' : '') : `, ${taken}`;
  if (row.kind === 'runtime') {
    return `${at}: ${what} allocates in the runtime (${row.operation})${size}`;
  }
  const { kind, verdict, detail } = row;
  const inlining = kept ? `; inlining ${kept.functionName} would keep it on the stack` : '';
  const more = detail === '' ? '' : ` (${detail})`;
  return `${at}: ${verdictText(kind, what, verdict)}${more}${size}${inlining}`;
}

function inlinerText({ functionName, cost, reason }: InlineFact): string {
  if (reason === undefined) {
    return `can inline ${functionName}${cost === undefined ? '' : `: cost ${cost}`}`;
  }
  const large = tooLarge(reason);
  return `cannot inline ${functionName}: ${large ? `cost ${large.cost}, budget ${large.budget}` : reason}`;
}

function verdictText(kind: Site['kind'], what: string, verdict: Site['verdict']): string {
  switch (verdict) {
    case 'heap':
      return kind === 'var' ? `moved to heap: ${what}` : `${what} escapes to heap`;
    case 'stack':
      return kind === 'zerocopy'
        ? 'zero-copy string->[]byte conversion'
        : `${what} does not escape`;
    case 'leak':
    case 'leak-result':
      return `leaking param: ${what}`;
    case 'leak-content':
      return `leaking param content: ${what}`;
    case 'noleak':
      return `${what} does not leak`;
  }
}
