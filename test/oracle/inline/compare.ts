/** Our inliner's verdicts beside the compiler's, joined by place. */
import type { Figures } from '../../../server/src/engine/comparison/counts.ts';
import type { DeclarationLog } from '../../../server/src/workspace/declarationLogs.ts';
import { CountedKinds } from '../counts.ts';
import type { FunctionVerdict } from './ours.ts';
import type { InlineFact, InlinerText } from './theirs.ts';

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
  functions: readonly FunctionVerdict[],
  declarations: readonly DeclarationLog[],
): InlineComparison {
  const figures = INLINING.none();
  const differences: string[] = [];
  for (const { at, verdict } of functions) {
    const fact = theirs.functions.get(at);
    const ours = verdict.canInline ? `cost ${verdict.cost}` : verdict.reason;
    if (!fact) {
      differences.push(`${at}: the compiler says nothing, we say ${ours}`);
      figures[verdict.canInline ? 'inlinable' : 'refused'].invented++;
      continue;
    }
    const isWanted = fact.reason === undefined;
    const kind = isWanted ? 'inlinable' : 'refused';
    const isEqual =
      verdict.canInline === isWanted && (fact.cost === undefined || fact.cost === verdict.cost);
    figures[kind][isEqual ? 'equal' : 'missing']++;
    if (verdict.canInline !== isWanted) {
      figures[isWanted ? 'refused' : 'inlinable'].invented++;
    }
    if (!isEqual) {
      differences.push(`${at}: the compiler says ${textOf(fact)}, we say ${ours}`);
    }
  }
  compareCalls(theirs.calls, declarations, figures.calls, differences);
  return { figures, differences };
}

function compareCalls(
  calls: ReadonlySet<string>,
  declarations: readonly DeclarationLog[],
  counts: Figures<KindOfInlining>['calls'],
  differences: string[],
): void {
  const ours = new Set(
    declarations.flatMap(({ file, inlinedCalls }) =>
      inlinedCalls
        .filter(({ place }) => place.file === file)
        .map(({ place }) => `${place.file}:${place.line}:${place.column}`),
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
