/** Values as people read them. */
import {
  areOfOneKind,
  scale,
  twoDigits,
} from '../../../../server/src/engine/profile/measurement.ts';
import type { ViewHeader } from '../../webview/profileProtocol.ts';
import { countText } from '../../countText.ts';

const UNITS: readonly (readonly string[])[] = [
  ['B', 'kB', 'MB', 'GB'],
  ['ns', 'us', 'ms', 's'],
];

/** `1.5 MB`, `1,200`; in the unit that fits best with `auto`. */
export function valueText(value: number, unit: string, wanted: string): string {
  const isCount = !UNITS.flat().some((each) => areOfOneKind(unit, each));
  if (isCount) {
    const name = ['', 'count'].includes(unit) ? '' : ` ${unit}`;
    return `${countText(value)}${name}`;
  }
  const scaled = scale(value, unit, wanted === '' ? 'auto' : wanted);
  const number = twoDigits(scaled.value).replace(/\.00$/, '');
  return value === 0 ? '0' : `${number} ${scaled.unit === 'us' ? 'µs' : scaled.unit}`;
}

/** Whether some of a view has grown and some has shrunk. */
export function isSigned({ isDifference, net, shown }: ViewHeader): boolean {
  return isDifference || net !== shown;
}

/** A value of a view: of a difference with its sign. */
export function amountText(
  { unit, isDifference }: Pick<ViewHeader, 'unit' | 'isDifference'>,
  value: number,
  wanted: string,
): string {
  return `${isDifference && value > 0 ? '+' : ''}${valueText(value, unit, wanted)}`;
}

/** What a URI's file is called. */
export function fileName(uri: string): string {
  return decodeURIComponent(uri).replace(/.*\//, '');
}

/** In which units values can be written; none where there is no choice. */
export function unitChoices(unit: string): readonly string[] {
  return UNITS.find(([first = '']) => areOfOneKind(unit, first)) ?? [];
}
