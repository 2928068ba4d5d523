/** The timeline in the page: its canvas, and what mouse and keys do to it. */
import type { RowPlace, SpanModel, TraceModel } from '../../traceProtocol.ts';
import { oncePerFrame, resizeCanvas } from '../components/canvas.ts';
import { element } from '../components/elements.ts';
import type { TimeRange } from '../../timeRows.ts';
import { rangeOfKey } from '../components/timeCharts.ts';
import { LoadedSpans, rowKey } from './loadedSpans.ts';
import type { TraceActions } from './pane.ts';
import { rowLabel } from './rowOrder.ts';
import { listenToMouse } from './timelineMouse.ts';
import { timelineColors, type TimelineColors } from './timelineColors.ts';
import { AXIS_PX, LABEL_PX, paintTimeline, ROW_PX, spanLabel } from './timelinePainter.ts';

export interface TimelineCanvasOptions {
  readonly label: string;
  readonly trace: TraceModel;
  readonly actions: Pick<TraceActions, 'askSpans' | 'askSpan'>;
  /** Another span is the current one. */
  readonly select: (span: SpanModel) => void;
  /** A double click, or Enter. */
  readonly activate: (span: SpanModel) => void;
  readonly zoomed: (range: TimeRange) => void;
}

/** Rows above and below those in view that are asked for as well. */
const MARGIN_ROWS = 10;
const LEAST_RANGE_SECONDS = 1e-7;

export class TimelineCanvas {
  readonly element: HTMLElement;
  readonly #options: TimelineCanvasOptions;
  readonly #canvas = element('canvas', { 'aria-hidden': 'true' });
  readonly #spacer = element('div', { class: 'spacer' });
  readonly #loaded: LoadedSpans;
  readonly #whole: TimeRange;
  readonly #spanLabel: ReturnType<typeof spanLabel>;
  readonly #observer: ResizeObserver;
  #colors: TimelineColors | undefined;
  #rows: readonly RowPlace[] = [];
  #range: TimeRange;
  #selectedRow = -1;
  #selected: SpanModel | undefined;
  readonly #draw = oncePerFrame(() => {
    this.#drawNow();
  });

  constructor(options: TimelineCanvasOptions) {
    this.#options = options;
    this.#whole = { from: 0, to: options.trace.heap.durationSeconds };
    this.#range = this.#whole;
    this.#spanLabel = spanLabel(options.trace.timeline);
    this.#loaded = new LoadedSpans(options.actions.askSpans, () => {
      this.#draw();
    });
    this.element = element(
      'div',
      {
        class: 'timeline',
        id: 'timeline',
        tabindex: 0,
        role: 'application',
        'aria-label': options.label,
      },
      this.#canvas,
      this.#spacer,
    );
    this.element.addEventListener('scroll', () => {
      this.#draw();
    });
    this.element.addEventListener('keydown', (event) => {
      if (!event.altKey && !event.ctrlKey && !event.metaKey && this.#press(event)) {
        event.preventDefault();
      }
    });
    this.#observer = new ResizeObserver(() => {
      this.#layOut();
    });
    this.#observer.observe(this.element);
    listenToMouse(this.#canvas, {
      drag: (x, y) => {
        this.#pan(-x / (this.element.clientWidth - LABEL_PX));
        this.element.scrollTop -= y;
      },
      click: (x, y) => {
        this.element.focus();
        if (x > LABEL_PX && y > AXIS_PX) {
          void this.#selectSpan(this.#rowAt(y), this.#secondsAt(x), 0);
        }
      },
      activate: () => {
        if (this.#selected) {
          options.activate(this.#selected);
        }
      },
      zoom: (factor, x) => {
        this.#zoom(factor, this.#secondsAt(x));
      },
      pan: (x) => {
        this.#pan(x / this.element.clientWidth);
      },
    });
  }

  dispose(): void {
    this.#observer.disconnect();
  }

  setRows(rows: readonly RowPlace[]): void {
    this.#rows = rows;
    this.#selectedRow = -1;
    this.#selected = undefined;
    this.element.scrollTop = 0;
    this.#layOut();
  }

  /** Shows a part of the time, without telling. */
  setRange(range: TimeRange | undefined): void {
    this.#range = range ?? this.#whole;
    this.#draw();
  }

  /** Makes what happens in a row at a time the current span. */
  async select(place: RowPlace, seconds: number): Promise<void> {
    const index = this.#rows.findIndex(({ kind, row }) => kind === place.kind && row === place.row);
    await this.#selectSpan(index, seconds, 0);
  }

  #layOut(): void {
    const { clientWidth: width, clientHeight: height } = this.element;
    // The canvas is no larger than what is seen of it: browsers draw nothing on very large ones.
    resizeCanvas(this.#canvas, Math.max(1, width), Math.max(1, height));
    this.#spacer.style.height = `${Math.max(0, this.#rows.length * ROW_PX + AXIS_PX - height)}px`;
    this.#draw();
  }

  #drawNow(): void {
    const context = this.#canvas.getContext('2d');
    const { clientWidth: width, clientHeight: height, scrollTop } = this.element;
    if (!context || width <= LABEL_PX) {
      return;
    }
    const { trace } = this.#options;
    const first = Math.floor(scrollTop / ROW_PX);
    const end = first + Math.ceil((height - AXIS_PX) / ROW_PX) + 1;
    const countColumns = Math.round(width - LABEL_PX);
    this.#loaded.want({
      rows: this.#rows.slice(Math.max(0, first - MARGIN_ROWS), end + MARGIN_ROWS),
      range: this.#range,
      countColumns,
    });
    const { part } = this.#loaded;
    paintTimeline(
      context,
      {
        rows: this.#rows.slice(first, end).map((place, index) => ({
          kind: place.kind,
          label: rowLabel(trace.timeline, place),
          spans: part.spans.get(rowKey(place)),
          isSelected: first + index === this.#selectedRow,
        })),
        top: AXIS_PX + first * ROW_PX - scrollTop,
        width,
        height,
        range: this.#range,
        spansRange: part.range,
        countColumns: part.countColumns,
        marking: trace.heap.marking,
        selection: this.#selected && {
          from: this.#selected.fromSeconds,
          to: this.#selected.toSeconds,
        },
        spanLabel: this.#spanLabel,
      },
      (this.#colors ??= timelineColors()),
    );
  }

  #show({ from, to }: TimeRange): void {
    const { from: start, to: end } = this.#whole;
    const width = Math.min(end - start, Math.max(LEAST_RANGE_SECONDS, to - from));
    const left = Math.min(end - width, Math.max(start, from));
    this.#range = { from: left, to: left + width };
    this.#options.zoomed(this.#range);
    this.#draw();
  }

  /** Zooms in around a time, so that it stays where it is. */
  #zoom(factor: number, seconds: number): void {
    const { from, to } = this.#range;
    this.#show({
      from: seconds - (seconds - from) / factor,
      to: seconds + (to - seconds) / factor,
    });
  }

  #pan(share: number): void {
    const { from, to } = this.#range;
    const by = (to - from) * share;
    this.#show({ from: from + by, to: to + by });
  }

  #secondsAt(offsetX: number): number {
    const { from, to } = this.#range;
    return from + ((offsetX - LABEL_PX) / (this.element.clientWidth - LABEL_PX)) * (to - from);
  }

  async #selectSpan(index: number, seconds: number, step: -1 | 0 | 1): Promise<void> {
    const place = this.#rows[index];
    if (!place) {
      return;
    }
    const isOtherRow = index !== this.#selectedRow;
    this.#selectedRow = index;
    this.#bringIntoView(index);
    const span = await this.#options.actions.askSpan({ ...place, atSeconds: seconds, step });
    if (span && this.#selectedRow === index) {
      this.#selected = span;
      const { from, to } = this.#range;
      if (span.toSeconds <= from || span.fromSeconds >= to) {
        const middle = (Math.max(span.fromSeconds, 0) + span.toSeconds) / 2;
        this.#show({ from: middle - (to - from) / 2, to: middle + (to - from) / 2 });
      }
      this.#options.select(span);
    } else if (isOtherRow) {
      this.#selected = undefined;
    }
    this.#draw();
  }

  #bringIntoView(index: number): void {
    const top = index * ROW_PX;
    const room = this.element.clientHeight - AXIS_PX - ROW_PX;
    const { scrollTop } = this.element;
    this.element.scrollTop = Math.min(top, Math.max(top - room, scrollTop));
    this.#draw();
  }

  #rowAt(offsetY: number): number {
    return Math.floor((offsetY - AXIS_PX + this.element.scrollTop) / ROW_PX);
  }

  /** Whether the key means something here. */
  #press({ key, shiftKey }: KeyboardEvent): boolean {
    const span = this.#selected;
    const middle = (this.#range.from + this.#range.to) / 2;
    const page = Math.max(1, Math.floor(this.element.clientHeight / ROW_PX) - 2);
    const steps: Readonly<Record<string, number>> = {
      ArrowUp: -1,
      ArrowDown: 1,
      PageUp: -page,
      PageDown: page,
    };
    const step = steps[key];
    if (step !== undefined) {
      const row = Math.min(Math.max(this.#selectedRow + step, 0), this.#rows.length - 1);
      void this.#selectSpan(row, span ? (span.fromSeconds + span.toSeconds) / 2 : middle, 0);
      return true;
    }
    if (span && !shiftKey && (key === 'ArrowLeft' || key === 'ArrowRight')) {
      void this.#selectSpan(this.#selectedRow, span.fromSeconds, key === 'ArrowLeft' ? -1 : 1);
      return true;
    }
    if (span && key === 'Enter') {
      this.#options.activate(span);
      return true;
    }
    if (span && key === 'z') {
      this.#show({ from: span.fromSeconds, to: span.toSeconds });
      return true;
    }
    const range = rangeOfKey(key, this.#range, this.#whole);
    if (range) {
      this.#show(range);
    }
    return range !== undefined;
  }
}
