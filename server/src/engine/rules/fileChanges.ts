/** Fixes of a file's findings as changes of its text. */
import type { SourceFile } from '../checker/fileIndex.ts';
import type { TextChange } from '../refactor/unkeyedLiterals.ts';
import { parseDeclaration } from '../syntax/parser.ts';
import { type Declaration, sliceFile } from '../syntax/slicer.ts';
import { importChanges, importedNames, mentions } from './imports.ts';
import type { Fix } from './rule.ts';
import { wordsOf } from './words.ts';

export interface PlacedFix {
  readonly declaration: Declaration;
  readonly fix: Fix;
}

export interface FileFixes {
  /** Offsets in the file, in rising order; they do not overlap. */
  readonly changes: readonly TextChange[];
  /** Those of the fixes that are in it: what does not go with another one waits for the next time. */
  readonly applied: readonly PlacedFix[];
}

/**
 * The changes of as many of the fixes as go together, imports included; undefined where the file's
 * imports cannot be changed. `taken` are names that fixes of other files of the package have made new in it; those of
 * this file are added.
 */
export function fileChanges(
  file: SourceFile,
  fixes: readonly PlacedFix[],
  taken = new Set<string>(),
): FileFixes | undefined {
  const { text: fileText } = file.slices;
  const applied: PlacedFix[] = [];
  const changes: TextChange[] = [];
  for (const each of fixes) {
    const own = each.fix.changes.map(({ start, end, text }) => ({
      start: each.declaration.start + start,
      end: each.declaration.start + end,
      text,
    }));
    const goesWith = (other: PlacedFix) =>
      other.declaration !== each.declaration ||
      (!hasNameOf(other, each, fileText) && !hasNameOf(each, other, fileText));
    const isApart = own.every((change) => !changes.some((other) => isOverlapping(change, other)));
    const packageNames = each.fix.packageNames ?? [];
    const isNew = packageNames.every((name) => !taken.has(name));
    if (isApart && isNew && applied.every(goesWith)) {
      packageNames.forEach((name) => taken.add(name));
      applied.push(each);
      changes.push(...own);
    }
  }
  changes.sort((a, b) => a.start - b.start);
  const imports = importChanges(file, {
    add: [...new Set(applied.flatMap(({ fix }) => fix.imports))],
    remove: unusedAfter(file, changes),
  });
  return imports && { changes: [...imports, ...changes], applied };
}

/** Paths of the imports that are mentioned before the changes, and not after them. */
function unusedAfter(file: SourceFile, changes: readonly TextChange[]): readonly string[] {
  const { slices } = file;
  const touched = changes.map(({ start, end }) => slices.text.slice(start, end)).join('\n');
  const candidates = importedNames(file).filter(({ name }) => touched.includes(name));
  if (candidates.length === 0) {
    return [];
  }
  const after = sliceFile(withChanges(slices.text, changes));
  const parsed = { path: file.path, slices: after, parse: parseIn(after) };
  return candidates
    .filter(({ name }) => mentions(file, name) && !mentions(parsed, name))
    .map(({ path }) => path);
}

function parseIn(slices: ReturnType<typeof sliceFile>): SourceFile['parse'] {
  return (declaration) => parseDeclaration(slices.textOf(declaration));
}

export function withChanges(text: string, changes: readonly TextChange[]): string {
  let result = '';
  let from = 0;
  for (const change of changes) {
    result += text.slice(from, change.start) + change.text;
    from = change.end;
  }
  return result + text.slice(from);
}

/** Whether a fix says something of what another one makes, or makes another thing of. */
function hasNameOf({ declaration, fix }: PlacedFix, other: PlacedFix, fileText: string): boolean {
  const texts = fix.changes.flatMap(({ start, end, text }) => [
    text,
    fileText.slice(declaration.start + start, declaration.start + end),
  ]);
  return (other.fix.names ?? []).some((name) => texts.some((text) => wordsOf(text).includes(name)));
}

/** Two insertions at one place overlap as well: nobody says which comes first. */
function isOverlapping(a: TextChange, b: TextChange): boolean {
  return a.start < b.end ? b.start < a.end || a.start === b.start : a.start === b.start;
}
