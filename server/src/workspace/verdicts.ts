import type { KnownVerdicts } from '../engine/compilerlog/attach.ts';
import type { Declaration } from '../engine/syntax/slicer.ts';
import type { CompilerTier } from './compilerTier.ts';
import type { OpenDocument } from './documents.ts';
import type { StaticVerdicts } from './staticVerdicts.ts';

/**
 * What is known of declarations, by both tiers: the compiler has the last word on a text that it
 * has seen, and ours is there before it, and where it says nothing. While names in a declaration
 * are not known, what the compiler said before the edit is nearer to what will be.
 */
export class Verdicts {
  readonly #compiler: CompilerTier;
  readonly #ours: StaticVerdicts;

  constructor(compiler: CompilerTier, ours: StaticVerdicts) {
    this.#compiler = compiler;
    this.#ours = ours;
  }

  /** Nothing in files that are not in the build, once the compiler has said what is. */
  on(document: OpenDocument, declaration: Declaration): KnownVerdicts | undefined {
    const compiled = this.#compiler.verdictsOn(document, declaration);
    if (compiled && !compiled.isEdited) {
      return compiled;
    }
    if (!compiled && this.#compiler.isCurrent(document)) {
      return undefined;
    }
    const ours = this.#ours.on(document, declaration);
    return ours && (ours.isWhole || !compiled)
      ? { verdicts: ours.verdicts, tier: 'static', isCurrent: true, isEdited: false }
      : compiled;
  }
}
