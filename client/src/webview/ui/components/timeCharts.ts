/** Charts over time, one below the other: one range of time and one cursor for all. */
import uPlot from 'uplot';
import type { Localize } from '../../../../../server/src/engine/features/localize.ts';
import { element } from './elements.ts';

/** In seconds. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

export interface ChartSeries {
  readonly label: string;
  /** Of the theme: `--vscode-charts-blue`. */
  readonly color: string;
  readonly isDashed?: boolean;
  /** Values hold until the next one. */
  readonly isStepped?: boolean;
  /** Lines go over values that are not there. */
  readonly spansGaps?: boolean;
}

export interface Chart {
  readonly title: string;
  readonly unit: string;
  readonly series: readonly ChartSeries[];
  /** Times, then the values of each series; null where there is none. */
  readonly data: uPlot.AlignedData;
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
/** The vertical axis begins at 0, and has a little room above the highest value. */
const FROM_ZERO: uPlot.Range.Limit = { pad: 0, soft: 0, mode: 1 };
const WITH_ROOM: uPlot.Range.Limit = { pad: 0.1, soft: 0, mode: 2 };

export class TimeCharts {
  readonly element = element('div', { class: 'charts' });
  readonly #plots: uPlot[] = [];
  readonly #options: TimeChartsOptions;
  #whole: TimeRange;
  /** Undefined for all of it. */
  #shown: TimeRange | undefined;
  #isSetting = false;
  readonly #observer: ResizeObserver;

  constructor(options: TimeChartsOptions) {
    this.#options = options;
    this.#whole = options.whole;
    for (const chart of options.charts) {
      this.element.append(this.#chart(chart));
    }
    this.#observer = new ResizeObserver(() => {
      const { clientWidth } = this.element;
      if (clientWidth > 0) {
        for (const plot of this.#plots) {
          plot.setSize({ width: clientWidth, height: HEIGHT });
        }
      }
    });
    this.#observer.observe(this.element);
  }

  get count(): number {
    return this.#plots.length;
  }

  dispose(): void {
    this.#observer.disconnect();
    for (const plot of this.#plots) {
      plot.destroy();
    }
  }

  /** Takes the data of each chart anew: a part that is shown stays, and all of it goes on to the new end. */
  update(data: readonly uPlot.AlignedData[], whole: TimeRange): void {
    this.#whole = whole;
    for (const [index, plot] of this.#plots.entries()) {
      plot.setData(data[index] ?? [[]], false);
    }
    this.show(this.#shown);
  }

  /** Shows a part of the time, or all of it. */
  show(range: TimeRange | undefined): void {
    const { zoomed } = this.#options;
    const whole = this.#whole;
    const isAll = !range || (range.from <= whole.from && range.to >= whole.to);
    const { from, to } = isAll ? whole : range;
    this.#shown = isAll ? undefined : range;
    this.#isSetting = true;
    for (const plot of this.#plots) {
      plot.batch(() => {
        plot.setScale('x', { min: from, max: to });
      });
    }
    this.#isSetting = false;
    zoomed(isAll ? undefined : range);
  }

  #chart({ title, unit, series, data, background }: Chart): HTMLElement {
    const { localize, help } = this.#options;
    const holder = element('div', {
      class: 'chart',
      tabindex: 0,
      role: 'img',
      'aria-label': help(title),
    });
    holder.addEventListener('keydown', (event) => {
      this.#press(event);
    });
    const style = getComputedStyle(document.body);
    const color = (name: string) => style.getPropertyValue(name).trim() || 'currentColor';
    const axis: uPlot.Axis = {
      stroke: color('--vscode-foreground'),
      font: `11px ${color('--vscode-font-family')}`,
      grid: { stroke: color('--vscode-panel-border'), width: 1, dash: GRID_DASH },
      ticks: { stroke: color('--vscode-panel-border'), width: 1 },
    };
    const plot = new uPlot(
      {
        title: unit === '' ? title : `${title} (${unit})`,
        width: Math.max(300, document.body.clientWidth - 40),
        height: HEIGHT,
        cursor: { sync: { key: SYNC }, drag: { x: true, y: false } },
        scales: { x: { time: false }, y: { range: { min: FROM_ZERO, max: WITH_ROOM } } },
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
      data,
      holder,
    );
    this.#plots.push(plot);
    return holder;
  }

  #press(event: KeyboardEvent): void {
    const [plot] = this.#plots;
    const { min = 0, max = 0 } = plot?.scales.x ?? {};
    const range = rangeOfKey(event.key, { from: min, to: max }, this.#whole);
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
  { label, color: name, isDashed, isStepped, spansGaps = false }: ChartSeries,
  unit: string,
  color: (name: string) => string,
): uPlot.Series {
  const stepped = isStepped ? uPlot.paths.stepped?.({ align: 1 }) : undefined;
  return {
    label,
    stroke: color(name),
    width: isDashed ? 1 : 1.5,
    spanGaps: spansGaps,
    value: (_, value) => valueText(value, unit),
    ...(isDashed ? { dash: DASH } : {}),
    ...(stepped ? { paths: stepped } : {}),
  };
}

function valueText(value: number | null, unit: string): string {
  return value === null ? '–' : `${Number(value.toPrecision(4)).toLocaleString()} ${unit}`.trim();
}
