import { resolve } from 'node:path';
import type { CompileErrors, ToolchainFailure } from '../engine/compilerlog/compilation.ts';
import type { CompileError } from '../engine/compilerlog/rows.ts';
import { causeOf, goCommandFailure } from './failure.ts';

const PLACED = /^\s*(.+?\.go):(\d+)(?::(\d+))?: (.*)$/;

/**
 * What it means that the go command refused to load packages. It reads the head of each source
 * itself, and a fault there is the source's, as one that the compiler finds: an error at a place. The
 * same text may say that modules are missing, which no edit of the source mends: a failure.
 */
export function refusalOf(
  command: readonly string[],
  cwd: string,
  printed: string,
): CompileErrors | ToolchainFailure {
  const refusal = goCommandFailure(command, cwd, printed);
  const errors = causeOf(printed) !== undefined ? [] : placedErrors(printed, cwd);
  return errors.length > 0 ? { type: 'errors', errors, refusal } : refusal;
}

/** The lines of a go command's text that stand at a place in a Go file. */
export function placedErrors(printed: string, cwd: string): CompileError[] {
  const errors = new Map<string, CompileError>();
  for (const line of printed.split('\n')) {
    const [, file = '', lineNumber = '', column, message = ''] = PLACED.exec(line) ?? [];
    if (file !== '' && !errors.has(line)) {
      errors.set(line, {
        place: { file: resolve(cwd, file), line: Number(lineNumber), column: Number(column ?? 0) },
        message,
      });
    }
  }
  return [...errors.values()];
}
