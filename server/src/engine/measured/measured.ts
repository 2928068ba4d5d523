import { LEAST_SAMPLES, shareText } from './shareText.ts';

/** What a profile of allocations has of something. */
export interface Measured {
  readonly bytes: number;
  readonly objects: number;
  /** How many samples stand behind it; undefined where each object was counted, or there are none. */
  readonly countSamples: number | undefined;
}

export const NOTHING_MEASURED: Measured = { bytes: 0, objects: 0, countSamples: undefined };

export function sumOf(a: Measured, b: Measured): Measured {
  return {
    bytes: a.bytes + b.bytes,
    objects: a.objects + b.objects,
    countSamples:
      a.countSamples === undefined && b.countSamples === undefined
        ? undefined
        : (a.countSamples ?? 0) + (b.countSamples ?? 0),
  };
}

/** Of all bytes, from 0 to 1; undefined where too few samples stand behind it. */
export function shareOf({ bytes, countSamples }: Measured, total: Measured): number | undefined {
  return total.bytes === 0 || (countSamples !== undefined && countSamples < LEAST_SAMPLES)
    ? undefined
    : bytes / total.bytes;
}

/** `34.1 %`; empty as {@link shareOf} is undefined. */
export function measuredShareText({ bytes, countSamples }: Measured, total: Measured): string {
  return shareText(bytes, total.bytes, countSamples);
}
