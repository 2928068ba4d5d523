/** A flame graph in the page: its canvases, and what mouse and keys do to it. */
import type { FlameStacks } from '../../flameBoxes.ts';
import { clearCanvas, onceIdle, oncePerFrame, resizeCanvas } from '../components/canvas.ts';
import { element } from '../components/elements.ts';
import { flameColors, type FlameColors } from './flameColors.ts';
import {
  FlamePainter,
  MINIMAP_PX,
  paintMinimap,
  paintMinimapFrame,
  ROW_PX,
  type FlameLook,
  type FlameWindow,
} from './flamePainter.ts';
import type { FlameRange } from './flameLayout.ts';
import { FlameScene, type FlamePlace, type FlameSpot } from './flameScene.ts';

export interface FlameActions {
  /** The mouse is on a box, at a place of the page; or on none. */
  readonly point: (place: FlamePlace | undefined, event: MouseEvent) => void;
  /** Another box is the current one. */
  readonly select: (place: FlamePlace) => void;
  /** A click, or Enter. */
  readonly activate: (place: FlamePlace) => void;
  /** Ctrl or Cmd and a click, or the key O. */
  readonly openSource: (place: FlamePlace) => void;
  /** Escape, where nothing is zoomed. */
  readonly leave: () => void;
  /** A part of the picture is seen of which there is more to know: see {@link FlameCanvas.showPart}. */
  readonly wantPart: (part: FlameRange) => void;
}

/** What one turn of the wheel, or one key, does. */
const ZOOM = 1.25;
const PAN = 0.1;
/** What is seen has to stay the same for so long until more is asked for. */
const REST_MS = 120;
/** The mouse may move that far in a click. */
const CLICK_PX = 4;

const DIRECTIONS = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
} as const;

export class FlameCanvas {
  readonly element: HTMLElement;
  readonly #actions: FlameActions;
  readonly #canvas = element('canvas', { 'aria-hidden': 'true' });
  readonly #minimap = element('canvas', { class: 'minimap', 'aria-hidden': 'true' });
  /** The minimap without the frame, as long as it is the same. */
  readonly #map = element('canvas');
  #isMapDrawn = false;
  readonly #spacer = element('div', { class: 'spacer' });
  readonly #scroller: HTMLElement;
  #scene: FlameScene | undefined;
  #look: FlameLook = { matches: undefined, isDifference: false };
  #selected: FlameSpot | undefined;
  #resting: number | undefined;
  #colors: FlameColors | undefined;
  readonly #draw = oncePerFrame(() => {
    this.#drawNow();
  });
  /** Afterwards, as the flame graph is what one waits for. */
  readonly #drawMap = onceIdle(() => {
    this.#drawMapNow();
  });

  constructor(label: string, actions: FlameActions) {
    this.#actions = actions;
    this.#scroller = element(
      'div',
      { class: 'flame', tabindex: 0, role: 'application', 'aria-label': label, id: 'flame' },
      this.#canvas,
      this.#spacer,
    );
    this.element = element('div', { class: 'flame-frame' }, this.#minimap, this.#scroller);
    this.#scroller.addEventListener('scroll', () => {
      this.#draw();
    });
    new ResizeObserver(() => {
      if (this.#layOut()) {
        this.#draw();
      }
    }).observe(this.#scroller);
    // Another theme has another class.
    new MutationObserver(() => {
      this.#colors = undefined;
      this.#draw();
      // It would be seen in the old colours until there is nothing else to do.
      this.#drawMapNow();
    }).observe(document.body, { attributes: true, attributeFilter: ['class'] });
    this.#listenToMouse();
    this.#scroller.addEventListener('keydown', (event) => {
      if (!event.altKey && !event.ctrlKey && !event.metaKey && this.#press(event)) {
        event.preventDefault();
      }
    });
  }

  get scene(): FlameScene | undefined {
    return this.#scene;
  }

  show(stacks: FlameStacks, isFlame: boolean, look: FlameLook): void {
    const scene = new FlameScene(stacks, isFlame);
    this.#scene = scene;
    this.#look = look;
    this.#selected = undefined;
    this.#isMapDrawn = false;
    this.#layOut();
    this.#draw();
    const middle = scene.rows.above * ROW_PX - this.#scroller.clientHeight / 2;
    const isPivoted = stacks.callers !== undefined;
    this.#scroller.scrollTop = isPivoted || !isFlame ? middle : this.#scroller.scrollHeight;
  }

  /** What there is in a part of the picture, however narrow it is in the whole; whether that is the whole. */
  showPart(stacks: FlameStacks, part: FlameRange): boolean {
    const scene = this.#scene;
    if (!scene) {
      return false;
    }
    const { above } = scene.rows;
    const isWhole = scene.showDetail(stacks, part);
    this.#isMapDrawn &&= !isWhole;
    this.#layOut();
    // What is seen stays where it is, whatever is above it.
    this.#scroller.scrollTop += (scene.rows.above - above) * ROW_PX;
    this.#draw();
    return isWhole;
  }

  /** What is looked for, without anything else changing. */
  highlight(look: FlameLook): void {
    this.#look = look;
    this.#draw();
  }

  select(place: FlamePlace): void {
    this.#selected = this.#scene?.spotOf(place);
    this.#bringIntoView(place);
    this.#actions.select(place);
    this.#draw();
  }

  /** Makes a box as wide as the window. */
  zoomTo(place: FlamePlace): void {
    this.#scene?.show(this.#scene.extentOf(place));
    this.#draw();
  }

  get #window(): FlameWindow {
    const { clientWidth: width, clientHeight: height, scrollTop } = this.#scroller;
    return { width: Math.max(1, width), height, scrollTop };
  }

  #bringIntoView(place: FlamePlace): void {
    const scene = this.#scene;
    const side = scene?.side(place.side);
    if (!scene || !side) {
      return;
    }
    const row = scene.rowOf(side, side.layout.depth[place.box] ?? 0);
    const top = (scene.rows.above + row) * ROW_PX;
    const { scrollTop, height } = this.#window;
    if (top < scrollTop) {
      this.#scroller.scrollTop = top;
    } else if (top + ROW_PX > scrollTop + height) {
      this.#scroller.scrollTop = top + ROW_PX - height;
    }
    const { from, to } = scene.extentOf(place);
    if (to <= scene.range.from || from >= scene.range.to) {
      scene.moveTo((from + to) / 2);
    }
  }

  /** Whether there is another size to draw in. */
  #layOut(): boolean {
    // The minimap first: what is left is the canvas's.
    resizeCanvas(this.#minimap, this.#window.width, MINIMAP_PX);
    const { width, height } = this.#window;
    const { above, below } = this.#scene?.rows ?? { above: 0, below: 0 };
    this.#spacer.style.height = `${Math.max(0, (above + below + 1) * ROW_PX - height)}px`;
    if (resizeCanvas(this.#map, width, MINIMAP_PX)) {
      this.#isMapDrawn = false;
    }
    // It is no larger than what is seen of it: browsers draw nothing on very large ones.
    return resizeCanvas(this.#canvas, width, height);
  }

  #drawNow(): void {
    const context = this.#canvas.getContext('2d');
    if (context && this.#scene) {
      const colors = (this.#colors ??= flameColors());
      const painter = new FlamePainter(context, this.#scene, this.#look, colors);
      painter.paint(this.#window, this.#selectedPlace);
      this.#restUntilDetail(this.#scene);
      if (this.#isMapDrawn) {
        this.#drawMinimap(this.#scene, colors);
      } else {
        this.#drawMap();
      }
    }
  }

  get #selectedPlace(): FlamePlace | undefined {
    return this.#selected && this.#scene?.placeOf(this.#selected);
  }

  #restUntilDetail(scene: FlameScene): void {
    window.clearTimeout(this.#resting);
    this.#resting = window.setTimeout(() => {
      const part = this.#scene === scene ? scene.wantedPart() : undefined;
      if (part) {
        this.#actions.wantPart(part);
      }
    }, REST_MS);
  }

  #drawMapNow(): void {
    const map = this.#map.getContext('2d');
    if (map && this.#scene) {
      const colors = (this.#colors ??= flameColors());
      paintMinimap(map, this.#scene, colors, this.#window.width);
      this.#isMapDrawn = true;
      this.#drawMinimap(this.#scene, colors);
    }
  }

  /** What is seen of the whole, on it. */
  #drawMinimap(scene: FlameScene, colors: FlameColors): void {
    const context = this.#minimap.getContext('2d');
    if (!context) {
      return;
    }
    const { width } = this.#window;
    clearCanvas(context, colors.background, width, MINIMAP_PX);
    context.drawImage(this.#map, 0, 0, width, MINIMAP_PX);
    paintMinimapFrame(context, scene, colors, this.#window);
  }

  #placeAt({ offsetX, offsetY }: MouseEvent): FlamePlace | undefined {
    const { width, scrollTop } = this.#window;
    const row = Math.floor((offsetY + scrollTop) / ROW_PX) - (this.#scene?.rows.above ?? 0);
    return this.#scene?.placeAt(row, offsetX / width);
  }

  #listenToMouse(): void {
    const canvas = this.#canvas;
    let pressed: { readonly x: number; readonly y: number } | undefined;
    let isDragged = false;
    canvas.addEventListener('mousedown', ({ offsetX, offsetY }) => {
      pressed = { x: offsetX, y: offsetY };
      isDragged = false;
    });
    canvas.addEventListener('mousemove', (event) => {
      const { offsetX, offsetY, movementX, movementY } = event;
      if (pressed && event.buttons === 1) {
        const moved = Math.abs(offsetX - pressed.x) + Math.abs(offsetY - pressed.y);
        isDragged ||= moved > CLICK_PX;
        if (isDragged) {
          this.#scene?.pan(-movementX / this.#window.width);
          this.#scroller.scrollTop -= movementY;
          this.#draw();
        }
        return;
      }
      const place = this.#placeAt(event);
      canvas.style.cursor = place ? 'pointer' : 'default';
      this.#actions.point(place, event);
    });
    canvas.addEventListener('mouseleave', (event) => {
      this.#actions.point(undefined, event);
    });
    canvas.addEventListener('click', (event) => {
      this.#scroller.focus();
      const place = isDragged ? undefined : this.#placeAt(event);
      if (place) {
        this.#click(place, event);
      }
    });
    this.#scroller.addEventListener(
      'wheel',
      (event) => {
        if (event.ctrlKey || event.metaKey) {
          event.preventDefault();
          const part = event.offsetX / this.#window.width;
          this.#scene?.zoom(event.deltaY < 0 ? ZOOM : 1 / ZOOM, part);
        } else {
          this.#scene?.pan(event.deltaX / this.#window.width);
        }
        this.#draw();
      },
      { passive: false },
    );
    const travel = (event: MouseEvent) => {
      if (event.buttons === 1 && this.#scene) {
        this.#scene.moveTo((event.offsetX / this.#window.width) * this.#scene.whole);
        this.#draw();
      }
    };
    this.#minimap.addEventListener('mousedown', travel);
    this.#minimap.addEventListener('mousemove', travel);
  }

  #click(place: FlamePlace, { ctrlKey, metaKey, shiftKey }: MouseEvent): void {
    if (ctrlKey || metaKey) {
      this.select(place);
      this.#actions.openSource(place);
    } else if (shiftKey) {
      this.select(place);
      this.zoomTo(place);
    } else {
      this.#actions.activate(place);
    }
  }

  /** Whether the key means something here. */
  #press({ key, shiftKey }: KeyboardEvent): boolean {
    const scene = this.#scene;
    const selected = this.#selected && scene?.nearestOf(this.#selected);
    const current = selected ?? scene?.first();
    if (!scene || !current) {
      return false;
    }
    switch (key) {
      case 'ArrowUp':
      case 'ArrowDown':
      case 'ArrowLeft':
      case 'ArrowRight': {
        const direction = DIRECTIONS[key];
        if (shiftKey && (direction === 'left' || direction === 'right')) {
          scene.pan(direction === 'left' ? -PAN : PAN);
          break;
        }
        this.select(selected ? scene.step(current, direction) : current);
        break;
      }
      case '+':
      case '=':
        scene.zoom(ZOOM);
        break;
      case '-':
        scene.zoom(1 / ZOOM);
        break;
      case 'Enter':
        this.#actions.activate(current);
        break;
      case 'z':
        this.zoomTo(current);
        break;
      case 'o':
        this.#actions.openSource(current);
        break;
      case 'Escape':
        if (!scene.isZoomed) {
          this.#actions.leave();
        }
        scene.showAll();
        break;
      default:
        return false;
    }
    this.#draw();
    return true;
  }
}
