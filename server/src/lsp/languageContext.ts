import { basename } from 'node:path';
import type { CancellationToken } from 'vscode-languageserver/node';
import { chainOf } from '../engine/compilerlog/inlineChains.ts';
import type { Place } from '../engine/compilerlog/rows.ts';
import type { ExpressionsAt, HoverContext, Link } from '../engine/features/hover.ts';
import type { Localize } from '../engine/features/localize.ts';
import type { CompilerTier } from '../workspace/compilerTier.ts';
import type { Documents, OpenDocument } from '../workspace/documents.ts';
import type { Settings } from './settings.ts';
import { uriOfFile } from './uris.ts';

/** Somebody waits with the mouse on the text. */
const MAXIMUM_TRACE_MS = 2_000;

/** What a feature's handler may ask for. */
export class LanguageContext {
  readonly documents: Documents;
  readonly tier: CompilerTier;
  readonly localize: Localize;
  readonly settingsFor: (uri: string) => Promise<Settings>;
  readonly #expressionsAt: (document: OpenDocument) => ExpressionsAt;

  constructor(parts: {
    readonly documents: Documents;
    readonly tier: CompilerTier;
    readonly localize: Localize;
    readonly settingsFor: (uri: string) => Promise<Settings>;
    readonly expressionsAt: (document: OpenDocument) => ExpressionsAt;
  }) {
    this.documents = parts.documents;
    this.tier = parts.tier;
    this.localize = parts.localize;
    this.settingsFor = parts.settingsFor;
    this.#expressionsAt = parts.expressionsAt;
  }

  /** Waits until the compiler is done with the document's package, though not for ever. */
  async settled(
    document: OpenDocument,
    maximumMs: number,
    token: CancellationToken,
  ): Promise<void> {
    const cancelled = new Promise<void>((resolve) => {
      token.onCancellationRequested(() => {
        resolve();
      });
    });
    await within(maximumMs, Promise.race([this.tier.settled(document), cancelled]));
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
    const text = make(
      this.#hoverContext(document, () => {
        seen.copies = true;
        return [];
      }),
    );
    if (!seen.copies) {
      return text;
    }
    const chains = await within(MAXIMUM_TRACE_MS, this.tier.inlineChains(document));
    return chains && this.documents.get(document.uri) === document
      ? make(this.#hoverContext(document, (copy) => chainOf(chains, copy)))
      : text;
  }

  #hoverContext(document: OpenDocument, chainOf: HoverContext['chainOf']): HoverContext {
    return {
      chainOf,
      source: document,
      verdictsOn: (declaration) => this.tier.verdictsOn(document, declaration),
      expressionsAt: this.#expressionsAt(document),
      linkTo: (place) => this.#linkTo(document, place),
      isBroken: this.tier.stateOf(document).type === 'errors',
      localize: this.localize,
    };
  }

  /**
   * A place of the compiled text, found again in the text as it is now: by its declaration, which
   * may have moved. Places in files that are not open are taken as the compiler gave them.
   */
  #linkTo(document: OpenDocument, place: Place): Link | undefined {
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
    const is = was && target.slices.declarations.find(({ id }) => id === was.id);
    if (!is || offset === undefined) {
      return undefined;
    }
    const { line, character } = target.lines.positionAt(is.start + offset - was.start);
    return { uri: target.uri, fileName, line: line + 1, character: character + 1 };
  }
}

/** What a promise gives, or `undefined` if it takes longer than that. */
async function within<Value>(
  maximumMs: number,
  promise: Promise<Value>,
): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, maximumMs, undefined);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
