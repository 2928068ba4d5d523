/**
 * The headers and lines of sample that runtime/pprof writes with `debug=1`, and gperftools (writeHeapInternal,
 * writeProfileInternal and printCountProfile of runtime/pprof/pprof.go, Go 1.26), with what google/pprof makes
 * of their numbers: parseGoCount, parseHeapHeader, parseHeapSample, scaleHeapSample and parseContention of
 * profile/legacy_profile.go.
 */
import { amountOf, truncated, type Amount } from './columns.ts';
import { Fault, naming } from './problem.ts';
import type { ValueType } from './profile.ts';
import { counting, EMPTY_HEADER, type ProfileHeader } from './profileBuilder.ts';

const COUNT_HEADER = /^(\S+) profile: total \d+$/;
const HEAP_HEADER =
  /^heap profile: *(\d+): *(\d+) *\[ *(\d+): *(\d+) *\] *@ *(heap[_a-z0-9]*|growthz?|fragmentationz?)\/?(\d*)/;
const CONTENTION_HEADER = /^--- (?:mutex|contention(?:z .*)?):?/;

const COUNT_SAMPLE = /^(\d+) @((?: 0x[0-9a-f]+)*)$/;
const HEAP_SAMPLE = /^(-?\d+): *(-?\d+) *\[ *(\d+): *(\d+) *\] @([ x0-9a-f]*)$/;
const CONTENTION_SAMPLE = /^(\d+) *(\d+) @([ x0-9a-f]*)$/;

const SPACE: ValueType = { type: 'space', unit: 'bytes' };

/** How the samples of one kind of profile are written. */
export interface LegacyFormat {
  readonly header: ProfileHeader;
  readonly sample: RegExp;
  /** From the groups of a match. */
  readonly values: (groups: readonly string[]) => {
    readonly values: readonly Amount[];
    readonly bytes?: Amount;
  };
}

/** Whether a text begins as one of them. */
export function isLegacyText(start: string): boolean {
  const line = headerLine(start);
  return [COUNT_HEADER, HEAP_HEADER, CONTENTION_HEADER].some((header) => header.test(line));
}

/** The first line that says something. */
export function headerLine(text: string): string {
  return (/^(?:\s*(?:#.*)?\n)*(.*)/.exec(text)?.[1] ?? '').trim();
}

/** The format of a text, and the first line that may be a sample. Throws a Fault that names the line. */
export function legacyFormat(lines: readonly string[]): {
  readonly format: LegacyFormat;
  readonly next: number;
} {
  const first = lines.findIndex((line) => !isSpaceOrComment(line));
  const header = (lines[first] ?? '').trim();
  const heap = HEAP_HEADER.exec(header);
  if (heap !== null) {
    return { format: heapFormat(heap), next: first + 1 };
  }
  if (CONTENTION_HEADER.test(header)) {
    return contentionFormat(lines, first + 1);
  }
  const count = COUNT_HEADER.exec(header);
  if (count === null) {
    throw new Fault(`line ${first + 1}: this is no header of a profile`);
  }
  return { format: countFormat(count[1] ?? ''), next: first + 1 };
}

function isSpaceOrComment(line: string): boolean {
  return /^\s*(?:#|$)/.test(line);
}

function countFormat(type: string): LegacyFormat {
  return {
    header: {
      ...EMPTY_HEADER,
      sampleTypes: [counting(type)],
      periodType: counting(type),
      period: 1,
    },
    sample: COUNT_SAMPLE,
    values: ([count = '']) => ({ values: [integer(count)] }),
  };
}

function heapFormat([
  ,
  inuseObjects,
  inuseSpace,
  objects,
  space,
  kind,
  rateText,
]: RegExpExecArray): LegacyFormat {
  const hasAllocs =
    kind?.startsWith('heap') === true &&
    ((objects !== inuseObjects && objects !== '0') || (space !== inuseSpace && space !== '0'));
  const rate = Number(rateText === '' ? 0 : rateText);
  // Go writes the rate twice as large.
  const isSampled = kind?.startsWith('heap') === true && kind !== 'heapprofile';
  const period = kind === 'heap' ? Math.trunc(rate / 2) : isSampled ? rate : 1;
  const types = hasAllocs ? ['alloc_', 'inuse_'] : [''];
  return {
    header: {
      ...EMPTY_HEADER,
      sampleTypes: types.flatMap((prefix) => [
        counting(`${prefix}objects`),
        { ...SPACE, type: `${prefix}space` },
      ]),
      periodType: SPACE,
      period,
    },
    sample: HEAP_SAMPLE,
    values: ([liveCount = '', liveBytes = '', count = '', bytes = '']) => {
      const live = [integer(liveCount), integer(liveBytes)] as const;
      const pairs = hasAllocs ? [[integer(count), integer(bytes)] as const, live] : [live];
      let size: Amount = 0;
      const values = pairs.flatMap(([objects, space]) => {
        if (objects === 0 && space !== 0) {
          throw new Fault(`no objects are said to take ${space} bytes`);
        }
        size = objects === 0 ? size : amountOf(BigInt(space) / BigInt(objects));
        return isSampled ? scaledBack(objects, space, period) : [objects, space];
      });
      return { values, bytes: size };
    },
  };
}

/** What was allocated, from what was sampled of it. */
export function scaledBack(count: Amount, bytes: Amount, rate: number): readonly [Amount, Amount] {
  if (count === 0 || bytes === 0) {
    return [0, 0];
  }
  if (rate <= 1) {
    return [count, bytes];
  }
  const factor = 1 / (1 - Math.exp(-(Number(bytes) / Number(count)) / rate));
  return [truncated(Number(count) * factor), truncated(Number(bytes) * factor)];
}

function contentionFormat(
  lines: readonly string[],
  start: number,
): { readonly format: LegacyFormat; readonly next: number } {
  const numbers = new Map<string, Amount>();
  let next = start;
  for (; next < lines.length; next++) {
    const line = lines[next] ?? '';
    const attribute = /^\s*([a-z/ ]+?)\s*=\s*(\d+)\s*$/.exec(line);
    if (attribute === null && !isSpaceOrComment(line)) {
      break;
    }
    const value = naming(`line ${next + 1}`, () => integer(attribute?.[2] ?? '0'));
    numbers.set(attribute?.[1] ?? '', value);
  }
  const period = numbers.get('sampling period') ?? 1;
  const cyclesPerNano = Number(numbers.get('cycles/second') ?? 0) / 1e9;
  const format: LegacyFormat = {
    header: {
      ...EMPTY_HEADER,
      sampleTypes: [counting('contentions'), { type: 'delay', unit: 'nanoseconds' }],
      periodType: counting('contentions'),
      period,
      durationNanos: amountOf(BigInt(numbers.get('ms since reset') ?? 0) * 1_000_000n),
    },
    sample: CONTENTION_SAMPLE,
    values: ([cycles = '', count = '']) => {
      const delay = integer(cycles);
      const contentions = integer(count);
      if (period <= 0) {
        return { values: [contentions, delay] };
      }
      return {
        values: [
          amountOf(BigInt(contentions) * BigInt(period)),
          cyclesPerNano > 0 ? truncated((Number(delay) * Number(period)) / cyclesPerNano) : delay,
        ],
      };
    },
  };
  return { format, next };
}

/** Throws a Fault for what is none of 64 bits. */
export function integer(text: string): Amount {
  const value = /^-?\d+$/.test(text) ? BigInt(text) : undefined;
  if (value === undefined || BigInt.asIntN(64, value) !== value) {
    throw new Fault(`${text} is no number of 64 bits`);
  }
  return amountOf(value);
}
