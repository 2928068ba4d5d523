/**
 * CPU profiles as gperftools writes them: words of 32 or 64 bits in either order, then where binaries were mapped.
 * They are read as google/pprof does (parseCPU of profile/legacy_profile.go), and so are those of Java
 * (javaCPUProfile of profile/legacy_java_profile.go), which say at their ends what each frame is.
 */
import { amountOf } from './columns.ts';
import { javaProfile } from './legacyJava.ts';
import { addressLocations, MemoryMap } from './memoryMap.ts';
import { Fault } from './problem.ts';
import type { Profile } from './profile.ts';
import { counting, EMPTY_HEADER, ProfileBuilder } from './profileBuilder.ts';
import { withCalls, withoutDoubledLeaf } from './rawStacks.ts';
import { decodeUtf8 } from './utf8.ts';

const HEADER_WORDS = 5;
const NANOS_PER_MICRO = 1000n;
const CPU = { type: 'cpu', unit: 'nanoseconds' };
/** Frames that the signal's handler has left between the leaf and its caller. */
const MOST_HANDLERS = 2;
/** One sample in so many may be without the handler. */
const SAMPLES_PER_EXCEPTION = 32;

interface Sample {
  readonly count: bigint;
  /** The leaf first. */
  stack: bigint[];
}

interface Words {
  /** In bytes. */
  readonly size: number;
  readonly word: (at: number) => bigint;
}

/** What the third word of Java's has. */
const JAVA = 1n;

function wordsOf(bytes: Uint8Array): Words | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return [true, false]
    .flatMap((isLittle) => [
      { size: 4, word: (at: number) => BigInt(view.getUint32(at * 4, isLittle)) },
      { size: 8, word: (at: number) => view.getBigUint64(at * 8, isLittle) },
    ])
    .find(({ size, word }) => {
      const [zero, three, kind, period, end] =
        bytes.length >= HEADER_WORDS * size ? [0, 1, 2, 3, 4].map(word) : [];
      const isKnown = kind === 0n || kind === JAVA;
      return zero === 0n && three === 3n && isKnown && (period ?? 0n) > 0n && end === 0n;
    });
}

export function isLegacyCpu(bytes: Uint8Array): boolean {
  return bytes[0] === 0 && wordsOf(bytes) !== undefined;
}

/** Throws a Fault where it is cut off. */
export function readLegacyCpu(bytes: Uint8Array): Profile {
  const words = wordsOf(bytes);
  if (words === undefined) {
    throw new Fault('this is no CPU profile of gperftools');
  }
  const { size, word } = words;
  const period = BigInt.asIntN(64, word(3) * NANOS_PER_MICRO);
  const { samples, end } = readSamples(words, Math.floor(bytes.length / size));
  const rest = decodeUtf8(bytes, end * size, bytes.length).split('\n');
  const header = {
    ...EMPTY_HEADER,
    sampleTypes: [counting('samples'), CPU],
    periodType: CPU,
    period: amountOf(period),
  };
  const valuesOf = ({ count }: Sample) =>
    [count, BigInt.asIntN(64, count * period)].map((value) => amountOf(value));
  if (word(2) === JAVA) {
    const ofJava = samples.map((sample) => ({
      stack: sample.stack,
      values: valuesOf(sample),
      labels: [],
    }));
    return javaProfile(header, ofJava, rest);
  }
  for (const sample of samples) {
    sample.stack = withCalls(sample.stack);
  }
  removeHandlers(samples);
  const map = new MemoryMap(rest);
  const builder = new ProfileBuilder(header);
  const locationOf = addressLocations(builder, map);
  for (const sample of samples) {
    const stack = withoutDoubledLeaf(sample.stack).map(locationOf);
    builder.addSample(stack, valuesOf(sample), []);
  }
  for (const mapping of map.mappings()) {
    builder.addMapping(mapping);
  }
  return builder.build();
}

function readSamples(
  { size, word }: Words,
  countWords: number,
): { samples: Sample[]; end: number } {
  const samples: Sample[] = [];
  let at = HEADER_WORDS;
  while (at + 2 <= countWords) {
    const count = BigInt.asIntN(64, word(at));
    const depth = word(at + 1);
    const from = at + 2;
    if (depth > BigInt(countWords - from)) {
      throw new Fault(`the sample at byte ${at * size} is cut off`);
    }
    at = from + Number(depth);
    const stack = Array.from({ length: Number(depth) }, (_, frame) => word(from + frame));
    if (count === 0n && depth === 1n && stack[0] === 0n) {
      break;
    }
    samples.push({ count, stack });
  }
  return { samples, end: at };
}

/** What stands behind the leaf of almost all samples is of the signal, and not of the program. */
function removeHandlers(samples: readonly Sample[]): void {
  const least = samples.length - Math.floor(samples.length / SAMPLES_PER_EXCEPTION);
  for (let removed = 0; removed < MOST_HANDLERS; removed++) {
    const counts = new Map<bigint, number>();
    for (const [, second] of samples.map(({ stack }) => stack)) {
      if (second !== undefined) {
        counts.set(second, (counts.get(second) ?? 0) + 1);
      }
    }
    const handler = [...counts].find(([, count]) => count >= least)?.[0];
    for (const sample of samples) {
      if (handler !== undefined && sample.stack[1] === handler) {
        sample.stack.splice(1, 1);
      }
    }
  }
}
