import { relative } from 'node:path';
import type { Disagreement } from '../../../server/src/engine/comparison/verdicts.ts';

/** What differs, for a person: the most frequent sorts first, so many examples of each. */
export function reportOf(
  disagreements: readonly Disagreement[],
  directory: string,
  maximumExamples: number,
): string {
  const sorts = new Map<string, Disagreement[]>();
  for (const each of disagreements) {
    const sort = `${each.kind}, ${each.outcome}`;
    sorts.set(sort, [...(sorts.get(sort) ?? []), each]);
  }
  return [...sorts]
    .sort(([, a], [, b]) => b.length - a.length)
    .flatMap(([sort, found]) => [
      `${sort}: ${found.length}`,
      ...found.slice(0, maximumExamples).map((each) => `  ${lineOf(each, directory)}`),
    ])
    .join('\n');
}

function lineOf(
  { place: { file, line, column }, rowKind, what, theirs, ours }: Disagreement,
  directory: string,
): string {
  const said = (verdicts: readonly string[]) => verdicts.join(', ') || 'nothing';
  const place = `${relative(directory, file)}:${line}:${column} ${rowKind}`;
  return `${place} ${what}: the compiler says ${said(theirs)}, we say ${said(ours)}`;
}
