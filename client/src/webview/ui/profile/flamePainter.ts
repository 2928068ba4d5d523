/** Draws what is seen of a flame graph. */
import { boxColor, neutralColor, type FlameColors } from './flameColors.ts';
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

export class FlamePainter {
  readonly #context: CanvasRenderingContext2D;
  readonly #scene: FlameScene;
  readonly #look: FlameLook;
  readonly #colors: FlameColors;
  readonly #font: string;
  readonly #letterPx: number;
  /** By colour, left, top and width of each of the boxes that have nothing but it. */
  readonly #queued = new Map<string, number[]>();

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
    clear(context, this.#colors, window.width, window.height);
    context.textBaseline = 'middle';
    const { above } = this.#scene.rows;
    for (const side of this.#scene.sides) {
      for (let depth = side.firstDepth; depth < side.layout.rows.length; depth++) {
        const top = (above + this.#scene.rowOf(side, depth)) * ROW_PX - window.scrollTop;
        if (top > -ROW_PX && top < window.height) {
          this.#paintRow(side, depth, top, window.width, selected);
        }
      }
    }
    this.#fillQueued();
  }

  #paintRow(
    side: FlameSide,
    depth: number,
    top: number,
    room: number,
    selected: FlamePlace | undefined,
  ): void {
    const { layout } = side;
    const { boxes } = layout;
    const { range } = this.#scene;
    const scale = room / (range.to - range.from);
    const { matches, isDifference } = this.#look;
    const isPlain = !matches && !isDifference && this.#colors.theme !== 'contrast';
    for (const box of boxesInRange(layout, depth, range, LEAST_BOX_PX / scale)) {
      const start = ((layout.left[box] ?? 0) - range.from) * scale;
      const end = start + (boxes.width[box] ?? 0) * scale;
      const left = Math.max(0, start);
      const name = boxes.names[boxes.name[box] ?? -1] ?? '';
      const width = Math.max(LEAST_BOX_PX, Math.min(room, end) - left);
      const isSelected = selected?.side === side.name && selected.box === box;
      if (isPlain && !isSelected && width <= GAP_FROM_PX) {
        this.#queue(this.#colorOf(name), left, top, width);
        continue;
      }
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
      this.#paintBox(painted);
      if (isSelected) {
        this.#frame(painted);
      }
    }
  }

  #paintBox(box: Box): void {
    const context = this.#context;
    const colors = this.#colors;
    context.globalAlpha = this.#look.matches && !box.isMatch ? 0.45 : 1;
    const room = box.width > GAP_FROM_PX ? box.width - 1 : box.width;
    context.fillStyle = this.#fillOf(box);
    context.fillRect(box.left, box.top, room, ROW_PX - 1);
    if (this.#look.isDifference) {
      this.#paintChange(box);
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

  #fillOf({ isMatch, name }: Box): string {
    const { theme, background, match } = this.#colors;
    if (theme === 'contrast') {
      return background;
    }
    if (isMatch) {
      return match;
    }
    return this.#look.isDifference ? neutralColor(theme) : this.#colorOf(name);
  }

  #colorOf(name: string): string {
    return name === '' ? neutralColor(this.#colors.theme) : boxColor(name, this.#colors);
  }

  /** There are tens of thousands of narrow boxes, and to set a colour takes longer than to fill one. */
  #queue(color: string, left: number, top: number, width: number): void {
    const places = this.#queued.get(color);
    if (places) {
      places.push(left, top, width);
    } else {
      this.#queued.set(color, [left, top, width]);
    }
  }

  #fillQueued(): void {
    const context = this.#context;
    for (const [color, places] of this.#queued) {
      context.fillStyle = color;
      for (let at = 0; at < places.length; at += 3) {
        context.fillRect(places[at] ?? 0, places[at + 1] ?? 0, places[at + 2] ?? 0, ROW_PX - 1);
      }
    }
    this.#queued.clear();
  }

  /** Growth fills the box as far as it is more than shrinking, and the other way round. */
  #paintChange({ side, box, left, top, width }: Box): void {
    const { boxes } = side.layout;
    const share = (boxes.value[box] ?? 0) / Math.max(1, boxes.width[box] ?? 1);
    this.#context.fillStyle = share > 0 ? this.#colors.grown : this.#colors.shrunk;
    this.#context.fillRect(left, top, width * Math.abs(share), ROW_PX - 1);
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

/** The whole picture, small. */
export function paintMinimap(
  context: CanvasRenderingContext2D,
  scene: FlameScene,
  colors: FlameColors,
  width: number,
): void {
  clear(context, colors, width, MINIMAP_PX);
  const { above } = scene.rows;
  const rowPx = minimapRowPx(scene);
  const scale = width / scene.whole;
  context.fillStyle = colors.theme === 'contrast' ? colors.text : neutralColor(colors.theme);
  for (const side of scene.sides) {
    const { layout, firstDepth } = side;
    for (let depth = firstDepth; depth < layout.rows.length; depth++) {
      const top = (above + scene.rowOf(side, depth)) * rowPx;
      for (const box of boxesInRange(layout, depth, { from: 0, to: scene.whole }, 1 / scale)) {
        const size = (layout.boxes.width[box] ?? 0) * scale;
        context.fillRect(
          (layout.left[box] ?? 0) * scale,
          top,
          Math.max(0.5, size - 0.5),
          Math.max(0.5, rowPx - 0.5),
        );
      }
    }
  }
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

function clear(
  context: CanvasRenderingContext2D,
  { background }: FlameColors,
  width: number,
  height: number,
): void {
  const ratio = window.devicePixelRatio;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.globalAlpha = 1;
  context.fillStyle = background;
  context.fillRect(0, 0, width, height);
}
