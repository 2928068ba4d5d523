/** The heap over time, with marking and stops of the world, and how many goroutines are in which state. */
import type uPlot from 'uplot';
import type { Localize } from '../../../../../server/src/engine/features/localize.ts';
import type { HeapModel, Series, Spans, TraceModel } from '../../traceProtocol.ts';
import type { Chart } from '../components/timeCharts.ts';
import { alignedSeries } from './alignedSeries.ts';

/** By the kind of a stop, in turn. */
export const STOP_COLORS = [
  '--vscode-charts-red',
  '--vscode-charts-yellow',
  '--vscode-charts-blue',
  '--vscode-charts-green',
  '--vscode-charts-purple',
] as const;
const MARKING_COLOR = '--vscode-charts-purple';
const MARKING_ALPHA = 0.18;
/** Each kind of stop has a lane of its own above the lines. */
const LANE_PX = 6;
const LEAST_MARK_PX = 1.5;

export function heapChart(heap: HeapModel, localize: Localize): Chart {
  return {
    title: localize('Heap'),
    unit: 'MB',
    series: [
      {
        label: localize('goal'),
        color: '--vscode-charts-purple',
        isDashed: true,
        isStepped: true,
        spansGaps: true,
      },
      {
        label: localize('live and allocated'),
        color: '--vscode-charts-green',
        isStepped: true,
        spansGaps: true,
      },
    ],
    data: (shown) => alignedSeries([heap.goal, heap.heap], heap.durationSeconds, shown),
    background: (plot, color) => {
      paintMarking(plot, heap.marking, color(MARKING_COLOR));
      paintStops(plot, heap, color);
    },
  };
}

export function goroutinesChart({ goroutines, heap }: TraceModel, localize: Localize): Chart {
  const state = (label: string, color: string) => ({
    label,
    color,
    isStepped: true,
    spansGaps: true,
  });
  const series: readonly Series[] = [
    goroutines.running,
    goroutines.runnable,
    goroutines.waiting,
    goroutines.syscall,
  ];
  return {
    title: localize('Goroutines'),
    unit: '',
    series: [
      state(localize('running'), '--vscode-charts-green'),
      state(localize('runnable'), '--vscode-charts-yellow'),
      state(localize('waiting'), '--vscode-charts-blue'),
      state(localize('system call'), '--vscode-charts-purple'),
    ],
    data: (shown) => alignedSeries(series, heap.durationSeconds, shown),
  };
}

/** The kinds of stops of a trace, in the order of their lanes. */
export function stopKinds({ stops }: HeapModel): string[] {
  return [...new Set(stops.kinds)];
}

function paintMarking(plot: uPlot, { starts, ends }: Spans, color: string): void {
  const { ctx: context, bbox } = plot;
  context.save();
  context.fillStyle = color;
  context.globalAlpha = MARKING_ALPHA;
  forEachShown(plot, { starts, ends }, (left, width) => {
    context.fillRect(left, bbox.top, width, bbox.height);
  });
  context.restore();
}

function paintStops(plot: uPlot, heap: HeapModel, color: (name: string) => string): void {
  const { ctx: context, bbox } = plot;
  const ratio = window.devicePixelRatio;
  const kinds = stopKinds(heap);
  context.save();
  forEachShown(plot, heap.stops, (left, width, index) => {
    const lane = kinds.indexOf(heap.stops.kinds[index] ?? '');
    context.fillStyle = color(STOP_COLORS[lane % STOP_COLORS.length] ?? STOP_COLORS[0]);
    context.fillRect(left, bbox.top + lane * LANE_PX * ratio, width, (LANE_PX - 1) * ratio);
  });
  context.restore();
}

/** What is seen, in pixels of the canvas; what begins where the last one ended already is not drawn again. */
function forEachShown(
  plot: uPlot,
  { starts, ends }: Spans,
  paint: (left: number, width: number, index: number) => void,
): void {
  const { min = 0, max = 0 } = plot.scales.x ?? {};
  const least = LEAST_MARK_PX * window.devicePixelRatio;
  for (let index = 0; index < starts.length; index++) {
    const start = starts[index] ?? 0;
    const end = ends[index] ?? 0;
    if (end >= min && start <= max) {
      const left = plot.valToPos(Math.max(min, start), 'x', true);
      const right = plot.valToPos(Math.min(max, end), 'x', true);
      paint(left, Math.max(least, right - left), index);
    }
  }
}
