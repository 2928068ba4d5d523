import {
  absolute,
  added,
  at,
  type Amount,
  type Column,
} from '../../../../server/src/engine/profile/columns.ts';
import type { Profile } from '../../../../server/src/engine/profile/profile.ts';
import type { InfoModel } from '../../webview/profileProtocol.ts';

/** What the file says of itself. */
export function infoModel(profile: Profile, defaultSampleType: string): InfoModel {
  const { sampleTypes, samples, locations, functions, periodType, period } = profile;
  return {
    totals: sampleTypes.map(({ type, unit }, index) => ({
      type,
      unit,
      total: Number(absoluteSum(samples.values[index])),
      isDefault: type === defaultSampleType,
    })),
    countSamples: samples.count,
    countLocations: locations.count,
    countFunctions: functions.count,
    time: Number(profile.timeNanos) / 1e6,
    durationNanos: Number(profile.durationNanos),
    period: { ...periodType, value: Number(period) },
    binaries: profile.mappings.map(({ file, buildId }) => ({ file, buildId })),
    comments: profile.comments,
    docUrl: profile.docUrl,
  };
}

/** Growth less shrinking. */
export function sum(column: Column): Amount {
  let total: Amount = 0;
  for (let sample = 0; sample < column.length; sample++) {
    total = added(total, at(column, sample));
  }
  return total;
}

/** As totals are: in a difference growth and shrinking do not cancel each other out. */
export function absoluteSum(column: Column = new Float64Array(0)): Amount {
  let total: Amount = 0;
  for (let sample = 0; sample < column.length; sample++) {
    total = added(total, absolute(at(column, sample)));
  }
  return total;
}
