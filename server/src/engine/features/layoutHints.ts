/** What is said of layouts beside the code. */
import { bytesText, savedBytes, type LayoutReport } from '../layout/report.ts';
import type { Localize } from './localize.ts';

/** How padding that could be saved is shown: as LSP's severities of those names, or not at all. */
export const PADDING_LEVELS = ['off', 'hint', 'information'] as const;
export type PaddingLevel = (typeof PADDING_LEVELS)[number];

/** Behind the name of a type: `40 B → 48` where an object takes more than it needs. */
export function sizeLabel({ sizeBytes, allocatedBytes, isTiny }: LayoutReport<unknown>): string {
  return allocatedBytes > sizeBytes && !isTiny
    ? `${sizeBytes} B → ${allocatedBytes}`
    : `${sizeBytes} B`;
}

/** One line; undefined where another order would save less than the threshold. */
export function paddingProblem(
  report: LayoutReport<unknown>,
  thresholdBytes: number,
  localize: Localize,
): string | undefined {
  const { type, allocatedBytes, best } = report;
  const saved = savedBytes(report);
  return best === undefined || saved < Math.max(1, thresholdBytes)
    ? undefined
    : localize(
        '{0} takes {1} B of the heap, and {2} B less with its fields in another order ({3} B padding now)',
        type,
        bytesText(allocatedBytes),
        bytesText(saved),
        report.paddingBytes,
      );
}
