import type { DeclarationVerdicts, KnownVerdicts } from '../engine/compilerlog/attach.ts';
import { withOwnOperands } from '../engine/compilerlog/ownOperands.ts';
import type { Declaration } from '../engine/syntax/slicer.ts';
import type { CompilerTier } from './compilerTier.ts';
import type { OpenDocument } from './documents.ts';
import type { StaticVerdicts } from './staticVerdicts.ts';

interface Reconciled {
  readonly ours: DeclarationVerdicts;
  readonly both: DeclarationVerdicts;
}

/**
 * What is known of declarations, by both tiers: the compiler has the last word on a text that it
 * has seen, and ours is there before it, and where it says nothing. While names in a declaration
 * are not known, what the compiler said before the edit is nearer to what will be.
 */
export class Verdicts {
  readonly #compiler: CompilerTier;
  readonly #ours: StaticVerdicts;
  /** By the compiler's verdicts. */
  readonly #reconciled = new WeakMap<DeclarationVerdicts, Reconciled>();

  constructor(compiler: CompilerTier, ours: StaticVerdicts) {
    this.#compiler = compiler;
    this.#ours = ours;
  }

  /** Nothing in files that are not in the build, once the compiler has said what is. */
  on(document: OpenDocument, declaration: Declaration): KnownVerdicts | undefined {
    const compiled = this.#compiler.verdictsOn(document, declaration);
    if (compiled && !compiled.isEdited) {
      return this.#withOwnOperands(compiled, document, declaration);
    }
    if (!compiled && this.#compiler.isCurrent(document)) {
      return undefined;
    }
    const ours = this.#ours.on(document, declaration);
    return ours && (ours.isWhole || !compiled)
      ? { verdicts: ours.verdicts, tier: 'static', isCurrent: true, isEdited: false }
      : compiled;
  }

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
