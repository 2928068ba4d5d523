import { absolute, absoluteSum, added, at, quotient, type Amount } from './columns.ts';
import { baseSamples } from './labels.ts';
import { Fault } from './problem.ts';
import type { Profile } from './profile.ts';

/** Which sample type a report is of: google/pprof, profile/index.go. */
export function sampleIndexOf({ sampleTypes, defaultSampleType }: Profile, wanted: string): number {
  if (sampleTypes.length === 0) {
    throw new Fault('the profile has no sample types');
  }
  const last = sampleTypes.length - 1;
  if (wanted === '') {
    const index = sampleTypes.findIndex(({ type }) => type === defaultSampleType);
    return defaultSampleType === '' || index < 0 ? last : index;
  }
  const index = /^[+-]?\d+$/.test(wanted)
    ? Number(wanted)
    : sampleTypes.findIndex(
        ({ type }) => type === wanted || type === wanted.replace(/^inuse_/, ''),
      );
  if (index < 0 || index > last) {
    const names = sampleTypes.map(({ type }) => type).join(' ');
    throw new Fault(`there is no sample type ${wanted}; there are ${names}`);
  }
  return index;
}

/** What percentages are of: the samples of the base, if there are some with a value, or all. */
export function totalOf(profile: Profile, sampleIndex: number, isMean: boolean): Amount {
  const { values, count } = profile.samples;
  const column = values[sampleIndex] ?? new Float64Array(0);
  const divisors = isMean ? values[0] : undefined;
  const isBase = baseSamples(profile);
  const sumOf = (isCounted: (sample: number) => boolean) => {
    let total: Amount = 0;
    let divisor: Amount = 0;
    for (let sample = 0; sample < count; sample++) {
      if (isCounted(sample)) {
        total = added(total, absolute(at(column, sample)));
        divisor = divisors ? added(divisor, at(divisors, sample)) : 0;
      }
    }
    return { total, divisor };
  };
  const ofBase = isBase && sumOf(isBase);
  const { total, divisor } =
    ofBase && ofBase.total > 0
      ? ofBase
      : divisors
        ? sumOf(() => true)
        : { total: absoluteSum(column), divisor: 0 };
  return quotient(total, divisor);
}
