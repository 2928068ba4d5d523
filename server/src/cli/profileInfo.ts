import { scaledText } from '../engine/profile/measurement.ts';
import type { Report } from '../engine/profile/report.ts';
import { added, absolute, at, type Amount } from '../engine/profile/columns.ts';
import { timeText } from './profileText.ts';

/** What `gomem profile info` says, as plain data. */
export function infoJson({ profile }: Report): object {
  return {
    sampleTypes: profile.sampleTypes.map(({ type, unit }, index) => ({
      type,
      unit,
      total: totalOf(profile.samples.values[index] ?? new Float64Array(0)),
    })),
    defaultSampleType: profile.defaultSampleType,
    samples: profile.samples.count,
    locations: profile.locations.count,
    functions: profile.functions.count,
    timeNanos: profile.timeNanos,
    durationNanos: profile.durationNanos,
    period: { ...profile.periodType, value: profile.period },
    mappings: profile.mappings.map(({ start, limit, offset, file, buildId }) => ({
      start: `0x${start.toString(16)}`,
      limit: `0x${limit.toString(16)}`,
      offset: `0x${offset.toString(16)}`,
      file,
      buildId,
    })),
    comments: profile.comments,
    docUrl: profile.docUrl,
    dropFrames: profile.dropFrames,
    keepFrames: profile.keepFrames,
  };
}

export function* infoLines({ profile }: Report): Generator<string> {
  const { periodType, period, timeNanos, durationNanos, defaultSampleType } = profile;
  for (const [index, { type, unit }] of profile.sampleTypes.entries()) {
    const total = totalOf(profile.samples.values[index] ?? new Float64Array(0));
    const mark = type === defaultSampleType ? ' (default)' : '';
    yield `Sample type: ${type}/${unit}${mark}, total ${scaledText(total, unit, 'auto')}`;
  }
  yield `Samples: ${profile.samples.count}`;
  yield `Locations: ${profile.locations.count}`;
  yield `Functions: ${profile.functions.count}`;
  if (timeNanos !== 0) {
    yield `Time: ${timeText(timeNanos)}`;
  }
  if (durationNanos !== 0) {
    yield `Duration: ${scaledText(durationNanos, 'nanoseconds', 'auto')}`;
  }
  if (periodType.type !== '' || period !== 0) {
    yield `Period: ${period} ${periodType.unit} of ${periodType.type}`;
  }
  for (const { start, limit, file, buildId } of profile.mappings) {
    const range = `0x${start.toString(16)}-0x${limit.toString(16)}`;
    yield `Mapping: ${[range, file, buildId].filter((text) => text !== '').join(' ')}`;
  }
  for (const comment of profile.comments) {
    yield `Comment: ${comment}`;
  }
  const texts = { Doc: profile.docUrl, Drop: profile.dropFrames, Keep: profile.keepFrames };
  for (const [name, text] of Object.entries(texts)) {
    if (text !== '') {
      yield `${name}: ${text}`;
    }
  }
}

/** Of absolute values, as percentages are of it. */
function totalOf(column: Float64Array | BigInt64Array): Amount {
  let total: Amount = 0;
  for (let sample = 0; sample < column.length; sample++) {
    total = added(total, absolute(at(column, sample)));
  }
  return total;
}
