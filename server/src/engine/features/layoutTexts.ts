/** Parts of sentences on layouts. */
import { bytesText, tailBytes, type BestOrder, type LayoutReport } from '../layout/report.ts';
import type { Localize } from './localize.ts';

/** What one object takes of the heap; `strong` is done to the number. */
export function takesText(
  report: LayoutReport<unknown>,
  localize: Localize,
  strong = (text: string) => text,
): string {
  const { sizeBytes, allocatedBytes, classBytes, headerBytes, isTiny } = report;
  const lostBytes = tailBytes(report);
  if (sizeBytes === 0) {
    return localize('takes nothing of the heap');
  }
  const taken = strong(`${bytesText(allocatedBytes)} B`);
  if (isTiny) {
    return localize('takes {0} of the heap, its share of a block of {1}', taken, classBytes);
  }
  const takes =
    classBytes === 0
      ? localize('takes {0} of the heap, in whole pages', taken)
      : headerBytes > 0
        ? localize(
            'takes {0} of the heap (class {1}, {2} B of it header)',
            taken,
            classBytes,
            headerBytes,
          )
        : localize('takes {0} of the heap (class {1})', taken, classBytes);
  return lostBytes > 0 ? `${takes}: ${localize('{0} B lost', lostBytes)}` : takes;
}

/** None where there is no padding. */
export function paddingTexts(
  { paddingBytes, innerPaddingBytes }: LayoutReport<unknown>,
  localize: Localize,
): string[] {
  return [
    ...(paddingBytes > 0 ? [localize('{0} B padding', paddingBytes)] : []),
    ...(innerPaddingBytes > 0 ? [localize('{0} B padding in its fields', innerPaddingBytes)] : []),
  ];
}

/** What the collector looks at. */
export function scanText(
  { scan, ptrdataBytes }: LayoutReport<unknown>,
  localize: Localize,
): string {
  return scan ? localize('scan: the first {0} B', ptrdataBytes) : localize('noscan');
}

/** What to look at before the order is taken. */
export function cautionTexts({ cautions }: BestOrder, localize: Localize): string[] {
  return cautions.includes('atomic64')
    ? [
        localize(
          'The first 64-bit word moves: on 32-bit machines it may no more be used atomically',
        ),
      ]
    : [];
}
