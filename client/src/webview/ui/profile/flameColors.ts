/** What boxes are filled with: a hue for each package, less of it for the standard library. */
import { isStandard, packageOf } from '../../../../../server/src/engine/profile/functionNames.ts';

export type Theme = 'light' | 'dark' | 'contrast';

export interface FlameColors {
  readonly theme: Theme;
  readonly fontFamily: string;
  readonly background: string;
  readonly text: string;
  readonly line: string;
  readonly match: string;
  readonly selected: string;
  /** What grew and what shrank, for those who cannot tell red from green as well. */
  readonly grown: string;
  readonly shrunk: string;
  /** What boxes are filled with, by their names, as far as they were asked for. */
  readonly fills: Map<string, string>;
}

export function flameColors(): FlameColors {
  const style = getComputedStyle(document.body);
  const variable = (name: string, otherwise: string) =>
    style.getPropertyValue(name).trim() || otherwise;
  const { classList } = document.body;
  const theme = classList.contains('vscode-high-contrast')
    ? 'contrast'
    : classList.contains('vscode-dark')
      ? 'dark'
      : 'light';
  const foreground = variable('--vscode-editor-foreground', '#888');
  return {
    theme,
    fontFamily: variable('--vscode-editor-font-family', 'monospace'),
    background: variable('--vscode-editor-background', '#fff'),
    text: theme === 'contrast' ? foreground : theme === 'dark' ? '#f0f0f0' : '#1b1b1b',
    line: variable('--vscode-contrastBorder', foreground),
    match: theme === 'dark' ? '#8a6d00' : theme === 'light' ? '#ffe08a' : 'transparent',
    selected:
      theme === 'contrast'
        ? variable('--vscode-contrastActiveBorder', foreground)
        : variable('--vscode-focusBorder', foreground),
    grown: theme === 'dark' ? '#a35a00' : '#f5a04c',
    shrunk: theme === 'dark' ? '#1f5f9e' : '#7db4ea',
    fills: new Map(),
  };
}

export function boxColor(name: string, colors: FlameColors): string {
  let fill = colors.fills.get(name);
  if (fill === undefined) {
    fill = fillOf(name, colors);
    colors.fills.set(name, fill);
  }
  return fill;
}

function fillOf(name: string, { theme, background }: FlameColors): string {
  if (theme === 'contrast') {
    return background;
  }
  const path = packageOf(name);
  if (path === '' || path === 'runtime' || path.startsWith('runtime/')) {
    return neutralColor(theme);
  }
  const saturation = isStandard(path) ? 30 : 60;
  return `hsl(${hueOf(path)} ${saturation}% ${theme === 'dark' ? 30 : 80}%)`;
}

export function neutralColor(theme: Theme): string {
  return theme === 'dark' ? 'hsl(0 0% 27%)' : 'hsl(0 0% 85%)';
}

/** Spread over the circle, the same for a package in each profile. */
function hueOf(path: string): number {
  let hash = 0;
  for (let at = 0; at < path.length; at++) {
    hash = (Math.imul(hash, 31) + path.charCodeAt(at)) | 0;
  }
  return ((hash >>> 0) * 137.508) % 360;
}
