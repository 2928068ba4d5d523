import type { Allocation, AllocationKind } from '../alloc/allocations.ts';
import type { Frequency } from '../frequency/frequency.ts';
import type { KnownVerdicts, SourceText } from '../compilerlog/attach.ts';
import type { Declaration } from '../syntax/slicer.ts';
import { lineLabel } from './labels.ts';
import type { Localize } from './localize.ts';

/** A label at the end of a line on which something is put on the heap. */
export interface AllocationHint {
  /** Zero-based. */
  readonly line: number;
  /** Offset in the text: the end of the line. */
  readonly offset: number;
  readonly label: string;
  readonly isCurrent: boolean;
  /** The declaration is no more what was compiled. */
  readonly isEdited: boolean;
  /** Whose verdicts it is made of; undefined where it is of none. */
  readonly tier?: KnownVerdicts['tier'] | undefined;
}

/** Which allocations the user wants to see. */
export interface Visibility {
  readonly frequencies: ReadonlySet<Frequency>;
  readonly kinds: ReadonlySet<AllocationKind>;
  /**
   * From how many objects on an inlined call shows what happens per call: one is what most callees
   * allocate for themselves, inlined or not.
   */
  readonly minimumInlinedObjects: number;
}

export interface DeclarationAllocations {
  readonly allocations: readonly Allocation[];
  /** False while a later edit waits for its verdicts, or does not compile. */
  readonly isCurrent: boolean;
  /** The declaration is no more what was compiled: these are of what is left of it. */
  readonly isEdited: boolean;
  readonly tier?: KnownVerdicts['tier'] | undefined;
}

export function isVisible(
  { frequency, kind, countObjects }: Pick<Allocation, 'frequency' | 'kind' | 'countObjects'>,
  { frequencies, kinds, minimumInlinedObjects }: Visibility,
): boolean {
  const isSmall =
    kind === 'inlined' && frequency === 'call' && countObjects < minimumInlinedObjects;
  return frequencies.has(frequency) && kinds.has(kind) && !isSmall;
}

/** Hints for the lines of `[start, end)`: one a line, on what the user wants to see. */
export function allocationHints(
  source: SourceText,
  range: { readonly start: number; readonly end: number },
  allocationsIn: (declaration: Declaration) => DeclarationAllocations,
  visibility: Visibility,
  localize: Localize,
): AllocationHint[] {
  const { slices, lines } = source;
  const byLine = new Map<number, DeclarationAllocations & { readonly allocations: Allocation[] }>();
  for (const declaration of slices.declarations) {
    if (declaration.end <= range.start || declaration.start >= range.end) {
      continue;
    }
    const known = allocationsIn(declaration);
    for (const allocation of known.allocations) {
      if (isVisible(allocation, visibility)) {
        const line = lines.lineAt(declaration.start + allocation.offset);
        const here = byLine.get(line);
        if (here) {
          here.allocations.push(allocation);
        } else {
          byLine.set(line, { ...known, allocations: [allocation] });
        }
      }
    }
  }
  return [...byLine]
    .map(([line, { allocations, isCurrent, isEdited, tier }]) => ({
      line,
      offset: lines.lineEnd(line),
      label: lineLabel(allocations, localize),
      isCurrent,
      isEdited,
      tier,
    }))
    .filter(({ offset }) => offset >= range.start && offset <= range.end)
    .sort((a, b) => a.line - b.line);
}
