import { noAllocBecause, type NoAllocReason } from '../engine/alloc/noAlloc.ts';
import {
  mayHaveRuntimeSites,
  runtimeSitesOf,
  type RuntimeOperation,
} from '../engine/alloc/runtimeSites.ts';
import type { SourceText } from '../engine/compilerlog/attach.ts';
import type { Place } from '../engine/compilerlog/rows.ts';
import type { Site } from '../engine/compilerlog/sites.ts';
import { frequencyAt, whenGrowing, type Frequency } from '../engine/frequency/frequency.ts';
import type { DeclarationTree } from '../engine/syntax/declarationTree.ts';
import type { Declaration } from '../engine/syntax/slicer.ts';
import { DeclarationTrees } from '../workspace/declarationTrees.ts';
import { typedTreeIn } from '../workspace/typedTree.ts';
import type { CodeViews } from './codeViews.ts';
import { codeAt } from './places.ts';

/** An allocation of the runtime, which the compiler never prints. */
export interface RuntimeRow {
  readonly kind: 'runtime';
  readonly place: Place;
  readonly what: string;
  readonly operation: RuntimeOperation;
  readonly frequency: Frequency;
}

interface TreeAt {
  readonly tree: DeclarationTree;
  /** In the declaration. */
  readonly offset: number;
}

/** What the code tells of the heap. Only declarations that are asked about are parsed. */
export class HeapSyntax {
  readonly #trees = new DeclarationTrees();
  readonly #sourceOf: (file: string) => SourceText | undefined;
  readonly #views: Pick<CodeViews, 'of'>;

  constructor(sourceOf: (file: string) => SourceText | undefined, views: Pick<CodeViews, 'of'>) {
    this.#sourceOf = sourceOf;
    this.#views = views;
  }

  /** How often a site allocates; undefined where the compiler's place is none in the text. */
  async frequencyOf({ place, kind }: Site): Promise<Frequency | undefined> {
    const at = await this.#at(place);
    const often = at && frequencyAt(at.tree, at.offset);
    return kind === 'append' && often ? whenGrowing(often) : often;
  }

  /** Why a site allocates nothing though it is on the heap. */
  async noAllocBecause(site: Site): Promise<NoAllocReason | undefined> {
    // The syntax around an inlined call is not that of its callee.
    return noAllocBecause(site, site.isInlined ? undefined : await this.#at(site.place));
  }

  async runtimeRowsOf(file: string): Promise<RuntimeRow[]> {
    const source = this.#sourceOf(file);
    if (!source) {
      return [];
    }
    const rows: RuntimeRow[] = [];
    for (const declaration of source.slices.declarations) {
      const isCandidate = mayHaveRuntimeSites(source.slices.textOf(declaration));
      const tree = isCandidate ? await this.#treeOf(file, source, declaration) : undefined;
      for (const { offset, what, operation, frequency } of tree ? runtimeSitesOf(tree) : []) {
        const place = { file, ...source.lines.byteColumnAt(declaration.start + offset) };
        rows.push({ kind: 'runtime', place, what, operation, frequency });
      }
    }
    return rows;
  }

  /** Knows errors by their types, where the file's are known. */
  async #treeOf(
    file: string,
    { slices }: SourceText,
    declaration: Declaration,
  ): Promise<DeclarationTree | undefined> {
    const view = await this.#views.of(file);
    return view ? typedTreeIn(view, slices, declaration) : this.#trees.of(slices, declaration);
  }

  /** Undefined where the compiler's place is none in the text. */
  async #at(place: Place): Promise<TreeAt | undefined> {
    const at = codeAt(place, this.#sourceOf);
    const tree = at && (await this.#treeOf(place.file, at.source, at.declaration));
    return tree && { tree, offset: at.offset };
  }
}
