import type { HeapBytes } from '../engine/alloc/heapBytes.ts';
import type { CodeBytes } from '../engine/alloc/siteBytes.ts';
import {
  attachVerdicts,
  type FileVerdicts,
  type SourceText,
} from '../engine/compilerlog/attach.ts';
import type { CompilerLog, Place } from '../engine/compilerlog/rows.ts';
import type { Site } from '../engine/compilerlog/sites.ts';
import { codeBytesIn } from '../workspace/codeBytes.ts';
import type { CodeViews } from './codeViews.ts';
import type { EscapeRow } from './escapeRows.ts';
import type { RuntimeRow } from './heapSyntax.ts';
import { codeAt } from './places.ts';

/** How many bytes rows stand for, by our own reading of the code at their places. */
export class RowBytes {
  readonly #views: CodeViews;
  readonly #sourceOf: (file: string) => SourceText | undefined;
  readonly #captures: CompilerLog;
  readonly #verdicts = new Map<string, FileVerdicts | undefined>();
  readonly #code = new Map<string, CodeBytes | undefined>();

  constructor(
    views: CodeViews,
    sourceOf: (file: string) => SourceText | undefined,
    logs: readonly CompilerLog[],
  ) {
    this.#views = views;
    this.#sourceOf = sourceOf;
    this.#captures = {
      rows: [],
      inlinedCalls: [],
      inlineFacts: [],
      captures: logs.flatMap((log) => log.captures),
      remarks: [],
    };
  }

  /** Undefined for what is not on the heap, and where the code is not known. */
  async of(row: EscapeRow): Promise<HeapBytes | undefined> {
    switch (row.kind) {
      case 'runtime':
        return this.#ofRuntimeRow(row);
      case 'func':
        return undefined;
      default:
        return this.#ofSite(row);
    }
  }

  async #ofSite(site: Site): Promise<HeapBytes | undefined> {
    // What was inlined stands in another function.
    const at =
      site.verdict === 'heap' && !site.isInlined ? await this.#codeAt(site.place) : undefined;
    return at?.code.ofSite(at.offset, site);
  }

  async #ofRuntimeRow({ place, operation }: RuntimeRow): Promise<HeapBytes | undefined> {
    const isMade = operation === 'chan' || operation === 'map';
    const at = isMade ? await this.#codeAt(place) : undefined;
    return at && isMade ? at.code.ofRuntimeSite(at.offset, operation) : undefined;
  }

  async #codeAt(
    place: Place,
  ): Promise<{ readonly code: CodeBytes; readonly offset: number } | undefined> {
    const at = codeAt(place, this.#sourceOf);
    if (!at) {
      return undefined;
    }
    const { source, declaration, offset } = at;
    const key = `${place.file} ${declaration.id}`;
    if (!this.#code.has(key)) {
      const view = await this.#views.of(place.file);
      const verdicts = this.#verdictsOf(place.file, source)?.get(declaration.id);
      const text = source.slices.textOf(declaration);
      this.#code.set(key, view && codeBytesIn(view, declaration, text, verdicts));
    }
    const code = this.#code.get(key);
    return code && { code, offset };
  }

  #verdictsOf(file: string, source: SourceText): FileVerdicts | undefined {
    if (!this.#verdicts.has(file)) {
      const all = attachVerdicts(this.#captures, new Map([[file, source]]));
      this.#verdicts.set(file, all.get(file));
    }
    return this.#verdicts.get(file);
  }
}
