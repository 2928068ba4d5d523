import { dirname } from 'node:path';
import type { BuildFlags } from '../engine/build/flags.ts';
import {
  attachVerdicts,
  type FileVerdicts,
  type KnownVerdicts,
  type SourceText,
} from '../engine/compilerlog/attach.ts';
import type {
  CompileErrors,
  CompileOutcome,
  CompileRequest,
  ModuleOutcome,
  ModuleRequest,
  PackageVariant,
  ToolchainFailure,
} from '../engine/compilerlog/compilation.ts';
import type { InlineChains } from '../engine/compilerlog/inlineChains.ts';
import type { CompilerLog, InlineFact } from '../engine/compilerlog/rows.ts';
import type { Declaration } from '../engine/syntax/slicer.ts';
import type { Documents, OpenDocument } from './documents.ts';
import { compiledVariantOf, packageKey } from './packageKey.ts';
import { reasonOf } from '../engine/text/reason.ts';

/** What the tier needs of a toolchain. */
export interface Compiler {
  compile(request: CompileRequest, signal: AbortSignal): Promise<CompileOutcome>;
  /** Where the inlined copies of a package that was compiled come from; takes a whole compile. */
  traceInlining(request: CompileRequest, signal: AbortSignal): Promise<InlineChains>;
  /** Compiles all packages of a module, whether or not any of their files is open. */
  compileModule(
    request: ModuleRequest,
    onProgress: (done: number, total: number) => void,
    signal: AbortSignal,
  ): Promise<ModuleOutcome>;
}

/** Time as the tier needs it; a test brings its own. */
export interface Timer {
  /** Calls back after `delayMs`, unless the returned function is called first. */
  after(delayMs: number, callback: () => void): () => void;
}

export interface CompilerTierHost {
  readonly compiler: Compiler;
  readonly documents: Documents;
  readonly timer: Timer;
  flagsFor(directory: string): Promise<BuildFlags>;
  /** The verdicts or the state of these documents' package changed. */
  changed(directory: string, variant: PackageVariant): void;
}

/**
 * Where a package stands: `ready` when its verdicts are of its text as it is, `errors` when it does
 * not compile, `failed` when the toolchain cannot be had.
 */
export type PackageState =
  | { readonly type: 'off' }
  | { readonly type: 'running' }
  | { readonly type: 'ready' }
  | CompileErrors
  | { readonly type: 'failed'; readonly failure: ToolchainFailure };

interface LastGood {
  readonly files: ReadonlyMap<string, FileVerdicts>;
  /** The texts that were compiled: places inside explanations are places in them. */
  readonly sources: ReadonlyMap<string, SourceText>;
  readonly request: CompileRequest;
  readonly log: CompilerLog;
  /** By the compiler's name of the function. */
  readonly inlineFacts: ReadonlyMap<string, InlineFact>;
  /** Asked for when somebody looks at an inlined call. */
  chains?: Promise<InlineChains> | undefined;
}

interface Package {
  readonly directory: string;
  readonly variant: PackageVariant;
  state: PackageState;
  /** True when an edit or a change on the disk came after the last run began. */
  isStale: boolean;
  lastGood: LastGood | undefined;
  cancelTimer: (() => void) | undefined;
  /** Set while the user types. */
  forgetTyping: (() => void) | undefined;
  run: AbortController | undefined;
  trace: AbortController | undefined;
  waiters: (() => void)[];
}

/** An edit this long after the last one is not part of a burst, and starts the compiler at once. */
const TYPING_BURST_MS = 500;

/**
 * How long after a keystroke in a burst the compiler starts: long enough that the keys of one burst do not
 * each start it, short beside the time it takes.
 */
const TYPING_PAUSE_MS = 60;

/** More at once would slow each other down; the rest waits its turn. */
const MAXIMUM_RUNS = 2;

/**
 * The compiler's verdicts on open documents, as they are typed. A run starts at each pause in
 * typing, is killed by the next edit, and there is one a package at a time. Verdicts hang on
 * declarations: those whose text is what was compiled keep them whatever happens around.
 */
export class CompilerTier {
  readonly #host: CompilerTierHost;
  readonly #packages = new Map<string, Package>();
  readonly #waiting: Package[] = [];
  readonly #changesIn = new Map<string, number>();
  #countChanges = 0;
  #countRuns = 0;
  #isEnabled: boolean;

  constructor(host: CompilerTierHost, isEnabled: boolean) {
    this.#host = host;
    this.#isEnabled = isEnabled;
  }

  /** Off means: no process is started, and no verdict of this tier is shown. */
  setEnabled(isEnabled: boolean): void {
    if (this.#isEnabled === isEnabled) {
      return;
    }
    this.#isEnabled = isEnabled;
    for (const each of this.#packages.values()) {
      this.#stop(each);
      each.lastGood = undefined;
      each.isStale = true;
      this.#setState(each, { type: 'off' });
      this.#ensureFresh(each);
    }
  }

  opened(document: OpenDocument): void {
    for (const each of this.#markStale(document)) {
      if (!this.#isEnabled) {
        // Nothing will be run that could say so.
        this.#setState(each, { type: 'off' });
      }
    }
  }

  edited(document: OpenDocument): void {
    const edited = this.#markStale(document);
    if (!this.#isEnabled) {
      // Nothing will be run for which somebody could wait.
      return;
    }
    for (const each of edited) {
      this.#stop(each);
      const isTyping = each.forgetTyping !== undefined;
      each.forgetTyping?.();
      each.forgetTyping = this.#host.timer.after(TYPING_BURST_MS, () => {
        each.forgetTyping = undefined;
      });
      if (!isTyping) {
        this.#ensureFresh(each);
        continue;
      }
      each.cancelTimer = this.#host.timer.after(TYPING_PAUSE_MS, () => {
        each.cancelTimer = undefined;
        this.#ensureFresh(each);
      });
    }
  }

  closed(document: OpenDocument): void {
    const directory = directoryOf(document);
    if (directory === undefined) {
      return;
    }
    const isLast = this.#host.documents.inDirectory(directory).length === 0;
    for (const variant of ['build', 'test'] as const) {
      const each = this.#packages.get(packageKey(directory, variant));
      if (each && isLast) {
        this.#stop(each);
        each.forgetTyping?.();
        this.#setState(each, { type: 'off' });
        this.#packages.delete(packageKey(directory, variant));
      } else if (each && document.isDirty) {
        // What was typed and not saved is gone.
        each.isStale = true;
        this.#ensureFresh(each);
      }
    }
  }

  /**
   * Something changed on the disk in a directory. Its own package sees that by itself; all others
   * may import it, and are asked again when somebody looks at them.
   */
  changedOnDisk(directory: string): void {
    this.#countChanges++;
    this.#changesIn.set(directory, (this.#changesIn.get(directory) ?? 0) + 1);
    for (const each of this.#packages.values()) {
      each.isStale = true;
      this.#host.changed(each.directory, each.variant);
    }
  }

  /** Forgets every verdict and asks anew: for changed flags, or when the user says so. */
  refresh(): void {
    this.#countChanges++;
    for (const each of this.#packages.values()) {
      this.#stop(each);
      each.isStale = true;
      this.#ensureFresh(each);
    }
  }

  /** Starts a run for the document's package if its verdicts are not those of its text. */
  lookAt(document: OpenDocument): void {
    const each = this.#packageOf(document);
    if (each && each.cancelTimer === undefined) {
      this.#ensureFresh(each);
    }
  }

  stateOf(document: OpenDocument): PackageState {
    return this.#packageOf(document)?.state ?? { type: 'off' };
  }

  verdictsOn(document: OpenDocument, declaration: Declaration): KnownVerdicts | undefined {
    const each = this.#packageOf(document);
    const { lastGood } = each ?? {};
    if (!each || !lastGood || document.file === undefined) {
      return undefined;
    }
    const verdicts = lastGood.files.get(document.file)?.get(declaration.id);
    return verdicts && { verdicts, tier: 'compiler', isCurrent: isCurrent(each), isEdited: false };
  }

  /** Whether what is shown of the document is of a text that compiled, though not of this one. */
  showsLastGood(document: OpenDocument): boolean {
    const each = this.#packageOf(document);
    return (
      each !== undefined &&
      !isCurrent(each) &&
      each.lastGood?.files.has(document.file ?? '') === true
    );
  }

  /** Whether the compiler has seen the document's package as it is now. */
  isCurrent(document: OpenDocument): boolean {
    const each = this.#packageOf(document);
    return each?.lastGood !== undefined && isCurrent(each);
  }

  /** Whether the compiler has ever taken the document's package. */
  hasAnswered(document: OpenDocument): boolean {
    return this.#packageOf(document)?.lastGood !== undefined;
  }

  /** All that the compiler last said of the document's package. */
  logOf(document: OpenDocument): CompilerLog | undefined {
    return this.#packageOf(document)?.lastGood?.log;
  }

  /** What the inliner last said of a function of the document's package. */
  inlineFactOf(document: OpenDocument, functionName: string): InlineFact | undefined {
    return this.#packageOf(document)?.lastGood?.inlineFacts.get(functionName);
  }

  /** The text of a file as it was when the document's verdicts came to be. */
  compiledText(document: OpenDocument, file: string): SourceText | undefined {
    return this.#packageOf(document)?.lastGood?.sources.get(file);
  }

  /**
   * Resolves when nothing is under way for the document's package any more. Whoever shows verdicts
   * can wait for this instead of showing none in between.
   */
  async settled(document: OpenDocument): Promise<void> {
    const each = this.#packageOf(document);
    if (each && isPending(each)) {
      await new Promise<void>((resolve) => each.waiters.push(resolve));
    }
  }

  /** Where the inlined copies of the document's package come from, in the text compiled last. */
  async inlineChains(document: OpenDocument): Promise<InlineChains> {
    const each = this.#packageOf(document);
    const good = each?.lastGood;
    if (!each || !good) {
      return new Map();
    }
    if (!good.chains) {
      const trace = new AbortController();
      each.trace = trace;
      good.chains = this.#host.compiler.traceInlining(good.request, trace.signal);
      trace.signal.addEventListener('abort', () => {
        good.chains = undefined;
      });
    }
    return good.chains;
  }

  dispose(): void {
    for (const each of this.#packages.values()) {
      this.#stop(each);
      each.forgetTyping?.();
      each.waiters.length = 0;
    }
    this.#packages.clear();
    this.#waiting.length = 0;
  }

  /** The packages that hold the document, and now no longer know its text. */
  #markStale(document: OpenDocument): Package[] {
    const directory = directoryOf(document);
    const own = this.#packageOf(document);
    if (directory === undefined || !own) {
      return [];
    }
    const withTests = this.#packages.get(packageKey(directory, 'test'));
    const packages = withTests && withTests !== own ? [own, withTests] : [own];
    for (const each of packages) {
      each.isStale = true;
    }
    return packages;
  }

  #packageOf(document: OpenDocument): Package | undefined {
    const directory = directoryOf(document);
    if (directory === undefined || document.file === undefined) {
      return undefined;
    }
    const variant = compiledVariantOf(document.file);
    const key = packageKey(directory, variant);
    let each = this.#packages.get(key);
    if (!each) {
      each = {
        directory,
        variant,
        state: { type: 'off' },
        isStale: true,
        lastGood: undefined,
        cancelTimer: undefined,
        forgetTyping: undefined,
        run: undefined,
        trace: undefined,
        waiters: [],
      };
      this.#packages.set(key, each);
    }
    return each;
  }

  #ensureFresh(each: Package): void {
    if (!this.#isEnabled || !each.isStale || each.run || this.#waiting.includes(each)) {
      return;
    }
    if (this.#countRuns >= MAXIMUM_RUNS) {
      this.#waiting.push(each);
      // Whoever asks is to wait for its turn to come, as for a run.
      this.#setState(each, { type: 'running' });
      return;
    }
    const run = new AbortController();
    each.run = run;
    each.isStale = false;
    this.#countRuns++;
    this.#setState(each, { type: 'running' });
    void this.#compile(each, run.signal)
      .catch((error: unknown): CompileOutcome => ({
        type: 'failure',
        message: `The compiler tier failed: ${reasonOf(error)}`,
        command: '',
        cwd: each.directory,
        output: error instanceof Error ? (error.stack ?? '') : '',
      }))
      .then((outcome) => {
        this.#countRuns--;
        if (each.run === run) {
          each.run = undefined;
          this.#conclude(each, outcome);
        }
        const next = this.#waiting.shift();
        if (next) {
          this.#ensureFresh(next);
        }
      });
  }

  async #compile(each: Package, signal: AbortSignal): Promise<CompileOutcome> {
    const flags = await this.#host.flagsFor(each.directory);
    const sources = this.#sourcesFor(each.directory);
    const request: CompileRequest = {
      directory: each.directory,
      variant: each.variant,
      flags,
      buffers: new Map([...sources].map(([file, { text }]) => [file, text])),
      outsideGeneration: this.#countChanges - (this.#changesIn.get(each.directory) ?? 0),
    };
    const outcome = await this.#host.compiler.compile(request, signal);
    if (outcome.type === 'verdicts' && !signal.aborted) {
      const own = new Map([...sources].filter(([file]) => dirname(file) === each.directory));
      const files = attachVerdicts(outcome.log, own);
      each.lastGood = {
        files,
        sources: own,
        request,
        log: outcome.log,
        inlineFacts: new Map(outcome.log.inlineFacts.map((fact) => [fact.functionName, fact])),
      };
    }
    return outcome;
  }

  /** Open documents of the package, and unsaved ones of all others. */
  #sourcesFor(directory: string): Map<string, OpenDocument> {
    const sources = new Map<string, OpenDocument>();
    for (const document of this.#host.documents.all()) {
      const { file, isDirty, isPresent } = document;
      const isWanted = isDirty || (file !== undefined && dirname(file) === directory);
      if (file?.endsWith('.go') === true && isWanted && isPresent) {
        sources.set(file, document);
      }
    }
    return sources;
  }

  #conclude(each: Package, outcome: CompileOutcome): void {
    switch (outcome.type) {
      case 'verdicts':
        this.#setState(each, { type: 'ready' });
        break;
      case 'errors':
        this.#setState(each, outcome);
        break;
      case 'failure':
        this.#setState(each, { type: 'failed', failure: outcome });
        break;
      case 'cancelled':
        break;
    }
  }

  #stop(each: Package): void {
    each.cancelTimer?.();
    each.cancelTimer = undefined;
    each.run?.abort();
    each.run = undefined;
    each.trace?.abort();
    each.trace = undefined;
    const at = this.#waiting.indexOf(each);
    if (at >= 0) {
      this.#waiting.splice(at, 1);
    }
  }

  #setState(each: Package, state: PackageState): void {
    each.state = state;
    if (!isPending(each)) {
      for (const resume of each.waiters.splice(0)) {
        resume();
      }
    }
    this.#host.changed(each.directory, each.variant);
  }
}

function isPending(each: Package): boolean {
  return each.cancelTimer !== undefined || each.state.type === 'running';
}

function isCurrent(each: Package): boolean {
  return each.state.type === 'ready' && !each.isStale;
}

function directoryOf(document: OpenDocument): string | undefined {
  return document.file === undefined ? undefined : dirname(document.file);
}
