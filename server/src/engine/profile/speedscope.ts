/** The file format of github.com/jlfwong/speedscope, src/lib/file-format-spec.ts (1.25). */
import type { Frame } from './frames.ts';
import { Fault, orProblem, type ProfileProblem } from './problem.ts';
import type { ValueType } from './profile.ts';
import type { Report } from './report.ts';
import { DistinctStacks } from './stacks.ts';

export interface SpeedscopeFile {
  readonly $schema: 'https://www.speedscope.app/file-format-schema.json';
  readonly exporter: string;
  readonly name: string;
  readonly activeProfileIndex: number;
  readonly shared: { readonly frames: readonly SpeedscopeFrame[] };
  readonly profiles: readonly SpeedscopeProfile[];
}

export interface SpeedscopeFrame {
  readonly name: string;
  readonly file?: string;
  readonly line?: number;
  readonly col?: number;
}

export interface SpeedscopeProfile {
  readonly type: 'sampled';
  readonly name: string;
  readonly unit: string;
  readonly startValue: 0;
  readonly endValue: number;
  /** Frames of each stack, the root first. */
  readonly samples: readonly (readonly number[])[];
  readonly weights: readonly number[];
}

const UNITS = new Set(['nanoseconds', 'microseconds', 'milliseconds', 'seconds', 'bytes']);

/** One profile for each sample type; the format has no negative values, and rounds those beyond 2^53. */
export function speedscopeFile(report: Report, name: string): SpeedscopeFile | ProfileProblem {
  return orProblem(() => {
    const stacks = new DistinctStacks(report);
    const { profile } = report;
    const { frames, names } = stacks.table;
    return {
      $schema: 'https://www.speedscope.app/file-format-schema.json',
      exporter: 'gomem',
      name,
      activeProfileIndex: report.sampleIndex,
      shared: { frames: frames.map((frame, index) => speedscopeFrame(frame, names[index] ?? '')) },
      profiles: profile.sampleTypes.map((type, index) =>
        sampledProfile(
          type,
          [...stacks.withValues(profile.samples.values[index] ?? new Float64Array(0))].map(
            ({ frames: stack, value }) => ({ stack, weight: Number(value) }),
          ),
        ),
      ),
    };
  });
}

function speedscopeFrame({ name, file, line, column }: Frame, text: string): SpeedscopeFrame {
  return {
    name: name === '' ? text : name,
    ...(file === '' ? {} : { file }),
    ...(line === 0 ? {} : { line }),
    ...(column === 0 ? {} : { col: column }),
  };
}

function sampledProfile(
  { type, unit }: ValueType,
  stacks: readonly { readonly stack: readonly number[]; readonly weight: number }[],
): SpeedscopeProfile {
  if (stacks.some(({ weight }) => weight < 0)) {
    throw new Fault(`speedscope knows no negative values, and ${type} has some`);
  }
  return {
    type: 'sampled',
    name: type,
    unit: UNITS.has(unit) ? unit : 'none',
    startValue: 0,
    endValue: stacks.reduce((sum, { weight }) => sum + weight, 0),
    samples: stacks.map(({ stack }) => stack),
    weights: stacks.map(({ weight }) => weight),
  };
}
