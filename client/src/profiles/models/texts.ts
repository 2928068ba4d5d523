/** Values and shares as people read them. */
import {
  areOfOneKind,
  scale,
  twoDigits,
} from '../../../../server/src/engine/profile/measurement.ts';
import type { ViewHeader } from '../../webview/profileProtocol.ts';

/** Fewer samples than these say nothing about a share. */
const LEAST_SAMPLES = 10;

const UNITS: readonly (readonly string[])[] = [
  ['B', 'kB', 'MB', 'GB'],
  ['ns', 'us', 'ms', 's'],
];

/** `1.5 MB`, `1,200`; in the unit that fits best with `auto`. */
export function valueText(value: number, unit: string, wanted: string): string {
  const isCount = !UNITS.flat().some((each) => areOfOneKind(unit, each));
  if (isCount) {
    const name = ['', 'count'].includes(unit) ? '' : ` ${unit}`;
    return `${value.toLocaleString('en-US')}${name}`;
  }
  const scaled = scale(value, unit, wanted === '' ? 'auto' : wanted);
  const number = twoDigits(scaled.value).replace(/\.00$/, '');
  return value === 0 ? '0' : `${number} ${scaled.unit === 'us' ? 'µs' : scaled.unit}`;
}

/** A value of a view: of a difference with its sign. */
export function amountText(
  { unit, isDifference }: Pick<ViewHeader, 'unit' | 'isDifference'>,
  value: number,
  wanted: string,
): string {
  return `${isDifference && value > 0 ? '+' : ''}${valueText(value, unit, wanted)}`;
}

/** In which units values can be written; none where there is no choice. */
export function unitChoices(unit: string): readonly string[] {
  return UNITS.find(([first = '']) => areOfOneKind(unit, first)) ?? [];
}

/**
 * `35.2 %` of what was counted; `~35 %` of samples, in as many digits as their number bears out, and
 * nothing where there are too few.
 */
export function shareText(value: number, total: number, count: number | undefined): string {
  if (total === 0) {
    return '';
  }
  const share = value / total;
  const percent = share * 100;
  if (count === undefined) {
    return `${percent.toFixed(percent !== 0 && Math.abs(percent) < 0.1 ? 2 : 1)} %`;
  }
  if (count < LEAST_SAMPLES) {
    return '';
  }
  // The standard error of a share, of which `count` samples were seen; growth has no whole to be a part of.
  const rest = Math.abs(share) > 1 ? 1 : 1 - Math.abs(share);
  const error = Math.abs(percent) * Math.sqrt(rest / count);
  return error === 0 ? `${percent.toFixed(0)} %` : `~${percent.toFixed(digitsFor(error))} %`;
}

function digitsFor(error: number): number {
  return error >= 0.5 ? 0 : error >= 0.05 ? 1 : 2;
}
