import { typedTree } from '../engine/checker/typedTree.ts';
import { allocationsOf, mayAllocate, type Allocation } from '../engine/alloc/allocations.ts';
import { RecentMap } from '../engine/caches/recentMap.ts';
import type { DeclarationVerdicts } from '../engine/compilerlog/attach.ts';
import type { DeclarationAllocations } from '../engine/features/inlayHints.ts';
import type { Declaration, FileSlices } from '../engine/syntax/slicer.ts';
import type { DeclarationTypes } from '../engine/checker/declarationTypes.ts';
import { type CodeView, codeBytesIn } from './codeBytes.ts';
import type { Former } from './carriedVerdicts.ts';
import type { CompilerTier } from './compilerTier.ts';
import type { DeclarationTrees } from './declarationTrees.ts';
import type { OpenDocument } from './documents.ts';
import type { Verdicts } from './verdicts.ts';

const MAXIMUM_KNOWN = 4_000;

interface Known {
  readonly verdicts: DeclarationVerdicts | undefined;
  /** The bytes are of these; undefined where there are none. */
  readonly types: DeclarationTypes | undefined;
  readonly allocations: readonly Allocation[];
}

const NONE: readonly Allocation[] = [];
/** What is run, if only half typed; a type speaks of maps without making any. */
const RUN: ReadonlySet<Declaration['keyword']> = new Set(['func', 'var', 'stray']);

/** What each declaration of an open document puts on the heap, by all tiers together. */
export class Allocations {
  readonly #tier: CompilerTier;
  readonly #verdicts: Verdicts;
  readonly #trees: DeclarationTrees;
  /** By the declaration's hash. */
  readonly #known = new RecentMap<string, Known>(MAXIMUM_KNOWN);

  constructor(tier: CompilerTier, verdicts: Verdicts, trees: DeclarationTrees) {
    this.#tier = tier;
    this.#verdicts = verdicts;
    this.#trees = trees;
  }

  /** With their bytes, where the code is known; without a view, as they were known last. */
  in(
    document: OpenDocument,
    declaration: Declaration,
    view: CodeView | undefined,
  ): DeclarationAllocations {
    const known = this.#verdicts.on(document, declaration);
    if (known?.isEdited ?? this.#tier.showsLastGood(document)) {
      return {
        allocations: this.#carried(document, declaration),
        isCurrent: false,
        isEdited: known !== undefined,
        tier: known?.tier,
      };
    }
    return {
      allocations: this.#of(document.slices, declaration, known?.verdicts, view),
      isCurrent: known?.isCurrent ?? true,
      isEdited: false,
      tier: known?.tier,
    };
  }

  /**
   * As they were in the text that was whole, and where they are now: how often each happens, and what
   * the runtime allocates, is read from the syntax, which for broken text says one thing now and
   * another with the next key.
   */
  #carried(document: OpenDocument, declaration: Declaration): Allocation[] {
    return this.#verdicts
      .formersOf(document, declaration)
      .flatMap((former) =>
        this.#last(former).flatMap((allocation) => {
          const offset = former.placeOf(allocation.offset);
          return offset === undefined ? [] : [{ ...allocation, offset }];
        }),
      )
      .sort((a, b) => a.offset - b.offset);
  }

  /** With their bytes as they were known last: the text is gone, and so are its types. */
  #last({ slices, declaration, verdicts }: Former): readonly Allocation[] {
    const known = this.#known.get(declaration.hash);
    return known?.verdicts ? known.allocations : this.#of(slices, declaration, verdicts);
  }

  #of(
    slices: FileSlices,
    declaration: Declaration,
    verdicts: DeclarationVerdicts | undefined,
    view?: CodeView,
  ): readonly Allocation[] {
    if (!RUN.has(declaration.keyword)) {
      return NONE;
    }
    const known = this.#known.get(declaration.hash);
    const isSame = known && known.verdicts === verdicts;
    const text = slices.textOf(declaration);
    if (!isSame && !mayAllocate(verdicts, text)) {
      return NONE;
    }
    const types = view?.typesOf(declaration);
    if (isSame && (types === undefined || types === known.types)) {
      return known.allocations;
    }
    const tree = this.#trees.of(slices, declaration);
    const code = view && codeBytesIn(view, declaration, text, verdicts);
    const made = allocationsOf(verdicts, typedTree(tree, types), code);
    // A name elsewhere that is being changed takes no sizes away.
    const allocations =
      isSame && types?.hasUnknowns !== false && known.allocations.length === made.length
        ? known.allocations
        : made;
    if (tree) {
      this.#known.set(declaration.hash, { verdicts, types, allocations });
    }
    return allocations;
  }
}
