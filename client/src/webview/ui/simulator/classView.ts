/** Size classes: what is in use, and what is lost. */
import type { Localize } from '../../../../../server/src/engine/features/localize.ts';
import { classViews, type ClassView } from '../../../../../server/src/engine/heap/inspect.ts';
import { element } from '../components/elements.ts';
import { VirtualTable } from '../components/virtualTable.ts';
import { section } from './section.ts';
import { bytesText, className, shareText } from './texts.ts';
import type { Scene, View } from './view.ts';
import { countText } from '../../../countText.ts';

export function classSection(localize: Localize): View {
  let select: Scene['select'] = () => undefined;
  let isOurs = false;
  const number = (
    key: string,
    title: string,
    width: string,
    of: (row: ClassView) => number,
    text = countText,
  ) => ({
    key,
    title,
    width,
    isNumber: true,
    isDescendingFirst: true,
    text: (row: ClassView) => text(of(row)),
    compare: (a: ClassView, b: ClassView) => of(a) - of(b),
  });
  const table = new VirtualTable<ClassView>({
    label: localize('Size classes in use'),
    columns: [
      {
        key: 'class',
        title: localize('class'),
        width: '16ch',
        text: ({ sizeBytes, noscan }) => className(sizeBytes, noscan),
        compare: (a, b) => a.spanClass - b.spanClass,
      },
      number('spans', localize('spans'), '8ch', ({ spans }) => spans),
      number('objects', localize('objects'), '11ch', ({ objects }) => objects),
      {
        ...number('occupancy', localize('occupied'), 'minmax(12ch, 1fr)', occupancy, shareText),
        content: (row) => bar(occupancy(row)),
      },
      number('bytes', localize('memory'), '10ch', ({ spanBytes }) => spanBytes, bytesText),
      number('free', localize('free slots'), '10ch', freeBytes, bytesText),
      number('tail', localize('tails'), '9ch', ({ tailBytes }) => tailBytes, bytesText),
      number('unswept', localize('unswept'), '9ch', (row) => row.fullUnswept + row.partialUnswept),
    ],
    select: ({ spanClass }) => {
      if (!isOurs) {
        select({ kind: 'class', spanClass });
      }
    },
  });
  const holder = element('div', { class: 'classes' }, table.element);
  let before = '';
  return {
    section: section('classes', localize('Size classes'), holder),
    draw(scene, isThorough) {
      ({ select } = scene);
      if (!isThorough) {
        return;
      }
      const rows = classViews(scene.world);
      const key = JSON.stringify(rows);
      if (key !== before) {
        before = key;
        isOurs = true;
        const { current } = table;
        table.setRows(rows);
        if (current !== undefined) {
          table.reveal(({ spanClass }) => spanClass === current.spanClass);
        }
        isOurs = false;
      }
    },
  };
}

function occupancy({ objects, room }: ClassView): number {
  return room === 0 ? 0 : objects / room;
}

function freeBytes({ room, objects, sizeBytes }: ClassView): number {
  return (room - objects) * sizeBytes;
}

function bar(share: number): HTMLElement {
  const filled = element('span', { class: 'filled' });
  filled.style.width = shareText(share);
  return element(
    'span',
    { class: 'bar' },
    filled,
    element('span', { class: 'bar-text' }, shareText(share)),
  );
}
