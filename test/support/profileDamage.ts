/** Profiles that are damaged, and all that is looked at of them. */
import { gzipSync } from 'node:zlib';
import { findLeaks } from '../../server/src/engine/leaks/findLeaks.ts';
import { callGraph } from '../../server/src/engine/profile/callGraph.ts';
import { flameTree } from '../../server/src/engine/profile/flame.ts';
import { foldedLines } from '../../server/src/engine/profile/folded.ts';
import { difference, merged } from '../../server/src/engine/profile/merge.ts';
import { isProblem } from '../../server/src/engine/profile/problem.ts';
import type { Profile } from '../../server/src/engine/profile/profile.ts';
import { writeProto } from '../../server/src/engine/profile/protoWriter.ts';
import { readProfile } from '../../server/src/engine/profile/read.ts';
import { DEFAULT_OPTIONS, makeReport } from '../../server/src/engine/profile/report.ts';
import { speedscopeFile } from '../../server/src/engine/profile/speedscope.ts';
import { callTable, topTable } from '../../server/src/engine/profile/top.ts';
import { tags, traces } from '../../server/src/engine/profile/traces.ts';
import { unpackProfile } from '../../server/src/host/profileFile.ts';
import { gperftoolsCpu, gperftoolsHeap, JAVA_HEAP, javaCpu, THREADS } from './gperftools.ts';
import { randomProfiles, wideProfile } from './randomProfiles.ts';

type Random = () => number;

const HEAP_TEXT = `heap profile: 1: 208 [3: 1000] @ heap/1048576
1: 208 [1: 208] @ 0x47d8f5 0x47dcc5
#	0x47d8f4	main.f+0x94	/src/main.go:22

0: 0 [2: 792] @ 0x47d8f5
# runtime.MemStats
`;

const DUMP = `goroutine 1 [running]:
main.main()
	/src/main.go:12 +0x1d

goroutine 7 [chan receive, 5 minutes, locked to thread]:
main.(*T).wait(0xc000010000, {0x1, 0x2})
	/src/main.go:20 +0x40
main.inlined(...)
	/src/main.go:30
created by main.start in goroutine 1
	/src/main.go:9 +0x20
`;

/** What is unpacked at most: so little that a bomb costs no time. */
const MOST_BYTES = 1 << 22;

/** What is damaged, by the name of how. */
export const DAMAGED: ReadonlyMap<string, (random: Random) => Uint8Array> = new Map([
  ['bytes', (random) => withDamagedBytes(packed(random), random)],
  ['large numbers', (random) => withLargeNumbers(packed(random), random)],
  ['ids that nothing has', (random) => withWrongIds(randomProfiles(random)[0], random)],
  ['texts', (random) => withDamagedBytes(Buffer.from(HEAP_TEXT), random)],
  ['goroutines', (random) => withDamagedBytes(Buffer.from(DUMP), random)],
  ['what gperftools writes', (random) => withDamagedBytes(ofGperftools(random), random)],
  ['what Java writes', (random) => withDamagedBytes(ofJava(random), random)],
  ['threads', (random) => withDamagedBytes(Buffer.from(THREADS), random)],
  ['gzip', (random) => withDamagedBytes(gzipSync(packed(random)), random)],
  ['bombs', bomb],
]);

function packed(random: Random): Uint8Array {
  return writeProto(random() < 0.2 ? wideProfile(random) : randomProfiles(random)[0]);
}

function ofGperftools(random: Random): Uint8Array {
  return random() < 0.5
    ? gperftoolsCpu(random() < 0.5 ? 4 : 8, random() < 0.5)
    : Buffer.from(gperftoolsHeap('heap_v2/524288'));
}

function ofJava(random: Random): Uint8Array {
  return random() < 0.5 ? javaCpu() : Buffer.from(JAVA_HEAP);
}

/** One to four bytes changed, a piece cut out, doubled or left over at the beginning. */
function withDamagedBytes(bytes: Uint8Array, random: Random): Uint8Array {
  const at = Math.floor(random() * bytes.length);
  const length = Math.floor(random() * 20);
  switch (Math.floor(random() * 4)) {
    case 0:
      return bytes.slice(0, at);
    case 1:
      return Uint8Array.from([...bytes.slice(0, at), ...bytes.slice(at + length)]);
    case 2:
      return Uint8Array.from([...bytes.slice(0, at + length), ...bytes.slice(at)]);
    default: {
      const result = bytes.slice();
      for (let left = 1 + Math.floor(random() * 4); left > 0; left--) {
        result[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      }
      return result;
    }
  }
}

/** Numbers of several bytes in place of what may be a count, an id or a length. */
function withLargeNumbers(bytes: Uint8Array, random: Random): Uint8Array {
  const at = Math.floor(random() * bytes.length);
  const length = 1 + Math.floor(random() * 10);
  const number = Array.from({ length }, (_, place) =>
    place === length - 1 ? 1 : 0x80 | Math.floor(random() * 128),
  );
  return Uint8Array.from([...bytes.slice(0, at), ...number, ...bytes.slice(at + 1)]);
}

/** What refers to something else refers to what may be there, or not. */
function withWrongIds(profile: Profile, random: Random): Uint8Array {
  const wrong = <Column extends Uint32Array | Int32Array>(column: Column): Column => {
    const result = column.slice() as Column;
    if (result.length > 0) {
      result[Math.floor(random() * result.length)] = Math.floor(2 ** (random() * 31));
    }
    return result;
  };
  const { samples, locations, functions } = profile;
  const { labels } = samples;
  return writeProto({
    ...profile,
    samples: {
      ...samples,
      stack: random() < 0.3 ? wrong(samples.stack) : samples.stack,
      labels: random() < 0.3 ? { ...labels, key: wrong(labels.key) } : labels,
    },
    locations: {
      ...locations,
      mapping: random() < 0.3 ? wrong(locations.mapping) : locations.mapping,
      lineFunction: random() < 0.3 ? wrong(locations.lineFunction) : locations.lineFunction,
    },
    functions: random() < 0.3 ? { ...functions, name: wrong(functions.name) } : functions,
  });
}

/** By how many times more they unpack to than may come out: to pack them takes longer than all else. */
const GZIP_BOMBS: (Uint8Array | undefined)[] = [];

/** Little that unpacks to more than anybody wants: of gzip, or blocks of zstd that are said once. */
function bomb(random: Random): Uint8Array {
  const count = 1 + Math.floor(random() * 20);
  if (random() < 0.5) {
    return (GZIP_BOMBS[count] ??= gzipSync(Buffer.alloc(MOST_BYTES * count), { level: 1 }));
  }
  const repeated = (((1 << 17) << 3) | 2) >>> 0;
  const block = [repeated & 0xff, (repeated >> 8) & 0xff, repeated >> 16, 0];
  const blocks = Array.from({ length: 40 * count }, () => block).flat();
  return Uint8Array.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58, ...blocks]);
}

/** Byte, line, or an entry of the file's tables: where somebody who repairs the file has to look. */
const PLACE =
  /\b(?:byte|line|sample type|sample|stack entry|label|location|function|functions|locations|mapping|mappings|comment) \d+\b/;
/** The field of the profile itself that is wrong. */
const FIELD =
  /^(?:default_sample_type|drop_frames|keep_frames|doc_url|the (?:type|unit) of period_type)\b/;
/** What is wrong with a file as a whole has no place. */
const WHOLE =
  /^(?:the file is empty|this is .+, and no profile|the file is no whole (?:gzip|zstd): .+|there is no goroutine in it|the profile has no sample types)$/;

/** Whether a message says, in one line, where the file is wrong. */
export function namesPlace(problem: string): boolean {
  return !problem.includes('\n') && [PLACE, FIELD, WHOLE].some((form) => form.test(problem));
}

/** Whether it could be read; what stands against that, for a person. */
export interface Look {
  readonly problem: string | undefined;
}

/** Unpacks it, reads it, and looks at all that there is of it. Throws nothing but what is a mistake of ours. */
export function lookAtProfile(bytes: Uint8Array): Look {
  let unpacked: Uint8Array;
  try {
    unpacked = unpackProfile(bytes, MOST_BYTES);
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('the file is no whole ')) {
      return { problem: error.message };
    }
    throw error;
  }
  const profile = readProfile(unpacked);
  if (isProblem(profile)) {
    return profile;
  }
  const report = makeReport(profile, DEFAULT_OPTIONS);
  if (isProblem(report)) {
    return report;
  }
  topTable(report);
  callTable(report);
  callGraph({ ...report, options: { ...report.options, nodeCount: 10 } });
  flameTree(report, 'root', { leastShare: 0 });
  flameTree(report, 'leaf', { leastShare: 0.01 });
  tags(report);
  Array.from(traces(report));
  Array.from(foldedLines(report));
  speedscopeFile(report, 'damaged');
  merged([profile, profile]);
  difference(profile, profile, { mode: 'diff', isNormalized: true });
  findLeaks([profile, profile, profile]);
  return { problem: undefined };
}
