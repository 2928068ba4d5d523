/** Our inliner's verdicts beside the compiler's, joined by place. */
import type { Figures } from '../../../server/src/engine/comparison/counts.ts';
import type { InlineFact, Place } from '../../../server/src/engine/compilerlog/rows.ts';
import type { DeclarationLog } from '../../../server/src/workspace/declarationLogs.ts';
import { CountedKinds } from '../counts.ts';
import type { InlinerText } from './theirs.ts';

/**
 * `inlinable`: functions that can be inlined, equal where the cost is the same one; `refused`: those
 * that cannot, equal where so is the cost, if it is for that; `calls`: calls in functions that are
 * inlined.
 */
export type KindOfInlining = 'inlinable' | 'refused' | 'calls';

export const INLINING = new CountedKinds<KindOfInlining>(['inlinable', 'refused', 'calls'], {
  inlinable: 0.99,
  refused: 0.95,
  calls: 0.99,
});

export interface InlineComparison {
  readonly figures: Figures<KindOfInlining>;
  /** For a person. */
  readonly differences: readonly string[];
}

export function compareInlining(
  theirs: InlinerText,
  declarations: readonly DeclarationLog[],
): InlineComparison {
  const figures = INLINING.none();
  const differences: string[] = [];
  for (const { inlineFacts } of declarations) {
    // Those of function literals come after it.
    const [ours] = inlineFacts;
    if (ours) {
      const at = placeText(ours.place);
      compareFacts(at, theirs.functions.get(at), ours, figures, differences);
    }
  }
  compareCalls(theirs.calls, declarations, figures.calls, differences);
  return { figures, differences };
}

function compareFacts(
  at: string,
  theirs: InlineFact | undefined,
  ours: InlineFact,
  figures: Figures<KindOfInlining>,
  differences: string[],
): void {
  const given = kindOf(ours);
  if (!theirs) {
    differences.push(`${at}: the compiler says nothing, we say ${textOf(ours)}`);
    figures[given].invented++;
    return;
  }
  const wanted = kindOf(theirs);
  const cost = costOf(theirs);
  const isEqual = given === wanted && (cost === undefined || cost === costOf(ours));
  figures[wanted][isEqual ? 'equal' : 'missing']++;
  if (given !== wanted) {
    figures[given].invented++;
  }
  if (!isEqual) {
    differences.push(`${at}: the compiler says ${textOf(theirs)}, we say ${textOf(ours)}`);
  }
}

function kindOf({ reason }: InlineFact): 'inlinable' | 'refused' {
  return reason === undefined ? 'inlinable' : 'refused';
}

/** Undefined for what is refused for another reason. */
function costOf({ cost, reason }: InlineFact): number | undefined {
  const [, tooMuch] = /cost (\d+) exceeds/.exec(reason ?? '') ?? [];
  return tooMuch === undefined ? cost : Number(tooMuch);
}

function compareCalls(
  calls: ReadonlySet<string>,
  declarations: readonly DeclarationLog[],
  counts: Figures<KindOfInlining>['calls'],
  differences: string[],
): void {
  const ours = new Set(
    declarations.flatMap(({ file, inlinedCalls }) =>
      inlinedCalls.filter(({ place }) => place.file === file).map(({ place }) => placeText(place)),
    ),
  );
  const judged = [...calls].filter((at) => declarations.some((each) => isWithin(at, each)));
  for (const at of judged) {
    if (ours.has(at)) {
      counts.equal++;
    } else {
      counts.missing++;
      differences.push(`${at}: only the compiler inlines the call`);
    }
  }
  for (const at of ours) {
    if (!calls.has(at)) {
      counts.invented++;
      differences.push(`${at}: only we inline the call`);
    }
  }
}

function placeText({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}

function isWithin(at: string, { file, firstLine, lastLine }: DeclarationLog): boolean {
  if (!at.startsWith(`${file}:`)) {
    return false;
  }
  const line = Number(/:(\d+):\d+$/.exec(at)?.[1]);
  return line >= firstLine && line <= lastLine;
}

function textOf({ cost, reason }: InlineFact): string {
  return reason ?? `cost ${cost ?? 'unknown'}`;
}
