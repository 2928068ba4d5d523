import type { Declaration } from '../syntax/slicer.ts';
import type { DeclarationVerdicts, SourceText } from '../compilerlog/attach.ts';
import { functionLensTitle } from './functionSummary.ts';
import type { DeclarationAllocations } from './inlayHints.ts';
import type { Localize } from './localize.ts';

/** A line above a function that allocates. */
export interface FunctionLens {
  /** Where the declaration begins, its comment not included. */
  readonly offset: number;
  readonly title: string;
  /** Of its allocations. */
  readonly offsets: readonly number[];
}

export function functionLenses(
  { slices }: SourceText,
  verdictsOn: (declaration: Declaration) => DeclarationVerdicts | undefined,
  allocationsIn: (declaration: Declaration) => DeclarationAllocations,
  localize: Localize,
): FunctionLens[] {
  return slices.declarations.flatMap((declaration) => {
    if (declaration.keyword !== 'func') {
      return [];
    }
    const { allocations } = allocationsIn(declaration);
    const title = functionLensTitle(verdictsOn(declaration), allocations, localize);
    const offsets = allocations.map(({ offset }) => declaration.start + offset);
    return title === undefined ? [] : [{ offset: declaration.start, title, offsets }];
  });
}
