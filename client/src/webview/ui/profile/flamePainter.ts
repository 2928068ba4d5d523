/** Draws what is seen of a flame graph. */
import { clearCanvas } from '../components/canvas.ts';
import { pixelOf, PixelRows } from '../components/pixelRows.ts';
import { boxFill, DIMMED, neutralFill, type Fill, type FlameColors } from './flameColors.ts';
import { boxesInRange } from './flameLayout.ts';
import type { FlamePlace, FlameScene, FlameSide } from './flameScene.ts';
import { shortName } from '../../../../../server/src/engine/profile/functionNames.ts';
import type { Matcher } from './search.ts';

export const ROW_PX = 20;
export const MINIMAP_PX = 36;
/** Narrower boxes have no gap between them: there would be nothing but gaps. */
const GAP_FROM_PX = 3;
/** Of boxes that share a pixel one is drawn. */
const LEAST_BOX_PX = 1;
/** Less of a narrow box is not seen to have changed. */
const LEAST_CHANGE_PX = 0.5;
/** Narrower boxes have no text. */
const LEAST_TEXT_PX = 24;

export interface FlameLook {
  readonly matches: Matcher | undefined;
  /** Colours are those of growth and shrinking. */
  readonly isDifference: boolean;
}

/** The window onto the picture, in pixels. */
export interface FlameWindow {
  readonly width: number;
  readonly height: number;
  readonly scrollTop: number;
}

interface Box {
  readonly side: FlameSide;
  readonly box: number;
  readonly name: string;
  readonly isMatch: boolean;
  readonly isInlined: boolean;
  readonly left: number;
  readonly top: number;
  readonly width: number;
}

/** A row that is seen, and where its narrow boxes go: there are tens of thousands, and to draw each takes long. */
interface Row {
  readonly side: FlameSide;
  readonly depth: number;
  readonly top: number;
  readonly narrow: PixelRows;
  readonly at: number;
}

export class FlamePainter {
  readonly #context: CanvasRenderingContext2D;
  readonly #scene: FlameScene;
  readonly #look: FlameLook;
  readonly #colors: FlameColors;
  readonly #font: string;
  readonly #letterPx: number;

  constructor(
    context: CanvasRenderingContext2D,
    scene: FlameScene,
    look: FlameLook,
    colors: FlameColors,
  ) {
    this.#context = context;
    this.#scene = scene;
    this.#look = look;
    this.#colors = colors;
    this.#font = `12px ${colors.fontFamily}`;
    context.font = this.#font;
    this.#letterPx = context.measureText('m').width;
  }

  paint(window: FlameWindow, selected: FlamePlace | undefined): void {
    const context = this.#context;
    clearCanvas(context, this.#colors.background, window.width, window.height);
    context.textBaseline = 'middle';
    const { above } = this.#scene.rows;
    const tops: number[] = [];
    const countSeen = Math.ceil(window.height / ROW_PX) + 1;
    const narrow = new PixelRows(context.canvas.width, countSeen, devicePixelRatio);
    for (const side of this.#scene.sides) {
      for (let depth = side.firstDepth; depth < side.layout.rows.length; depth++) {
        const top = (above + this.#scene.rowOf(side, depth)) * ROW_PX - window.scrollTop;
        if (top > -ROW_PX && top < window.height) {
          const row: Row = { side, depth, top, narrow, at: tops.push(top) - 1 };
          this.#paintRow(row, window.width, selected);
        }
      }
    }
    this.#paintNarrow(narrow, tops);
  }

  #paintRow(row: Row, room: number, selected: FlamePlace | undefined): void {
    const { side, depth, top } = row;
    const { layout } = side;
    const { boxes } = layout;
    const { range } = this.#scene;
    const scale = room / (range.to - range.from);
    const { matches } = this.#look;
    const isFilled = this.#colors.theme !== 'contrast';
    const narrowMatches: Box[] = [];
    for (const box of boxesInRange(layout, depth, range, LEAST_BOX_PX / scale)) {
      const start = ((layout.left[box] ?? 0) - range.from) * scale;
      const end = start + (boxes.width[box] ?? 0) * scale;
      const left = Math.max(0, start);
      const name = boxes.names[boxes.name[box] ?? -1] ?? '';
      const width = Math.max(LEAST_BOX_PX, Math.min(room, end) - left);
      const isSelected = selected?.side === side.name && selected.box === box;
      const painted: Box = {
        side,
        box,
        name,
        isMatch: name !== '' && matches?.(name) === true,
        isInlined: boxes.isInlined[box] === 1,
        left,
        top,
        width,
      };
      if (isFilled && !isSelected && width <= GAP_FROM_PX) {
        if (painted.isMatch) {
          narrowMatches.push(painted);
        } else {
          this.#fillNarrow(row, painted);
        }
        continue;
      }
      this.#paintBox(painted);
      if (isSelected) {
        this.#frame(painted);
      }
    }
    // Last, as others may touch the same pixels.
    for (const match of narrowMatches) {
      this.#fillNarrow(row, match);
    }
  }

  #fillNarrow({ narrow, at }: Row, box: Box): void {
    const { pixel, dimmedPixel } = this.#fillOf(box);
    const isDimmed = this.#look.matches !== undefined && !box.isMatch;
    narrow.fillTouched(box.left, box.width, at, at + 1, isDimmed ? dimmedPixel : pixel);
    const change = this.#look.isDifference ? this.#changeOf(box) : undefined;
    if (change && change.width >= LEAST_CHANGE_PX) {
      const { width, fill } = change;
      const changePixel = isDimmed ? fill.dimmedPixel : fill.pixel;
      narrow.fillTouched(box.left, width, at, at + 1, changePixel);
    }
  }

  #paintNarrow(narrow: PixelRows, tops: readonly number[]): void {
    const context = this.#context;
    const picture = narrow.picture();
    const { width } = picture;
    const shown = width / devicePixelRatio;
    // A row of pixels is as high as boxes are.
    context.imageSmoothingEnabled = false;
    tops.forEach((top, row) => {
      context.drawImage(picture, 0, row, width, 1, 0, top, shown, ROW_PX - 1);
    });
  }

  #paintBox(box: Box): void {
    const context = this.#context;
    const colors = this.#colors;
    context.globalAlpha = this.#look.matches && !box.isMatch ? DIMMED : 1;
    const room = box.width > GAP_FROM_PX ? box.width - 1 : box.width;
    context.fillStyle = colors.theme === 'contrast' ? colors.background : this.#fillOf(box).style;
    context.fillRect(box.left, box.top, room, ROW_PX - 1);
    if (this.#look.isDifference) {
      const { width, fill } = this.#changeOf(box);
      context.fillStyle = fill.style;
      context.fillRect(box.left, box.top, width, ROW_PX - 1);
    }
    if (colors.theme === 'contrast' && box.width > 2) {
      context.strokeStyle = colors.line;
      context.lineWidth = 1;
      context.strokeRect(box.left + 0.5, box.top + 0.5, box.width - 1, ROW_PX - 1);
    }
    if (box.isInlined && box.width > 4) {
      this.#paintSeam(box);
    }
    if (box.width > LEAST_TEXT_PX) {
      this.#paintName(box);
    }
    context.globalAlpha = 1;
    if (box.isMatch && colors.theme === 'contrast') {
      this.#frame(box);
    }
  }

  #fillOf({ isMatch, name }: Box): Fill {
    const { theme, match } = this.#colors;
    if (isMatch) {
      return match;
    }
    return this.#look.isDifference ? neutralFill(theme) : this.#colorOf(name);
  }

  #colorOf(name: string): Fill {
    return name === '' ? neutralFill(this.#colors.theme) : boxFill(name, this.#colors);
  }

  /** Growth fills the box as far as it is more than shrinking, and the other way round. */
  #changeOf({ side, box, width }: Box): { readonly width: number; readonly fill: Fill } {
    const { boxes } = side.layout;
    const share = (boxes.value[box] ?? 0) / Math.max(1, boxes.width[box] ?? 1);
    const { grown, shrunk } = this.#colors;
    return { width: width * Math.abs(share), fill: share > 0 ? grown : shrunk };
  }

  /** Dots between what is inlined and what it is inlined into. */
  #paintSeam({ side, left, top, width }: Box): void {
    const isParentAbove = (side.name === 'callees') !== this.#scene.isFlame;
    const seam = isParentAbove ? top + 1.5 : top + ROW_PX - 2.5;
    const context = this.#context;
    context.strokeStyle = this.#colors.text;
    context.setLineDash([2, 3]);
    context.beginPath();
    context.moveTo(left + 2, seam);
    context.lineTo(left + width - 2, seam);
    context.stroke();
    context.setLineDash([]);
  }

  #paintName({ name, isInlined, isMatch, left, top, width }: Box): void {
    const room = Math.floor((width - 8) / this.#letterPx);
    if (room < 2) {
      return;
    }
    const text = name === '' ? '∑' : shortName(name);
    this.#context.font = `${isInlined ? 'italic ' : ''}${isMatch ? 'bold ' : ''}${this.#font}`;
    this.#context.fillStyle = this.#colors.text;
    this.#context.fillText(
      text.length <= room ? text : `${text.slice(0, room - 1)}…`,
      left + 4,
      top + ROW_PX / 2,
    );
  }

  #frame({ left, top, width }: Box): void {
    this.#context.strokeStyle = this.#colors.selected;
    this.#context.lineWidth = 2;
    this.#context.strokeRect(left + 1, top + 1, Math.max(1, width - 2), ROW_PX - 2);
  }
}

/** The whole picture, small, in one colour, with nothing behind it. */
export function paintMinimap(
  context: CanvasRenderingContext2D,
  scene: FlameScene,
  { theme, text }: FlameColors,
  width: number,
): void {
  const { canvas } = context;
  const { above } = scene.rows;
  const rowPx = minimapRowPx(scene) * devicePixelRatio;
  const scale = width / scene.whole;
  const rows = new PixelRows(canvas.width, canvas.height, devicePixelRatio);
  const pixel = theme === 'contrast' ? pixelOf(text) : neutralFill(theme).pixel;
  for (const side of scene.wholeSides) {
    const { layout, firstDepth } = side;
    for (let depth = firstDepth; depth < layout.rows.length; depth++) {
      const top = Math.floor((above + scene.rowOf(side, depth)) * rowPx);
      // Those of a row are apart from those of the next one, where there is room.
      const bottom = Math.max(top + 1, Math.ceil(top + rowPx - 1));
      for (const box of boxesInRange(layout, depth, { from: 0, to: scene.whole }, 1 / scale)) {
        const left = (layout.left[box] ?? 0) * scale;
        const size = (layout.boxes.width[box] ?? 0) * scale;
        const room = size > GAP_FROM_PX ? size - 1 : size;
        rows.fillTouched(left, room, top, bottom, pixel);
      }
    }
  }
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.drawImage(rows.picture(), 0, 0);
}

/** The frame around what is seen of it. */
export function paintMinimapFrame(
  context: CanvasRenderingContext2D,
  scene: FlameScene,
  { selected }: FlameColors,
  { width, height, scrollTop }: FlameWindow,
): void {
  const { from, to } = scene.range;
  const scale = width / scene.whole;
  const toMap = minimapRowPx(scene) / ROW_PX;
  context.strokeStyle = selected;
  context.lineWidth = 1;
  context.strokeRect(
    from * scale + 0.5,
    Math.min(scrollTop * toMap, MINIMAP_PX - 4) + 0.5,
    Math.max(3, (to - from) * scale - 1),
    Math.max(3, Math.min(MINIMAP_PX, height * toMap) - 1),
  );
}

function minimapRowPx({ rows: { above, below } }: FlameScene): number {
  return Math.min(3, MINIMAP_PX / (above + below + 1));
}
