/** What the memory of a program is now, part by part. */
import type { Localize } from '../../../../../server/src/engine/features/localize.ts';
import { valueText } from '../../../profiles/models/texts.ts';
import type { MemoryNow } from '../../memoryProtocol.ts';
import { partsTable, type Part } from './partsTable.ts';
import { countText } from '../../../countText.ts';

export function figures(now: MemoryNow, localize: Localize): HTMLElement {
  return partsTable({
    id: 'figures',
    title: localize('What the memory is'),
    heads: [localize('Part'), localize('Bytes'), localize('Share'), localize('Meaning')],
    parts: partsOf(now, localize),
    text: sentenceOf(now, localize),
  });
}

function partsOf(now: MemoryNow, localize: Localize): Part[] {
  const part = (name: string, bytes: number, meaning: string): Part => ({
    name,
    numbers: [
      valueText(bytes, 'bytes', 'auto'),
      `${((100 * bytes) / now.mappedBytes).toFixed(1)} %`,
    ],
    meaning,
  });
  return [
    part(
      localize('objects'),
      now.objectsBytes,
      localize('live, or dead and not swept yet (HeapAlloc)'),
    ),
    part(
      localize('free slots'),
      now.freeSlotsBytes,
      localize('in spans that have objects: of their size class only (HeapInuse − HeapAlloc)'),
    ),
    part(
      localize('idle spans'),
      now.idleBytes,
      localize('without objects, not given back to the system (HeapIdle − HeapReleased)'),
    ),
    part(
      localize('stacks'),
      now.stacksBytes,
      localize('of goroutines and of the system (StackSys)'),
    ),
    part(
      localize('the runtime’s own'),
      now.runtimeBytes,
      localize(
        'spans, caches, marking, profiles (MSpanSys, MCacheSys, GCSys, BuckHashSys, OtherSys)',
      ),
    ),
    part(
      localize('mapped'),
      now.mappedBytes,
      localize(
        'all of this (Sys − HeapReleased): what Go has resident at most, without cgo and mapped files',
      ),
    ),
  ];
}

function sentenceOf(now: MemoryNow, localize: Localize): string {
  const { numGc, numForcedGc, gcCpuShare, maxResidentBytes, countRestarts } = now;
  return [
    localize(
      '{0} GC cycles since the program began, {1} of them asked for; {2} % of the CPU.',
      countText(numGc),
      Number.isNaN(numForcedGc) ? '–' : countText(numForcedGc),
      Number.isNaN(gcCpuShare) ? '–' : (100 * gcCpuShare).toFixed(2),
    ),
    ...(maxResidentBytes === undefined
      ? []
      : [
          localize(
            'At most {0} were resident, as the system says.',
            valueText(maxResidentBytes, 'bytes', 'auto'),
          ),
        ]),
    ...(countRestarts > 0 ? [localize('Counts began anew {0} times.', countRestarts)] : []),
  ].join(' ');
}
