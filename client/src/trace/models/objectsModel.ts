import type { TracedObjects } from '../../../../server/src/engine/trace/tracedObjects.ts';
import type { ObjectsModel } from '../../webview/traceProtocol.ts';
import { BYTES_PER_MB, seriesOf } from './heapModel.ts';

export function objectsModel(
  { types, inUse, counts, countUnmatched }: TracedObjects,
  startNs: number,
): ObjectsModel {
  return {
    types,
    inUse: seriesOf(inUse, startNs, BYTES_PER_MB),
    counts: seriesOf(counts, startNs),
    countUnmatched,
  };
}
