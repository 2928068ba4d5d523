/** What of a program is resident, as the system says it. */
import type { Localize } from '../../../../../server/src/engine/features/localize.ts';
import {
  RESIDENT_KINDS,
  type Resident,
  type ResidentKind,
  type ResidentPart,
} from '../../../../../server/src/engine/memstats/smaps.ts';
import { valueText } from '../../../profiles/models/texts.ts';
import { partsTable, type Part } from './partsTable.ts';

export function residentFigures({ parts, total }: Resident, localize: Localize): HTMLElement {
  const bytes = (count: number) => valueText(count, 'bytes', 'auto');
  const row = (
    [name, meaning]: readonly [string, string],
    { residentBytes, hugeBytes }: ResidentPart,
  ): Part => ({
    name,
    numbers: [
      bytes(residentBytes),
      `${((100 * residentBytes) / total.residentBytes).toFixed(1)} %`,
      bytes(hugeBytes),
    ],
    meaning,
  });
  return partsTable({
    id: 'resident',
    title: localize('What is resident'),
    heads: [
      localize('Part'),
      localize('Bytes'),
      localize('Share'),
      localize('In huge pages'),
      localize('Meaning'),
    ],
    parts: [
      ...RESIDENT_KINDS.filter((kind) => parts[kind].residentBytes > 0).map((kind) =>
        row(textsOf(kind, localize), parts[kind]),
      ),
      row([localize('resident'), localize('all of this, as /proc/PID/smaps has it')], total),
    ],
    text:
      total.swappedBytes > 0 ? localize('{0} more are in swap.', bytes(total.swappedBytes)) : '',
  });
}

function textsOf(kind: ResidentKind, localize: Localize): readonly [name: string, meaning: string] {
  switch (kind) {
    case 'heap':
      return [
        localize('Go’s heap'),
        localize('arenas: objects, free slots, idle spans and stacks of goroutines'),
      ];
    case 'runtime':
      return [localize('the runtime’s own'), localize('what it has of the system by itself')];
    case 'files':
      return [
        localize('mapped files'),
        localize('the program, libraries, and what it maps; other processes may share it'),
      ];
    case 'other':
      return [
        localize('other'),
        localize(
          'stacks of threads, C’s heap (cgo), and the runtime’s own where the system does not name it',
        ),
      ];
  }
}
