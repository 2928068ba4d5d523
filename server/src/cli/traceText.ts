import { count, megabytes, milliseconds } from '../engine/gclog/quantity.ts';
import type { Durations } from '../engine/trace/durations.ts';
import { isOfStandard, ownFrame } from '../engine/trace/ownFrame.ts';
import type { TraceSummary } from '../engine/trace/summary.ts';
import type { TracedObjects } from '../engine/trace/tracedObjects.ts';
import type { StackWait } from '../engine/trace/waits.ts';

const LABEL_WIDTH = 16;
const MOST_REASONS = 12;
const MOST_PLACES = 3;
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
  const waits = goroutines.waits.reasons;
  if (waits.length > 0) {
    yield '';
    yield '  Goroutines wait for';
    for (const { reason, durations, stacks, countUnfinished } of waits.slice(0, MOST_REASONS)) {
      const rest =
        countUnfinished === 0 ? '' : `; ${countUnfinished.toLocaleString('en')} still wait`;
      yield `    ${reason}: ${spread(durations)}${rest}`;
      yield* placesOf(stacks).slice(0, MOST_PLACES).map(placeText);
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

interface Place {
  readonly where: string;
  readonly isOfProgram: boolean;
  countWaits: number;
  totalNs: number;
}

/** The lines of the program that wait, by whatever stacks, before those of the standard library alone. */
function placesOf(stacks: readonly StackWait[]): readonly Place[] {
  const places = new Map<string, Place>();
  for (const { frames, count: countWaits, totalNs } of stacks) {
    const frame = frames[ownFrame(frames)];
    const where = frame ? `${frame.functionName} ${frame.file}:${frame.line}` : 'without a stack';
    const isOfProgram = frame !== undefined && !isOfStandard(frame);
    const place = places.get(where) ?? { where, isOfProgram, countWaits: 0, totalNs: 0 };
    place.countWaits += countWaits;
    place.totalNs += totalNs;
    places.set(where, place);
  }
  return [...places.values()]
    .filter(({ countWaits }) => countWaits > 0)
    .sort((a, b) => Number(b.isOfProgram) - Number(a.isOfProgram) || b.totalNs - a.totalNs);
}

function placeText({ where, countWaits, totalNs }: Place): string {
  return `      ${duration(totalNs)} in ${count(countWaits, 'wait')}: ${where}`;
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
