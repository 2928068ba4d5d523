import { isOfFunction } from './functionMatch.ts';
import type { Measured, MeasuredAllocations } from './measuredLines.ts';
import { LEAST_SAMPLES, shareText } from './shareText.ts';

/** Lines of one function. */
export interface MeasuredPlace {
  readonly path: string;
  /** As it is declared: `F`, `(*T).M`. */
  readonly functionName: string;
  readonly firstLine: number;
  readonly lastLine: number;
  /** What others' code allocates that they call counts as well. */
  readonly isWithCalled: boolean;
}

const NOTHING: Measured = { bytes: 0, objects: 0, countSamples: undefined };

/** Undefined where the profile has nothing of them. */
export function measuredAt(
  { lines }: MeasuredAllocations,
  { path, functionName, firstLine, lastLine, isWithCalled }: MeasuredPlace,
): Measured | undefined {
  const measured = (lines.get(path) ?? [])
    .filter(({ line }) => firstLine <= line && line <= lastLine)
    .filter((line) => isOfFunction(line.functionName, functionName))
    .flatMap(({ own, called }) => (isWithCalled ? [own, called] : [own]))
    .filter(({ bytes, objects }) => bytes > 0 || objects > 0);
  return measured.length === 0 ? undefined : measured.reduce(sumOf, NOTHING);
}

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
