/** What happens in the heap apart from the fast path of an allocation, counted and remembered for a while. */

/** Remembered one by one. */
const NOTED_KINDS = [
  'phaseStart',
  'refill',
  'partialSwept',
  'partialUnswept',
  'fullUnswept',
  'centralGrow',
  'pageCacheFill',
  'largeAlloc',
  'heapGrow',
  'spanFree',
  'cycleStart',
  'assist',
  'markTermination',
  'sweepDone',
  'scavenge',
  'limiterOn',
  'limiterOff',
  'outOfMemory',
] as const;
export type NotedKind = (typeof NOTED_KINDS)[number];

/** With those that happen too often to be remembered, and are counted. */
const EVENT_KINDS = [...NOTED_KINDS, 'tinyBlock', 'shade'] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** The last events, oldest overwritten first. */
export interface EventLog {
  /** Of all time, by kind. */
  counts: Float64Array;
  /** A bit for each kind since somebody cleared it. */
  seen: number;
  /** How many were ever written. */
  length: number;
  kind: Uint8Array;
  allocation: Float64Array;
  /** A span, a number of bytes, a cycle: what `eventText` makes of it. */
  first: Float64Array;
  second: Float64Array;
}

const CAPACITY = 2048;

const NUMBERS: Readonly<Record<string, number>> = Object.fromEntries(
  EVENT_KINDS.map((kind, index) => [kind, index]),
);

export function emptyLog(): EventLog {
  return {
    counts: new Float64Array(EVENT_KINDS.length),
    seen: 0,
    length: 0,
    kind: new Uint8Array(CAPACITY),
    allocation: new Float64Array(CAPACITY),
    first: new Float64Array(CAPACITY),
    second: new Float64Array(CAPACITY),
  };
}

export function eventNumber(kind: EventKind): number {
  return NUMBERS[kind] ?? 0;
}

export function note(
  { log, allocations }: { readonly log: EventLog; readonly allocations: number },
  kind: NotedKind,
  first = 0,
  second = 0,
): void {
  const number = eventNumber(kind);
  const index = log.length++ % CAPACITY;
  log.kind[index] = number;
  log.allocation[index] = allocations;
  log.first[index] = first;
  log.second[index] = second;
  countEvent(log, kind);
}

export function countEvent(log: EventLog, kind: EventKind): void {
  const number = eventNumber(kind);
  log.counts[number] = (log.counts[number] ?? 0) + 1;
  log.seen |= 1 << number;
}

export function countOf(log: EventLog, kind: EventKind): number {
  return log.counts[eventNumber(kind)] ?? 0;
}

export interface HeapEvent {
  readonly kind: NotedKind;
  /** Allocations of the program before it. */
  readonly allocation: number;
  readonly first: number;
  readonly second: number;
}

/** The newest first. */
export function lastEvents(log: EventLog, atMost: number): HeapEvent[] {
  const events: HeapEvent[] = [];
  for (let back = 1; back <= Math.min(atMost, log.length, CAPACITY); back++) {
    const index = (log.length - back) % CAPACITY;
    events.push({
      kind: NOTED_KINDS[log.kind[index] ?? 0] ?? 'refill',
      allocation: log.allocation[index] ?? 0,
      first: log.first[index] ?? 0,
      second: log.second[index] ?? 0,
    });
  }
  return events;
}
