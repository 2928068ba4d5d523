import type { SourceText } from './attach.ts';
import type { VerdictRow } from './rows.ts';

const IDENTIFIER = /^[\p{L}_][\p{L}\p{N}_]*$/u;

/**
 * The compiler says `p does not escape` of a `//go:noescape` function's parameter in the very words
 * that it has for expressions (escape.go, paramTag). Such a function has no body, and no expression
 * stands in it: the source tells which it is.
 */
export function tellBodylessParameters(
  rows: readonly VerdictRow[],
  sourceOf: (file: string) => SourceText | undefined,
): VerdictRow[] {
  return rows.map((row) => {
    if (row.kind !== 'expr' || row.verdict !== 'stack' || !IDENTIFIER.test(row.what)) {
      return row;
    }
    const source = sourceOf(row.place.file);
    const offset = source?.lines.offsetOfByteColumn(row.place.line, row.place.column);
    const declaration = offset === undefined ? undefined : source?.slices.declarationAt(offset);
    const isBodyless =
      declaration?.keyword === 'func' &&
      declaration.directives.some((line) => line.startsWith('//go:noescape'));
    return isBodyless ? { ...row, kind: 'param', verdict: 'noleak' } : row;
  });
}
