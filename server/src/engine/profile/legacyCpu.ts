/**
 * CPU profiles as gperftools writes them: words of 32 or 64 bits in either order, then where binaries were mapped.
 * They are read as google/pprof does (parseCPU of profile/legacy_profile.go).
 */
import { MemoryMap } from './memoryMap.ts';
import { Fault } from './problem.ts';
import type { Profile } from './profile.ts';
import { counting, EMPTY_HEADER, ProfileBuilder } from './profileBuilder.ts';
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

function wordsOf(bytes: Uint8Array): Words | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return [true, false]
    .flatMap((isLittle) => [
      { size: 4, word: (at: number) => BigInt(view.getUint32(at * 4, isLittle)) },
      { size: 8, word: (at: number) => view.getBigUint64(at * 8, isLittle) },
    ])
    .find(({ size, word }) => {
      const [zero, three, version, period, end] =
        bytes.length >= HEADER_WORDS * size ? [0, 1, 2, 3, 4].map(word) : [];
      return zero === 0n && three === 3n && version === 0n && (period ?? 0n) > 0n && end === 0n;
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
  removeHandlers(samples);
  for (const sample of samples) {
    // The leaf comes from the signal and, one less, from the stack.
    if (sample.stack.length > 1 && sample.stack[0] === (sample.stack[1] ?? 0n) + 1n) {
      sample.stack.splice(1, 1);
    }
  }
  const map = new MemoryMap(decodeUtf8(bytes, end * size, bytes.length).split('\n'));
  const builder = new ProfileBuilder({
    ...EMPTY_HEADER,
    sampleTypes: [counting('samples'), CPU],
    periodType: CPU,
    period,
  });
  const locations = new Map<bigint, number>();
  for (const address of samples.flatMap(({ stack }) => stack)) {
    if (!locations.has(address)) {
      const mapping = map.find(address);
      locations.set(address, builder.addLocation({ mapping, address, isFolded: false, lines: [] }));
    }
  }
  for (const mapping of map.mappings()) {
    builder.addMapping(mapping);
  }
  for (const { count, stack } of samples) {
    const numbers = stack.map((address) => locations.get(address) ?? 0);
    builder.addSample(numbers, [count, BigInt.asIntN(64, count * period)], []);
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
    const stack = Array.from({ length: Number(depth) }, (_, frame) => {
      const address = word(from + frame);
      // A return address is behind the call that it belongs to.
      return frame === 0 ? address : BigInt.asUintN(64, address - 1n);
    });
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
