/** The pacer over the allocations of the script: live heap, trigger, goal, limit; and the collector's share. */
import type { Localize } from '../../../../../server/src/engine/features/localize.ts';
import { element } from '../components/elements.ts';
import { makeCanvas, palette, surfaceOf } from './canvas.ts';
import type { History } from './history.ts';
import { section, tableTwin } from './section.ts';
import { bytesText, shareText, timeText } from './texts.ts';
import type { Scene, View } from './view.ts';
import { countText } from '../../../countText.ts';

const HEIGHT = 200;
const SHARE_HEIGHT = 34;
const LEFT = 64;
const TABLE_CYCLES = 200;

export function chartSection(localize: Localize, history: () => History): View {
  const canvas = makeCanvas(
    'pacer-chart',
    localize('Live heap, trigger and goal over the allocations; the table below has the cycles'),
  );
  const twin = tableTwin(localize('Cycles as a table'), [
    'gc',
    localize('allocation'),
    localize('began at'),
    localize('ended at'),
    localize('live'),
    localize('goal'),
    localize('marking'),
    localize('assists'),
    'GC CPU',
  ]);
  let scene: Scene | undefined;
  const pick = (cycle: number) => {
    if (scene !== undefined && cycle >= 1 && cycle <= scene.world.cycles.length) {
      scene.select({ kind: 'cycle', cycle });
    }
  };
  canvas.addEventListener('click', ({ offsetX }) => {
    const part = (offsetX - LEFT) / (canvas.clientWidth - LEFT);
    const at = part * shownSamples(history()) * history().distance;
    const cycles = scene?.world.cycles ?? [];
    pick(cycles.findLast(({ allocIndex }) => allocIndex <= at)?.cycle ?? 1);
  });
  canvas.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step !== undefined && scene !== undefined) {
      event.preventDefault();
      const { selection, world } = scene;
      pick(selection?.kind === 'cycle' ? selection.cycle + step : world.cycles.length);
    }
  });
  return {
    section: section(
      'pacer',
      localize('Pacer'),
      canvas,
      element(
        'p',
        { class: 'legend' },
        element('span', { class: 'key live' }, localize('live heap')),
        element('span', { class: 'key trigger' }, localize('trigger')),
        element('span', { class: 'key goal' }, localize('goal')),
        element('span', { class: 'key mapped' }, localize('mapped')),
        element('span', { class: 'key limit' }, 'GOMEMLIMIT'),
        element('span', { class: 'key garbage' }, localize('GC CPU of each cycle')),
        element('span', { class: 'key trigger' }, localize('assists while marking')),
      ),
      twin.element,
    ),
    draw(now, isThorough) {
      scene = now;
      if (!now.isStill) {
        drawChart(canvas, now, history());
      }
      if (isThorough) {
        twin.set(
          now.world.cycles
            .slice(-TABLE_CYCLES)
            .map((cycle) => [
              String(cycle.cycle),
              countText(cycle.allocIndex),
              bytesText(cycle.triggerBytes),
              bytesText(cycle.heapBytes),
              bytesText(cycle.liveBytes),
              bytesText(cycle.goalBytes),
              timeText(cycle.markNs),
              timeText(cycle.assistNs),
              shareText(cycle.cpuShare),
            ]),
        );
      }
    },
  };
}

/** The chart grows with what has run, up to the whole script. */
function shownSamples({ length, capacity }: History): number {
  return Math.min(capacity, Math.max(MINIMUM_SAMPLES, Math.ceil(length * ROOM)));
}

const MINIMUM_SAMPLES = 40;
const ROOM = 1.1;
/** Of the scale: powers of two, as sizes are. */
const MOST_STEPS = 5;
/** More points than a screen has columns are no use. */
const MAXIMUM_POINTS = 1000;

function drawChart(canvas: HTMLCanvasElement, { world, selection }: Scene, history: History): void {
  const surface = surfaceOf(canvas, HEIGHT + SHARE_HEIGHT + 18);
  if (surface === undefined) {
    return;
  }
  const { context, width } = surface;
  const colors = palette();
  const { length } = history;
  const shown = shownSamples(history);
  const limit = world.heap.pacer.inputs.memoryLimitBytes;
  const finite = (value: number) => (Number.isFinite(value) ? value : 0);
  let top = limit === Infinity ? 0 : limit * 1.05;
  for (const name of ['live', 'goal', 'mapped'] as const) {
    const values = history.series(name);
    for (let index = 0; index < length; index++) {
      top = Math.max(top, finite(values[index] ?? 0));
    }
  }
  top = top === 0 ? 1 : top * 1.05;
  const x = (index: number) => LEFT + ((width - LEFT) * index) / shown;
  const stride = Math.max(1, Math.floor(length / MAXIMUM_POINTS));
  const y = (bytes: number) => HEIGHT - (HEIGHT - 8) * Math.min(1, bytes / top);
  context.font = `11px ${colors.font}`;
  context.fillStyle = colors.faint;
  context.strokeStyle = colors.line;
  const step = 2 ** Math.ceil(Math.log2(top / MOST_STEPS));
  for (let bytes = 0; bytes <= top; bytes += step) {
    context.textAlign = 'right';
    context.fillText(bytesText(bytes), LEFT - 6, y(bytes) + 4);
    context.beginPath();
    context.moveTo(LEFT, Math.round(y(bytes)) + 0.5);
    context.lineTo(width, Math.round(y(bytes)) + 0.5);
    context.stroke();
  }
  context.textAlign = 'left';
  const chosen = selection?.kind === 'cycle' ? world.cycles[selection.cycle - 1] : undefined;
  if (chosen !== undefined) {
    context.fillStyle = colors.focus;
    context.globalAlpha = 0.35;
    context.fillRect(x(chosen.allocIndex / history.distance) - 2, 0, 4, HEIGHT + SHARE_HEIGHT);
    context.globalAlpha = 1;
  }
  const line = (
    name: 'live' | 'trigger' | 'goal' | 'mapped',
    color: string,
    dash: number[],
    weight: number,
  ) => {
    const values = history.series(name);
    context.strokeStyle = color;
    context.lineWidth = weight;
    context.setLineDash(dash);
    context.beginPath();
    for (let index = 0; index < length; index += stride) {
      const value = values[index] ?? 0;
      if (Number.isFinite(value)) {
        context.lineTo(x(index), y(value));
      }
    }
    context.stroke();
  };
  line('mapped', colors.faint, [1, 3], 1);
  line('goal', colors.garbage, [6, 3], 1);
  line('trigger', colors.trigger, [3, 3], 1);
  line('live', colors.live, [], 1.5);
  if (limit !== Infinity) {
    context.strokeStyle = colors.limit;
    context.setLineDash([10, 4]);
    context.beginPath();
    context.moveTo(LEFT, y(limit));
    context.lineTo(width, y(limit));
    context.stroke();
  }
  context.setLineDash([]);
  context.lineWidth = 1;
  drawShares(context, history, x, world.cycles.length > 0);
}

/** Of each cycle's CPU time, as bars from 0 to 100 %. */
function drawShares(
  context: CanvasRenderingContext2D,
  history: History,
  x: (index: number) => number,
  hasCycles: boolean,
): void {
  const colors = palette();
  const bottom = HEIGHT + SHARE_HEIGHT + 12;
  context.fillStyle = colors.faint;
  context.textAlign = 'right';
  context.fillText('GC CPU', LEFT - 6, bottom - SHARE_HEIGHT / 2);
  context.textAlign = 'left';
  if (!hasCycles) {
    return;
  }
  const shares = history.series('share');
  context.fillStyle = colors.garbage;
  context.globalAlpha = 0.7;
  for (let index = 0; index < history.length; index++) {
    const height = SHARE_HEIGHT * (shares[index] ?? 0);
    context.fillRect(x(index), bottom - height, Math.max(1, x(index + 1) - x(index)), height);
  }
  const assists = history.series('assists');
  context.fillStyle = colors.trigger;
  for (let index = 0; index < history.length; index++) {
    const height = SHARE_HEIGHT * Math.min(1, assists[index] ?? 0);
    if (height > 0) {
      context.fillRect(x(index), bottom - height, Math.max(1, x(index + 1) - x(index)), height);
    }
  }
  context.globalAlpha = 1;
}
