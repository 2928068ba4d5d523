import { isOfFunction } from './functionMatch.ts';
import { NOTHING_MEASURED, sumOf, type Measured } from './measured.ts';
import type { MeasuredAllocations } from './measuredLines.ts';

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
  return measured.length === 0 ? undefined : measured.reduce(sumOf, NOTHING_MEASURED);
}
