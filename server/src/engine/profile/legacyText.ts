/**
 * The texts that runtime/pprof writes with `debug=1` (runtime/pprof/pprof.go of Go 1.26), read as
 * google/pprof does (profile/legacy_profile.go); names and lines are taken from the comments, which that
 * leaves out.
 */
import { amountOf, truncated, type Amount } from './columns.ts';
import { Fault } from './problem.ts';
import type { Profile, ValueType } from './profile.ts';
import {
  counting,
  EMPTY_HEADER,
  ProfileBuilder,
  type NewLabel,
  type ProfileHeader,
} from './profileBuilder.ts';

const COUNT_HEADER = /^(\S+) profile: total \d+$/;
const HEAP_HEADER =
  /^heap profile: *(\d+): *(\d+) *\[ *(\d+): *(\d+) *\] *@ *(heap[_a-z0-9]*)\/?(\d*)/;
const CONTENTION_HEADER = /^--- (?:mutex|contention(?:z .*)?):?/;

const COUNT_SAMPLE = /^(\d+) @((?: 0x[0-9a-f]+)*)$/;
const HEAP_SAMPLE = /^(-?\d+): *(-?\d+) *\[ *(\d+): *(\d+) *\] @([ x0-9a-f]*)$/;
const CONTENTION_SAMPLE = /^(\d+) *(\d+) @([ x0-9a-f]*)$/;
const SYMBOL = /^#\s+(0x[0-9a-f]+)\s+(.+)\+0x[0-9a-f]+\s+(.*):(\d+)$/;

const SPACE: ValueType = { type: 'space', unit: 'bytes' };

/** Whether a text begins as one of them. */
export function isLegacyText(start: string): boolean {
  const line = firstLine(start);
  return [COUNT_HEADER, HEAP_HEADER, CONTENTION_HEADER].some((header) => header.test(line));
}

function firstLine(text: string): string {
  return (/^(?:\s*(?:#.*)?\n)*(.*)/.exec(text)?.[1] ?? '').trim();
}

/** Throws a Fault that names the line. */
export function readLegacyText(text: string): Profile {
  const lines = text.split(/\r?\n/);
  const first = lines.findIndex((line) => !isSpaceOrComment(line));
  const header = (lines[first] ?? '').trim();
  const heap = HEAP_HEADER.exec(header);
  if (heap !== null) {
    return readSamples(lines, first + 1, heapFormat(heap));
  }
  if (CONTENTION_HEADER.test(header)) {
    const { format, next } = contentionFormat(lines, first + 1);
    return readSamples(lines, next, format);
  }
  const count = COUNT_HEADER.exec(header);
  if (count === null) {
    throw new Fault(`line ${first + 1}: this is no header of a profile`);
  }
  return readSamples(lines, first + 1, countFormat(count[1] ?? ''));
}

/** How the samples of one kind of profile are written. */
interface Format {
  readonly header: ProfileHeader;
  readonly sample: RegExp;
  /** From the groups of a match. */
  readonly values: (groups: readonly string[]) => {
    readonly values: readonly Amount[];
    readonly bytes?: Amount;
  };
}

function isSpaceOrComment(line: string): boolean {
  return /^\s*(?:#|$)/.test(line);
}

function countFormat(type: string): Format {
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
]: RegExpExecArray): Format {
  const hasAllocs =
    (objects !== inuseObjects && objects !== '0') || (space !== inuseSpace && space !== '0');
  const rate = Number(rateText === '' ? 0 : rateText);
  // Go writes the rate twice as large.
  const period = kind === 'heap' ? Math.trunc(rate / 2) : kind === 'heapprofile' ? 1 : rate;
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
        return kind === 'heapprofile' ? [objects, space] : unsampled(objects, space, period);
      });
      return { values, bytes: size };
    },
  };
}

/** What was allocated, from what was sampled of it. */
function unsampled(count: Amount, bytes: Amount, rate: number): readonly [Amount, Amount] {
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
): { readonly format: Format; readonly next: number } {
  const numbers = new Map<string, Amount>();
  let next = start;
  for (; next < lines.length; next++) {
    const line = lines[next] ?? '';
    const attribute = /^\s*([a-z/ ]+?)\s*=\s*(\d+)\s*$/.exec(line);
    if (attribute === null && !isSpaceOrComment(line)) {
      break;
    }
    numbers.set(attribute?.[1] ?? '', integer(attribute?.[2] ?? '0'));
  }
  const period = numbers.get('sampling period') ?? 1;
  const cyclesPerNano = Number(numbers.get('cycles/second') ?? 0) / 1e9;
  const format: Format = {
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

function integer(text: string): Amount {
  const value = BigInt(text);
  if (BigInt.asIntN(64, value) !== value) {
    throw new Fault(`${text} is no number of 64 bits`);
  }
  return amountOf(value);
}

interface Symbol {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

interface RawSample {
  readonly addresses: readonly bigint[];
  readonly values: readonly Amount[];
  readonly labels: NewLabel[];
  /** Those that comments behind it name. */
  readonly named: Set<bigint>;
}

function readSamples(lines: readonly string[], start: number, format: Format): Profile {
  const symbols = new Map<bigint, Symbol>();
  const samples: RawSample[] = [];
  for (let index = start; index < lines.length; index++) {
    const line = (lines[index] ?? '').trim();
    if (line.startsWith('#')) {
      readComment(line, symbols, samples.at(-1));
    } else if (/^---|MAPPED_LIBRARIES:/.test(line)) {
      break;
    } else if (line !== '') {
      samples.push(readSample(line, index + 1, format));
    }
  }
  const builder = new ProfileBuilder(format.header);
  const locations = new Map<bigint, number>();
  const functions = new Map<string, number>();
  const locationOf = (address: bigint) => {
    const known =
      locations.get(address) ??
      builder.addLocation({
        mapping: -1,
        address,
        isFolded: false,
        lines: linesOf(symbols.get(address), functions, builder),
      });
    locations.set(address, known);
    return known;
  };
  for (const { addresses, values, labels, named } of samples) {
    builder.addSample(shownAddresses(addresses, named).map(locationOf), values, labels);
  }
  return builder.build();
}

/**
 * Go gives no names for what it does not show: runtime.goexit, and the runtime's own at the leaf. The
 * packed profile is without these; a stack without any name is left as it is.
 */
function shownAddresses(
  addresses: readonly bigint[],
  named: ReadonlySet<bigint>,
): readonly bigint[] {
  const shown = addresses.filter((address) => named.has(address));
  return shown.length > 0 ? shown : addresses;
}

function linesOf(
  symbol: Symbol | undefined,
  functions: Map<string, number>,
  builder: ProfileBuilder,
) {
  if (symbol === undefined) {
    return [];
  }
  const { name, file, line } = symbol;
  const key = `${name}\0${file}`;
  const functionIndex =
    functions.get(key) ?? builder.addFunction({ name, systemName: name, file, startLine: 0 });
  functions.set(key, functionIndex);
  return [{ functionIndex, line, column: 0 }];
}

function readSample(line: string, number: number, { sample, values }: Format): RawSample {
  const groups = sample.exec(line)?.slice(1);
  if (groups === undefined) {
    throw new Fault(`line ${number} is no sample`);
  }
  try {
    const { values: ofSample, bytes } = values(groups);
    // A return address is behind the call that it belongs to.
    const addresses = (groups.at(-1) ?? '').match(/0x[0-9a-f]+/g) ?? [];
    return {
      addresses: addresses.map((text) => BigInt.asUintN(64, BigInt(text) - 1n)),
      values: ofSample,
      labels: bytes === undefined ? [] : [{ key: 'bytes', value: bytes, unit: '' }],
      named: new Set(),
    };
  } catch (error) {
    throw error instanceof Fault ? new Fault(`line ${number}: ${error.message}`) : error;
  }
}

function readComment(
  line: string,
  symbols: Map<bigint, Symbol>,
  sample: RawSample | undefined,
): void {
  const labels = /^# labels: \{(.*)\}$/.exec(line)?.[1];
  if (labels !== undefined) {
    sample?.labels.push(...textLabels(labels));
    return;
  }
  const [, address, name, file, lineNumber] = SYMBOL.exec(line) ?? [];
  if (address !== undefined && name !== undefined && file !== undefined) {
    symbols.set(BigInt(address), { name, file, line: Number(lineNumber) });
    sample?.named.add(BigInt(address));
  }
}

/** `"key":"value", …`, quoted as Go does. */
export function textLabels(text: string): NewLabel[] {
  const pairs = text.matchAll(/"((?:[^"\\]|\\.)*)":\s*"((?:[^"\\]|\\.)*)"/g);
  return Array.from(pairs, ([, key = '', value = '']) => ({
    key: unquoted(key),
    value: unquoted(value),
    unit: '',
  }));
}

const ESCAPE = /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|.)/g;

const CONTROLS: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
};

function unquoted(text: string): string {
  return text.replace(ESCAPE, (whole: string, two?: string, four?: string, eight?: string) => {
    const hexadecimal = two ?? four ?? eight;
    if (hexadecimal === undefined) {
      const letter = whole.slice(1);
      return CONTROLS[letter] ?? letter;
    }
    const codePoint = parseInt(hexadecimal, 16);
    return codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : whole;
  });
}
