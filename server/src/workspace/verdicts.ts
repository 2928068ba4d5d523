import type { DeclarationVerdicts, KnownVerdicts } from '../engine/compilerlog/attach.ts';
import { RecentMap } from '../engine/caches/recentMap.ts';
import { agreeOnHeap } from '../engine/compilerlog/heapAgreement.ts';
import { withOwnOperands } from '../engine/compilerlog/ownOperands.ts';
import type { Declaration } from '../engine/syntax/slicer.ts';
import { CarriedVerdicts, type Former, type VerdictsOn } from './carriedVerdicts.ts';
import type { CompilerTier } from './compilerTier.ts';
import type { AppliedEdit, OpenDocument } from './documents.ts';
import type { OurVerdicts, StaticVerdicts } from './staticVerdicts.ts';

interface Reconciled {
  readonly ours: DeclarationVerdicts;
  readonly both: DeclarationVerdicts;
}

/** Documents whose text is followed. */
const MAXIMUM_FOLLOWED = 64;

/**
 * What is known of declarations, by both tiers: the compiler has the last word on a text that it
 * has seen, and ours is there before it, and where it says nothing. Of a declaration that is broken, or in which
 * a name is not known, there is what was said of what is left of it: that is nearer to what will be.
 */
export class Verdicts {
  readonly #compiler: CompilerTier;
  readonly #ours: StaticVerdicts;
  /** By the compiler's verdicts. */
  readonly #reconciled = new WeakMap<DeclarationVerdicts, Reconciled>();
  /** By the document's URI. */
  readonly #carried = new RecentMap<string, CarriedVerdicts>(MAXIMUM_FOLLOWED);

  constructor(compiler: CompilerTier, ours: StaticVerdicts) {
    this.#compiler = compiler;
    this.#ours = ours;
  }

  /** Nothing in files that are not in the build, once the compiler has said what is. */
  on(document: OpenDocument, declaration: Declaration): KnownVerdicts | undefined {
    const compiled = this.#compiler.verdictsOn(document, declaration);
    if (compiled) {
      return this.#withOwnOperands(compiled, document, declaration);
    }
    if (this.#compiler.isCurrent(document)) {
      return undefined;
    }
    const ours = this.#ours.on(document, declaration);
    const carried = this.#isWhole(ours, document, declaration)
      ? undefined
      : this.#carried.get(document.uri)?.on(document, declaration);
    return (
      carried ??
      (ours && { verdicts: ours.verdicts, tier: 'static', isCurrent: true, isEdited: false })
    );
  }

  /** Where the tiers differed on what a declaration was, as with a profile (PGO), the compiler has the first word, too. */
  #isWhole(
    ours: OurVerdicts | undefined,
    document: OpenDocument,
    declaration: Declaration,
  ): ours is OurVerdicts {
    const carried = this.#carried.get(document.uri);
    return ours?.isWhole === true && carried?.isContested(document, declaration) !== true;
  }

  /** A document's text is another one. */
  edited(before: OpenDocument, edits: readonly AppliedEdit[], document: OpenDocument): void {
    this.#follow(before).edited(before, edits, document);
  }

  /** When it is opened again its text may be another one. */
  closed(document: OpenDocument): void {
    this.#follow(document);
  }

  /** From a text on, if all of it is known, or else from the last one that was. */
  #follow(document: OpenDocument): CarriedVerdicts {
    const followed = this.#carried.get(document.uri);
    const carried =
      followed?.isWhole(document) === false ? followed : new CarriedVerdicts(document, this.#whole);
    this.#carried.set(document.uri, carried);
    return carried;
  }

  /** The declarations of which something is left in one that is broken. */
  formersOf(document: OpenDocument, declaration: Declaration): readonly Former[] {
    return this.#carried.get(document.uri)?.formersOf(document, declaration) ?? [];
  }

  /** What is known of a text without looking for it. */
  readonly #whole: VerdictsOn = (document, declaration) => {
    const compiled = this.#compiler.verdictsOn(document, declaration)?.verdicts;
    const ours = this.#ours.knownOn(document, declaration);
    if (compiled) {
      const isContested = ours?.isWhole === true && !agreeOnHeap(compiled, ours.verdicts);
      const verdicts = this.#reconciled.get(compiled)?.both ?? compiled;
      return { verdicts, tier: 'compiler', isContested };
    }
    return this.#isWhole(ours, document, declaration)
      ? { verdicts: ours.verdicts, tier: 'static', isContested: false }
      : undefined;
  };

  /**
   * Once our verdicts are there, so that what was shown of them stays; while a name in the declaration
   * is not known, with those from before.
   */
  #withOwnOperands(
    compiled: KnownVerdicts,
    document: OpenDocument,
    declaration: Declaration,
  ): KnownVerdicts {
    const { verdicts } = compiled;
    const found = verdicts.calls.length > 0 ? this.#ours.on(document, declaration) : undefined;
    const known = this.#reconciled.get(verdicts);
    const ours = found?.isWhole === true ? found.verdicts : known?.ours;
    if (!ours) {
      return compiled;
    }
    if (known?.ours === ours) {
      return { ...compiled, verdicts: known.both };
    }
    const both = withOwnOperands(verdicts, ours);
    this.#reconciled.set(verdicts, { ours, both });
    return { ...compiled, verdicts: both };
  }
}
