import {
  flameTree,
  type FlameRoot,
  type FlameTree,
} from '../../../../server/src/engine/profile/flame.ts';
import { framesOf, type Report } from '../../../../server/src/engine/profile/report.ts';
import type { FlameBoxes } from '../../webview/profileProtocol.ts';

/** A box that takes less of all is not seen before one zooms in ten times. */
const LEAST_SHARE = 1 / 16_000;

/** Stacks as boxes, from their roots or from their leaves on. `counts` are those of the report's samples. */
export function flameBoxes(
  report: Report,
  root: FlameRoot,
  counts: Float64Array | undefined,
): FlameBoxes {
  const tree = flameTree(report, root, LEAST_SHARE);
  const { names, name } = usedNames(tree);
  return {
    names,
    name,
    parent: tree.parent,
    depth: tree.depth,
    isInlined: tree.isInlined,
    value: Float64Array.from(tree.value, Number),
    width: Float64Array.from(tree.width, Number),
    counts: counts ? boxCounts(tree, report, root, counts) : new Float64Array(0),
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

/** How many samples went through each box: down from the root as far as there are boxes. */
function boxCounts(
  tree: FlameTree,
  report: Report,
  root: FlameRoot,
  counts: Float64Array,
): Float64Array {
  const children = childrenByName(tree);
  const { names, from, to, ofLocation } = framesOf(report);
  const { samples } = report.profile;
  const result = new Float64Array(tree.parent.length);
  for (let sample = 0; sample < samples.count; sample++) {
    const count = counts[sample] ?? 0;
    result[0] = (result[0] ?? 0) + count;
    const start = samples.stackFrom[sample] ?? 0;
    const length = (samples.stackTo[sample] ?? 0) - start;
    let box: number | undefined = count === 0 ? undefined : 0;
    for (let step = 0; step < length && box !== undefined; step++) {
      const location =
        samples.stack[root === 'leaf' ? start + step : start + length - 1 - step] ?? 0;
      const first = from[location] ?? 0;
      const end = to[location] ?? 0;
      for (let line = 0; line < end - first && box !== undefined; line++) {
        const index = ofLocation[root === 'leaf' ? first + line : end - 1 - line] ?? 0;
        box = children[box]?.get(names[index] ?? '');
        if (box !== undefined) {
          result[box] = (result[box] ?? 0) + count;
        }
      }
    }
  }
  return result;
}

function childrenByName({ parent, name, names }: FlameTree): (Map<string, number> | undefined)[] {
  const children: (Map<string, number> | undefined)[] = [];
  parent.forEach((above, box) => {
    if (above >= 0) {
      (children[above] ??= new Map()).set(names[name[box] ?? 0] ?? '', box);
    }
  });
  return children;
}
