/** How states look: a colour of the theme, and a height and a pattern for those who do not see it. */
import type { RowState } from '../../traceProtocol.ts';
import { pixelOf } from '../components/pixelRows.ts';

export interface StateLook {
  readonly color: string;
  /** The same as the bytes of a picture have it. */
  readonly pixel: number;
  /** Of the row's height, from the bottom. */
  readonly height: number;
  readonly isStriped: boolean;
}

export interface TimelineColors {
  readonly states: Readonly<Record<RowState, StateLook>>;
  readonly background: string;
  readonly text: string;
  /** On a span. */
  readonly spanText: string;
  readonly faint: string;
  readonly selected: string;
  readonly marking: string;
  readonly fontFamily: string;
}

export function timelineColors(): TimelineColors {
  const style = getComputedStyle(document.body);
  const color = (name: string, otherwise: string) =>
    style.getPropertyValue(name).trim() || otherwise;
  const look = (name: string, height: number, isStriped = false): StateLook => {
    const own = color(name, '#888');
    return { color: own, pixel: pixelOf(own), height, isStriped };
  };
  const foreground = color('--vscode-editor-foreground', '#888');
  return {
    states: {
      running: look('--vscode-charts-green', 1),
      gc: look('--vscode-charts-purple', 1, true),
      runnable: look('--vscode-charts-yellow', 0.55),
      syscall: look('--vscode-charts-red', 0.75, true),
      waiting: look('--vscode-charts-blue', 0.25),
      scheduling: look('--vscode-charts-lines', 0.4),
      idle: look('--vscode-panel-border', 0.08),
    },
    background: color('--vscode-editor-background', '#fff'),
    text: foreground,
    spanText: color('--vscode-editor-background', '#fff'),
    faint: color('--vscode-panel-border', foreground),
    selected: color('--vscode-focusBorder', foreground),
    marking: color('--vscode-charts-purple', '#888'),
    fontFamily: color('--vscode-font-family', 'sans-serif'),
  };
}
