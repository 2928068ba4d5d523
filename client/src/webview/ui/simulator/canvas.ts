/** Canvases that follow the theme and the screen's resolution. */
import { element } from '../components/elements.ts';

export interface Surface {
  readonly canvas: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
  /** In CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/** A canvas that can have the focus; what it shows is said by the label, and by the table beside it. */
export function makeCanvas(id: string, label: string): HTMLCanvasElement {
  return element('canvas', { id, tabindex: 0, role: 'img', 'aria-label': label });
}

/** Ready to be drawn on, cleared; nothing while it is not in the page. */
export function surfaceOf(canvas: HTMLCanvasElement, height: number): Surface | undefined {
  const width = canvas.clientWidth;
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

/** Colours of the theme, by what they stand for. */
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
  };
}
