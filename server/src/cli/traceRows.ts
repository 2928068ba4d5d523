/** Traces as JSON Lines and CSV: the fields are a contract for scripts (docs/architecture.md). */
import type { BoundedSeries } from '../engine/trace/boundedSeries.ts';
import type { Durations } from '../engine/trace/durations.ts';
import { GO_STATES } from '../engine/trace/goroutines.ts';
import type { TraceSummary } from '../engine/trace/summary.ts';
import type { TracedObjects } from '../engine/trace/tracedObjects.ts';

const MOST_STACKS = 50;

export function* traceJson(summary: TraceSummary): Generator<string> {
  const { goroutines, collector } = summary;
  yield JSON.stringify({
    type: 'trace',
    go: `1.${summary.version ?? 0}`,
    generations: summary.countGenerations,
    events: summary.countEvents,
    durationNs: summary.durationNs,
    procs: summary.procs,
    goroutinesCreated: goroutines.countCreated,
    goroutinesEnded: goroutines.countEnded,
    sweptBytes: collector.sweptBytes,
    reclaimedBytes: collector.reclaimedBytes,
    problem: summary.problem ?? null,
  });
  for (const [event, count] of summary.eventCounts) {
    yield JSON.stringify({ type: 'events', event, count });
  }
  yield* objectsJson(summary.objects);
  for (const [what, durations] of [
    ['mark', collector.durations.mark],
    ['assist', collector.durations.assist],
    ['sweep', collector.durations.sweep],
    ['scheduling latency', goroutines.latencies],
  ] as const) {
    yield JSON.stringify({ type: 'durations', what, ...durationsJson(durations) });
  }
  for (const [kind, durations] of collector.durations.stops) {
    yield JSON.stringify({ type: 'stop', kind, ...durationsJson(durations) });
  }
  for (const { reason, durations, stacks, countUnfinished, unfinishedNs } of goroutines.waits
    .reasons) {
    yield JSON.stringify({
      type: 'wait',
      reason,
      ...durationsJson(durations),
      unfinished: countUnfinished,
      unfinishedNs,
    });
    for (const { frames, count, totalNs } of stacks.slice(0, MOST_STACKS)) {
      yield JSON.stringify({
        type: 'stack',
        reason,
        count,
        totalNs,
        frames: frames.map(({ functionName, file, line }) => ({
          function: functionName,
          file,
          line,
        })),
      });
    }
  }
  for (const [series, points] of seriesOf(summary)) {
    yield JSON.stringify({
      type: 'series',
      series,
      countValues: points.countValues,
      isEveryValue: points.isEveryValue,
      timesNs: points.times.map((time) => time - summary.startNs),
      values: points.values,
    });
  }
}

export function* traceCsv(summary: TraceSummary): Generator<string> {
  yield 'series,timeNs,value';
  for (const [series, { times, values }] of seriesOf(summary)) {
    for (const [index, time] of times.entries()) {
      yield `${series},${time - summary.startNs},${values[index] ?? ''}`;
    }
  }
}

function* objectsJson(objects: TracedObjects | undefined): Generator<string> {
  if (!objects) {
    return;
  }
  for (const { name, ...counts } of objects.types) {
    yield JSON.stringify({ type: 'objects', of: name ?? null, ...counts });
  }
}

function seriesOf(summary: TraceSummary): [name: string, BoundedSeries][] {
  return [
    ['heapAllocBytes', summary.collector.heapAlloc],
    ['heapGoalBytes', summary.collector.heapGoal],
    ...objectSeries(summary.objects),
    ...GO_STATES.map((state): [string, BoundedSeries] => [
      `goroutines ${state}`,
      summary.goroutines.countsOf(state),
    ]),
  ];
}

function objectSeries(objects: TracedObjects | undefined): [name: string, BoundedSeries][] {
  return objects
    ? [
        ['heapInuseBytes', objects.inUse],
        ['objects', objects.counts],
      ]
    : [];
}

/** What is not known is null. */
function durationsJson(durations: Durations): object {
  const [p50Ns, p95Ns, p99Ns] = durations.percentilesNs([0.5, 0.95, 0.99]);
  return {
    count: durations.count,
    totalNs: durations.totalNs,
    p50Ns,
    p95Ns,
    p99Ns,
    longestNs: durations.longestNs,
  };
}
