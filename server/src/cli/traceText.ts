import { count, megabytes, milliseconds } from '../engine/gclog/quantity.ts';
import type { Durations } from '../engine/trace/durations.ts';
import type { Frame } from '../engine/trace/generation.ts';
import type { TraceSummary } from '../engine/trace/summary.ts';
import type { TracedObjects } from '../engine/trace/tracedObjects.ts';
import type { StackWait } from '../engine/trace/waits.ts';

const LABEL_WIDTH = 16;
const MOST_REASONS = 12;
const MOST_STACKS = 3;
const MOST_TYPES = 12;
const NS_PER_MS = 1e6;
const BYTES_PER_MB = 2 ** 20;

export function* traceText(summary: TraceSummary, name: string): Generator<string> {
  const { goroutines, collector } = summary;
  const { heapAlloc, heapGoal } = collector;
  const went = `${count(summary.countEvents, 'event')}, ${duration(summary.durationNs)}`;
  yield `${name}: Go 1.${summary.version ?? 0}, ${count(summary.countGenerations, 'generation')}, ${went}`;
  yield '';
  yield labelled(
    'goroutines',
    `${goroutines.countCreated.toLocaleString('en')} created, ${goroutines.countEnded.toLocaleString('en')} ended`,
  );
  yield labelled('ready to run', spread(goroutines.latencies));
  if (heapAlloc.countValues > 0) {
    yield labelled('heap', `${memory(heapAlloc.values)}; goal ${memory(heapGoal.values)}`);
  }
  if (collector.durations.mark.count > 0) {
    yield labelled('marking', spread(collector.durations.mark));
    yield labelled('assists', spread(collector.durations.assist));
    yield labelled(
      'sweeping',
      `${spread(collector.durations.sweep)}; ${megabytes(collector.reclaimedBytes / BYTES_PER_MB)} of ${megabytes(collector.sweptBytes / BYTES_PER_MB)} reclaimed`,
    );
  }
  if (collector.durations.stops.size > 0) {
    yield '';
    yield '  The world is stopped for';
    for (const [kind, durations] of collector.durations.stops) {
      yield `    ${kind}: ${spread(durations)}`;
    }
  }
  yield* objectsText(summary.objects);
  const waits = goroutines.waits.reasons.filter(({ durations }) => durations.count > 0);
  if (waits.length > 0) {
    yield '';
    yield '  Goroutines wait for';
    for (const { reason, durations, stacks } of waits.slice(0, MOST_REASONS)) {
      yield `    ${reason}: ${spread(durations)}`;
      const isOfProgram = ({ frames }: StackWait) => !frames.every(isStandard);
      const own = stacks.filter(isOfProgram);
      const others = stacks.filter((stack) => !isOfProgram(stack));
      yield* [...own, ...others].slice(0, MOST_STACKS).map(stackText);
    }
    if (waits.length > MOST_REASONS) {
      yield `    and ${count(waits.length - MOST_REASONS, 'reason')} more`;
    }
  }
}

function* objectsText(objects: TracedObjects | undefined): Generator<string> {
  if (!objects) {
    return;
  }
  const { types } = objects;
  yield '';
  yield '  Objects are allocated of';
  for (const { name, countAllocated, allocatedBytes, countLeft, leftBytes } of types.slice(
    0,
    MOST_TYPES,
  )) {
    const all = `${countAllocated.toLocaleString('en')}, ${megabytes(allocatedBytes / BYTES_PER_MB)}`;
    const left = `${countLeft.toLocaleString('en')}, ${megabytes(leftBytes / BYTES_PER_MB)} at the end`;
    yield `    ${name ?? 'no type: texts and bytes'}: ${all}; ${left}`;
  }
  if (types.length > MOST_TYPES) {
    yield `    and ${count(types.length - MOST_TYPES, 'type')} more`;
  }
}

/** The place in the program that waits: the first frame that is not of the standard library. */
function stackText({ frames, count: times, totalNs }: StackWait): string {
  const own = frames.find((frame) => !isStandard(frame));
  const { functionName, file, line } = own ?? frames[0] ?? { functionName: '', file: '', line: 0 };
  const where = functionName === '' ? 'without a stack' : `${functionName} ${file}:${line}`;
  return `      ${duration(totalNs)} in ${count(times, 'wait')}: ${where}`;
}

/** `os.Open` in `…/src/os/file.go`; what the runtime does for others is in its own files. */
function isStandard({ functionName, file }: Frame): boolean {
  const slash = functionName.lastIndexOf('/');
  const path = functionName.slice(0, functionName.indexOf('.', slash + 1));
  const isOfPackage = file.includes(`/src/${path}/`) || file.includes('/src/runtime/');
  return path !== 'main' && !path.split('/')[0]?.includes('.') && isOfPackage;
}

function labelled(label: string, text: string): string {
  return `  ${label.padEnd(LABEL_WIDTH)}${text}`;
}

function spread(durations: Durations): string {
  if (durations.count === 0) {
    return 'none';
  }
  const times = [...durations.percentilesNs([0.5, 0.99]), durations.longestNs];
  const [p50 = '', p99 = '', longest = ''] = times.map(duration);
  return `${durations.count.toLocaleString('en')}, p50 ${p50}, p99 ${p99}, max ${longest}; ${duration(durations.totalNs)} in all`;
}

function duration(ns: number): string {
  return milliseconds(ns / NS_PER_MS);
}

function memory(bytes: readonly number[]): string {
  const most = bytes.reduce((best, value) => Math.max(best, value), 0);
  return `${megabytes((bytes.at(-1) ?? 0) / BYTES_PER_MB)} at the end, ${megabytes(most / BYTES_PER_MB)} at most`;
}
