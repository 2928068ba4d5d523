/**
 * Opens a profile as an editor does, in a process of its own so that its memory can be told, and says as
 * JSON how long that took: `node --import ./bench/asPackaged.mjs bench/profileProcess.ts FILE`.
 */
import { readFileSync } from 'node:fs';
import { flameTree } from '../server/src/engine/profile/flame.ts';
import { isProblem, type ProfileProblem } from '../server/src/engine/profile/problem.ts';
import { readProfile } from '../server/src/engine/profile/read.ts';
import {
  DEFAULT_OPTIONS,
  makeReport,
  type ReportOptions,
} from '../server/src/engine/profile/report.ts';
import { topTable } from '../server/src/engine/profile/top.ts';
import { unpackProfile } from '../server/src/host/profileFile.ts';

/** What is narrower than this share of a picture cannot be seen. */
const LEAST_SHARE = 1 / 4000;

export interface ProfileTimes {
  /** From the file to its table and its flame. */
  readonly openMs: number;
  /** A filter or another sample type: to the table and the flame of what is left. */
  readonly filterMs: number;
  readonly sampleTypeMs: number;
  readonly peakMegabytes: number;
}

function needed<Value extends object>(value: Value | ProfileProblem): Value {
  if (isProblem(value)) {
    throw new Error(value.problem);
  }
  return value;
}

function timesOf(file: string): ProfileTimes {
  const elapsed = (work: () => void) => {
    const start = performance.now();
    work();
    return performance.now() - start;
  };
  const open = () => needed(readProfile(unpackProfile(readFileSync(file))));
  let profile: ReturnType<typeof open> | undefined;
  const show = (options: Partial<ReportOptions>) => {
    profile ??= open();
    const report = needed(makeReport(profile, { ...DEFAULT_OPTIONS, ...options }));
    topTable(report);
    flameTree(report, 'root', { leastShare: LEAST_SHARE });
  };
  return {
    openMs: elapsed(() => {
      show({});
    }),
    filterMs: elapsed(() => {
      show({ focus: 'method12' });
    }),
    sampleTypeMs: elapsed(() => {
      show({ sampleIndex: '0' });
    }),
    // maxRSS is in kilobytes.
    peakMegabytes: process.resourceUsage().maxRSS / 1000,
  };
}

console.log(JSON.stringify(timesOf(process.argv[2] ?? '')));
