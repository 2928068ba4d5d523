import { anchorsOf, type AnchoredExpression } from '../engine/syntax/anchors.ts';
import type { Parser, SyntaxTree } from '../engine/syntax/cursor.ts';
import { detach } from '../engine/syntax/detach.ts';
import type { Declaration, FileSlices } from '../engine/syntax/slicer.ts';

/** What is longer is a table, and to look at it would hold up everything else. */
const MAXIMUM_LENGTH = 250_000;

/** Of all trees together: the files of a large package, about ten bytes of memory each. */
const MAXIMUM_KNOWN_LENGTH = 3_000_000;

/** The trees of declarations, made when they are first asked for. */
export class DeclarationTrees {
  #parser: Parser | undefined;
  /** By the declaration's hash, the one asked for last at the end. */
  readonly #known = new Map<string, SyntaxTree>();
  #knownLength = 0;
  readonly #anchors = new WeakMap<SyntaxTree, readonly AnchoredExpression[]>();

  constructor(parser?: Parser) {
    this.#parser = parser;
  }

  /** Until there is a parser there are no trees. */
  setParser(parser: Parser): void {
    this.#parser = parser;
  }

  of(slices: FileSlices, declaration: Declaration): SyntaxTree | undefined {
    if (declaration.end - declaration.start > MAXIMUM_LENGTH) {
      return undefined;
    }
    let tree = this.#known.get(declaration.hash);
    if (tree) {
      this.#known.delete(declaration.hash);
    } else {
      // A tree keeps its text, and must not keep that of the whole file.
      tree = this.#parser?.parseDeclaration(detach(slices.textOf(declaration)));
      if (!tree) {
        return undefined;
      }
      this.#knownLength += tree.text.length;
    }
    this.#known.set(declaration.hash, tree);
    this.#forgetOldest();
    return tree;
  }

  /** What the compiler may speak of in a declaration. */
  anchorsOf(slices: FileSlices, declaration: Declaration): readonly AnchoredExpression[] {
    const tree = this.of(slices, declaration);
    if (!tree) {
      return [];
    }
    let anchors = this.#anchors.get(tree);
    if (!anchors) {
      anchors = anchorsOf(tree);
      this.#anchors.set(tree, anchors);
    }
    return anchors;
  }

  #forgetOldest(): void {
    for (const [hash, { text }] of this.#known) {
      if (this.#knownLength <= MAXIMUM_KNOWN_LENGTH) {
        return;
      }
      this.#known.delete(hash);
      this.#knownLength -= text.length;
    }
  }
}
