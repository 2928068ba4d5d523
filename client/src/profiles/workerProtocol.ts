/** What the extension host asks the thread that keeps a profile. */
import type { SourcePlace } from '../../../server/src/engine/history/sourceHistory.ts';
import type { OwnLines } from '../../../server/src/engine/measured/ownLines.ts';
import type { SourceSettings } from '../../../server/src/engine/measured/sourcePaths.ts';
import type { Draft } from '../../../server/src/engine/scripts/draft.ts';
import type { FirstLook } from './models/firstLook.ts';
import type { FileSource } from '../threads/protocol.ts';
import type {
  ProfileOptions,
  ProfileSummary,
  ViewHeader,
  ViewRequest,
  ViewResult,
} from '../webview/profileProtocol.ts';

/** `root` is as the system writes it. */
export interface RepositoryChanges {
  readonly root: string;
  readonly diff: string;
}

/** Where the code of a frame is. */
export interface FramePlace {
  readonly functionName: string;
  /** As the profile has it. */
  readonly file: string;
  /** Files on this machine that it may be, each with the line that takes most of those that are left; none if it is not here. */
  readonly places: readonly SourcePlace[];
}

export interface Cost {
  readonly flat: number;
  readonly cum: number;
  /** How many samples were taken; undefined where that is not known. */
  readonly count: number | undefined;
}

/** What the code of a file takes. Lines begin at 1. */
export interface FileCosts {
  readonly header: ViewHeader;
  readonly functions: readonly (Cost & { readonly name: string; readonly line: number })[];
  readonly lines: readonly (Cost & { readonly line: number })[];
}

/** A profile that has been read, and what it looks like first, where that can be told without another file. */
export interface OpenedProfile {
  readonly summary: ProfileSummary;
  readonly view?: ViewResult | undefined;
}

/** Each is answered with a value or a problem for a person. */
export interface ProfileMethods {
  open: {
    /** `look` says how it is looked at first, if it is to be looked at. */
    readonly params: {
      readonly source: FileSource;
      readonly sources: SourceSettings;
      readonly look?: FirstLook | undefined;
    };
    readonly result: OpenedProfile;
  };
  /** A profile that options can name as their base, and views as one beside theirs. */
  addOther: {
    readonly params: { readonly key: string; readonly source: FileSource };
    readonly result: object;
  };
  /** What has become of the code since the profile's build: lines are those of now from then on. */
  follow: {
    /** The top of a repository, and what has changed in it (`git diff`); undefined for nothing. */
    readonly params: { readonly changes: RepositoryChanges | undefined };
    readonly result: OwnLines;
  };
  view: {
    readonly params: { readonly options: ProfileOptions; readonly request: ViewRequest };
    readonly result: ViewResult;
  };
  /** One place for each file that the frame's function is in: in the profile, or the first of the others that has it. */
  places: {
    readonly params: {
      readonly options: ProfileOptions;
      readonly name: string;
      readonly others: readonly string[];
    };
    readonly result: readonly FramePlace[];
  };
  costs: {
    /** `path` is the file's, as the system writes it. */
    readonly params: { readonly options: ProfileOptions; readonly path: string };
    readonly result: FileCosts;
  };
  /** A script of the heap simulator; no profile has to be open. */
  draft: {
    readonly params: { readonly source: FileSource };
    readonly result: Draft;
  };
  /** What grows from one snapshot to the next, as lines of text; no profile has to be open. */
  leaks: {
    readonly params: { readonly paths: readonly string[] };
    readonly result: readonly string[];
  };
}
