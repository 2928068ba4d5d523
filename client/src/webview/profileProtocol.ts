/** What the editor of profiles and its page say to each other, typed once for both sides. */
import type { Granularity } from '../../../server/src/engine/profile/frames.ts';
import type { ValueType } from '../../../server/src/engine/profile/profile.ts';

export const PROFILE_VIEWS = ['flame', 'top', 'info'] as const;
export type ProfileView = (typeof PROFILE_VIEWS)[number];

/** What a view is of. Texts that are empty are not set. */
export interface ProfileOptions {
  /** By name; the profile's own choice without it. */
  readonly sampleType: string;
  readonly granularity: Granularity;
  readonly noInlines: boolean;
  /** A function's whole name: stacks begin there, and percentages are of what it takes. */
  readonly root: string;
  readonly focus: string;
  readonly ignore: string;
  readonly hide: string;
  readonly show: string;
  readonly showFrom: string;
  readonly tagFocus: string;
  readonly tagIgnore: string;
}

export const DEFAULT_PROFILE_OPTIONS: ProfileOptions = {
  sampleType: '',
  granularity: 'functions',
  noInlines: false,
  root: '',
  focus: '',
  ignore: '',
  hide: '',
  show: '',
  showFrom: '',
  tagFocus: '',
  tagIgnore: '',
};

/**
 * How values came about: each event was counted, or some were, as many as `counts` in the models say,
 * or nobody knows.
 */
export type Sampling = 'exact' | 'counted' | 'unknown';

/** What all values of a view are of. */
export interface ViewHeader extends ValueType {
  /** What percentages are of. */
  readonly total: number;
  /** What the samples that the filters leave add up to. */
  readonly shown: number;
  readonly sampling: Sampling;
  /** Values are differences to another profile. */
  readonly isDifference: boolean;
  /** Filters that nothing matched, as pprof names them. */
  readonly unmatched: readonly string[];
}

/** Frames in columns. */
export interface TopModel {
  readonly names: readonly string[];
  readonly flat: Float64Array;
  readonly cum: Float64Array;
  /** How many samples were taken; empty where that is not known. */
  readonly flatCounts: Float64Array;
  readonly cumCounts: Float64Array;
  /** 0 where no caller has it inlined, 1 where some have, 2 where all have. */
  readonly inlined: Uint8Array;
}

/** Stacks as boxes in columns, parents before their children; the first is the root of all. */
export interface FlameBoxes {
  readonly names: readonly string[];
  /** Of each box; -1 for the root. */
  readonly name: Int32Array;
  /** -1 for the root. */
  readonly parent: Int32Array;
  readonly depth: Uint32Array;
  readonly isInlined: Uint8Array;
  readonly value: Float64Array;
  /** The sum of absolute values. */
  readonly width: Float64Array;
  /** How many samples were taken; empty where that is not known. */
  readonly counts: Float64Array;
  /** How many boxes are left out because they are too narrow. */
  readonly countHidden: number;
}

export interface FlameModel {
  /** All stacks, or what the pivot calls. */
  readonly callees: FlameBoxes;
  /** The pivot's callers, the pivot below the root. */
  readonly callers: FlameBoxes | undefined;
}

export interface InfoModel {
  readonly totals: readonly (ValueType & { readonly total: number; readonly isDefault: boolean })[];
  readonly countSamples: number;
  readonly countLocations: number;
  readonly countFunctions: number;
  /** Milliseconds since 1970; 0 where it is not known. */
  readonly time: number;
  readonly durationNanos: number;
  readonly period: ValueType & { readonly value: number };
  readonly binaries: readonly { readonly file: string; readonly buildId: string }[];
  readonly comments: readonly string[];
  readonly docUrl: string;
}

export interface ViewModels {
  readonly flame: FlameModel;
  readonly top: TopModel;
  readonly info: InfoModel;
}

export interface ViewRequests {
  /** The frame whose callers and callees are shown; all stacks without one. */
  readonly flame: { readonly pivot: string };
  readonly top: object;
  readonly info: object;
}

/** A view and what it asks for beside the options. */
export type ViewRequest = {
  [View in ProfileView]: { readonly view: View } & ViewRequests[View];
}[ProfileView];

/** A view with what it shows. */
export type ViewResult = {
  [View in ProfileView]: {
    readonly view: View;
    readonly header: ViewHeader;
    readonly model: ViewModels[View];
  };
}[ProfileView];

/** What can be chosen, of a profile that has been read. */
export interface ProfileSummary {
  readonly sampleTypes: readonly ValueType[];
  readonly defaultSampleType: string;
  /** Functions that stacks begin with, as entries to a part of the profile; those that take most first. */
  readonly roots: readonly string[];
}

export type ToProfileView =
  | {
      readonly type: 'start';
      /** Messages of the display language by those in English. */
      readonly messages: Readonly<Record<string, string>>;
    }
  | { readonly type: 'opened'; readonly summary: ProfileSummary }
  /** The file is no profile, or cannot be read. */
  | { readonly type: 'failed'; readonly problem: string }
  | { readonly type: 'result'; readonly id: number; readonly result: ViewResult }
  /** An option cannot be used. */
  | { readonly type: 'refused'; readonly id: number; readonly problem: string };

export type FromProfileView =
  /** The script runs: what was sent before is lost. */
  | { readonly type: 'ready' }
  /** Ends the question before, if that has no answer yet. */
  | {
      readonly type: 'ask';
      readonly id: number;
      readonly options: ProfileOptions;
      readonly request: ViewRequest;
    }
  /** Shows the code of a frame in an editor. */
  | { readonly type: 'open'; readonly name: string; readonly options: ProfileOptions };
