import { absoluteSum } from '../../../../server/src/engine/profile/columns.ts';
import type { Profile } from '../../../../server/src/engine/profile/profile.ts';
import type { InfoModel } from '../../webview/profileProtocol.ts';

/** What the file says of itself. */
export function infoModel(profile: Profile, defaultSampleType: string): InfoModel {
  const { sampleTypes, samples, locations, functions, periodType, period } = profile;
  return {
    totals: sampleTypes.map(({ type, unit }, index) => ({
      type,
      unit,
      total: Number(absoluteSum(samples.values[index] ?? new Float64Array(0))),
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
