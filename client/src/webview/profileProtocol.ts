/** What the editor of profiles and its page say to each other, typed once for both sides. */
import type { Sampling } from '../../../server/src/engine/measured/sampleCounts.ts';
import type { CallGraphEdge } from '../../../server/src/engine/profile/callGraph.ts';
import type { FilterOptions } from '../../../server/src/engine/profile/filters.ts';
import type { FlamePart } from '../../../server/src/engine/profile/flameTree.ts';
import type { Granularity } from '../../../server/src/engine/profile/frames.ts';
import type { Mapping, ValueType } from '../../../server/src/engine/profile/profile.ts';
import type { Call } from '../../../server/src/engine/profile/top.ts';
import type { FlameStacks, PackedBoxes } from './flameBoxes.ts';
import type { StackColumns } from './stackColumns.ts';

export const PROFILE_VIEWS = [
  'flame',
  'top',
  'peek',
  'graph',
  'source',
  'traces',
  'labels',
  'goroutines',
  'series',
  'info',
] as const;
export type ProfileView = (typeof PROFILE_VIEWS)[number];

/** The filters that an editor offers. */
export type ProfileFilters = Pick<
  FilterOptions,
  'focus' | 'ignore' | 'hide' | 'show' | 'showFrom' | 'tagFocus' | 'tagIgnore'
>;

/** What a view is of. Texts that are empty are not set. */
export interface ProfileOptions extends ProfileFilters {
  /** The URI of a profile that this one is compared with. */
  readonly base: string;
  /** Makes the sums of the profile those of the base first. */
  readonly isNormalized: boolean;
  /** By name; the profile's own choice without it. */
  readonly sampleType: string;
  readonly granularity: Granularity;
  readonly noInlines: boolean;
  /** A function's whole name, or {@link OWN_CODE}: stacks begin there, and percentages are of what it takes. */
  readonly root: string;
}

/** A root that no function is called: functions of the workspace's own code, without its tests. */
export const OWN_CODE = 'own code';

export const DEFAULT_PROFILE_OPTIONS: ProfileOptions = {
  base: '',
  isNormalized: false,
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

/** What all values of a view are of. */
export interface ViewHeader extends ValueType {
  /** What percentages are of. */
  readonly total: number;
  /** What the profile adds up to without a root. */
  readonly whole: number;
  /** What the samples that the filters leave add up to; in a difference growth less shrinking. */
  readonly shown: number;
  /** Growth less shrinking: less than `shown` where values are negative without another profile (`?seconds=` of a heap). */
  readonly net: number;
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
  /** What each frame took with all that it calls before; empty where values are no differences. */
  readonly cumBefore: Float64Array;
  /** 0 where no caller has it inlined, 1 where some have, 2 where all have. */
  readonly inlined: Uint8Array;
}

/** All stacks, or what a pivot calls and its callers. */
export interface FlameModel extends FlameStacks<PackedBoxes> {
  /** What was asked for of the picture; undefined for all of it. */
  readonly part: FlamePart | undefined;
}

/** A frame, in a table of callers or callees. */
export interface PeekRow extends Omit<Call, 'weight'> {
  readonly value: number;
}

export interface GraphNodeModel {
  readonly name: string;
  readonly flat: number;
  readonly cum: number;
}

export interface GraphEdgeModel extends Omit<CallGraphEdge, 'weight'> {
  readonly value: number;
}

export interface GraphModel {
  /** What tells most first. */
  readonly nodes: readonly GraphNodeModel[];
  /** The heaviest first. */
  readonly edges: readonly GraphEdgeModel[];
  /** Frames that are left out. */
  readonly countHidden: number;
}

export interface PeekModel {
  /** The frame that is looked at; empty where there is none. */
  readonly name: string;
  readonly flat: number;
  readonly cum: number;
  /** The heaviest first. */
  readonly callers: readonly PeekRow[];
  readonly callees: readonly PeekRow[];
}

export interface SourceRow {
  /** Of now; of then where it is gone. */
  readonly line: number;
  readonly flat: number;
  readonly cum: number;
  /** Undefined where samples are not counted. */
  readonly cumCount: number | undefined;
  /** Empty where the file is not on this machine. */
  readonly code: string;
  /** The line is no more since the profile's build, or was changed. */
  readonly isGone: boolean;
}

export interface SourcePart {
  readonly name: string;
  /** As the profile has it. */
  readonly file: string;
  /** On this machine; empty where it is not. */
  readonly path: string;
  /** All that it may be. */
  readonly candidates: readonly string[];
  readonly rows: readonly SourceRow[];
}

export interface SourceModel {
  readonly name: string;
  readonly parts: readonly SourcePart[];
}

export interface TraceModel {
  readonly value: number;
  /** Undefined where samples are not counted. */
  readonly count: number | undefined;
  /** `key:value`. */
  readonly labels: readonly string[];
}

export interface TracesModel {
  /** What takes most first; those that take little are left out. */
  readonly traces: readonly TraceModel[];
  /** Those of the traces, in their order. */
  readonly stacks: StackColumns;
  readonly countAll: number;
}

export interface LabelModel {
  readonly key: string;
  /** What takes most first. */
  readonly values: readonly { readonly text: string; readonly value: number }[];
}

/** Objects of one size. */
export interface ObjectSize {
  readonly bytes: number;
  /** Of the allocator; 0 for what is larger than any. */
  readonly classBytes: number;
  readonly value: number;
  readonly count: number | undefined;
}

export interface LabelsModel {
  readonly labels: readonly LabelModel[];
  /** From small to large; empty where samples do not have the label `bytes`. */
  readonly sizes: readonly ObjectSize[];
}

/** Goroutines that stand at the same place. */
export interface GoroutineGroup {
  readonly count: number;
  /** With how many are in each; empty where that is not known. */
  readonly states: readonly { readonly state: string; readonly count: number }[];
  /** Of the one that has waited longest; 0 for less than a minute. */
  readonly waitMinutes: number;
  readonly countLocked: number;
  /** Empty where that is not known. */
  readonly createdBy: string;
}

export interface GoroutinesModel {
  /** The largest first; of very many the smallest are left out. */
  readonly groups: readonly GoroutineGroup[];
  /** Those of the groups, in their order. */
  readonly stacks: StackColumns;
  readonly countAll: number;
}

/** One of several profiles that are looked at side by side. */
export interface SeriesProfile {
  /** Its URI; empty for the one that the editor is of. */
  readonly uri: string;
  /** Milliseconds since 1970; 0 where it is not known. */
  readonly time: number;
  /** 0 where it was not recorded for a while. */
  readonly durationNanos: number;
  readonly total: number;
}

/** What frames take in each of several profiles: columns by profile, then by frame. */
export interface SeriesModel {
  /** In the order of their times, where all of them have one. */
  readonly profiles: readonly SeriesProfile[];
  readonly names: readonly string[];
  readonly flat: readonly Float64Array[];
  readonly cum: readonly Float64Array[];
  /** How many samples were taken; empty where that is not known. */
  readonly flatCounts: readonly Float64Array[];
  readonly cumCounts: readonly Float64Array[];
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
  readonly binaries: readonly Pick<Mapping, 'file' | 'buildId'>[];
  readonly comments: readonly string[];
  readonly docUrl: string;
}

export interface ViewModels {
  readonly flame: FlameModel;
  readonly top: TopModel;
  readonly peek: PeekModel;
  readonly graph: GraphModel;
  readonly source: SourceModel;
  readonly traces: TracesModel;
  readonly labels: LabelsModel;
  readonly goroutines: GoroutinesModel;
  readonly series: SeriesModel;
  readonly info: InfoModel;
}

export interface ViewRequests {
  /** The frame whose callers and callees are shown; all stacks without one. Only a part of the picture, in more detail. */
  readonly flame: { readonly pivot: string; readonly part?: FlamePart | undefined };
  readonly top: object;
  /** Of a frame; of the one that takes most without it. */
  readonly peek: { readonly name: string };
  readonly graph: object;
  /** `chosen`: which of several files it is, by the profile's path. */
  readonly source: { readonly name: string; readonly chosen: Readonly<Record<string, string>> };
  readonly traces: object;
  readonly labels: object;
  readonly goroutines: object;
  /** The URIs of the profiles that stand beside this one. */
  readonly series: { readonly others: readonly string[] };
  readonly info: object;
}

/** A view and what it asks for beside the options. */
export type ViewRequest = {
  [View in ProfileView]: { readonly view: View } & ViewRequests[View];
}[ProfileView];

/** What is shown of a profile at first. */
export const FIRST_REQUEST = { view: 'flame', pivot: '' } as const;

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

/** Of which revision a profile is, and how much of its code is left. */
export type ProfileAge =
  | {
      readonly state: 'known';
      /** The whole one. */
      readonly hash: string;
      /** Who says so: a comment in the file, the binary that was profiled, the user. */
      readonly origin: 'profile' | 'binary' | 'user';
      /** Commits of HEAD that it does not have, and the other way round. */
      readonly countBehind: number;
      readonly countAhead: number;
      /** The build had changes that were in no commit. */
      readonly isModified: boolean;
      /** Lines of the workspace's code that the profile has, and how many of them are gone. */
      readonly countLines: number;
      readonly countGone: number;
    }
  | { readonly state: 'unknown'; readonly reason: string };

export type ToProfileView =
  | {
      readonly type: 'start';
      /** Messages of the display language by those in English. */
      readonly messages: Readonly<Record<string, string>>;
      /** Where the script is that lays graphs out. */
      readonly graphviz: string;
    }
  | {
      readonly type: 'opened';
      /** The profile's own. */
      readonly uri: string;
      readonly summary: ProfileSummary;
      /** What is looked at where the user has chosen nothing yet. */
      readonly first: ProfileOptions;
      /** The answer to that and {@link FIRST_REQUEST}, if there is one: nobody has to ask for it then. */
      readonly view: ViewResult | undefined;
    }
  /** The file is no profile, or cannot be read. */
  | { readonly type: 'failed'; readonly problem: string }
  | { readonly type: 'result'; readonly id: number; readonly result: ViewResult }
  /** The user has chosen a profile to compare with. */
  | { readonly type: 'compared'; readonly base: string }
  /** The user has chosen the profiles that are to stand beside this one. */
  | { readonly type: 'series'; readonly others: readonly string[] }
  /** A function is to be shown with its callers and callees. */
  | { readonly type: 'reveal'; readonly name: string }
  /** Before lines are shown, and when it has changed. */
  | { readonly type: 'age'; readonly age: ProfileAge }
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
  | {
      readonly type: 'open';
      readonly name: string;
      /** The one that takes most without it. */
      readonly line?: number | undefined;
      /** Where there are several files; the user chooses without it. */
      readonly path?: string | undefined;
      readonly options: ProfileOptions;
      /** Profiles that have it, where this one has not. */
      readonly others?: readonly string[] | undefined;
    }
  /** Has the user choose more profiles to stand beside this one and these. */
  | { readonly type: 'addToSeries'; readonly others: readonly string[] }
  /** Has the user choose a profile to compare with. */
  | { readonly type: 'compare' }
  /** Files were dropped, by their URIs: one to compare with, or some to stand beside these others. */
  | {
      readonly type: 'dropped';
      readonly uris: readonly string[];
      readonly others: readonly string[] | undefined;
    }
  /** Has the user say which revision the profile is of. */
  | { readonly type: 'chooseRevision' }
  /** Shows what the profile says on the code. */
  | { readonly type: 'attach'; readonly options: ProfileOptions };
