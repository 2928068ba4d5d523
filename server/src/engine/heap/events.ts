/** What happens in the heap apart from the fast path of an allocation, counted and remembered for a while. */

/**
 * Remembered one by one, with their numbers: constants, which code that runs for each span does not have to
 * look up by name.
 */
const NOTED = {
  phaseStart: 0,
  refill: 1,
  partialSwept: 2,
  partialUnswept: 3,
  fullUnswept: 4,
  centralGrow: 5,
  pageCacheFill: 6,
  largeAlloc: 7,
  heapGrow: 8,
  spanFree: 9,
  cycleStart: 10,
  assist: 11,
  markTermination: 12,
  sweepDone: 13,
  scavenge: 14,
  limiterOn: 15,
  limiterOff: 16,
  outOfMemory: 17,
} as const;
export type NotedKind = keyof typeof NOTED;

/** With those that happen too often to be remembered, and are counted. */
export const EVENTS = { ...NOTED, tinyBlock: 18, shade: 19 } as const;
export type EventKind = keyof typeof EVENTS;

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

const NOTED_KINDS = Object.keys(NOTED).filter((kind): kind is NotedKind => kind in NOTED);

export function emptyLog(): EventLog {
  return {
    counts: new Float64Array(Object.keys(EVENTS).length),
    seen: 0,
    length: 0,
    kind: new Uint8Array(CAPACITY),
    allocation: new Float64Array(CAPACITY),
    first: new Float64Array(CAPACITY),
    second: new Float64Array(CAPACITY),
  };
}

export function note(
  { log, allocations }: { readonly log: EventLog; readonly allocations: number },
  number: (typeof NOTED)[NotedKind],
  first = 0,
  second = 0,
): void {
  const index = log.length++ % CAPACITY;
  log.kind[index] = number;
  log.allocation[index] = allocations;
  log.first[index] = first;
  log.second[index] = second;
  countEvent(log, number);
}

export function countEvent(log: EventLog, number: (typeof EVENTS)[EventKind]): void {
  log.counts[number] = (log.counts[number] ?? 0) + 1;
  log.seen |= 1 << number;
}

export function countOf(log: EventLog, kind: EventKind): number {
  return log.counts[EVENTS[kind]] ?? 0;
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
