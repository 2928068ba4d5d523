/** One span, slot by slot, with its bits before and in this cycle. */
import type { Localize } from '../../../../../server/src/engine/features/localize.ts';
import {
  spanView as viewOf,
  type SpanView,
} from '../../../../../server/src/engine/heap/inspect.ts';
import { spanOf } from '../../../../../server/src/engine/heap/spanTable.ts';
import { element } from '../components/elements.ts';
import { makeCanvas, palette, surfaceOf, widthOf } from './canvas.ts';
import { section, tableTwin } from './section.ts';
import { selectedSpan } from './selection.ts';
import { className } from './texts.ts';
import type { Scene, View } from './view.ts';
import { countText } from '../../../countText.ts';

const MINIMUM_CELL = 9;
const MAXIMUM_CELL = 26;
const BIT_HEIGHT = 12;

export function spanSection(localize: Localize): View {
  const canvas = makeCanvas('span-slots', localize('Slots of a span; the table below has them'));
  const title = element('p', { class: 'caption' });
  const legend = element(
    'p',
    { class: 'legend' },
    ...(
      [
        ['live', localize('live')],
        ['garbage', localize('garbage, not swept')],
        ['marked', localize('marked (a ring)')],
        ['free', localize('free')],
        ['tail', localize('tail')],
      ] as const
    ).map(([kind, text]) => element('span', { class: `key ${kind}` }, text)),
  );
  const twin = tableTwin(localize('Slots as a table'), [
    localize('slot'),
    localize('state'),
    'allocBits',
    'gcmarkBits',
  ]);
  let columns = 1;
  let shown: SpanView | undefined;
  let select: Scene['select'] = () => undefined;
  let current = 0;
  const pick = (slot: number) => {
    if (shown !== undefined && slot >= 0 && slot < shown.slots.length) {
      select({ kind: 'slot', span: shown.span, slot });
    }
  };
  canvas.addEventListener('click', ({ offsetX, offsetY }) => {
    const { clientWidth } = canvas;
    const cell = clientWidth / columns;
    pick(Math.floor(offsetY / cell) * columns + Math.floor(offsetX / cell));
  });
  canvas.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      pick(current + step);
    }
  });
  return {
    section: section('span', localize('Span'), title, canvas, legend, twin.element),
    draw(scene, isThorough) {
      ({ select } = scene);
      const { world, selection } = scene;
      const chosen = selectedSpan(selection) ?? spanOf(world.program.last.object);
      shown = viewOf(world, chosen);
      current = selection?.kind === 'slot' ? selection.slot : -1;
      if (shown === undefined) {
        title.textContent = localize('No span is in use yet. Step, or choose a page.');
        surfaceOf(canvas, 20);
        return;
      }
      if (!scene.isStill) {
        columns = drawSlots(canvas, shown, current);
      }
      title.textContent = captionOf(shown, localize);
      if (isThorough) {
        twin.set(
          shown.slots.map(({ state, isMarked, allocBit }, slot) => [
            String(slot),
            state,
            allocBit ? '1' : '0',
            isMarked ? '1' : '0',
          ]),
        );
      }
    },
  };
}

function captionOf(span: SpanView, localize: Localize): string {
  const { place } = span;
  const where =
    place.kind === 'mcache'
      ? localize('in the mcache of P{0}', place.procIndex)
      : place.isSwept
        ? place.isFull
          ? localize('in mcentral, full and swept')
          : localize('in mcentral, partial and swept')
        : localize('in mcentral, not swept yet');
  return localize(
    'Span {0}: {1}, {2} of {3} slots taken, freeindex {4}, {5} B of tail, {6}',
    span.span,
    className(span.spanClass < 2 ? 0 : span.elementBytes, span.noscan),
    countText(span.allocCount),
    countText(span.slots.length),
    span.freeIndex,
    countText(span.tailBytes),
    where,
  );
}

/** Draws cells in rows, and below them the two rows of bits; says how many cells a row has. */
function drawSlots(canvas: HTMLCanvasElement, span: SpanView, current: number): number {
  const width = widthOf(canvas);
  const count = span.slots.length;
  const cell = Math.max(
    MINIMUM_CELL,
    Math.min(MAXIMUM_CELL, Math.floor(Math.sqrt((width * 90) / Math.max(1, count)))),
  );
  const columns = Math.max(1, Math.floor(width / cell));
  const size = width / columns;
  const rows = Math.ceil(count / columns);
  const bitsTop = rows * size + 6;
  const surface = surfaceOf(canvas, bitsTop + 2 * (BIT_HEIGHT + 14) + 4);
  if (surface === undefined) {
    return columns;
  }
  const { context } = surface;
  const colors = palette();
  for (const [slot, { state, isMarked }] of span.slots.entries()) {
    const x = (slot % columns) * size;
    const y = Math.floor(slot / columns) * size;
    context.globalAlpha = state === 'free' ? 0.5 : 1;
    if (state === 'free') {
      context.strokeStyle = colors.free;
      context.strokeRect(x + 1.5, y + 1.5, size - 3, size - 3);
    } else {
      context.fillStyle = state === 'live' ? colors.live : colors.garbage;
      context.fillRect(x + 1, y + 1, size - 2, size - 2);
      if (state === 'garbage') {
        // A stroke, so that it is not by colour alone.
        context.strokeStyle = colors.background;
        context.beginPath();
        context.moveTo(x + 2, y + size - 2);
        context.lineTo(x + size - 2, y + 2);
        context.stroke();
      }
    }
    context.globalAlpha = 1;
    if (isMarked) {
      context.strokeStyle = colors.marked;
      context.lineWidth = 2;
      context.strokeRect(x + 2, y + 2, size - 4, size - 4);
      context.lineWidth = 1;
    }
    if (slot === current) {
      context.strokeStyle = colors.focus;
      context.lineWidth = 3;
      context.strokeRect(x + 1, y + 1, size - 2, size - 2);
      context.lineWidth = 1;
    }
  }
  drawBits(context, span, width, bitsTop);
  return columns;
}

/** allocBits above gcmarkBits: sweeping moves the second into the first. */
function drawBits(
  context: CanvasRenderingContext2D,
  span: SpanView,
  width: number,
  top: number,
): void {
  const colors = palette();
  const each = width / span.slots.length;
  context.font = `10px ${colors.font}`;
  for (const [row, name] of ['allocBits', 'gcmarkBits'].entries()) {
    const y = top + row * (BIT_HEIGHT + 14);
    context.fillStyle = colors.faint;
    context.fillText(name, 0, y + 10);
    context.strokeStyle = colors.line;
    context.strokeRect(0.5, y + 13.5, width - 1, BIT_HEIGHT - 1);
    context.fillStyle = row === 0 ? colors.live : colors.marked;
    for (const [slot, { allocBit, isMarked }] of span.slots.entries()) {
      if (row === 0 ? allocBit : isMarked) {
        context.fillRect(
          slot * each,
          y + 14,
          Math.max(0.6, each - (each > 3 ? 1 : 0)),
          BIT_HEIGHT - 2,
        );
      }
    }
  }
}
