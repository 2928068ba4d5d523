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
import { DeclarationTrees } from '../workspace/declarationTrees.ts';
import { codeAt } from './places.ts';

/** An allocation of the runtime, which the compiler never prints. */
export interface RuntimeRow {
  readonly kind: 'runtime';
  readonly place: Place;
  readonly what: string;
  readonly operation: RuntimeOperation;
  readonly frequency: Frequency;
}

/** What the syntax tells of the heap. Only declarations that are asked about are parsed. */
export class HeapSyntax {
  readonly #trees = new DeclarationTrees();
  readonly #sourceOf: (file: string) => SourceText | undefined;

  constructor(sourceOf: (file: string) => SourceText | undefined) {
    this.#sourceOf = sourceOf;
  }

  /** How often a site allocates; undefined where the compiler's place is none in the text. */
  frequencyOf({ place, kind }: Site): Frequency | undefined {
    const at = this.#at(place);
    const often = at && frequencyAt(at.tree, at.offset);
    return kind === 'append' && often ? whenGrowing(often) : often;
  }

  /** Why a site allocates nothing though it is on the heap. */
  noAllocBecause(site: Site): NoAllocReason | undefined {
    // The syntax around an inlined call is not that of its callee.
    return noAllocBecause(site, site.isInlined ? undefined : this.#at(site.place));
  }

  runtimeRowsOf(file: string): RuntimeRow[] {
    const source = this.#sourceOf(file);
    return (source?.slices.declarations ?? []).flatMap((declaration) => {
      const isCandidate = source && mayHaveRuntimeSites(source.slices.textOf(declaration));
      const tree = isCandidate && this.#trees.of(source.slices, declaration);
      return tree
        ? runtimeSitesOf(tree).map(({ offset, what, operation, frequency }): RuntimeRow => ({
            kind: 'runtime',
            place: { file, ...source.lines.byteColumnAt(declaration.start + offset) },
            what,
            operation,
            frequency,
          }))
        : [];
    });
  }

  #at(place: Place): { readonly tree: DeclarationTree; readonly offset: number } | undefined {
    const at = codeAt(place, this.#sourceOf);
    const tree = at && this.#trees.of(at.source.slices, at.declaration);
    return tree && { tree, offset: at.offset };
  }
}
