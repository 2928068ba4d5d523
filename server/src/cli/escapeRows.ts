import { relative } from 'node:path';
import type { HeapBytes } from '../engine/alloc/heapBytes.ts';
import { takenText } from '../engine/features/byteTexts.ts';
import { english } from '../engine/features/localize.ts';
import type { Explanation, Place } from '../engine/compilerlog/rows.ts';
import type { Site } from '../engine/compilerlog/sites.ts';
import type { HeapSyntax, RuntimeRow } from './heapSyntax.ts';

/** A row of `gomem escapes`: what the compiler says of a place, or what its syntax does. */
export type EscapeRow = Site | RuntimeRow;

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
  return row.kind === 'runtime' ? runtimeJson(row, context) : siteJson(row, context);
}

export interface JsonContext {
  readonly syntax: HeapSyntax | undefined;
  /** What the row's objects take; undefined where that is not known. */
  readonly bytes: HeapBytes | undefined;
  /** Whose the verdicts are. */
  readonly tier: 'compiler' | 'static';
  /** Files are relative to it. */
  readonly cwd: string;
}

function siteJson(site: Site, { syntax, tier, cwd, bytes }: JsonContext): object {
  const { place, kind, what, verdict, detail, isInlined, explanation } = site;
  const because =
    verdict === 'stack' ? 'does not escape' : (syntax?.noAllocBecause(site) ?? freeBecause(bytes));
  return {
    file: relative(cwd, place.file),
    line: place.line,
    col: place.column,
    kind,
    what,
    verdict,
    detail,
    inlined: isInlined,
    confidence: tier === 'compiler' ? 'exact' : 'likely',
    tier,
    frequency: (verdict === 'heap' ? syntax?.frequencyOf(site) : undefined) ?? null,
    alloc: because === undefined ? allocJson(bytes) : null,
    ...(because === undefined ? {} : { noAllocBecause: because }),
    why: explanation ? whySteps(explanation, place, cwd) : [],
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
    file: relative(cwd, place.file),
    line: place.line,
    col: place.column,
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
      file: relative(cwd, place.file),
      line: place.line,
      col: place.column,
      text: `flow: ${flow.destination} ← ${flow.operator}${flow.source}`,
    },
    ...flow.steps.map(({ expression, reason, at }) => ({
      file: relative(cwd, at.file),
      line: at.line,
      col: at.column,
      text: `from ${expression} (${reason})`,
    })),
  ]);
}

export function toText(row: EscapeRow, cwd: string, bytes: HeapBytes | undefined): string {
  const { place, what } = row;
  const at = placeText(place.file, place.line, place.column, cwd);
  const taken = takenText(bytes, english);
  const size = taken === undefined ? (bytes?.kind === 'none' ? ', 0 B' : '') : `, ${taken}`;
  if (row.kind === 'runtime') {
    return `${at}: ${what} allocates in the runtime (${row.operation})${size}`;
  }
  const { kind, verdict, detail } = row;
  return `${at}: ${verdictText(kind, what, verdict)}${detail === '' ? '' : ` (${detail})`}${size}`;
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

export function placeText(file: string, line: number, column: number, cwd: string): string {
  return `${relative(cwd, file)}:${line}${column > 0 ? `:${column}` : ''}`;
}
