import { sizeText } from '../features/byteTexts.ts';
import { frequencyText } from '../features/labels.ts';
import type { Localize } from '../features/localize.ts';
import type { Finding } from './rule.ts';

/** `2 → 1 allocs per call, −8 B`; undefined where nothing was promised. */
export function gainText(
  { gain, evidence }: Pick<Finding, 'gain' | 'evidence'>,
  localize: Localize,
): string | undefined {
  if (!gain) {
    return undefined;
  }
  const { objectsBefore, objectsAfter, bytes } = gain;
  const often = frequencyText(
    evidence.frequency === 'growth' ? 'call' : evidence.frequency,
    localize,
  );
  const objects = localize('{0} → {1} allocs {2}', objectsBefore, objectsAfter, often);
  return bytes === undefined || bytes === 0
    ? objects
    : `${objects}, ${bytes < 0 ? '+' : '−'}${sizeText(Math.abs(bytes), localize)}`;
}

/** A fix's title with what it is worth. */
export function fixTitle(finding: Finding, title: string, localize: Localize): string {
  const gain = gainText(finding, localize);
  return gain === undefined ? title : `${title}: ${gain}`;
}
