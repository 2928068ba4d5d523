import type { Column } from '../../../../server/src/engine/profile/columns.ts';
import { flameTree } from '../../../../server/src/engine/profile/flame.ts';
import type { FlamePart, FlameTree } from '../../../../server/src/engine/profile/flameTree.ts';
import type { Report } from '../../../../server/src/engine/profile/report.ts';
import type { StackEnd } from '../../../../server/src/engine/profile/stackCursors.ts';
import { packBoxes, type FlameBoxes, type PackedBoxes } from '../../webview/flameBoxes.ts';

/** What is seen at first: a box that takes less of all is less than a pixel wide. */
const LEAST_SHARE = 1 / 4000;
/** Of a part that is asked for in detail, which is more than what is seen of it. */
const LEAST_SHARE_OF_PART = 1 / 8000;

/** Stacks as boxes, from their roots or from their leaves on. `counts` are those of the report's samples. */
export function flameBoxes(
  report: Report,
  end: StackEnd,
  counts: Float64Array | undefined,
  part: FlamePart | undefined,
): PackedBoxes {
  const leastShare = part ? LEAST_SHARE_OF_PART : LEAST_SHARE;
  const tree = flameTree(report, end, { leastShare, counts, part });
  const { names, name } = usedNames(tree);
  const value = numbersOf(tree.value);
  const width = tree.width === tree.value ? value : numbersOf(tree.width);
  const cutValues = numbersOf(tree.cutValues);
  const shifts = numbersOf(tree.shifts);
  return packBoxes({ ...tree, names, name, value, width, cutValues, shifts });
}

function numbersOf(column: Column): Float64Array {
  return column instanceof Float64Array ? column : Float64Array.from(column, Number);
}

/** Most names are those of boxes that are left out. */
function usedNames(tree: FlameTree): Pick<FlameBoxes, 'names' | 'name'> {
  const names: string[] = [];
  /** The place of each name among those, plus 1; 0 for those that no box has yet. */
  const places = new Uint32Array(tree.names.length);
  const name = new Int32Array(tree.name.length);
  for (let box = 0; box < name.length; box++) {
    const index = tree.name[box] ?? -1;
    if (index >= 0) {
      places[index] ||= names.push(tree.names[index] ?? '');
    }
    name[box] = (places[index] ?? 0) - 1;
  }
  return { names, name };
}
