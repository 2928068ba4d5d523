/** Draws what is seen of the timeline. */
import type { DrawnSpans } from '../../../../../server/src/engine/trace/drawnSpans.ts';
import { ROW_STATES, type RowKind, type Spans, type TimelineModel } from '../../traceProtocol.ts';
import type { TimeRange } from '../../timeRows.ts';
import { clearCanvas } from '../components/canvas.ts';
import { PixelRows } from '../components/pixelRows.ts';
import { rowLabel } from './rowOrder.ts';
import type { StateLook, TimelineColors } from './timelineColors.ts';

export const ROW_PX = 22;
export const LABEL_PX = 200;
export const AXIS_PX = 20;
const GAP_PX = 3;
/** Spans up to this have no gap behind them, and nothing on them: there may be one for each column of a row. */
const NARROW_PX = 3;
const LEAST_TEXT_PX = 30;
const STRIPE_PX = 5;
const MARKING_ALPHA = 0.12;
const TICK_PX = 110;

export interface PaintedRow {
  readonly kind: RowKind;
  readonly label: string;
  /** Undefined while it is not there yet. */
  readonly spans: DrawnSpans | undefined;
  readonly isSelected: boolean;
}

export interface TimelineScene {
  /** From the first that is seen on. */
  readonly rows: readonly PaintedRow[];
  /** Of the first row, in pixels from the top. */
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly range: TimeRange;
  /** What the spans were drawn for; it is stretched until there are others. */
  readonly spansRange: TimeRange;
  readonly countColumns: number;
  readonly marking: Spans;
  /** Of the selected span, in its row. */
  readonly selection: TimeRange | undefined;
  /** What is written on a span that stands for itself. */
  readonly spanLabel: (kind: RowKind, state: number, detail: number) => string;
}

export function paintTimeline(
  context: CanvasRenderingContext2D,
  scene: TimelineScene,
  colors: TimelineColors,
): void {
  const { width, height, rows } = scene;
  clearCanvas(context, colors.background, width, height);
  context.font = `11px ${colors.fontFamily}`;
  context.textBaseline = 'middle';
  paintMarking(context, scene, colors);
  const narrow = new NarrowSpans(context, scene);
  for (const [index, row] of rows.entries()) {
    if (row.spans) {
      paintSpans(context, { ...row, spans: row.spans, index }, narrow, scene, colors);
    }
  }
  narrow.paint();
  for (const [index, row] of rows.entries()) {
    paintRow(context, row, scene.top + index * ROW_PX, scene, colors);
  }
  paintAxis(context, scene, colors);
}

/** Where a time is, in pixels. */
function positionOf({ range, width }: TimelineScene, seconds: number): number {
  return LABEL_PX + ((seconds - range.from) / (range.to - range.from)) * (width - LABEL_PX);
}

function paintMarking(
  context: CanvasRenderingContext2D,
  scene: TimelineScene,
  colors: TimelineColors,
): void {
  const { starts, ends } = scene.marking;
  context.fillStyle = colors.marking;
  context.globalAlpha = MARKING_ALPHA;
  for (let index = 0; index < starts.length; index++) {
    const start = starts[index] ?? 0;
    const end = ends[index] ?? 0;
    if (end > scene.range.from && start < scene.range.to) {
      const left = Math.max(LABEL_PX, positionOf(scene, start));
      const width = Math.max(0.5, positionOf(scene, end) - left);
      context.fillRect(left, AXIS_PX, width, scene.height - AXIS_PX);
    }
  }
  context.globalAlpha = 1;
}

function paintRow(
  context: CanvasRenderingContext2D,
  row: PaintedRow,
  top: number,
  scene: TimelineScene,
  colors: TimelineColors,
): void {
  if (row.isSelected) {
    context.strokeStyle = colors.selected;
    context.lineWidth = 1;
    context.strokeRect(0.5, top + 0.5, scene.width - 1, ROW_PX - 1);
    if (scene.selection) {
      const left = Math.max(LABEL_PX, positionOf(scene, scene.selection.from));
      const right = Math.min(scene.width, positionOf(scene, scene.selection.to));
      context.lineWidth = 2;
      context.strokeRect(left, top + 1, Math.max(2, right - left), ROW_PX - 2);
    }
  }
  context.fillStyle = colors.text;
  context.fillText(fitted(context, row.label, LABEL_PX - 12), 6, top + ROW_PX / 2);
}

/** A row whose spans are there; the first that is seen has the index 0. */
interface SpannedRow extends PaintedRow {
  readonly spans: DrawnSpans;
  readonly index: number;
}

function paintSpans(
  context: CanvasRenderingContext2D,
  { kind, spans, index: row }: SpannedRow,
  narrow: NarrowSpans,
  scene: TimelineScene,
  colors: TimelineColors,
): void {
  const { spansRange, countColumns } = scene;
  const top = scene.top + row * ROW_PX;
  context.save();
  context.beginPath();
  context.rect(LABEL_PX, top, scene.width - LABEL_PX, ROW_PX);
  context.clip();
  const secondsPerColumn = (spansRange.to - spansRange.from) / countColumns;
  const room = ROW_PX - GAP_PX;
  for (let index = 0; index < spans.from.length; index++) {
    const left = positionOf(scene, spansRange.from + (spans.from[index] ?? 0) * secondsPerColumn);
    const right = positionOf(scene, spansRange.from + (spans.to[index] ?? 0) * secondsPerColumn);
    const state = spans.state[index] ?? 0;
    const name = ROW_STATES[kind][state];
    if (right < LABEL_PX || left > scene.width || name === undefined) {
      continue;
    }
    const look = colors.states[name];
    const width = Math.max(1, right - left);
    const detail = spans.detail[index] ?? -1;
    // Several: as high as the share of them that runs, above what most of them are.
    const height = detail < 0 ? room * (spans.share[index] ?? 0) : 0;
    if (width <= NARROW_PX) {
      narrow.add(row, left, width, look.pixel, Math.max(1, room * look.height));
      narrow.add(row, left, width, colors.states.running.pixel, height);
      continue;
    }
    fill(context, look, left, top, width, room);
    if (detail < 0) {
      context.fillStyle = colors.states.running.color;
      context.fillRect(left, top + room - height, width, height);
    } else if (width > LEAST_TEXT_PX) {
      const start = Math.max(LABEL_PX, left);
      const label = fitted(context, scene.spanLabel(kind, state, detail), right - start - 8);
      context.fillStyle = look.height > 0.5 ? colors.spanText : colors.text;
      context.fillText(label, start + 4, top + room / 2);
    }
  }
  context.restore();
}

/** Of all rows that are seen, each as high as it is from its row's bottom. */
class NarrowSpans {
  readonly #context: CanvasRenderingContext2D;
  readonly #scene: TimelineScene;
  readonly #ratio = devicePixelRatio;
  readonly #rowPixels = Math.round(ROW_PX * this.#ratio);
  readonly #bottom = Math.round((ROW_PX - GAP_PX) * this.#ratio);
  readonly #pixels: PixelRows;

  constructor(context: CanvasRenderingContext2D, scene: TimelineScene) {
    this.#context = context;
    this.#scene = scene;
    const countRows = scene.rows.length * this.#rowPixels;
    this.#pixels = new PixelRows(context.canvas.width, countRows, this.#ratio);
  }

  add(row: number, left: number, width: number, pixel: number, height: number): void {
    const start = Math.max(LABEL_PX, left);
    const bottom = row * this.#rowPixels + this.#bottom;
    const top = bottom - Math.round(height * this.#ratio);
    this.#pixels.fillNearest(start, left + width - start, top, bottom, pixel);
  }

  paint(): void {
    const { rows, top } = this.#scene;
    const picture = this.#pixels.picture();
    const width = picture.width / this.#ratio;
    this.#context.imageSmoothingEnabled = false;
    this.#context.drawImage(picture, 0, top, width, rows.length * ROW_PX);
  }
}

function fill(
  context: CanvasRenderingContext2D,
  { color, height, isStriped }: StateLook,
  left: number,
  top: number,
  width: number,
  room: number,
): void {
  const high = Math.max(1, room * height);
  context.fillStyle = color;
  context.fillRect(left, top + room - high, width > NARROW_PX ? width - 0.5 : width, high);
  if (isStriped && width > STRIPE_PX) {
    context.save();
    context.globalAlpha = 0.35;
    context.fillStyle = '#000';
    for (let at = left + STRIPE_PX; at < left + width; at += 2 * STRIPE_PX) {
      context.fillRect(at, top + room - high, Math.min(STRIPE_PX / 2, left + width - at), high);
    }
    context.restore();
  }
}

function paintAxis(
  context: CanvasRenderingContext2D,
  scene: TimelineScene,
  colors: TimelineColors,
): void {
  const { width, range } = scene;
  context.fillStyle = colors.background;
  context.fillRect(0, 0, width, AXIS_PX);
  context.fillStyle = colors.text;
  context.strokeStyle = colors.faint;
  context.lineWidth = 1;
  const step = tickStep((range.to - range.from) / Math.max(1, (width - LABEL_PX) / TICK_PX));
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  for (let tick = Math.ceil(range.from / step); tick * step <= range.to; tick++) {
    const left = positionOf(scene, tick * step);
    context.beginPath();
    context.moveTo(left + 0.5, AXIS_PX - 5);
    context.lineTo(left + 0.5, AXIS_PX);
    context.stroke();
    context.fillText(`${(tick * step).toFixed(digits)} s`, left + 3, AXIS_PX / 2 - 1);
  }
}

/** The next of 1, 2, 5, 10 and so on. */
function tickStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find((each) => each * power >= least) ?? 10;
  return factor * power;
}

function fitted(context: CanvasRenderingContext2D, text: string, room: number): string {
  const letter = context.measureText('n').width;
  const count = Math.floor(room / letter);
  return text.length <= count ? text : count < 3 ? '' : `${text.slice(0, count - 1)}…`;
}

/** What is written on a span: the goroutine that a P runs, what is waited for, the P that a goroutine is on. */
export function spanLabel(timeline: TimelineModel): TimelineScene['spanLabel'] {
  const rowOfGoroutine = new Map(Array.from(timeline.goroutines.ids, (id, row) => [id, row]));
  return (kind, state, detail) => {
    const name = ROW_STATES[kind][state];
    if (kind === 'goroutines') {
      return name === 'running' ? `P${detail - 1}` : (timeline.reasons[detail] ?? '');
    }
    const row = rowOfGoroutine.get(detail);
    return row === undefined ? '' : rowLabel(timeline, { kind: 'goroutines', row });
  };
}
