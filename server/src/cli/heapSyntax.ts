import {
  mayHaveRuntimeSites,
  runtimeSitesOf,
  type RuntimeOperation,
} from '../engine/alloc/runtimeSites.ts';
import type { SourceText } from '../engine/compilerlog/attach.ts';
import type { Place } from '../engine/compilerlog/rows.ts';
import type { Site } from '../engine/compilerlog/sites.ts';
import { frequencyAt, whenGrowing, type Frequency } from '../engine/frequency/frequency.ts';
import type { Parser } from '../engine/syntax/cursor.ts';
import { DeclarationTrees } from '../workspace/declarationTrees.ts';

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

  constructor(parser: Parser, sourceOf: (file: string) => SourceText | undefined) {
    this.#trees.setParser(parser);
    this.#sourceOf = sourceOf;
  }

  /** How often a site allocates; undefined where the compiler's place is none in the text. */
  frequencyOf({ place, kind }: Site): Frequency | undefined {
    const source = this.#sourceOf(place.file);
    const offset = source?.lines.offsetOfByteColumn(place.line, place.column);
    const declaration = offset === undefined ? undefined : source?.slices.declarationAt(offset);
    const tree = declaration && source && this.#trees.of(source.slices, declaration);
    if (!tree || offset === undefined) {
      return undefined;
    }
    const often = frequencyAt(tree, offset - declaration.start);
    return kind === 'append' ? whenGrowing(often) : often;
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
}
