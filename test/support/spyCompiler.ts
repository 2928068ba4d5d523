import type {
  CompileOutcome,
  CompileRequest,
  ModuleOutcome,
  ModuleRequest,
} from '../../server/src/engine/compilerlog/compilation.ts';
import type { InlineChains } from '../../server/src/engine/compilerlog/inlineChains.ts';
import type { VerdictRow } from '../../server/src/engine/compilerlog/rows.ts';
import { noAllocBecause } from '../../server/src/engine/alloc/noAlloc.ts';
import { sliceFile, type Declaration } from '../../server/src/engine/syntax/slicer.ts';
import type { GoToolchain } from '../../server/src/toolchain/goToolchain.ts';
import type { Compiler } from '../../server/src/workspace/compilerTier.ts';

/** The lines of a declaration, counted from its first, on which one compilation put something on the heap. */
export type HeapLines = ReadonlySet<number>;

/** A compilation that brought verdicts: what they are of, by file and by declaration. */
export interface RecordedCompile {
  readonly directory: string;
  readonly variant: CompileRequest['variant'];
  /** By file, then by `Declaration.id`. */
  readonly files: ReadonlyMap<string, ReadonlyMap<string, HeapLines>>;
}

/** The real toolchain, with a record of what it said of which text. */
export class SpyCompiler implements Compiler {
  countCompiles = 0;
  countCancelled = 0;
  countErrors = 0;
  countFailures = 0;
  countUnderWay = 0;
  readonly #toolchain: GoToolchain;
  /** By the declaration's text, directives included. */
  readonly #byText = new Map<string, HeapLines[]>();
  readonly #last = new Map<string, RecordedCompile>();

  constructor(toolchain: GoToolchain) {
    this.#toolchain = toolchain;
  }

  async compile(request: CompileRequest, signal: AbortSignal): Promise<CompileOutcome> {
    this.countUnderWay++;
    const outcome = await this.#toolchain.compile(request, signal).finally(() => {
      this.countUnderWay--;
    });
    switch (outcome.type) {
      case 'verdicts':
        this.countCompiles++;
        this.#record(request, outcome.log.rows, !signal.aborted);
        break;
      case 'errors':
        this.countErrors++;
        break;
      case 'failure':
        this.countFailures++;
        break;
      case 'cancelled':
        this.countCancelled++;
        break;
    }
    return outcome;
  }

  traceInlining(request: CompileRequest, signal: AbortSignal): Promise<InlineChains> {
    return this.#toolchain.traceInlining(request, signal);
  }

  compileModule(
    request: ModuleRequest,
    onProgress: (done: number, total: number) => void,
    signal: AbortSignal,
  ): Promise<ModuleOutcome> {
    return this.#toolchain.compileModule(request, onProgress, signal);
  }

  dispose(): Promise<void> {
    return this.#toolchain.dispose();
  }

  /** What was ever said of a declaration of this very text. */
  saidOf(text: string, declaration: Declaration): readonly HeapLines[] {
    return this.#byText.get(identityOf(text, declaration)) ?? [];
  }

  /** The last compilation of a package that was heard to its end. */
  lastOf(directory: string, variant: CompileRequest['variant']): RecordedCompile | undefined {
    return this.#last.get(`${variant} ${directory}`);
  }

  forget(directory: string, variant: CompileRequest['variant']): void {
    this.#last.delete(`${variant} ${directory}`);
  }

  #record(request: CompileRequest, rows: readonly VerdictRow[], isHeard: boolean): void {
    const { directory, variant, buffers } = request;
    const files = new Map<string, ReadonlyMap<string, HeapLines>>();
    for (const [file, text] of buffers) {
      if (file.slice(0, file.lastIndexOf('/')) === directory) {
        files.set(file, this.#recordFile(text, rows, file));
      }
    }
    if (isHeard) {
      this.#last.set(`${variant} ${directory}`, { directory, variant, files });
    }
  }

  #recordFile(text: string, rows: readonly VerdictRow[], file: string): Map<string, HeapLines> {
    const heapOffsets = rows
      .filter((row) => row.verdict === 'heap' && row.place.file === file)
      .filter((row) => noAllocBecause(row) === undefined)
      .map(({ place }) => offsetOf(text, place.line, place.column))
      .filter((offset) => offset !== undefined);
    const byId = new Map<string, HeapLines>();
    for (const declaration of sliceFile(text).declarations) {
      const { start, end, id } = declaration;
      const lines = heapOffsets
        .filter((offset) => offset >= start && offset <= end)
        .map((offset) => lineBetween(text, start, offset));
      const heapLines = new Set(lines);
      byId.set(id, heapLines);
      const identity = identityOf(text, declaration);
      this.#byText.set(identity, [...(this.#byText.get(identity) ?? []), heapLines]);
    }
    return byId;
  }
}

function identityOf(text: string, { start, end, directives }: Declaration): string {
  return [...directives, text.slice(start, end)].join('\n');
}

/** The offset of the compiler's 1-based line and 1-based column in bytes. */
function offsetOf(text: string, line: number, column: number): number | undefined {
  let start = 0;
  for (let before = 1; before < line; before++) {
    const end = text.indexOf('\n', start);
    if (end < 0) {
      return undefined;
    }
    start = end + 1;
  }
  if (column < 1) {
    return undefined;
  }
  const bytes = Buffer.from(text.slice(start), 'utf8').subarray(0, column - 1);
  return start + bytes.toString('utf8').length;
}

/** How many lines below `from` the offset `to` is. */
export function lineBetween(text: string, from: number, to: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) {
    lines++;
  }
  return lines;
}
