import type { KnownVerdicts, SourceText } from '../compilerlog/attach.ts';
import type { Declaration } from '../syntax/slicer.ts';
import type { Localize } from './localize.ts';

/** A label at the end of a line on which something is put on the heap. */
export interface AllocationHint {
  /** Zero-based. */
  readonly line: number;
  /** Offset in the text: the end of the line. */
  readonly offset: number;
  readonly label: string;
  readonly isCurrent: boolean;
}

/**
 * Hints for the lines of `[start, end)`: one a line, on heap allocations only. An inlined call
 * counts with what its body allocates.
 */
export function allocationHints(
  source: SourceText,
  range: { readonly start: number; readonly end: number },
  verdictsOn: (declaration: Declaration) => KnownVerdicts | undefined,
  localize: Localize,
): AllocationHint[] {
  const { slices, lines } = source;
  const tallies = new Map<number, Tally>();
  for (const declaration of slices.declarations) {
    if (declaration.end <= range.start || declaration.start >= range.end) {
      continue;
    }
    const known = verdictsOn(declaration);
    if (!known) {
      continue;
    }
    const tallyAt = (offset: number): Tally => {
      const line = lines.lineAt(declaration.start + offset);
      let tally = tallies.get(line);
      if (!tally) {
        tally = { countObjects: 0, countAppends: 0, isCurrent: known.isCurrent };
        tallies.set(line, tally);
      }
      return tally;
    };
    for (const { offset, fact } of known.verdicts.sites) {
      if (fact.verdict === 'heap') {
        tallyAt(offset)[fact.kind === 'append' ? 'countAppends' : 'countObjects']++;
      }
    }
    for (const { offset, fact } of known.verdicts.calls) {
      for (const copy of fact.copies) {
        if (copy.verdict === 'heap') {
          tallyAt(offset)[copy.kind === 'append' ? 'countAppends' : 'countObjects']++;
        }
      }
    }
  }
  return [...tallies]
    .map(([line, tally]) => ({
      line,
      offset: lines.lineEnd(line),
      label: labelOf(tally, localize),
      isCurrent: tally.isCurrent,
    }))
    .filter(({ offset }) => offset >= range.start && offset <= range.end)
    .sort((a, b) => a.line - b.line);
}

interface Tally {
  countObjects: number;
  /** Appends allocate only when they grow: they are no object of each call. */
  countAppends: number;
  readonly isCurrent: boolean;
}

function labelOf({ countObjects, countAppends }: Tally, localize: Localize): string {
  if (countObjects > 1) {
    return localize('{0} objects', countObjects);
  }
  return countObjects === 0 && countAppends > 0 ? localize('on grow') : localize('heap');
}
