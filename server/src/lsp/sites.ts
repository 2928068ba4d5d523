import type { Allocation } from '../engine/alloc/allocations.ts';
import type { Site } from '../engine/compilerlog/sites.ts';
import type { Declaration } from '../engine/syntax/slicer.ts';
import type { DeclarationAllocations } from '../engine/features/inlayHints.ts';
import type { CodeView } from '../workspace/codeBytes.ts';
import type { OpenDocument } from '../workspace/documents.ts';
import type { LanguageContext } from './languageContext.ts';

/** An allocation with the declaration that it stands in. */
export interface PlacedAllocation {
  readonly declaration: Declaration;
  readonly allocation: Allocation;
  /** In the document's text as it is now, UTF-16 units. */
  readonly offset: number;
  readonly isCurrent: boolean;
}

export async function allocationsInDocument(
  context: LanguageContext,
  document: OpenDocument,
  view: CodeView | undefined,
): Promise<PlacedAllocation[]> {
  await context.lookAhead(document).find({ declarations: document.slices.declarations, view });
  return document.slices.declarations.flatMap((declaration) =>
    placed(declaration, context.allocations.in(document, declaration, view)),
  );
}

function placed(
  declaration: Declaration,
  { allocations, isCurrent }: DeclarationAllocations,
): PlacedAllocation[] {
  return allocations.map((allocation) => ({
    declaration,
    allocation,
    offset: declaration.start + allocation.offset,
    isCurrent,
  }));
}

/**
 * The sites with an explanation that a position can mean, the best first: the smallest expression
 * around it, then what else stands on its line, on the heap before leaking.
 */
export function explainedSites(
  context: LanguageContext,
  document: OpenDocument,
  offset: number,
): { readonly site: Site; readonly isCurrent: boolean }[] {
  const declaration = document.slices.declarationAt(offset);
  const known = declaration && context.verdicts.on(document, declaration);
  if (!known) {
    return [];
  }
  const relative = offset - declaration.start;
  const { lines } = document;
  const line = lines.lineAt(offset);
  const candidates = [
    ...known.verdicts.sites,
    ...known.verdicts.calls.flatMap(({ offset, fact }) =>
      fact.copies.map((copy) => ({ offset, fact: copy })),
    ),
  ].filter(({ fact }) => (fact.explanation?.flows.length ?? 0) > 0);
  const around = context
    .expressionsAt(document, declaration, relative)
    .flatMap(({ anchor }) => candidates.filter((each) => each.offset === anchor));
  const onLine = candidates.filter(
    (each) => lines.lineAt(declaration.start + each.offset) === line,
  );
  const sites = [
    ...around,
    ...onLine.filter(({ fact }) => fact.verdict === 'heap'),
    ...onLine.filter(({ fact }) => fact.verdict !== 'heap'),
  ].map(({ fact }) => fact);
  return [...new Set(sites)].map((site) => ({ site, isCurrent: known.isCurrent }));
}
