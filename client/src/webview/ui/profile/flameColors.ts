/** What boxes are filled with: a hue for each package, less of it for the standard library. */
import { isStandard, packageOf } from '../../../../../server/src/engine/profile/functionNames.ts';

export type Theme = 'light' | 'dark' | 'contrast';

/** How much is left of what is not looked for. */
export const DIMMED = 0.45;

/** A colour as styles say it, and as the bytes of a picture have it. */
export interface Fill {
  readonly style: string;
  readonly pixel: number;
  readonly dimmedPixel: number;
}

export interface FlameColors {
  readonly theme: Theme;
  readonly fontFamily: string;
  readonly background: string;
  readonly text: string;
  readonly line: string;
  readonly match: Fill;
  readonly selected: string;
  /** What grew and what shrank, for those who cannot tell red from green as well. */
  readonly grown: Fill;
  readonly shrunk: Fill;
  /** What boxes are filled with, by their names and by their packages, as far as they were asked for. */
  readonly fills: Map<string, Fill>;
  readonly packageFills: Map<string, Fill>;
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
    match: theme === 'dark' ? fill(0x8a, 0x6d, 0x00) : fill(0xff, 0xe0, 0x8a),
    selected:
      theme === 'contrast'
        ? variable('--vscode-contrastActiveBorder', foreground)
        : variable('--vscode-focusBorder', foreground),
    grown: theme === 'dark' ? fill(0xa3, 0x5a, 0x00) : fill(0xf5, 0xa0, 0x4c),
    shrunk: theme === 'dark' ? fill(0x1f, 0x5f, 0x9e) : fill(0x7d, 0xb4, 0xea),
    fills: new Map(),
    packageFills: new Map(),
  };
}

export function boxFill(name: string, { theme, fills, packageFills }: FlameColors): Fill {
  return kept(fills, name, () => {
    const path = packageOf(name);
    return kept(packageFills, path, () => fillOf(path, theme));
  });
}

function kept(fills: Map<string, Fill>, key: string, make: () => Fill): Fill {
  let known = fills.get(key);
  if (known === undefined) {
    known = make();
    fills.set(key, known);
  }
  return known;
}

function fillOf(path: string, theme: Theme): Fill {
  if (path === '' || path === 'runtime' || path.startsWith('runtime/')) {
    return neutralFill(theme);
  }
  return fillOfHue(hueOf(path), isStandard(path) ? 0.3 : 0.6, theme === 'dark' ? 0.3 : 0.8);
}

export function neutralFill(theme: Theme): Fill {
  return theme === 'dark' ? NEUTRAL_IN_DARK : NEUTRAL;
}

/** A hue in degrees, saturation and lightness from 0 to 1, as https://www.w3.org/TR/css-color-4/#hsl-to-rgb has it. */
function fillOfHue(hue: number, saturation: number, lightness: number): Fill {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const [red, green, blue] = [0, 8, 4].map((offset) => {
    const sector = (offset + hue / 30) % 12;
    return Math.round(
      255 * (lightness - reach * Math.max(-1, Math.min(sector - 3, 9 - sector, 1))),
    );
  }) as [number, number, number];
  return fill(red, green, blue);
}

/** Each from 0 to 255. */
function fill(red: number, green: number, blue: number): Fill {
  const alpha = Math.round(255 * DIMMED);
  const bytes = Uint8Array.of(red, green, blue, 255, red, green, blue, alpha);
  const [pixel = 0, dimmedPixel = 0] = new Uint32Array(bytes.buffer);
  return { style: `rgb(${red} ${green} ${blue})`, pixel, dimmedPixel };
}

/** Spread over the circle, the same for a package in each profile. */
function hueOf(path: string): number {
  let hash = 0;
  for (let at = 0; at < path.length; at++) {
    hash = (Math.imul(hash, 31) + path.charCodeAt(at)) | 0;
  }
  return ((hash >>> 0) * 137.508) % 360;
}

const NEUTRAL = fillOfHue(0, 0, 0.85);
const NEUTRAL_IN_DARK = fillOfHue(0, 0, 0.27);
