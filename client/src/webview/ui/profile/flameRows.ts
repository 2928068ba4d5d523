/** A flame graph as a table: for those who cannot see it, and for searching. */
import type { FlameBoxes, FlameStacks } from '../../flameBoxes.ts';
import { depthsOf } from './flameLayout.ts';

export interface FlameRow {
  readonly name: string;
  readonly depth: number;
  readonly value: number;
  /** Undefined where samples are not counted. */
  readonly count: number | undefined;
  readonly isInlined: boolean;
}

/** Boxes below the ones that they are in; of a pivot its callees first, then its callers. */
export function flameRows(
  { callees, callers }: FlameStacks,
  isCounted: boolean,
  titles: { readonly all: string; readonly callers: string },
): FlameRow[] {
  const rows = (boxes: FlameBoxes, from: number, title: string) => {
    const depths = depthsOf(boxes);
    return Array.from({ length: boxes.parent.length - from }, (_, index) => {
      const box = index + from;
      return {
        name: boxes.names[boxes.name[box] ?? -1] ?? title,
        depth: (depths[box] ?? 0) - (depths[from] ?? 0),
        value: boxes.value[box] ?? 0,
        count: isCounted ? (boxes.counts[box] ?? 0) : undefined,
        isInlined: boxes.isInlined[box] === 1,
      };
    });
  };
  return callers
    ? [...rows(callees, 1, titles.all), ...rows(callers, 0, titles.callers)]
    : rows(callees, 0, titles.all);
}
