/** The pages of the heap: spans by their class, what is free, cached or given back. */
import type { Localize } from '../../../../../server/src/engine/features/localize.ts';
import {
  PAGE_CACHED,
  PAGE_FREE,
  PAGE_SCAVENGED,
  PAGE_SPAN,
  pageKinds,
  spanAtPage,
} from '../../../../../server/src/engine/heap/inspect.ts';
import { CHUNK_PAGES, isNoscan } from '../../../../../server/src/engine/heap/tables.ts';
import { element } from '../components/elements.ts';
import { makeCanvas, palette, surfaceOf } from './canvas.ts';
import { section, tableTwin } from './section.ts';
import { selectedSpan } from './selection.ts';
import { className, pagesText } from './texts.ts';
import type { Scene, View } from './view.ts';
import { countText } from '../../../countText.ts';

/** A row of the map is a part of a chunk. */
const COLUMNS = 128;
const CELL_HEIGHT = 6;
const MAXIMUM_ROWS = 96;
const LISTED_CHUNKS = 64;

export function pageSection(localize: Localize): View {
  const canvas = makeCanvas(
    'page-map',
    localize('Pages of the heap; the table below has its chunks'),
  );
  const caption = element('p', { class: 'caption' });
  const twin = tableTwin(localize('Chunks of 4 MiB as a table'), [
    localize('chunk'),
    localize('in spans'),
    localize('in page caches'),
    localize('free'),
    localize('released'),
  ]);
  let select: Scene['select'] = () => undefined;
  let scene: Scene | undefined;
  let current = 0;
  let perCell = 1;
  let count = 0;
  const pick = (page: number) => {
    if (scene === undefined || page < 0 || page >= count) {
      return;
    }
    const span = spanAtPage(scene.world, page);
    current = page;
    select(span === 0 ? { kind: 'page', page } : { kind: 'span', span });
  };
  canvas.addEventListener('click', ({ offsetX, offsetY }) => {
    const column = Math.floor((offsetX / canvas.clientWidth) * COLUMNS);
    pick((Math.floor(offsetY / CELL_HEIGHT) * COLUMNS + column) * perCell);
  });
  canvas.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -COLUMNS, ArrowDown: COLUMNS }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      pick(current + step * perCell);
    }
  });
  return {
    section: section(
      'pages',
      localize('Page heap'),
      caption,
      canvas,
      element(
        'p',
        { class: 'legend' },
        element('span', { class: 'key class' }, localize('a span, a colour for each class')),
        element('span', { class: 'key cached' }, localize('in a P’s page cache')),
        element('span', { class: 'key free' }, localize('free')),
        element('span', { class: 'key released' }, localize('released or never used')),
      ),
      twin.element,
    ),
    draw(now, isThorough) {
      scene = now;
      ({ select } = now);
      if (!isThorough) {
        return;
      }
      const kinds = pageKinds(now.world);
      count = kinds.length;
      perCell = Math.max(1, Math.ceil(count / COLUMNS / MAXIMUM_ROWS));
      if (!now.isStill) {
        drawPages(canvas, kinds, perCell, now);
      }
      caption.textContent = localize(
        '{0} pages of 8 KiB in {1}; a cell is {2}',
        countText(count),
        count === CHUNK_PAGES
          ? localize('one chunk')
          : localize('{0} chunks', countText(count / CHUNK_PAGES)),
        pagesText(localize, perCell),
      );
      twin.set(chunkRows(kinds));
    },
  };
}

function drawPages(
  canvas: HTMLCanvasElement,
  kinds: Uint8Array,
  perCell: number,
  { world, selection }: Scene,
): void {
  const rows = Math.max(1, Math.ceil(kinds.length / COLUMNS / perCell));
  const surface = surfaceOf(canvas, rows * CELL_HEIGHT);
  if (surface === undefined) {
    return;
  }
  const { context, width } = surface;
  const colors = palette();
  const size = width / COLUMNS;
  const { spans } = world.heap;
  const chosen = selectedSpan(selection);
  const chosenPage =
    selection?.kind === 'page' ? selection.page : (spans.basePage[chosen ?? 0] ?? 0);
  const chosenPages = selection?.kind === 'page' ? 1 : (spans.pages[chosen ?? 0] ?? 0);
  for (let cell = 0; cell * perCell < kinds.length; cell++) {
    const page = cell * perCell;
    const kind = kinds[page] ?? PAGE_FREE;
    const x = (cell % COLUMNS) * size;
    const y = Math.floor(cell / COLUMNS) * CELL_HEIGHT;
    if (kind >= PAGE_SPAN) {
      const spanClass = kind - PAGE_SPAN;
      const isDimmed = selection?.kind === 'class' && selection.spanClass !== spanClass;
      context.globalAlpha = isDimmed ? 0.2 : isNoscan(spanClass) ? 0.65 : 1;
      context.fillStyle = colors.classes[(spanClass >> 1) % colors.classes.length] ?? colors.text;
      context.fillRect(x, y, size - 0.5, CELL_HEIGHT - 1);
      context.globalAlpha = 1;
    } else if (kind === PAGE_CACHED) {
      context.strokeStyle = colors.faint;
      context.strokeRect(x + 0.5, y + 0.5, size - 1.5, CELL_HEIGHT - 2);
    } else if (kind !== PAGE_SCAVENGED) {
      context.fillStyle = colors.free;
      context.fillRect(x, y, size - 0.5, CELL_HEIGHT - 1);
    }
    if (chosenPages > 0 && page + perCell > chosenPage && page < chosenPage + chosenPages) {
      context.strokeStyle = colors.focus;
      context.lineWidth = 2;
      context.strokeRect(x, y, size - 0.5, CELL_HEIGHT - 1);
      context.lineWidth = 1;
    }
  }
}

function chunkRows(kinds: Uint8Array): string[][] {
  const rows: string[][] = [];
  for (let chunk = 0; chunk < Math.min(LISTED_CHUNKS, kinds.length / CHUNK_PAGES); chunk++) {
    const counts = [0, 0, 0, 0];
    for (const kind of kinds.subarray(chunk * CHUNK_PAGES, (chunk + 1) * CHUNK_PAGES)) {
      const index = Math.min(kind, PAGE_SPAN);
      counts[index] = (counts[index] ?? 0) + 1;
    }
    const [free, released, cached, spans] = counts;
    rows.push([chunk, spans, cached, free, released].map((value) => countText(value ?? 0)));
  }
  return rows;
}

/** What a page is, for the details. */
export function pageText(scene: Scene, page: number): string {
  const { localize, world } = scene;
  const kind = pageKinds(world)[page] ?? PAGE_FREE;
  switch (kind) {
    case PAGE_FREE:
      return localize(
        'Page {0} is free: it was in use, and the next span that fits may take it.',
        page,
      );
    case PAGE_SCAVENGED:
      return localize(
        'Page {0} has no memory behind it: never used, or given back by the scavenger.',
        page,
      );
    case PAGE_CACHED:
      return localize(
        'Page {0} is in the page cache of a P, which takes small spans from it without the lock of the heap (pageCache.alloc).',
        page,
      );
    default:
      return localize(
        'Page {0} belongs to a span of class {1}.',
        page,
        className(
          world.heap.tables.elementBytes[kind - PAGE_SPAN] ?? 0,
          isNoscan(kind - PAGE_SPAN),
        ),
      );
  }
}
