/** Profiles with other values: google/pprof, profile/profile.go, profile/merge.go. */
import {
  added,
  at,
  ColumnBuilder,
  negative,
  truncated,
  type Amount,
  type Column,
} from './columns.ts';
import { Fault } from './problem.ts';
import type { Profile, ValueType } from './profile.ts';
import { keepSamples } from './selection.ts';

/**
 * Multiplies the values of each sample type; samples of which nothing is left are dropped. As in pprof,
 * what is multiplied by 1 does not keep a sample.
 */
export function scaled(profile: Profile, ratios: readonly number[]): Profile {
  if (ratios.every((ratio) => ratio === 1)) {
    return profile;
  }
  const { samples } = profile;
  const values = samples.values.map((column, type) => scaledColumn(column, ratios[type] ?? 1));
  return keepSamples({ ...profile, samples: { ...samples, values } }, (sample) =>
    values.some((column, type) => ratios[type] !== 1 && Number(column[sample] ?? 0) !== 0),
  );
}

function scaledColumn(column: Column, ratio: number): Column {
  const result = new ColumnBuilder();
  for (let sample = 0; sample < column.length; sample++) {
    result.push(scaledAmount(at(column, sample), ratio));
  }
  return result.toColumn();
}

function scaledAmount(value: Amount, ratio: number): Amount {
  if (ratio === 1) {
    return value;
  }
  // What pprof loses beyond 2^53 in a float is kept in a difference.
  if (ratio === -1) {
    return negative(value);
  }
  const product = Number(value) * ratio;
  return truncated(Math.sign(product) * Math.round(Math.abs(product)));
}

/** The profile as if its sums were those of `base`. */
export function normalized(profile: Profile, base: Profile): Profile {
  checkCompatible(profile, base);
  return scaled(
    profile,
    profile.sampleTypes.map((_, type) => {
      const own = sum(profile.samples.values[type]);
      return own === 0 ? 0 : Number(sum(base.samples.values[type])) / Number(own);
    }),
  );
}

function sum(column: Column = new Float64Array(0)): Amount {
  let result: Amount = 0;
  for (let sample = 0; sample < column.length; sample++) {
    result = added(result, at(column, sample));
  }
  return result;
}

export function checkCompatible(a: Profile, b: Profile): void {
  const types = (each: Profile) => each.sampleTypes.map(valueTypeText).join(' ');
  if (valueTypeText(a.periodType) !== valueTypeText(b.periodType)) {
    throw new Fault(
      `profiles of different periods: ${valueTypeText(a.periodType)} and ${valueTypeText(b.periodType)}`,
    );
  }
  if (types(a) !== types(b)) {
    throw new Fault(`profiles of different sample types: ${types(a)} and ${types(b)}`);
  }
}

export function valueTypeText({ type, unit }: ValueType): string {
  return `${type}/${unit}`;
}
