import {
  flameTree,
  type FlameRoot,
  type FlameTree,
} from '../../../../server/src/engine/profile/flame.ts';
import type { Report } from '../../../../server/src/engine/profile/report.ts';
import type { FlameBoxes } from '../../webview/profileProtocol.ts';

/** A box that takes less of all is not seen before one zooms in ten times. */
const LEAST_SHARE = 1 / 16_000;

/** Stacks as boxes, from their roots or from their leaves on. `counts` are those of the report's samples. */
export function flameBoxes(
  report: Report,
  root: FlameRoot,
  counts: Float64Array | undefined,
): FlameBoxes {
  const tree = flameTree(report, root, LEAST_SHARE, counts);
  const { names, name } = usedNames(tree);
  return {
    names,
    name,
    parent: tree.parent,
    depth: tree.depth,
    isInlined: tree.isInlined,
    value: Float64Array.from(tree.value, Number),
    width: Float64Array.from(tree.width, Number),
    counts: tree.counts,
    countHidden: tree.countHidden,
  };
}

/** Most names are those of boxes that are left out. */
function usedNames(tree: FlameTree): Pick<FlameBoxes, 'names' | 'name'> {
  const names: string[] = [];
  const places = new Map<number, number>();
  const name = tree.name.map((index) => {
    if (index < 0) {
      return index;
    }
    const known = places.get(index) ?? names.push(tree.names[index] ?? '') - 1;
    places.set(index, known);
    return known;
  });
  return { names, name };
}
