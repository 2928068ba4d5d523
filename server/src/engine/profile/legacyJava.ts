/**
 * The heaps and locks of Java programs as Google's own agents printed them, read as google/pprof does
 * (profile/legacy_java_profile.go). Numbers stand for the frames of a stack; what they are is said at the end.
 */
import { amountOf, type Amount } from './columns.ts';
import { baseName } from './frames.ts';
import { headerLine, integer, scaledBack } from './legacyFormats.ts';
import { withLegacyFrames } from './legacyFrames.ts';
import { MemoryMap } from './memoryMap.ts';
import { Fault, naming } from './problem.ts';
import type { Profile, ValueType } from './profile.ts';
import {
  counting,
  EMPTY_HEADER,
  ProfileBuilder,
  type NewLabel,
  type ProfileHeader,
} from './profileBuilder.ts';
import { hexAddresses } from './rawStacks.ts';

const HEADER = /^--- (heap|contention)z 1 ---$/;
const ATTRIBUTE = /([\w ]+)=([\w ]+)/;
const SAMPLE = / *(\d+) +(\d+) +@ +([ x0-9a-f]*)/;
const FRAME = /^\s*0x([0-9a-fA-F]+)\s+(.*)\s*$/;
const FRAME_OF_LINE = /^(.*)\s+\((.+):(-?\d+)\)$/;
const FRAME_OF_LIBRARY = /^(.*)\s+\((.*)\)$/;
/** What the agent takes a sample of, in bytes. */
const HEAP_SAMPLING_RATE = 524_288;

export interface JavaSample {
  /** The leaf first. */
  readonly stack: readonly bigint[];
  readonly values: readonly Amount[];
  readonly labels: readonly NewLabel[];
}

interface Frame {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

/** Contention profiles of C++ begin with the same line, but say nothing of a format. */
export function isJavaText(start: string): boolean {
  const kind = HEADER.exec(headerLine(start))?.[1];
  return kind === 'heap' || (kind === 'contention' && /^\s*(?:format|resolution)\s*=/m.test(start));
}

/** Throws a Fault that names the line. */
export function readJavaText(text: string): Profile {
  const lines = text.split('\n').map((line) => line.trim());
  const first = lines.findIndex((line) => HEADER.test(line));
  const isHeap = HEADER.exec(lines[first] ?? '')?.[1] === 'heap';
  const firstSample = skip(lines, first + 1, ATTRIBUTE);
  const header = headerOf(lines, first + 1, firstSample, isHeap);
  const firstFrame = skip(lines, firstSample, SAMPLE);
  const samples = lines
    .slice(firstSample, firstFrame)
    .flatMap((line, index) =>
      line === ''
        ? []
        : [
            naming(`line ${firstSample + index + 1}`, () =>
              sampleOf(line, isHeap, BigInt(header.period)),
            ),
          ],
    );
  return javaProfile(header, samples, lines.slice(firstFrame));
}

/** The first line from there on that says something else. */
function skip(lines: readonly string[], from: number, what: RegExp): number {
  const index = lines.findIndex((line, at) => at >= from && line !== '' && !what.test(line));
  return index < 0 ? lines.length : index;
}

function headerOf(
  lines: readonly string[],
  from: number,
  to: number,
  isHeap: boolean,
): ProfileHeader {
  let sampleTypes: readonly ValueType[] = [];
  let period: Amount = 0;
  let periodType: ValueType = { type: '', unit: '' };
  let milliseconds: Amount = 0;
  for (let at = from; at < to; at++) {
    const [, rawName = '', rawValue = ''] = ATTRIBUTE.exec(lines[at] ?? '') ?? [];
    const [name, value] = [rawName.trim(), rawValue.trim()];
    const place = `line ${at + 1}`;
    if (name === 'resolution') {
      sampleTypes = isHeap
        ? [counting('inuse_objects'), { type: 'inuse_space', unit: value }]
        : [counting('contentions'), { type: 'delay', unit: value }];
    } else if (name === 'sampling period' && !isHeap) {
      periodType = counting('contentions');
      period = naming(place, () => integer(value));
    } else if (name === 'ms since reset' && !isHeap) {
      milliseconds = naming(place, () => integer(value));
    } else if (name !== '' && (name !== 'format' || value !== 'java')) {
      throw new Fault(
        `${place}: nothing is known of ${name}=${value} in profiles of Java programs`,
      );
    }
  }
  if (sampleTypes.length === 0) {
    throw new Fault(`nothing before line ${to + 1} says what is counted (resolution=)`);
  }
  const durationNanos = amountOf(BigInt.asIntN(64, BigInt(milliseconds) * 1_000_000n));
  return { ...EMPTY_HEADER, sampleTypes, period, periodType, durationNanos };
}

function sampleOf(line: string, isHeap: boolean, period: bigint): JavaSample {
  const [, first = '', second = '', addresses = ''] = SAMPLE.exec(line) ?? [];
  // Bytes or times come first, other than in all other profiles.
  const [count, amount] = [integer(second), integer(first)];
  const stack = hexAddresses(addresses);
  if (!isHeap) {
    const factor = period === 0n ? 1n : period;
    const values = [count, amount].map((value) =>
      amountOf(BigInt.asIntN(64, BigInt(value) * factor)),
    );
    return { stack, values, labels: [] };
  }
  if (count === 0) {
    throw new Fault(`no objects are said to take ${amount} bytes`);
  }
  return {
    stack,
    values: scaledBack(count, amount, HEAP_SAMPLING_RATE),
    labels: [{ key: 'bytes', value: amountOf(BigInt(amount) / BigInt(count)), unit: '' }],
  };
}

/** Without the numbers of frames, by which nothing could be merged. */
export function javaProfile(
  header: ProfileHeader,
  samples: readonly JavaSample[],
  frameLines: readonly string[],
): Profile {
  const used = new Set(samples.flatMap(({ stack }) => stack));
  const frames = new Map<bigint, Frame>();
  const files = new Map<string, string>();
  for (const line of frameLines) {
    const [, number, text] = FRAME.exec(line.trim()) ?? [];
    if (number !== undefined && text !== undefined && used.has(BigInt(`0x${number}`))) {
      const frame = frameOf(text);
      frames.set(BigInt(`0x${number}`), frame);
      files.set(frame.name, files.get(frame.name) ?? frame.file);
    }
  }
  const map = new MemoryMap([]);
  const builder = new ProfileBuilder(withLegacyFrames(header));
  const functions = new Map<string, number>();
  const locations = new Map<bigint, number>();
  const functionOf = (name: string) => {
    const file = files.get(name) ?? '';
    const known =
      functions.get(name) ?? builder.addFunction({ name, systemName: name, file, startLine: 0 });
    functions.set(name, known);
    return known;
  };
  for (const number of used) {
    const frame = frames.get(number);
    const lines = frame
      ? [{ functionIndex: functionOf(frame.name), line: frame.line, column: 0 }]
      : [];
    const mapping = frame ? -1 : map.find(number);
    locations.set(number, builder.addLocation({ mapping, address: 0n, isFolded: false, lines }));
  }
  for (const { stack, values, labels } of samples) {
    builder.addSample(
      stack.map((number) => locations.get(number) ?? 0),
      values,
      labels,
    );
  }
  for (const mapping of map.mappings()) {
    builder.addMapping(mapping);
  }
  return builder.build();
}

function frameOf(text: string): Frame {
  const [, name, file, line] = FRAME_OF_LINE.exec(text) ?? [];
  if (name !== undefined && file !== undefined) {
    return { name, file, line: Math.max(0, Number(line)) };
  }
  const [, native, library] = FRAME_OF_LIBRARY.exec(text) ?? [];
  if (native !== undefined && library !== undefined) {
    return { name: native, file: baseName(library), line: 0 };
  }
  // What else there is are states of the machine: GC, VM, Compile.
  return { name: text.includes('generated stub/JIT') ? 'STUB' : text, file: '', line: 0 };
}
