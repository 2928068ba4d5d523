import { dirname } from 'node:path';
import type {
  CompileOutcome,
  CompileRequest,
  ModuleOutcome,
  ModuleRequest,
  PackageOutcome,
} from '../../server/src/engine/compilerlog/compilation.ts';
import type { InlineChains } from '../../server/src/engine/compilerlog/inlineChains.ts';
import { CompilerLogReader } from '../../server/src/engine/compilerlog/reader.ts';
import type { Compiler } from '../../server/src/workspace/compilerTier.ts';

/**
 * A toolchain whose verdicts follow from the text: each `new(` is on the heap, text with `BROKEN`
 * does not compile. It answers when the test says so, or at once.
 */
export class FakeCompiler implements Compiler {
  readonly requests: CompileRequest[] = [];
  countCancelled = 0;
  /** Set to make it answer this instead. */
  answer: CompileOutcome | undefined;
  #gate: Promise<void> | undefined;
  #open: () => void = () => undefined;

  /** From now on answers wait for `release`. */
  hold(): void {
    this.#gate = new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  release(): void {
    this.#gate = undefined;
    this.#open();
  }

  async compile(request: CompileRequest, signal: AbortSignal): Promise<CompileOutcome> {
    this.requests.push(request);
    const cancelled = new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => {
        resolve();
      });
    });
    await Promise.race([this.#gate, cancelled]);
    if (signal.aborted) {
      this.countCancelled++;
      return { type: 'cancelled' };
    }
    return this.answer ?? compile(request);
  }

  traceInlining(): Promise<InlineChains> {
    return Promise.resolve(new Map());
  }

  /** The module's packages are the folders of the buffers. */
  async compileModule(
    { buffers, flags }: ModuleRequest,
    onProgress: (done: number, total: number) => void,
    signal: AbortSignal,
  ): Promise<ModuleOutcome> {
    const directories = [...new Set([...buffers.keys()].map((file) => dirname(file)))];
    onProgress(0, directories.length);
    const packages: PackageOutcome[] = [];
    for (const directory of directories) {
      const request = {
        directory,
        variant: 'build',
        flags,
        buffers,
        outsideGeneration: 0,
      } as const;
      const outcome = await this.compile(request, signal);
      packages.push({ directory, importPath: `example.com${directory}`, outcome });
      onProgress(packages.length, directories.length);
    }
    return { packages, refusals: [] };
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }
}

function compile({ buffers, directory }: CompileRequest): CompileOutcome {
  const reader = new CompilerLogReader();
  for (const [file, text] of buffers) {
    if (!file.startsWith(directory)) {
      continue;
    }
    for (const [index, line] of text.split('\n').entries()) {
      const broken = line.indexOf('BROKEN');
      if (broken >= 0) {
        const place = { file, line: index + 1, column: broken + 1 };
        return { type: 'errors', errors: [{ place, message: 'undefined: BROKEN' }] };
      }
      for (const { index: at } of line.matchAll(/new\((\w+)\)/g)) {
        const column = Buffer.byteLength(line.slice(0, at)) + 'new('.length;
        const place = `${file}:${index + 1}:${column}`;
        reader.readLine(`${place}: new(int) escapes to heap in f:`);
        reader.readLine(`${place}:   flow: ~r0 ← &{storage for new(int)}:`);
        reader.readLine(`${place}:     from new(int) (spill) at ${place}`);
        reader.readLine(`${place}:     from return new(int) (return) at ${file}:${index + 1}:2`);
        reader.readLine(`${place}: new(int) escapes to heap`);
      }
    }
  }
  return { type: 'verdicts', log: reader.finish() };
}
