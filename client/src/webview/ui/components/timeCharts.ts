/** Charts over time, one below the other: one range of time and one cursor for all. */
import uPlot from 'uplot';
import type { Localize } from '../../../../../server/src/engine/features/localize.ts';
import type { TimeRange } from '../../timeRows.ts';
import { element } from './elements.ts';

export interface ChartSeries {
  readonly label: string;
  /** Of the theme: `--vscode-charts-blue`. */
  readonly color: string;
  readonly isDashed?: boolean;
  /** Values hold until the next one. */
  readonly isStepped?: boolean | undefined;
  /** Values are of a moment, and not of what lies between two: drawn as bars at this side of it. */
  readonly bar?: 'left' | 'right' | undefined;
  /** Lines go over values that are not there. */
  readonly spansGaps?: boolean;
}

/** Times, then the values of each series; null where there is none. Asked for when a part of the time is drawn. */
export type ChartData = (shown: TimeRange) => uPlot.AlignedData;

export interface Chart {
  readonly title: string;
  readonly unit: string;
  readonly series: readonly ChartSeries[];
  readonly data: ChartData;
  /** Draws what lies under the lines. */
  readonly background?: (plot: uPlot, color: (name: string) => string) => void;
}

export interface TimeChartsOptions {
  readonly charts: readonly Chart[];
  /** Of all data. */
  readonly whole: TimeRange;
  /** What is said of a chart to those who cannot see it. */
  readonly help: (title: string) => string;
  readonly localize: Localize;
  /** Another part of the time is shown; undefined for all of it. */
  readonly zoomed: (range: TimeRange | undefined) => void;
}

const HEIGHT = 170;
const ZOOM = 0.7;
const SYNC = 'time';
const DASH = [4, 4];
const GRID_DASH = [1, 3];
/** Of what lies between two values, and how many pixels at most and least. */
const BAR_SIZE: [number, number, number] = [0.4, 6, 1];
/** The vertical axis begins at 0, and has a little room above the highest value. */
const FROM_ZERO: uPlot.Range.Limit = { pad: 0, soft: 0, mode: 1 };
const WITH_ROOM: uPlot.Range.Limit = { pad: 0.1, soft: 0, mode: 2 };

interface Place {
  readonly chart: Chart;
  readonly holder: HTMLElement;
  data: ChartData;
  plot?: uPlot;
}

/**
 * A chart is drawn once the page knows how wide it is: those that are seen at once, the others one by one
 * afterwards, so that nobody waits for what is below.
 */
export class TimeCharts {
  readonly element = element('div', { class: 'charts' });
  readonly #places: readonly Place[];
  readonly #options: TimeChartsOptions;
  #whole: TimeRange;
  /** Undefined for all of it. */
  #shown: TimeRange | undefined;
  #isSetting = false;
  #width = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #observer: ResizeObserver;

  constructor(options: TimeChartsOptions) {
    this.#options = options;
    this.#whole = options.whole;
    this.#places = options.charts.map((chart) => ({
      chart,
      holder: this.#holder(chart),
      data: chart.data,
    }));
    this.element.append(...this.#places.map(({ holder }) => holder));
    this.#observer = new ResizeObserver(() => {
      this.#resize(this.element.clientWidth);
    });
    this.#observer.observe(this.element);
  }

  get count(): number {
    return this.#places.length;
  }

  dispose(): void {
    this.#observer.disconnect();
    clearTimeout(this.#timer);
    for (const { plot } of this.#places) {
      plot?.destroy();
    }
  }

  /** Takes the data of each chart anew: a part that is shown stays, and all of it goes on to the new end. */
  update(data: readonly ChartData[], whole: TimeRange): void {
    this.#whole = whole;
    for (const [index, place] of this.#places.entries()) {
      place.data = data[index] ?? place.data;
    }
    this.show(this.#shown);
  }

  #resize(width: number): void {
    if (width === 0 || width === this.#width) {
      return;
    }
    const isFirst = this.#width === 0;
    this.#width = width;
    for (const { plot } of this.#places) {
      plot?.setSize({ width, height: HEIGHT });
    }
    if (isFirst) {
      this.#places
        .filter(({ holder }) => holder.getBoundingClientRect().top < window.innerHeight)
        .forEach((place) => {
          this.#draw(place);
        });
      this.#drawNext();
    }
  }

  /** What is not seen yet. */
  #drawNext(): void {
    const next = this.#places.find(({ plot }) => !plot);
    if (next) {
      this.#timer = setTimeout(() => {
        this.#draw(next);
        this.#drawNext();
      });
    }
  }

  /** Shows a part of the time, or all of it. */
  show(range: TimeRange | undefined): void {
    const { zoomed } = this.#options;
    const whole = this.#whole;
    const isAll = !range || (range.from <= whole.from && range.to >= whole.to);
    const shown = isAll ? whole : range;
    this.#shown = isAll ? undefined : range;
    this.#isSetting = true;
    for (const { plot, data } of this.#places) {
      plot?.batch(() => {
        plot.setData(data(shown), false);
        plot.setScale('x', { min: shown.from, max: shown.to });
      });
    }
    this.#isSetting = false;
    zoomed(isAll ? undefined : range);
  }

  #holder({ title }: Chart): HTMLElement {
    const holder = element('div', {
      class: 'chart',
      tabindex: 0,
      role: 'img',
      'aria-label': this.#options.help(title),
    });
    holder.addEventListener('keydown', (event) => {
      this.#press(event);
    });
    return holder;
  }

  #draw(place: Place): void {
    const { holder, data } = place;
    const { title, unit, series, background } = place.chart;
    const { localize } = this.#options;
    const shown = this.#shown ?? this.#whole;
    const { from, to } = shown;
    const style = getComputedStyle(document.body);
    const color = (name: string) => style.getPropertyValue(name).trim() || 'currentColor';
    const axis: uPlot.Axis = {
      stroke: color('--vscode-foreground'),
      font: `11px ${color('--vscode-font-family')}`,
      grid: { stroke: color('--vscode-panel-border'), width: 1, dash: GRID_DASH },
      ticks: { stroke: color('--vscode-panel-border'), width: 1 },
    };
    this.#isSetting = true;
    const plot = new uPlot(
      {
        title: unit === '' ? title : `${title} (${unit})`,
        width: this.#width,
        height: HEIGHT,
        cursor: { sync: { key: SYNC }, drag: { x: true, y: false } },
        scales: {
          x: { time: false, min: from, max: to },
          y: { range: { min: FROM_ZERO, max: WITH_ROOM } },
        },
        axes: [
          {
            ...axis,
            values: (_, values) =>
              values.map((value) => `${String(Number(value.toPrecision(6)))} s`),
          },
          { ...axis, size: 60 },
        ],
        series: [
          { label: localize('time'), value: (_, value) => valueText(value, 's') },
          ...series.map((each) => seriesForm(each, unit, color)),
        ],
        hooks: {
          drawClear: [
            (self) => {
              background?.(self, color);
            },
          ],
          setScale: [
            (self, key) => {
              if (key === 'x' && !this.#isSetting) {
                this.show({ from: self.scales.x?.min ?? 0, to: self.scales.x?.max ?? 0 });
              }
            },
          ],
        },
      },
      data(shown),
      holder,
    );
    plot.batch(() => {
      plot.setScale('x', { min: from, max: to });
    });
    this.#isSetting = false;
    place.plot = plot;
  }

  #press(event: KeyboardEvent): void {
    const range = rangeOfKey(event.key, this.#shown ?? this.#whole, this.#whole);
    if (range) {
      event.preventDefault();
      this.show(range);
    }
  }
}

/** What plus, minus, the arrows, 0 and Home make of a range of time; undefined for other keys. */
export function rangeOfKey(
  key: string,
  { from, to }: TimeRange,
  whole: TimeRange,
): TimeRange | undefined {
  const width = to - from;
  const middle = (from + to) / 2;
  const around = (half: number) => ({ from: middle - half, to: middle + half });
  const moved = (by: number) => ({ from: from + by, to: to + by });
  return {
    '+': around((width / 2) * ZOOM),
    '=': around((width / 2) * ZOOM),
    '-': around(width / 2 / ZOOM),
    ArrowLeft: moved(-width / 4),
    ArrowRight: moved(width / 4),
    '0': whole,
    Home: whole,
  }[key];
}

function seriesForm(
  { label, color: name, isDashed, isStepped, bar, spansGaps = false }: ChartSeries,
  unit: string,
  color: (name: string) => string,
): uPlot.Series {
  const stepped = isStepped ? uPlot.paths.stepped?.({ align: 1 }) : undefined;
  const bars = bar && uPlot.paths.bars?.({ size: BAR_SIZE, align: bar === 'left' ? -1 : 1 });
  const paths = bars ?? stepped;
  return {
    label,
    stroke: color(name),
    width: isDashed ? 1 : 1.5,
    spanGaps: spansGaps,
    value: (_, value) => valueText(value, unit),
    ...(isDashed ? { dash: DASH } : {}),
    ...(bars ? { fill: color(name), points: { show: false } } : {}),
    ...(paths ? { paths } : {}),
  };
}

function valueText(value: number | null, unit: string): string {
  return value === null ? '–' : `${Number(value.toPrecision(4)).toLocaleString()} ${unit}`.trim();
}
