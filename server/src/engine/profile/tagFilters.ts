/** Samples by their labels: google/pprof, internal/driver/driver_focus.go. */
import { Uint32List, gathered, type Amount } from './columns.ts';
import { goRegexp, type GoRegexp } from './goRegexpMatch.ts';
import { labelsOf, type SampleLabels } from './labels.ts';
import { scale } from './measurement.ts';
import { Fault } from './problem.ts';
import type { Profile } from './profile.ts';
import { keepSamples } from './selection.ts';
import type { Filtered } from './nameFilters.ts';

export type TagFilter = (labels: SampleLabels) => boolean;

/**
 * What `key=value` asks for; without a key all labels are looked at. A value is a range of numbers
 * (`32kb`, `:64kb`, `4mb:`, `12kb:64mb`) or regular expressions with commas between them.
 */
export function tagFilter(text: string, units: ReadonlyMap<string, string>): TagFilter {
  const equals = text.indexOf('=');
  const key = equals < 0 ? '' : text.slice(0, equals);
  const value = text.slice(equals + 1);
  const isInRange = rangeOf(value);
  if (isInRange !== undefined) {
    return ({ numbers }) =>
      [...numbers].some(
        ([name, values]) =>
          (key === '' || name === key) &&
          values.some((each) => isInRange(each.value, units.get(name) ?? '')),
      );
  }
  const regexps = value.split(',').map((each) => goRegexp(each));
  if (key === '') {
    return ({ texts }) =>
      regexps.every((regexp) =>
        [...texts].some(([name, values]) => values.some((each) => regexp.isIn(`${name}:${each}`))),
      );
  }
  return ({ texts }) =>
    (texts.get(key) ?? []).some((each) => regexps.some((regexp) => regexp.isIn(each)));
}

type Range = (value: Amount, unit: string) => boolean;

function rangeOf(text: string): Range | undefined {
  const match = /^(:?)([+-]?\d+)([A-Za-z]+)?(?:(:)(?:([+-]?\d+)([A-Za-z]+)?)?)?$/.exec(text);
  if (match === null) {
    return undefined;
  }
  const [, isUpTo, first = '', firstUnit = '', isFrom, second, secondUnit = ''] = match;
  if (isUpTo === ':' && isFrom !== undefined) {
    return undefined;
  }
  const { value: bound, unit } = scale(wholeNumber(first), firstUnit, firstUnit);
  const compares =
    (isIn: (value: number) => boolean): Range =>
    (value, from) => {
      const scaled = scale(value, from, unit);
      return scaled.unit === unit && isIn(scaled.value);
    };
  if (second !== undefined) {
    const { value: most, unit: other } = scale(wholeNumber(second), secondUnit, unit);
    return other === unit ? compares((value) => value >= bound && value <= most) : undefined;
  }
  return compares(
    isUpTo === ':'
      ? (value) => value <= bound
      : isFrom === undefined
        ? (value) => value === bound
        : (value) => value >= bound,
  );
}

function wholeNumber(text: string): Amount {
  const value = BigInt(text.replace(/^\+/, ''));
  if (BigInt.asIntN(64, value) !== value) {
    throw new Fault(`${text} is too large a number for a label`);
  }
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** Keeps samples that `focus` says, and that `ignore` does not. */
export function filterByTag(
  profile: Profile,
  focus: TagFilter | undefined,
  ignore: TagFilter | undefined,
): Filtered {
  if (focus === undefined && ignore === undefined) {
    return { profile, unmatched: [] };
  }
  const isMatched = { focus: false, ignore: false };
  const kept = keepSamples(profile, (sample) => {
    const labels = labelsOf(profile, sample);
    const inFocus = focus === undefined || focus(labels);
    const inIgnore = ignore?.(labels) === true;
    isMatched.focus ||= inFocus;
    isMatched.ignore ||= inIgnore;
    return inFocus && !inIgnore;
  });
  return {
    profile: kept,
    unmatched: [
      ...(focus !== undefined && !isMatched.focus ? ['tagfocus'] : []),
      ...(ignore !== undefined && !isMatched.ignore ? ['tagignore'] : []),
    ],
  };
}

/** A profile whose labels are those that `show` matches by their keys, and `hide` does not. */
export function filterTags(
  profile: Profile,
  show: GoRegexp | undefined,
  hide: GoRegexp | undefined,
): Profile {
  return show === undefined && hide === undefined
    ? profile
    : keepLabels(profile, (key) => show?.isIn(key) !== false && hide?.isIn(key) !== true);
}

function keepLabels(profile: Profile, isKept: (key: string) => boolean): Profile {
  const { samples, strings } = profile;
  const { labels } = samples;
  const kept = new Uint32List();
  const labelFrom = new Uint32Array(samples.count);
  const labelTo = new Uint32Array(samples.count);
  for (let sample = 0; sample < samples.count; sample++) {
    labelFrom[sample] = kept.length;
    const to = samples.labelTo[sample] ?? 0;
    for (let label = samples.labelFrom[sample] ?? 0; label < to; label++) {
      if (isKept(strings[labels.key[label] ?? 0] ?? '')) {
        kept.push(label);
      }
    }
    labelTo[sample] = kept.length;
  }
  const indexes = kept.toArray();
  const pick = (column: Uint32Array) => indexes.map((label) => column[label] ?? 0);
  return {
    ...profile,
    samples: {
      ...samples,
      labelFrom,
      labelTo,
      labels: {
        key: pick(labels.key),
        text: pick(labels.text),
        number: gathered(labels.number, indexes),
        unit: pick(labels.unit),
      },
    },
  };
}
