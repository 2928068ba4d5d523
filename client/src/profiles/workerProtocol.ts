/** What the extension host asks the thread that keeps a profile. */
import type { SourceSettings } from '../../../server/src/engine/measured/sourcePaths.ts';
import type { Draft } from '../../../server/src/engine/scripts/draft.ts';
import type { FileSource } from '../threads/protocol.ts';
import type {
  ProfileOptions,
  ProfileSummary,
  ViewHeader,
  ViewRequest,
  ViewResult,
} from '../webview/profileProtocol.ts';

/** Where the code of a frame is. */
export interface FramePlace {
  readonly functionName: string;
  /** As the profile has it. */
  readonly file: string;
  /** The line that takes most; 0 where that is not known. */
  readonly line: number;
  /** Files on this machine that it may be, as the system writes them; none if it is not here. */
  readonly paths: readonly string[];
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

/** Each is answered with a value or a problem for a person. */
export interface ProfileMethods {
  open: {
    readonly params: { readonly source: FileSource; readonly sources: SourceSettings };
    readonly result: ProfileSummary;
  };
  /** A profile that options can name as their base. */
  addBase: {
    readonly params: { readonly key: string; readonly source: FileSource };
    readonly result: object;
  };
  view: {
    readonly params: { readonly options: ProfileOptions; readonly request: ViewRequest };
    readonly result: ViewResult;
  };
  /** One place for each file that the frame's function is in. */
  places: {
    readonly params: { readonly options: ProfileOptions; readonly name: string };
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
