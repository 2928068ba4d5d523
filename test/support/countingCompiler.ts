import type {
  CompileOutcome,
  CompileRequest,
  ModuleOutcome,
  ModuleRequest,
} from '../../server/src/engine/compilerlog/compilation.ts';
import type { InlineChains } from '../../server/src/engine/compilerlog/inlineChains.ts';
import type { Compiler } from '../../server/src/workspace/compilerTier.ts';

/** Another compiler, with a count of how often it is asked, and how often at the same time. */
export class CountingCompiler implements Compiler {
  countRuns = 0;
  mostAtOnce = 0;
  #countNow = 0;
  readonly #compiler: Compiler & { dispose(): Promise<void> };

  constructor(compiler: Compiler & { dispose(): Promise<void> }) {
    this.#compiler = compiler;
  }

  async compile(request: CompileRequest, signal: AbortSignal): Promise<CompileOutcome> {
    this.countRuns++;
    this.#countNow++;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#countNow);
    try {
      return await this.#compiler.compile(request, signal);
    } finally {
      this.#countNow--;
    }
  }

  traceInlining(request: CompileRequest, signal: AbortSignal): Promise<InlineChains> {
    return this.#compiler.traceInlining(request, signal);
  }

  compileModule(
    request: ModuleRequest,
    onProgress: (done: number, total: number) => void,
    signal: AbortSignal,
  ): Promise<ModuleOutcome> {
    return this.#compiler.compileModule(request, onProgress, signal);
  }

  dispose(): Promise<void> {
    return this.#compiler.dispose();
  }
}
