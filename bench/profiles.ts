import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { isProblem } from '../server/src/engine/profile/problem.ts';
import {
  counting,
  EMPTY_HEADER,
  ProfileBuilder,
} from '../server/src/engine/profile/profileBuilder.ts';
import { writeProto } from '../server/src/engine/profile/protoWriter.ts';
import { readProfile } from '../server/src/engine/profile/read.ts';
import { DEFAULT_OPTIONS, makeReport } from '../server/src/engine/profile/report.ts';
import { topTable } from '../server/src/engine/profile/top.ts';
import { unpackProfile } from '../server/src/host/profileFile.ts';
import { seededRandom } from '../test/support/random.ts';
import { runCommand, Unavailable } from './commands.ts';
import { barAtMost, figureOf, median, type Part } from './figures.ts';
import { CACHE } from './subjects.ts';

interface Size {
  readonly name: string;
  readonly countSamples: number;
  readonly countLocations: number;
  readonly countFunctions: number;
  readonly meanDepth: number;
  readonly countPasses: number;
}

const SIZES: readonly Size[] = [
  {
    name: 'medium',
    countSamples: 17_000,
    countLocations: 27_000,
    countFunctions: 9_000,
    meanDepth: 40,
    countPasses: 5,
  },
  {
    name: 'large',
    countSamples: 100_000,
    countLocations: 100_000,
    countFunctions: 30_000,
    meanDepth: 50,
    countPasses: 2,
  },
];

const SEED = 7;
/** What reading and the table may take, of pprof's time. */
const MOST_OF_PPROF = 1;

/** Reading a profile and making the table of its functions, beside `go tool pprof -top`. */
export async function measureProfiles(): Promise<readonly Part[]> {
  const parts: Part[] = [];
  for (const size of SIZES) {
    parts.push(await measureSize(size));
  }
  return parts;
}

async function measureSize(size: Size): Promise<Part> {
  await mkdir(CACHE, { recursive: true });
  const path = join(CACHE, `${size.name}.pb.gz`);
  const packed = gzipSync(profileOf(size));
  await writeFile(path, packed);
  const ours: number[] = [];
  const theirs: number[] = [];
  let countRows = 0;
  for (let pass = 0; pass < size.countPasses; pass++) {
    const start = performance.now();
    countRows = await countTopRows(path);
    ours.push(performance.now() - start);
    theirs.push(await pprofTop(path));
  }
  const megabytes = (packed.length / 1e6).toFixed(1);
  return {
    title: `Table of a ${size.name} profile (${megabytes} MB, ${size.countSamples} samples, ${countRows} rows)`,
    rows: [
      figureOf('unpack, read, top', ours),
      figureOf('go tool pprof -top', theirs, { note: 'with the start of the process' }),
    ],
    bars: [barAtMost('share of pprof’s time', median(ours) / median(theirs), MOST_OF_PPROF)],
  };
}

async function countTopRows(path: string): Promise<number> {
  const profile = readProfile(unpackProfile(await readFile(path)));
  if (isProblem(profile)) {
    throw new Error(profile.problem);
  }
  const report = makeReport(profile, { ...DEFAULT_OPTIONS, nodeFraction: 0 });
  if (isProblem(report)) {
    throw new Error(report.problem);
  }
  return topTable(report).rows.length;
}

async function pprofTop(path: string): Promise<number> {
  const { code, stderr, elapsedMs } = await runCommand({
    command: 'go',
    args: ['tool', 'pprof', '-symbolize=none', '-top', '-nodefraction=0', path],
  });
  if (code !== 0) {
    throw new Unavailable('go tool pprof', stderr);
  }
  return elapsedMs;
}

/** Stacks by chance, of which each goes on from where one before it was: as deep programs have them. */
function profileOf({ countSamples, countLocations, countFunctions, meanDepth }: Size): Uint8Array {
  const random = seededRandom(SEED);
  const below = (limit: number) => Math.floor(random() * limit);
  const builder = new ProfileBuilder({
    ...EMPTY_HEADER,
    sampleTypes: [counting('objects'), { type: 'space', unit: 'bytes' }],
  });
  for (let index = 0; index < countFunctions; index++) {
    const name = `example.com/module/package${index % 200}.(*Type${index % 50}).method${index}`;
    builder.addFunction({ name, systemName: name, file: `/src/f${index % 500}.go`, startLine: 1 });
  }
  for (let index = 0; index < countLocations; index++) {
    const countLines = random() < 0.15 ? 2 : 1;
    builder.addLocation({
      mapping: -1,
      address: BigInt(0x400000 + index * 8),
      isFolded: false,
      lines: Array.from({ length: countLines }, () => ({
        functionIndex: below(countFunctions),
        line: 1 + below(900),
        column: 0,
      })),
    });
  }
  let stack: number[] = [];
  for (let index = 0; index < countSamples; index++) {
    const shared = stack.slice(below(stack.length + 1));
    const depth = 1 + below(2 * meanDepth);
    const own = Array.from({ length: Math.max(1, depth - shared.length) }, () =>
      below(countLocations),
    );
    stack = [...own, ...shared].slice(-2 * meanDepth);
    builder.addSample(stack, [1 + below(9), 16 << below(10)], []);
  }
  return writeProto(builder.build());
}
