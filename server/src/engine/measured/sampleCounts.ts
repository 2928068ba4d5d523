/** How many samples stand behind values: percentages are only as good as that. */
import { chanceOfSampling } from '../leaks/heapSampling.ts';
import { absolute, at, type Column } from '../profile/columns.ts';
import type { Profile } from '../profile/profile.ts';
import type { Report } from '../profile/report.ts';

/**
 * How values came about: each event was counted, or some were, as many as `counts` say, or nobody
 * knows.
 */
export type Sampling = 'exact' | 'counted' | 'unknown';

export interface SampleCounts {
  readonly sampling: Sampling;
  /** For each sample of the report, where they are counted. */
  readonly counts: Float64Array | undefined;
}

/** Profiles in which each goroutine, or each thread, is there. */
const COMPLETE = new Set(['goroutine', 'threadcreate', 'goroutineleak']);

/** Counts of what was sampled, as far as the profile tells. */
export function sampleCounts({ profile, sampleType }: Report): SampleCounts {
  if (COMPLETE.has(sampleType)) {
    return { sampling: 'exact', counts: undefined };
  }
  const samples = columnOf(profile, 'samples');
  if (samples) {
    return { sampling: 'counted', counts: Float64Array.from(samples, Number).map(Math.abs) };
  }
  const [, family = ''] = /^(inuse_|alloc_|)(?:space|objects)$/.exec(sampleType) ?? [];
  const space = columnOf(profile, `${family}space`);
  const objects = columnOf(profile, `${family}objects`);
  const { type } = profile.periodType;
  const rate = Number(profile.period);
  if (!space || !objects || rate <= 0 || type !== 'space') {
    return { sampling: 'unknown', counts: undefined };
  }
  return rate === 1
    ? { sampling: 'exact', counts: undefined }
    : { sampling: 'counted', counts: heapCounts(space, objects, rate) };
}

/**
 * The runtime divides what it has sampled by the probability that an object of that size is
 * (scaleHeapSample in runtime/pprof/protomem.go); this takes it back.
 */
function heapCounts(space: Column, objects: Column, rate: number): Float64Array {
  return Float64Array.from({ length: space.length }, (_, sample) => {
    const count = Number(absolute(at(objects, sample)));
    const bytes = Number(absolute(at(space, sample)));
    return count === 0 ? 0 : Math.round(count * chanceOfSampling(bytes / count, rate));
  });
}

function columnOf({ sampleTypes, samples }: Profile, wanted: string): Column | undefined {
  return samples.values[sampleTypes.findIndex(({ type }) => type === wanted)];
}
