import type { CompileErrors, ToolchainFailure } from './compilation.ts';
import { samePlace, type CompileError } from './rows.ts';

/** What kept packages from being compiled: what many of them say is kept once. */
export class Troubles {
  readonly errors: CompileError[] = [];
  /** The commands that found errors before the compiler did. */
  readonly refusals: ToolchainFailure[] = [];
  readonly failures: ToolchainFailure[] = [];

  add(trouble: CompileErrors | ToolchainFailure): void {
    if (trouble.type === 'failure') {
      // What is wrong with the toolchain is so for every package.
      if (!this.failures.some((known) => isSameFailure(known, trouble))) {
        this.failures.push(trouble);
      }
      return;
    }
    this.#addErrors(trouble.errors, trouble.refusal ? [trouble.refusal] : []);
  }

  addAll({ errors, refusals, failures }: Troubles): void {
    for (const failure of failures) {
      this.add(failure);
    }
    this.#addErrors(errors, refusals);
  }

  #addErrors(errors: readonly CompileError[], refusals: readonly ToolchainFailure[]): void {
    // The importers of a broken package all say what is wrong with it.
    const news = errors.filter((error) => !this.errors.some((known) => isSameError(known, error)));
    this.errors.push(...news);
    if (news.length > 0) {
      this.refusals.push(...refusals);
    }
  }
}

function isSameError(a: CompileError, b: CompileError): boolean {
  return a.message === b.message && samePlace(a.place, b.place);
}

function isSameFailure(a: ToolchainFailure, b: ToolchainFailure): boolean {
  return a.message === b.message && a.output === b.output;
}
