import { basename } from 'node:path';
import type { CancellationToken, ClientCapabilities, Disposable } from 'vscode-languageserver/node';
import type { BuildFlags } from '../engine/build/flags.ts';
import type { ModuleOutcome } from '../engine/compilerlog/compilation.ts';
import { chainOf } from '../engine/compilerlog/inlineChains.ts';
import type { Place } from '../engine/compilerlog/rows.ts';
import { expressionsAt, type AnchoredExpression } from '../engine/syntax/anchors.ts';
import type { HoverContext, Link } from '../engine/features/hover.ts';
import type { Localize } from '../engine/features/localize.ts';
import type { Declaration } from '../engine/syntax/slicer.ts';
import type { RuleDocs } from '../host/ruleDocs.ts';
import type { DocumentPosition } from '../protocol.ts';
import type { GoCommand } from '../toolchain/goCommand.ts';
import { Allocations } from '../workspace/allocations.ts';
import { type CodeView, codeBytesIn } from '../workspace/codeBytes.ts';
import type { CompilerTier } from '../workspace/compilerTier.ts';
import type { DeclarationTrees } from '../workspace/declarationTrees.ts';
import type { Documents, OpenDocument } from '../workspace/documents.ts';
import { Findings } from '../workspace/findings.ts';
import type { StaticTier, StaticView } from '../workspace/staticTier.ts';
import type { StaticVerdicts } from '../workspace/staticVerdicts.ts';
import { TierDifferences } from '../workspace/tierDifferences.ts';
import { Turns } from '../workspace/turns.ts';
import { Verdicts } from '../workspace/verdicts.ts';
import type { Settings } from './settings.ts';
import { LookAhead } from './lookAhead.ts';
import { uriOfFile } from './uris.ts';
import { within } from './within.ts';

/** Somebody waits with the mouse on the text. */
const MAXIMUM_TRACE_MS = 2_000;

/** What a context is made of. */
export interface LanguageServices {
  readonly documents: Documents;
  readonly tier: CompilerTier;
  readonly localize: Localize;
  readonly clientCapabilities: ClientCapabilities;
  readonly staticTier: StaticTier;
  readonly staticVerdicts: StaticVerdicts;
  /** Lets everybody else have their turn. */
  pause(): Promise<void>;
  /** The user's settings and the project's, as they apply to a document. */
  settingsFor(uri: string): Promise<Settings>;
  /** Which files of a directory its project leaves out of every list. */
  excludedIn(directory: string): Promise<(file: string) => boolean>;
  /** The text of a file on the disk; `undefined` if it cannot be read. */
  readText(file: string): Promise<string | undefined>;
  /** Compiles all packages of a module; `undefined` where no compiler is to be run. */
  compileModule(
    directory: string,
    buffers: ReadonlyMap<string, string>,
    onProgress: (done: number, total: number) => void,
    signal: AbortSignal,
  ): Promise<ModuleOutcome | undefined>;
  /** With what a package's fixes are run; `undefined` where nothing is to be run. */
  proofBuild(
    directory: string,
  ): Promise<{ readonly go: GoCommand; readonly flags: BuildFlags } | undefined>;
  /** Has the client ask again for what it shows. */
  refresh(): void;
  /** The same of hints alone. */
  refreshHints(): void;
  /** The pages of rules. */
  readonly ruleDocs?: RuleDocs | undefined;
  /** Shows the user one line. */
  warn(message: string): void;
  /** Tells whoever gave the token how far a request is; nobody where there is none. */
  reportProgress(token: string | number | undefined, done: number, total: number): void;
}

/** What a feature's handler may ask for. */
export class LanguageContext {
  readonly services: LanguageServices;
  readonly allocations: Allocations;
  readonly verdicts: Verdicts;
  readonly findings: Findings;
  readonly differences: TierDifferences;
  readonly #ahead = new WeakMap<OpenDocument, LookAhead>();

  constructor(services: LanguageServices) {
    this.services = services;
    this.verdicts = new Verdicts(services.tier, services.staticVerdicts);
    this.differences = new TierDifferences(services.tier, services.staticVerdicts);
    this.findings = new Findings((message, ...args) => services.localize(message, ...args));
    this.allocations = new Allocations(services.tier, this.verdicts, this.trees);
  }

  get documents(): Documents {
    return this.services.documents;
  }

  get tier(): CompilerTier {
    return this.services.tier;
  }

  get trees(): DeclarationTrees {
    return this.services.staticTier.trees;
  }

  get staticTier(): StaticTier {
    return this.services.staticTier;
  }

  get localize(): Localize {
    return this.services.localize;
  }

  settingsFor(uri: string): Promise<Settings> {
    return this.services.settingsFor(uri);
  }

  /**
   * A document as it is once the compiler is done with its package, though not waited for for ever;
   * `undefined` if it is not open, or if nobody wants it any more.
   */
  async settledDocument(
    uri: string,
    maximumMs: number,
    token: CancellationToken,
  ): Promise<OpenDocument | undefined> {
    // Before the settings have been read nothing is under way, and so nothing would be waited for.
    await this.settingsFor(uri);
    const opened = this.documents.get(uri);
    if (!opened) {
      return undefined;
    }
    this.tier.lookAt(opened);
    let listener: Disposable | undefined;
    const cancelled = new Promise<void>((resolve) => {
      listener = token.onCancellationRequested(() => {
        resolve();
      });
    });
    await within(maximumMs, Promise.race([this.tier.settled(opened), cancelled]));
    listener?.dispose();
    return token.isCancellationRequested ? undefined : this.documents.get(uri);
  }

  /** What is known of a document's code; undefined where it is no file, or of no package. */
  async codeViewOf(document: OpenDocument): Promise<StaticView | undefined> {
    return this.staticTier.viewOf(document).catch(() => undefined);
  }

  /** The same of the files of a package, whether they are open or not. */
  async codeViewsIn(directory: string): Promise<(file: string) => CodeView | undefined> {
    return this.staticTier.filesOf(directory).catch(() => () => undefined);
  }

  /**
   * A document once all is known that is to be said of it: at once where our own verdicts are complete
   * and the compiler has not answered yet. From then on as `settledDocument`, so that what is shown
   * changes once for each edit; and once our own verdicts are complete, where the compiler has none, or other functions
   * count in what is said.
   */
  async readyDocument(
    uri: string,
    maximumMs: number,
    token: CancellationToken,
  ): Promise<OpenDocument | undefined> {
    const { staticVerdicts } = this.services;
    const opened = this.documents.get(uri);
    if (opened && !this.tier.hasAnswered(opened) && staticVerdicts.isComplete(opened)) {
      this.tier.lookAt(opened);
      return opened;
    }
    const start = performance.now();
    const settled = await this.settledDocument(uri, maximumMs, token);
    if (settled) {
      await within(maximumMs - (performance.now() - start), staticVerdicts.complete(settled));
    }
    return token.isCancellationRequested ? undefined : this.documents.get(uri);
  }

  /**
   * A document as soon as `lookAhead` can find out what is to be shown: nobody has to wait for the compiler, or for
   * our own verdicts on the rest of the package. Where there are none of ours, as `readyDocument`.
   */
  async begunDocument(
    uri: string,
    maximumMs: number,
    token: CancellationToken,
  ): Promise<OpenDocument | undefined> {
    const { staticVerdicts } = this.services;
    const start = performance.now();
    const opened = this.documents.get(uri);
    if (opened) {
      this.tier.lookAt(opened);
      await within(maximumMs, staticVerdicts.begun(opened));
      const begun = token.isCancellationRequested ? undefined : this.documents.get(uri);
      if (begun && staticVerdicts.hasBegun(begun)) {
        return begun;
      }
    }
    return this.readyDocument(uri, maximumMs - (performance.now() - start), token);
  }

  /** Pauses for who does much for one request. */
  turns(): Turns {
    return new Turns(() => this.services.pause());
  }

  /** Finds out what is allocated in a version of a document, unless there is a newer one by then. */
  lookAhead(document: OpenDocument): LookAhead {
    let ahead = this.#ahead.get(document);
    if (!ahead) {
      ahead = new LookAhead({
        stepsOn: (declaration) => this.services.staticVerdicts.stepsOn(document, declaration),
        allocationsIn: (declaration, view) => this.allocations.in(document, declaration, view),
        isCurrent: () => this.documents.get(document.uri) === document,
        turns: () => this.turns(),
        moreIsKnown: () => {
          this.services.refreshHints();
        },
      });
      this.#ahead.set(document, ahead);
    }
    return ahead;
  }

  /**
   * Makes a text on verdicts. Where it speaks of an inlined call, it is made again once the compiler
   * has said where in the callee the copies stand, if that does not take too long.
   */
  async explain<Text>(
    document: OpenDocument,
    make: (context: HoverContext) => Text,
  ): Promise<Text> {
    const seen = { copies: false };
    const view = await this.codeViewOf(document);
    const text = make(
      this.#hoverContext(document, view, () => {
        seen.copies = true;
        return [];
      }),
    );
    if (!seen.copies) {
      return text;
    }
    const chains = await within(MAXIMUM_TRACE_MS, this.tier.inlineChains(document));
    return chains && this.documents.get(document.uri) === document
      ? make(this.#hoverContext(document, view, (copy) => chainOf(chains, copy)))
      : text;
  }

  #hoverContext(
    document: OpenDocument,
    view: CodeView | undefined,
    chainOf: HoverContext['chainOf'],
  ): HoverContext {
    return {
      chainOf,
      source: document,
      verdictsOn: (declaration) => this.verdicts.on(document, declaration),
      allocationsIn: (declaration) => this.allocations.in(document, declaration, view),
      inlineFactOf: (functionName) =>
        this.tier.inlineFactOf(document, functionName) ??
        this.services.staticVerdicts.inlineFactOf(document, functionName),
      totalsOf: (declaration) =>
        this.services.staticVerdicts.totalsOf(document, declaration, this.trees),
      keptByInlining: (declaration) =>
        this.services.staticVerdicts.keptByInlining(document, declaration),
      expressionsAt: (declaration, offset) => this.expressionsAt(document, declaration, offset),
      codeOf: (declaration) =>
        view &&
        codeBytesIn(
          view,
          declaration,
          document.slices.textOf(declaration),
          this.verdicts.on(document, declaration)?.verdicts,
        ),
      treeOf: (declaration) => this.trees.of(document.slices, declaration),
      linkTo: (place) => this.#linkTo(document, place),
      isBroken: this.tier.stateOf(document).type === 'errors',
      localize: this.localize,
    };
  }

  /** The expressions of a declaration that hold an offset, smallest first, relative to its start. */
  expressionsAt(
    { slices }: OpenDocument,
    declaration: Declaration,
    offset: number,
  ): readonly AnchoredExpression[] {
    return expressionsAt(this.trees.anchorsOf(slices, declaration), offset);
  }

  /**
   * Where the expression that the compiler reports at a place of its text is now. The compiler gives
   * one point; of the expressions that it stands for, the one that reads as the compiler printed it
   * is meant, else the smallest.
   */
  rangeOf(
    document: OpenDocument,
    place: Place,
    expression: string,
  ):
    | { readonly uri: string; readonly start: DocumentPosition; readonly end: DocumentPosition }
    | undefined {
    const link = this.#linkTo(document, place);
    if (!link) {
      return undefined;
    }
    const start = { line: link.line - 1, character: link.character - 1 };
    const target = this.documents.get(link.uri);
    const offset = target?.lines.offsetAt(start);
    const declaration = offset === undefined ? undefined : target?.slices.declarationAt(offset);
    if (!target || !declaration || offset === undefined) {
      return { uri: link.uri, start, end: { ...start, character: start.character + 1 } };
    }
    const text = target.slices.textOf(declaration);
    const here = this.trees
      .anchorsOf(target.slices, declaration)
      .filter(({ anchor }) => anchor === offset - declaration.start)
      .sort((a, b) => a.end - a.start - (b.end - b.start));
    const meant =
      here.find((each) => text.slice(each.start, each.end) === expression) ??
      here.find((each) => each.kind !== 'use');
    return {
      uri: link.uri,
      start: meant ? target.lines.positionAt(declaration.start + meant.start) : start,
      end: meant
        ? target.lines.positionAt(declaration.start + meant.end)
        : { ...start, character: start.character + 1 },
    };
  }

  /**
   * A place of the compiled text, found again in the text as it is now: by its declaration, which
   * may have moved. Places in files that are not open are taken as the compiler gave them.
   */
  #linkTo(document: OpenDocument, place: Place): (Link & { readonly uri: string }) | undefined {
    if (place.file.startsWith('<')) {
      return undefined;
    }
    const fileName = basename(place.file);
    const compiled = this.tier.compiledText(document, place.file);
    const target = this.documents.ofFile(place.file);
    if (!compiled || !target) {
      const uri = target?.uri ?? uriOfFile(place.file);
      return { uri, fileName, line: place.line, character: Math.max(1, place.column) };
    }
    const offset = compiled.lines.offsetOfByteColumn(place.line, Math.max(1, place.column));
    const was = offset === undefined ? undefined : compiled.slices.declarationAt(offset);
    const is = was && target.slices.withId(was.id);
    if (!is || offset === undefined) {
      return undefined;
    }
    const { line, character } = target.lines.positionAt(is.start + offset - was.start);
    return { uri: target.uri, fileName, line: line + 1, character: character + 1 };
  }
}
