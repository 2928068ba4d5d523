/** What the view of a log and its page say to each other, typed once for both sides. */

/** The columns of a run, one value a cycle; NaN where nothing is known. */
export type GcColumn =
  | 'line'
  | 'number'
  | 'seconds'
  | 'heapStartMB'
  | 'heapEndMB'
  | 'heapLiveMB'
  | 'goalMB'
  | 'sweepTermMs'
  | 'markTermMs'
  | 'markMs'
  | 'assistCpuMs'
  | 'stacksMB'
  | 'globalsMB'
  | 'gcCpuPercent'
  | 'assistCpuPercent'
  | 'allocatedMBPerSecond'
  | 'scavengedBackgroundMB'
  | 'scavengedEagerMB'
  | 'releasedMB'
  | 'isForced';

export interface GcFinding {
  readonly isWarning: boolean;
  readonly text: string;
  readonly reason: string;
  readonly line: number;
}

/** A figure of a whole run; the same in each run, in the same order. */
export interface GcFigure {
  readonly label: string;
  readonly text: string;
}

export interface GcRun {
  readonly title: string;
  readonly countCycles: number;
  readonly columns: Readonly<Record<GcColumn, Float64Array>>;
  readonly figures: readonly GcFigure[];
  readonly findings: readonly GcFinding[];
}

export interface GcReject {
  readonly line: number;
  readonly reason: string;
  readonly text: string;
}

export interface GcLogModel {
  readonly name: string;
  readonly countLines: number;
  readonly countRejects: number;
  readonly rejects: readonly GcReject[];
  readonly runs: readonly GcRun[];
}

/** How the page knows more of a log: rows from `from` on take the place of those that it has. */
export interface GcLogGrowth extends Omit<GcLogModel, 'runs'> {
  readonly runs: readonly { readonly from: number; readonly run: GcRun }[];
}

/**
 * Whether the log is read as it grows: `whole` where it cannot grow, `idle` where it may, `followed`, and
 * `running` where the program that writes it is ours.
 */
export type GcLogState = 'whole' | 'idle' | 'followed' | 'running';

export type ToGcLogView =
  | { readonly type: 'start'; readonly messages: Readonly<Record<string, string>> }
  | { readonly type: 'opened'; readonly log: GcLogModel }
  | { readonly type: 'grown'; readonly growth: GcLogGrowth }
  /** `text` says how a program has ended. */
  | { readonly type: 'state'; readonly state: GcLogState; readonly text: string }
  | { readonly type: 'compared'; readonly log: GcLogModel }
  | { readonly type: 'failed'; readonly problem: string };

export type FromGcLogView =
  | { readonly type: 'ready' }
  | { readonly type: 'reveal'; readonly line: number }
  | { readonly type: 'compare' }
  | { readonly type: 'follow' }
  /** Ends following, and the program where it is ours. */
  | { readonly type: 'stop' };
