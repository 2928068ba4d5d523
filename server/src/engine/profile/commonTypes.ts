/** Sample types and units that profiles have in common: google/pprof, internal/measurement/measurement.go. */
import { truncated } from './columns.ts';
import { areOfOneKind, scale } from './measurement.ts';
import { Fault } from './problem.ts';
import type { Profile, ValueType } from './profile.ts';
import { scaled, valueTypeText } from './scaling.ts';

/** With the sample types that are in all, in the order of the first. */
export function withCommonTypes(profiles: readonly Profile[]): readonly Profile[] {
  const counts = new Map<string, number>();
  for (const { type } of profiles.flatMap(({ sampleTypes }) => sampleTypes)) {
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  const common = (profiles[0]?.sampleTypes ?? [])
    .map(({ type }) => type)
    .filter((type) => counts.get(type) === profiles.length);
  if (common.length === 0) {
    throw new Fault('the profiles have no sample type in common');
  }
  return profiles.map((profile) => withTypes(profile, common));
}

function withTypes(profile: Profile, types: readonly string[]): Profile {
  const indexes = types.map((wanted) =>
    profile.sampleTypes.findIndex(({ type }) => type === wanted),
  );
  if (
    types.length === profile.sampleTypes.length &&
    indexes.every((index, place) => index === place)
  ) {
    return profile;
  }
  const { samples, sampleTypes } = profile;
  return {
    ...profile,
    defaultSampleType: types.includes(profile.defaultSampleType)
      ? profile.defaultSampleType
      : (types[0] ?? ''),
    sampleTypes: indexes.map((index) => sampleTypes[index] ?? { type: '', unit: '' }),
    samples: {
      ...samples,
      values: indexes.map((index) => samples.values[index] ?? new Float64Array(samples.count)),
    },
  };
}

/** With each sample type in the finest unit that one of them has. */
export function withCommonUnits(profiles: readonly Profile[]): readonly Profile[] {
  if (profiles.length < 2) {
    return profiles;
  }
  const periodType = finest(profiles.map((profile) => profile.periodType));
  const types = (profiles[0]?.sampleTypes ?? []).map((_, index) =>
    finest(profiles.map(({ sampleTypes }) => sampleTypes[index] ?? { type: '', unit: '' })),
  );
  return profiles.map((profile) => {
    const ratioOf = ({ unit }: ValueType, index: number) =>
      scale(1, unit, types[index]?.unit ?? unit).value;
    const changed = scaled(profile, profile.sampleTypes.map(ratioOf));
    const period = scale(profile.period, profile.periodType.unit, periodType.unit).value;
    return {
      ...changed,
      period: truncated(period),
      periodType: { ...profile.periodType, unit: periodType.unit },
      sampleTypes: changed.sampleTypes.map((each, index) => ({
        ...each,
        unit: types[index]?.unit ?? each.unit,
      })),
    };
  });
}

function finest(types: readonly ValueType[]): ValueType {
  return types.reduce((least, type) => {
    const isSame = least.type.replace(/s$/, '') === type.type.replace(/s$/, '');
    if (!isSame || (least.unit !== type.unit && !areOfOneKind(least.unit, type.unit))) {
      throw new Fault(`${valueTypeText(least)} and ${valueTypeText(type)} do not go together`);
    }
    return scale(1, type.unit, least.unit).value < 1 ? type : least;
  });
}
