import type { CancellationToken } from 'vscode-languageserver/node';
import type { Allocation } from '../engine/alloc/allocations.ts';
import { allocationLabel } from '../engine/features/labels.ts';
import type { FunctionAllocations, PlaceParams, SimulatedAllocation } from '../protocol.ts';
import type { LanguageContext } from './languageContext.ts';

/** Whoever asks shows that it is waiting. */
const MAXIMUM_WAIT_MS = 30_000;

/** The allocations of the function around a place, with what they ask of the heap; null outside of one. */
export async function functionAllocations(
  context: LanguageContext,
  { uri, position }: PlaceParams,
  token: CancellationToken,
): Promise<FunctionAllocations | null> {
  const document = await context.settledDocument(uri, MAXIMUM_WAIT_MS, token);
  const declaration = document?.slices.declarationAt(document.lines.offsetAt(position));
  if (document === undefined || declaration?.keyword !== 'func') {
    return null;
  }
  const view = await context.codeViewOf(document);
  const { allocations } = context.allocations.in(document, declaration, view);
  return {
    name: declaration.name ?? '',
    allocations: allocations.map((allocation) => ({
      ...simulated(allocation),
      what: allocation.what,
      label: allocationLabel(allocation, context.localize),
      line: document.lines.positionAt(declaration.start + allocation.offset).line,
      frequency: allocation.frequency,
    })),
  };
}

function simulated({
  bytes,
}: Allocation): Pick<
  SimulatedAllocation,
  'countObjects' | 'sizeBytes' | 'isArray' | 'hasPointers'
> {
  switch (bytes?.kind) {
    case 'fixed':
      return {
        countObjects: bytes.countObjects,
        sizeBytes: Math.round(bytes.askedBytes / Math.max(1, bytes.countObjects)),
        isArray: false,
        hasPointers: !bytes.noscan,
      };
    case 'array':
      return {
        countObjects: 1,
        sizeBytes: bytes.elementBytes,
        isArray: true,
        hasPointers: !bytes.noscan,
      };
    case 'none':
    case 'unknown':
    case undefined:
      return { countObjects: 0, isArray: false, hasPointers: false };
  }
}
