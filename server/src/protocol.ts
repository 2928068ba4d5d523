/** Our own requests and notifications, typed once for both sides. */

import type { AllocationKind } from './engine/alloc/allocations.ts';
import type { Frequency } from './engine/frequency/frequency.ts';
import type { LayoutReport } from './engine/layout/report.ts';

/** What the client says at the start, besides what LSP has. */
export interface InitializationOptions {
  /** Nothing is executed before this is true. */
  readonly isTrusted: boolean;
  /** A folder of ours in which what was found out of dependencies is kept until the next start. */
  readonly cacheFolder?: string;
  /** The display language's messages, as `@vscode/l10n` reads them. */
  readonly l10nContents?: Record<string, string> | undefined;
}

/** Where the compiler tier stands with one directory's package. */
export interface PackageStatus {
  /** URI of the directory. */
  readonly directory: string;
  readonly state: 'off' | 'untrusted' | 'running' | 'ready' | 'errors' | 'failed';
  /** One line for the user; empty where the state says it all. */
  readonly message: string;
  /** The command that failed, where one did. */
  readonly command?: string | undefined;
}

/** Which file it is that may not be in the build: the document `uri`. */
export interface LeftOutParams {
  readonly uri: string;
}

/** A place in a document, as LSP counts: zero-based line and UTF-16 character. */
export interface DocumentPosition {
  readonly line: number;
  readonly character: number;
}

/** Where to look for allocations: around the document `uri`. */
export interface AllocationsParams {
  readonly uri: string;
  readonly scope: 'file' | 'package' | 'module';
  /** Reports of how far a module's packages are come as `$/progress` with this token. */
  readonly workDoneToken?: string | number | undefined;
}

/** One place at which something is put on the heap, as lists and trees show it. */
export interface AllocationEntry {
  readonly uri: string;
  readonly position: DocumentPosition;
  /** Import path where it is known, else the folder's name. */
  readonly packageName: string;
  /**
   * The function or method around it, receiver included, or the variable of the package that a function literal
   * around it is the value of; empty for what is made once for a variable.
   */
  readonly functionName: string;
  /** The variable, expression or callee. */
  readonly what: string;
  readonly label: string;
  readonly kind: AllocationKind;
  readonly frequency: Frequency;
  readonly countObjects: number;
  /** False while a later edit waits for its verdicts, or does not compile. */
  readonly isCurrent: boolean;
}

export interface AllocationsResult {
  readonly entries: readonly AllocationEntry[];
  /** One line for each package without verdicts, saying why. */
  readonly problems: readonly string[];
}

/** Which lines of a module allocate most. */
export interface SitesParams {
  /** A document of the module. */
  readonly uri: string;
  readonly count: number;
  /** A profile of allocations, by its path; without one the order is estimated. */
  readonly profile?: string | undefined;
  /** The one that was profiled, where the user says so; else what the profile or its binary names. */
  readonly revision?: string | undefined;
  /** The folders whose code is the user's own, by their paths. */
  readonly folders: readonly string[];
  readonly workDoneToken?: string | number | undefined;
}

/** A line that allocates, as the view of sites shows it. */
export interface SiteEntry {
  readonly uri: string;
  readonly position: DocumentPosition;
  readonly functionName: string;
  /** What was measured: `1.2 MB, 20,000 objects`; undefined where the order is estimated. */
  readonly measured?: string | undefined;
  /** `34.1 %`; empty where too few samples stand behind it. */
  readonly share: string;
  readonly causes: readonly string[];
  /** What a rule says, and the title of its fix if it has one. */
  readonly rule?: { readonly message: string; readonly fix?: string | undefined } | undefined;
}

export interface SitesResult {
  readonly entries: readonly SiteEntry[];
  /** Whether they are in the order of what was measured. */
  readonly isMeasured: boolean;
  /** One line each: what stands against verdicts, or against the profile. */
  readonly problems: readonly string[];
}

export interface PlaceParams {
  readonly uri: string;
  readonly position: DocumentPosition;
}

/** The finding at a place whose fix is to be run. */
export interface ProveParams extends PlaceParams {
  /** Reports of how far it is come as `$/progress` with this token. */
  readonly workDoneToken?: string | number | undefined;
}

/** What came of running a fix beside the user's files. */
export interface ProveResult {
  readonly outcome: 'proven' | 'withdrawn' | 'unproven' | 'nothing';
  /** One line for the user. */
  readonly message: string;
  /** What benchmarks, go vet or tests said, a line each. */
  readonly details: readonly string[];
}

/** One hop of the way from what allocates to what holds it. */
export interface EscapeFlowStep {
  readonly uri: string;
  readonly start: DocumentPosition;
  readonly end: DocumentPosition;
  /** The expression in the compiler's words. */
  readonly expression: string;
  /** The compiler's word for the edge, such as `spill`, `assign`, `return`. */
  readonly reason: string;
  /** `destination ← source` of the flow that the step is part of. */
  readonly flow: string;
}

/** Why something is on the heap, hop by hop. */
export interface EscapeFlow {
  /** `mw moved to heap` */
  readonly title: string;
  readonly steps: readonly EscapeFlowStep[];
  readonly isCurrent: boolean;
}

export interface LayoutParams extends PlaceParams {
  /** The one of the settings, or of the build, if none is named. */
  readonly goarch?: string;
}

/** Where a type or a field is declared. */
export interface SourcePlace {
  readonly uri: string;
  readonly position: DocumentPosition;
}

export interface LayoutResult {
  /** Of the types that the place is about, the nearest first; none where it is about none. */
  readonly reports: readonly LayoutReport<SourcePlace>[];
  /** One line for each type whose layout is not known, saying why. */
  readonly problems: readonly string[];
}

/** What it takes to put a struct's fields into the order that takes least of the heap. */
export interface ReorderResult {
  /** As LSP has it: for documents that are open, with the version that it is for. */
  readonly edit?: {
    documentChanges: {
      textDocument: { uri: string; version: number | null };
      edits: {
        range: { start: DocumentPosition; end: DocumentPosition };
        newText: string;
      }[];
    }[];
  };
  /** One line on what it would break; without this and an edit there is no better order. */
  readonly refusedBecause?: string;
}

/** A row of "Where do the bytes come from?": a function, what it allocates, and what it calls. */
export interface CostNode {
  /** `dynamic`: only the program knows what is called; `unseen`: it has no Go code, or is too far away. */
  readonly kind: 'call' | 'site' | 'dynamic' | 'unseen';
  /** The function, the expression, or what is called. */
  readonly what: string;
  /** `112 B in 3 objects per call, 48 B in 1 object per iteration` */
  readonly amounts: string;
  /** A line each, for who wants to know more. */
  readonly details: readonly string[];
  /** Within one call of the function at the top. */
  readonly frequency: Frequency;
  /** Not there for functions without Go code. */
  readonly uri?: string;
  readonly position?: DocumentPosition;
  /** What costs most first. */
  readonly rows: readonly CostNode[];
}

/** What a function puts on the heap, as input of the heap simulator. */
export interface FunctionAllocations {
  /** Receiver included. */
  readonly name: string;
  readonly allocations: readonly SimulatedAllocation[];
}

export interface SimulatedAllocation {
  /** The variable, expression or callee. */
  readonly what: string;
  /** As a hint says what it takes. */
  readonly label: string;
  /** Zero-based. */
  readonly line: number;
  readonly frequency: Frequency;
  /** How many objects each time. */
  readonly countObjects: number;
  /**
   * What each of them asks for, in bytes, on average; of an array whose length only the program knows, of
   * one element. Undefined where it is not known.
   */
  readonly sizeBytes?: number | undefined;
  readonly isArray: boolean;
  readonly hasPointers: boolean;
}

export const METHODS = {
  /** Client to server, {@link PlaceParams}, answers {@link FunctionAllocations} or null. */
  functionAllocations: 'goMemory/functionAllocations',
  /** Client to server, {@link AllocationsParams}, answers {@link AllocationsResult}. */
  allocations: 'goMemory/allocations',
  /** Client to server, {@link SitesParams}, answers {@link SitesResult}. */
  sites: 'goMemory/sites',
  /** Client to server, {@link ProveParams}, answers {@link ProveResult}. */
  proveFix: 'goMemory/proveFix',
  /** Client to server, {@link PlaceParams}, answers {@link EscapeFlow} or null. */
  escapeFlow: 'goMemory/escapeFlow',
  /** Client to server, {@link LayoutParams}, answers {@link LayoutResult}. */
  layout: 'goMemory/layout',
  /** Client to server, {@link PlaceParams}, answers {@link ReorderResult}. */
  reorderFields: 'goMemory/reorderFields',
  /** Client to server, {@link PlaceParams}, answers {@link CostNode} or null. */
  functionCosts: 'goMemory/functionCosts',
  /** Client to server, {@link PlaceParams}, answers Markdown on the place's line, or null. */
  describe: 'goMemory/describe',
  /** Client to server, no parameters, answers Markdown: where the two tiers differ. */
  tierDifferences: 'goMemory/tierDifferences',
  /** Client to server, {@link LeftOutParams}, answers a line on why the file is not in the build, or null where it is. */
  leftOut: 'goMemory/leftOut',
  /** Server to client, {@link PackageStatus}. */
  packageStatus: 'goMemory/packageStatus',
  /** Client to server, no parameters: the user trusts the workspace from now on. */
  grantTrust: 'goMemory/grantTrust',
  /** Client to server, no parameters: forget what the compiler said and ask it again. */
  refresh: 'goMemory/refresh',
} as const;

/** Section of the settings that both sides read. */
export const SETTINGS_SECTION = 'goMemory';

/**
 * How Node runs the server. What is found out of a package stays for long: in a nursery of the usual
 * 16 MB much of it is copied at each collection, in one go. With an argument that it does not know Node
 * would not start at all: here is only what its manual has.
 */
export const SERVER_NODE_ARGUMENTS: readonly string[] = ['--max-semi-space-size=2'];

/** Commands of the client that the server's answers name. */
export const CLIENT_COMMANDS = {
  /** Arguments: URI, position to open the peek view at, positions of the allocations. */
  peekAllocations: 'goMemory.peekAllocations',
  /** Arguments: URI, position in the function. */
  simulateFunction: 'goMemory.simulateFunction',
  /** Arguments: URI, position in the function. */
  showCosts: 'goMemory.showCosts',
  /** Arguments: URI, position of the finding. */
  proveFix: 'goMemory.proveFix',
} as const;
