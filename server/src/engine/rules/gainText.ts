import { sizeText } from '../features/byteTexts.ts';
import { frequencyText } from '../features/labels.ts';
import type { Localize } from '../features/localize.ts';
import type { Evidence, Finding } from './rule.ts';

/** `2 → 1 allocs per call, −8 B`; undefined where nothing was promised. */
export function gainText(
  { gain, evidence }: Pick<Finding, 'gain' | 'evidence'>,
  localize: Localize,
): string | undefined {
  if (!gain) {
    return undefined;
  }
  const { objectsBefore, objectsAfter, bytes, frequency = evidence.frequency } = gain;
  const often = frequencyText(frequency === 'growth' ? 'call' : frequency, localize);
  const objects = localize('{0} → {1} allocs {2}', objectsBefore, objectsAfter, often);
  return bytes === undefined || bytes === 0
    ? objects
    : `${objects}, ${bytes < 0 ? '+' : '−'}${sizeText(Math.abs(bytes), localize)}`;
}

/** A fix's title with what it is worth, and at how many places. */
export function fixTitle(finding: Finding, title: string, localize: Localize): string {
  const { others = [] } = finding;
  const all = [finding, ...others];
  const [gain, isNotEqual] = new Set(all.map((each) => gainText(each, localize)));
  const most = all.reduce((a, b) => (objectsSaved(b) > objectsSaved(a) ? b : a));
  const atPlaces = localize('{0} at {1} places', title, all.length);
  if (gain === undefined) {
    return others.length === 0 ? title : atPlaces;
  }
  if (others.length === 0) {
    return `${title}: ${gain}`;
  }
  return isNotEqual === undefined
    ? localize('{0}: {1} each', atPlaces, gain)
    : localize('{0}: up to {1} each', atPlaces, gainText(most, localize) ?? gain);
}

const WITHOUT_OBJECTS: ReadonlySet<Evidence['kind']> = new Set(['misuse', 'copy', 'sharing']);

/** Each time; at least 1 where the number depends on lengths. */
export function objectsSaved({ gain, evidence }: Pick<Finding, 'gain' | 'evidence'>): number {
  if (!gain) {
    return WITHOUT_OBJECTS.has(evidence.kind) ? 0 : 1;
  }
  const { objectsBefore, objectsAfter } = gain;
  return typeof objectsBefore === 'number' && typeof objectsAfter === 'number'
    ? objectsBefore - objectsAfter
    : 1;
}
