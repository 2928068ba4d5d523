/** Canvases that follow the theme and the screen's resolution. */
import { oncePerFrame } from '../components/canvas.ts';
import { element } from '../components/elements.ts';

export interface Surface {
  readonly canvas: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
  /** In CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/** In CSS pixels. Asking a page for them while it is changed has it laid out anew, in each frame for each canvas. */
const widths = new WeakMap<Element, number>();
const listeners: (() => void)[] = [];
const observer = new ResizeObserver((entries) => {
  const changed = entries.filter(({ target }) => widths.get(target) !== target.clientWidth);
  for (const { target } of changed) {
    widths.set(target, target.clientWidth);
  }
  if (changed.length > 0) {
    listeners.forEach((listener) => {
      listener();
    });
  }
});

/** A canvas that can have the focus; what it shows is said by the label, and by the table beside it. */
export function makeCanvas(id: string, label: string): HTMLCanvasElement {
  const canvas = element('canvas', { id, tabindex: 0, role: 'img', 'aria-label': label });
  observer.observe(canvas);
  return canvas;
}

export function widthOf(canvas: HTMLCanvasElement): number {
  return widths.get(canvas) ?? canvas.clientWidth;
}

/** Canvases have come into the page, have left it, or have another width: they are to be drawn again. */
export function whenWidthsChange(redraw: () => void): void {
  listeners.push(oncePerFrame(redraw));
}

/** Ready to be drawn on, cleared; nothing while it is not in the page. */
export function surfaceOf(canvas: HTMLCanvasElement, height: number): Surface | undefined {
  const width = widthOf(canvas);
  const context = canvas.getContext('2d');
  if (width === 0 || context === null) {
    return undefined;
  }
  const scale = window.devicePixelRatio;
  if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.style.height = `${height}px`;
  }
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  return { canvas, context, width, height };
}

/** Colours of the theme, by what they stand for, and its font. */
export interface Palette {
  readonly text: string;
  readonly faint: string;
  readonly background: string;
  readonly live: string;
  readonly garbage: string;
  readonly marked: string;
  readonly free: string;
  readonly line: string;
  readonly trigger: string;
  readonly focus: string;
  readonly limit: string;
  /** For span classes, in turn. */
  readonly classes: readonly string[];
  /** The family of its font. */
  readonly font: string;
}

let cached: Palette | undefined;

/** Read once for each theme: asking for styles takes longer than drawing. */
export function palette(): Palette {
  cached ??= readPalette();
  return cached;
}

export function forgetPalette(): void {
  cached = undefined;
}

function readPalette(): Palette {
  const style = getComputedStyle(document.body);
  const color = (name: string, otherwise: string) =>
    style.getPropertyValue(name).trim() || otherwise;
  const text = color('--vscode-foreground', 'CanvasText');
  const faint = color('--vscode-descriptionForeground', text);
  return {
    text,
    faint,
    background: color('--vscode-editor-background', 'Canvas'),
    live: color('--vscode-charts-green', text),
    garbage: color('--vscode-charts-red', text),
    marked: color('--vscode-charts-blue', text),
    free: color('--vscode-disabledForeground', faint),
    line: color('--vscode-panel-border', faint),
    trigger: color('--vscode-charts-yellow', text),
    focus: color('--vscode-focusBorder', text),
    limit: color('--vscode-charts-purple', text),
    classes: ['blue', 'green', 'purple', 'yellow', 'red'].map((name) =>
      color(`--vscode-charts-${name}`, text),
    ),
    font: style.fontFamily,
  };
}
