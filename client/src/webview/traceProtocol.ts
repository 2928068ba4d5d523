/** What the editor of execution traces and its page say to each other, typed once for both sides. */
import type { DrawnSpans } from '../../../server/src/engine/trace/drawnSpans.ts';
import type { Frame } from '../../../server/src/engine/trace/generation.ts';
import type { GO_STATES, GoState } from '../../../server/src/engine/trace/goroutines.ts';
import type { PROC_STATES } from '../../../server/src/engine/trace/procs.ts';
import type { ObjectsOfType } from '../../../server/src/engine/trace/tracedObjects.ts';

export const TRACE_VIEWS = ['heap', 'objects', 'events', 'timeline', 'blocked', 'info'] as const;
export type TraceView = (typeof TRACE_VIEWS)[number];

/** Times are seconds from the beginning of the trace. */
export interface Series {
  readonly times: Float64Array;
  readonly values: Float64Array;
}

export interface Spans {
  readonly starts: Float64Array;
  readonly ends: Float64Array;
}

/** The heap over time, which is there before everything else is. */
export interface HeapModel {
  /** MiB. */
  readonly heap: Series;
  readonly goal: Series;
  readonly marking: Spans;
  /** Stops of the world. */
  readonly stops: Spans & { readonly kinds: readonly string[] };
  readonly durationSeconds: number;
}

export type TypeModel = Readonly<ObjectsOfType>;

/** What was allocated. */
export interface ObjectsModel {
  readonly types: readonly TypeModel[];
  /** MiB of spans. */
  readonly inUse: Series;
  /** Objects that have slots. */
  readonly counts: Series;
  /** Events of objects and spans that are not known. */
  readonly countUnmatched: number;
}

/** One of those that took longest. */
export interface WorstModel {
  readonly startSeconds: number;
  readonly ns: number;
  /** -1 for none. */
  readonly goroutine: number;
  /** The leaf first. */
  readonly frames: readonly Frame[];
  /** The first frame that is the program's own, or the leaf; -1 where there is no stack. */
  readonly ownFrame: number;
}

export type EventKind = 'mark' | 'assist' | 'sweep' | 'stop' | 'latency' | 'wait';

/** Durations of one kind; nanoseconds. */
export interface EventModel {
  readonly kind: EventKind;
  /** What the world is stopped for, what is waited for, in the runtime's words. */
  readonly reason: string;
  readonly count: number;
  readonly perSecond: number;
  readonly totalNs: number;
  readonly meanNs: number;
  readonly p50Ns: number;
  readonly p95Ns: number;
  readonly p99Ns: number;
  readonly longestNs: number;
  readonly worst: readonly WorstModel[];
}

/** Where goroutines waited. */
export interface BlockedModel {
  readonly reason: string;
  readonly count: number;
  readonly totalNs: number;
  readonly longestNs: number;
  readonly frames: readonly Frame[];
  readonly ownFrame: number;
}

/** What happened in a part of the time, or in all of it. */
export interface PartModel {
  readonly events: readonly EventModel[];
  readonly blocked: readonly BlockedModel[];
  /** Stacks that are not in `blocked`, as they waited least. */
  readonly countOtherBlocked: number;
  /** False where the trace was too much to keep. */
  readonly isComplete: boolean;
}

export interface PartRequest {
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

/** Rows of the timeline, one value each. */
export interface TimelineRows {
  readonly ids: Float64Array;
  /** The function that a goroutine began with, in `names`. */
  readonly nameIndices: Uint32Array;
  readonly startSeconds: Float64Array;
  readonly endSeconds: Float64Array;
  /** Nanoseconds in each state, by its name. */
  readonly totalsNs: readonly Float64Array[];
}

export interface TimelineModel {
  readonly procs: TimelineRows;
  readonly goroutines: TimelineRows;
  readonly names: readonly string[];
  /** What goroutines wait for, by the detail of their spans. */
  readonly reasons: readonly string[];
  /** Goroutines that have no row. */
  readonly countOmitted: number;
  readonly isCut: boolean;
}

/** Kinds of rows, and the states of their spans by number: the engine's; `gc` is one that is only shown. */
export const ROW_STATES: {
  readonly goroutines: typeof GO_STATES;
  readonly procs: readonly [...typeof PROC_STATES, 'gc'];
} = {
  goroutines: ['running', 'runnable', 'waiting', 'syscall'],
  procs: ['idle', 'running', 'syscall', 'scheduling', 'gc'],
};
export type RowKind = keyof typeof ROW_STATES;
export type RowState = (typeof ROW_STATES)[RowKind][number];

export interface TraceModel {
  readonly name: string;
  readonly heap: HeapModel;
  readonly goroutines: Readonly<Record<GoState, Series>>;
  /** Undefined where the trace does not tell of them. */
  readonly objects: ObjectsModel | undefined;
  readonly whole: PartModel;
  readonly timeline: TimelineModel;
  readonly info: TraceInfo;
}

export interface TraceInfo {
  readonly go: string;
  readonly countEvents: number;
  readonly countGenerations: number;
  readonly countBytes: number;
  /** GOMAXPROCS; NaN where the trace does not say it. */
  readonly procs: number;
  readonly countCreated: number;
  readonly countEnded: number;
  readonly sweptBytes: number;
  readonly reclaimedBytes: number;
  /** Why the trace ends before its end; empty where it does not. */
  readonly problem: string;
  readonly eventCounts: readonly (readonly [name: string, count: number])[];
}

/** A row of the timeline. */
export interface RowPlace {
  readonly kind: RowKind;
  readonly row: number;
}

export interface TimelineRequest extends PartRequest {
  readonly rows: readonly RowPlace[];
  readonly countColumns: number;
}

export interface SpanRequest extends RowPlace {
  readonly atSeconds: number;
  /** 0 for the span there, -1 for the one before it, 1 for the one behind it. */
  readonly step: -1 | 0 | 1;
}

export interface SpanModel extends RowPlace {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly state: RowState;
  /** The goroutine that a P ran, or the P that a goroutine was on; -1 for none. */
  readonly partner: number;
  /** What is waited for. */
  readonly reason: string;
  /** Where. */
  readonly frames: readonly Frame[];
}

export type ToTraceView =
  | { readonly type: 'start'; readonly messages: Readonly<Record<string, string>> }
  /** From 0 to 1. */
  | { readonly type: 'progress'; readonly share: number }
  | { readonly type: 'heap'; readonly heap: HeapModel }
  | { readonly type: 'opened'; readonly trace: TraceModel }
  | { readonly type: 'failed'; readonly problem: string }
  | { readonly type: 'spans'; readonly id: number; readonly spans: readonly DrawnSpans[] }
  | { readonly type: 'span'; readonly id: number; readonly span: SpanModel | undefined }
  | { readonly type: 'part'; readonly id: number; readonly part: PartModel | undefined };

export type FromTraceView =
  | { readonly type: 'ready' }
  | { readonly type: 'open'; readonly frame: Frame }
  | { readonly type: 'spans'; readonly id: number; readonly request: TimelineRequest }
  | { readonly type: 'span'; readonly id: number; readonly request: SpanRequest }
  | { readonly type: 'part'; readonly id: number; readonly request: PartRequest };
