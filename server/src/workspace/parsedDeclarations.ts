import type { ParsedDeclaration } from '../engine/syntax/ast.ts';
import { parseDeclaration } from '../engine/syntax/parser.ts';
import type { Declaration, FileSlices } from '../engine/syntax/slicer.ts';

/** Of all texts together: a large package, about sixty bytes of memory for each byte. */
const MAXIMUM_LENGTH = 3_000_000;

/** The syntax of declarations with their bodies, parsed once for each text. */
export class ParsedDeclarations {
  /** By the declaration's hash, the one asked for last at the end. */
  readonly #known = new Map<string, { readonly parsed: ParsedDeclaration; length: number }>();
  #length = 0;

  of(slices: FileSlices, declaration: Declaration): ParsedDeclaration {
    const { hash } = declaration;
    let known = this.#known.get(hash);
    if (known) {
      this.#known.delete(hash);
    } else {
      const text = slices.textOf(declaration);
      known = { parsed: parseDeclaration(text), length: text.length };
      this.#length += text.length;
    }
    this.#known.set(hash, known);
    this.#forgetOldest();
    return known.parsed;
  }

  #forgetOldest(): void {
    for (const [hash, { length }] of this.#known) {
      if (this.#length <= MAXIMUM_LENGTH) {
        return;
      }
      this.#known.delete(hash);
      this.#length -= length;
    }
  }
}
