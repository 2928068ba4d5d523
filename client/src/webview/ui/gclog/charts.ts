/** The charts of a log over the time of its process: one range of time and one cursor for all. */
import uPlot from 'uplot';
import type { Localize } from '../../../../../server/src/engine/features/localize.ts';
import type { GcColumn, GcRun } from '../../gcLogProtocol.ts';
import { element } from '../components/elements.ts';

export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

interface Line {
  readonly column: GcColumn;
  readonly label: string;
  /** Of the theme: `--vscode-charts-blue`. */
  readonly color: string;
}

interface ChartForm {
  readonly title: string;
  readonly unit: string;
  readonly lines: readonly Line[];
}

function formsOf(localize: Localize): readonly ChartForm[] {
  return [
    {
      title: localize('Heap'),
      unit: 'MB',
      lines: [
        { column: 'goalMB', label: localize('goal'), color: '--vscode-charts-purple' },
        { column: 'heapStartMB', label: localize('at the start'), color: '--vscode-charts-yellow' },
        {
          column: 'heapEndMB',
          label: localize('at the end of marking'),
          color: '--vscode-charts-red',
        },
        { column: 'heapLiveMB', label: localize('live'), color: '--vscode-charts-green' },
      ],
    },
    {
      title: localize('Pauses'),
      unit: 'ms',
      lines: [
        {
          column: 'sweepTermMs',
          label: localize('sweep termination'),
          color: '--vscode-charts-blue',
        },
        {
          column: 'markTermMs',
          label: localize('mark termination'),
          color: '--vscode-charts-yellow',
        },
      ],
    },
    {
      title: localize('CPU of GC'),
      unit: '%',
      lines: [
        {
          column: 'gcCpuPercent',
          label: localize('of all processors'),
          color: '--vscode-charts-red',
        },
      ],
    },
    {
      title: localize('Allocation'),
      unit: 'MB/s',
      lines: [
        { column: 'allocatedMBPerSecond', label: localize('rate'), color: '--vscode-charts-blue' },
      ],
    },
  ];
}

const HEIGHT = 170;
const ZOOM = 0.7;
const SYNC = 'gclog';
const DASH = [4, 4];
const GRID_DASH = [1, 3];

export interface ChartsOptions {
  readonly run: GcRun;
  /** Drawn dashed beside it. */
  readonly other: GcRun | undefined;
  readonly localize: Localize;
  /** Another part of the time is shown; undefined for all of it. */
  readonly zoomed: (range: TimeRange | undefined) => void;
}

export class Charts {
  readonly element = element('div', { class: 'charts' });
  readonly #plots: uPlot[] = [];
  readonly #all: TimeRange;
  readonly #zoomed: ChartsOptions['zoomed'];
  #isSetting = false;
  readonly #observer: ResizeObserver;

  constructor({ run, other, localize, zoomed }: ChartsOptions) {
    this.#zoomed = zoomed;
    this.#all = wholeRange([run, ...(other ? [other] : [])]);
    for (const form of formsOf(localize)) {
      this.element.append(this.#chart(form, run, other, localize));
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

  dispose(): void {
    this.#observer.disconnect();
    for (const plot of this.#plots) {
      plot.destroy();
    }
  }

  reset(): void {
    this.#show(this.#all);
  }

  #chart(
    { title, unit, lines }: ChartForm,
    run: GcRun,
    other: GcRun | undefined,
    localize: Localize,
  ): HTMLElement {
    const holder = element('div', {
      class: 'chart',
      tabindex: 0,
      role: 'img',
      'aria-label': localize(
        '{0} over time. The table below has the values. Plus and minus zoom, arrows move, 0 shows all.',
        title,
      ),
    });
    holder.addEventListener('keydown', (event) => {
      this.#press(event);
    });
    const style = getComputedStyle(document.body);
    const color = (name: string) => style.getPropertyValue(name).trim() || 'currentColor';
    const foreground = color('--vscode-foreground');
    const axis: uPlot.Axis = {
      stroke: foreground,
      font: `11px ${color('--vscode-font-family')}`,
      grid: { stroke: color('--vscode-panel-border'), width: 1, dash: GRID_DASH },
      ticks: { stroke: color('--vscode-panel-border'), width: 1 },
    };
    const series = lines.map(({ label, color: name }): uPlot.Series => ({
      label,
      stroke: color(name),
      width: 1.5,
      spanGaps: false,
      value: (_, value) => valueText(value, unit),
    }));
    const others = other
      ? lines.map(({ label, color: name }): uPlot.Series => ({
          label: localize('{0} (other)', label),
          stroke: color(name),
          width: 1,
          dash: DASH,
          spanGaps: true,
          value: (_, value) => valueText(value, unit),
        }))
      : [];
    const plot = new uPlot(
      {
        title: `${title} (${unit})`,
        width: Math.max(300, document.body.clientWidth - 40),
        height: HEIGHT,
        cursor: { sync: { key: SYNC }, drag: { x: true, y: false } },
        scales: { x: { time: false } },
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
          ...series,
          ...others,
        ],
        hooks: {
          setScale: [
            (self, key) => {
              if (key === 'x' && !this.#isSetting) {
                this.#show({ from: self.scales.x?.min ?? 0, to: self.scales.x?.max ?? 0 });
              }
            },
          ],
        },
      },
      dataOf(lines, run, other),
      holder,
    );
    this.#plots.push(plot);
    return holder;
  }

  /** Shows a part of the time in all charts. */
  #show({ from, to }: TimeRange): void {
    const isAll = from <= this.#all.from && to >= this.#all.to;
    const range = isAll ? this.#all : { from, to };
    this.#isSetting = true;
    for (const plot of this.#plots) {
      plot.batch(() => {
        plot.setScale('x', { min: range.from, max: range.to });
      });
    }
    this.#isSetting = false;
    this.#zoomed(isAll ? undefined : range);
  }

  #press(event: KeyboardEvent): void {
    const [plot] = this.#plots;
    const { min = 0, max = 0 } = plot?.scales.x ?? {};
    const width = max - min;
    const middle = (min + max) / 2;
    const around = (half: number) => ({ from: middle - half, to: middle + half });
    const moved = (by: number) => ({ from: min + by, to: max + by });
    const range = {
      '+': around((width / 2) * ZOOM),
      '=': around((width / 2) * ZOOM),
      '-': around(width / 2 / ZOOM),
      ArrowLeft: moved(-width / 4),
      ArrowRight: moved(width / 4),
      '0': this.#all,
      Home: this.#all,
    }[event.key];
    if (range) {
      event.preventDefault();
      this.#show(range);
    }
  }
}

function wholeRange(runs: readonly GcRun[]): TimeRange {
  const ends = runs.flatMap(({ columns: { seconds } }) =>
    [seconds.at(0), seconds.at(-1)].filter((value) => value !== undefined),
  );
  const from = ends.reduce((least, value) => Math.min(least, value), Infinity);
  const to = ends.reduce((most, value) => Math.max(most, value), 0);
  return { from: Number.isFinite(from) ? from : 0, to: to > from ? to : from + 1 };
}

/** Both runs over the times of both; null where a run has no cycle. */
function dataOf(lines: readonly Line[], run: GcRun, other: GcRun | undefined): uPlot.AlignedData {
  const tableOf = ({ columns }: GcRun): uPlot.AlignedData => [
    columns.seconds,
    ...lines.map(({ column }) =>
      Array.from(columns[column], (value) => (Number.isNaN(value) ? null : value)),
    ),
  ];
  return other ? uPlot.join([tableOf(run), tableOf(other)]) : tableOf(run);
}

function valueText(value: number | null, unit: string): string {
  return value === null ? '–' : `${Number(value.toPrecision(4)).toLocaleString()} ${unit}`;
}
