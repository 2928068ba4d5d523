/** What a table of several profiles says of each frame and of each profile; no page is needed. */
import type { Localize } from '../../../../../server/src/engine/features/localize.ts';
import { shareText } from '../../../../../server/src/engine/measured/shareText.ts';
import { amountText, fileName, valueText } from '../../../profiles/models/texts.ts';
import type { SeriesModel, SeriesProfile, ViewHeader } from '../../profileProtocol.ts';

export const SERIES_ORDERS = ['flat', 'cum'] as const;
/** What a frame takes by itself, or with all that it calls. */
export type SeriesOrder = (typeof SERIES_ORDERS)[number];

export const SERIES_VALUES = ['absolute', 'share', 'change'] as const;
/** As they are, of the total of each profile, or what has changed since the first one. */
export type SeriesValues = (typeof SERIES_VALUES)[number];

export interface SeriesRow {
  readonly name: string;
  /** By profile. */
  readonly values: readonly number[];
  /** Undefined where samples are not counted. */
  readonly counts: readonly (number | undefined)[];
}

export function seriesRows(model: SeriesModel, order: SeriesOrder): SeriesRow[] {
  const [values, counts] =
    order === 'flat' ? [model.flat, model.flatCounts] : [model.cum, model.cumCounts];
  return model.names.map((name, row) => ({
    name,
    values: values.map((column) => column[row] ?? 0),
    counts: counts.map((column) => (column.length === 0 ? undefined : column[row])),
  }));
}

/** From the first profile to the last. */
export function changeOf({ values }: SeriesRow): number {
  return (values.at(-1) ?? 0) - (values[0] ?? 0);
}

/** How values are written. */
export interface SeriesForm {
  readonly header: Pick<ViewHeader, 'unit'>;
  readonly profiles: readonly Pick<SeriesProfile, 'total'>[];
  readonly unit: string;
  readonly values: SeriesValues;
}

/** What a cell is sorted and drawn by. */
export function cellValue(row: SeriesRow, index: number, form: SeriesForm): number {
  const value = row.values[index] ?? 0;
  const total = form.profiles[index]?.total ?? 0;
  switch (form.values) {
    case 'absolute':
      return value;
    case 'share':
      return total === 0 ? 0 : value / total;
    case 'change':
      return index === 0 ? value : value - (row.values[0] ?? 0);
  }
}

/** The first profile's values are what has changed since: they are written as they are. */
export function cellText(row: SeriesRow, index: number, form: SeriesForm): string {
  const { unit } = form.header;
  if (form.values === 'share') {
    const total = form.profiles[index]?.total ?? 0;
    return shareText(row.values[index] ?? 0, total, row.counts[index]);
  }
  const isDifference = form.values === 'change' && index > 0;
  return amountText({ unit, isDifference }, cellValue(row, index, form), form.unit);
}

export function changeText(row: SeriesRow, { header: { unit }, unit: wanted }: SeriesForm): string {
  return amountText({ unit, isDifference: true }, changeOf(row), wanted);
}

/** What has changed, of what the frame took at first. */
export function growthText(row: SeriesRow, localize: Localize): string {
  const [first = 0] = row.values;
  if (first === 0) {
    return changeOf(row) === 0 ? '' : localize('new');
  }
  const [before, after] = [row.counts[0], row.counts.at(-1)];
  const counted = before === undefined || after === undefined ? undefined : before + after;
  const text = shareText(changeOf(row), Math.abs(first), counted);
  return changeOf(row) > 0 && text !== '' ? `+${text}` : text;
}

/** A line from left to right, as the `points` of a polyline: time runs along, 0 and the most are its edges. */
export function trendPoints(
  values: readonly number[],
  times: readonly number[],
  { width, height }: { readonly width: number; readonly height: number },
): string {
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)];
  const [first = 0] = times;
  const passed = (times.at(-1) ?? 0) - first;
  // Without times, or with one for all, profiles stand at even distances.
  const along = (index: number) =>
    times.includes(0) || passed === 0
      ? index / Math.max(1, values.length - 1)
      : ((times[index] ?? 0) - first) / passed;
  const up = (value: number) => (most === least ? 0 : (value - least) / (most - least));
  return values
    .map((value, index) => `${rounded(along(index) * width)},${rounded((1 - up(value)) * height)}`)
    .join(' ');
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

/** The line in words. */
export function trendText(values: readonly number[], localize: Localize): string {
  const steps = values.slice(1).map((value, index) => value - (values[index] ?? 0));
  const countUp = steps.filter((step) => step > 0).length;
  const countDown = steps.filter((step) => step < 0).length;
  if (countUp === 0 && countDown === 0) {
    return localize('unchanged');
  }
  if (countDown === 0) {
    return localize('never falls, rises in {0} of {1} steps', countUp, steps.length);
  }
  return countUp === 0
    ? localize('never rises, falls in {0} of {1} steps', countDown, steps.length)
    : localize('rises in {0} and falls in {1} of {2} steps', countUp, countDown, steps.length);
}

export interface ProfileTitle {
  readonly name: string;
  /** When it was recorded, and for how long; empty where it does not say. */
  readonly when: string;
}

/** What columns are called: files of the same name with the folder that they are in. */
export function profileTitles(
  profiles: readonly Pick<SeriesProfile, 'uri' | 'time' | 'durationNanos'>[],
): ProfileTitle[] {
  const names = shortNames(profiles.map(({ uri }) => uri));
  const days = new Set(profiles.map(({ time }) => new Date(time).toDateString()));
  return profiles.map(({ time, durationNanos }, index) => {
    const at = new Date(time);
    const when = [
      time === 0 ? '' : days.size === 1 ? at.toLocaleTimeString() : at.toLocaleString(),
      durationNanos === 0 ? '' : valueText(durationNanos, 'nanoseconds', 'auto'),
    ];
    return {
      name: names[index] ?? '',
      when: when.filter((part) => part !== '').join(' · '),
    };
  });
}

/** Of files; of the same name with the folder that they are in. */
export function shortNames(uris: readonly string[]): string[] {
  const names = uris.map(fileName);
  return uris.map((uri, index) => {
    const name = names[index] ?? '';
    const isAlone = names.filter((each) => each === name).length === 1;
    return isAlone ? name : `${fileName(uri.replace(/\/[^/]*$/, ''))}/${name}`;
  });
}
