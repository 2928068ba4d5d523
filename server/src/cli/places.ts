/** Places in the source as commands print them, and what stands there. */
import { relative } from 'node:path';
import type { SourceText } from '../engine/compilerlog/attach.ts';
import type { Place } from '../engine/compilerlog/rows.ts';
import type { Declaration } from '../engine/syntax/slicer.ts';

/** `a/b.go:3:7`, relative to a folder; without a column that the compiler did not keep. */
export function placeText({ file, line, column }: Place, cwd: string): string {
  return `${relative(cwd, file)}:${line}${column > 0 ? `:${column}` : ''}`;
}

/** The fields are a contract for scripts (docs/architecture.md). */
export function placeJson({ file, line, column }: Place, cwd: string) {
  return { file: relative(cwd, file), line, col: column };
}

export interface CodeAtPlace {
  readonly source: SourceText;
  readonly declaration: Declaration;
  /** From the declaration's start. */
  readonly offset: number;
}

/** Undefined where the place is none in the text, or in no declaration. */
export function codeAt(
  { file, line, column }: Place,
  sourceOf: (file: string) => SourceText | undefined,
): CodeAtPlace | undefined {
  const source = sourceOf(file);
  const at = source?.lines.offsetOfByteColumn(line, column);
  const declaration = at === undefined ? undefined : source?.slices.declarationAt(at);
  return source && declaration && at !== undefined
    ? { source, declaration, offset: at - declaration.start }
    : undefined;
}
