import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { HUGE, largeProfile, MEDIUM, type ProfileSize } from '../test/support/largeProfile.ts';
import { runCommand, Unavailable } from './commands.ts';
import { barAtMost, figureOf, median, type Part } from './figures.ts';
import type { ProfileTimes } from './profileProcess.ts';
import { CACHE } from './subjects.ts';

const PROCESS = fileURLToPath(new URL('profileProcess.ts', import.meta.url));

interface Subject {
  readonly name: string;
  readonly size: ProfileSize;
  readonly countPasses: number;
  readonly mostToOpenMs: number;
  readonly mostToChangeMs: number;
}

const SUBJECTS: readonly Subject[] = [
  { name: 'medium', size: MEDIUM, countPasses: 5, mostToOpenMs: 300, mostToChangeMs: 150 },
  { name: 'huge', size: HUGE, countPasses: 1, mostToOpenMs: 3000, mostToChangeMs: 1500 },
];

const MOST_MEGABYTES = 600;

/** From a file to its table and its flame, and what a change takes, beside `go tool pprof -top`. */
export async function measureProfiles(): Promise<readonly Part[]> {
  const parts: Part[] = [];
  for (const subject of SUBJECTS) {
    parts.push(await measureSubject(subject));
  }
  return parts;
}

async function measureSubject(subject: Subject): Promise<Part> {
  const { name, size, countPasses, mostToOpenMs, mostToChangeMs } = subject;
  await mkdir(CACHE, { recursive: true });
  const path = join(CACHE, `${name}.pb.gz`);
  const packed = gzipSync(largeProfile(size), { level: 1 });
  await writeFile(path, packed);
  const ours: ProfileTimes[] = [];
  const theirs: number[] = [];
  for (let pass = 0; pass < countPasses; pass++) {
    ours.push(await timesOf(path));
    theirs.push(await pprofTop(path));
  }
  const open = ours.map(({ openMs }) => openMs);
  const filter = ours.map(({ filterMs }) => filterMs);
  const sampleType = ours.map(({ sampleTypeMs }) => sampleTypeMs);
  const peak = Math.max(...ours.map(({ peakMegabytes }) => peakMegabytes));
  return {
    title: `A ${name} profile (${(packed.length / 1e6).toFixed(1)} MB, ${size.countSamples} samples; ${peak.toFixed(0)} MB of memory)`,
    rows: [
      figureOf('unpack, read, top and flame', open),
      figureOf('another filter', filter),
      figureOf('another sample type', sampleType),
      figureOf('go tool pprof -top', theirs, { note: 'with the start of the process' }),
    ],
    bars: [
      barAtMost('open, ms', median(open), mostToOpenMs),
      barAtMost('filter, ms', median(filter), mostToChangeMs),
      barAtMost('sample type, ms', median(sampleType), mostToChangeMs),
      barAtMost('memory, MB', peak, MOST_MEGABYTES),
    ],
  };
}

async function timesOf(path: string): Promise<ProfileTimes> {
  const { code, stdout, stderr } = await runCommand({
    command: process.execPath,
    args: [...process.execArgv, PROCESS, path],
  });
  if (code !== 0) {
    throw new Error(stderr);
  }
  return JSON.parse(stdout) as ProfileTimes;
}

async function pprofTop(path: string): Promise<number> {
  const { code, stderr, elapsedMs } = await runCommand({
    command: 'go',
    args: ['tool', 'pprof', '-symbolize=none', '-top', path],
  });
  if (code !== 0) {
    throw new Unavailable('go tool pprof', stderr);
  }
  return elapsedMs;
}
