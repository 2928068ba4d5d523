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
  const applied: MovedFix[] = [];
  for (const each of fixes) {
    const moved = movedFix(each, file.slices.text);
    const { packageNames = [] } = each.fix;
    const isNew = packageNames.every((name) => !taken.has(name));
    if (isNew && applied.every((other) => goTogether(moved, other))) {
      packageNames.forEach((name) => taken.add(name));
      applied.push(moved);
    }
  }
  const changes = applied.flatMap((each) => each.changes).sort((a, b) => a.start - b.start);
  const imports = importChanges(file, {
    add: [...new Set(applied.flatMap(({ placed }) => placed.fix.imports))],
    remove: unusedAfter(file, changes),
  });
  return (
    imports && { changes: [...imports, ...changes], applied: applied.map(({ placed }) => placed) }
  );
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

/** A fix at its place in the file. */
interface MovedFix {
  readonly placed: PlacedFix;
  readonly changes: readonly TextChange[];
  /** In the texts that go and in those that come. */
  readonly words: ReadonlySet<string>;
}

function movedFix(placed: PlacedFix, fileText: string): MovedFix {
  const changes = placed.fix.changes.map(({ start, end, text }) => ({
    start: placed.declaration.start + start,
    end: placed.declaration.start + end,
    text,
  }));
  const words = changes.flatMap(({ start, end, text }) => [
    ...wordsOf(fileText.slice(start, end)),
    ...wordsOf(text),
  ]);
  return { placed, changes, words: new Set(words) };
}

function goTogether(one: MovedFix, other: MovedFix): boolean {
  const isApart = !one.changes.some((change) =>
    other.changes.some((each) => isOverlapping(change, each)),
  );
  const isElsewhere = one.placed.declaration !== other.placed.declaration;
  return isApart && (isElsewhere || (!saysNameOf(one, other) && !saysNameOf(other, one)));
}

/** Whether a fix says something of what another one makes, or makes another thing of. */
function saysNameOf({ words }: MovedFix, { placed: { fix } }: MovedFix): boolean {
  return fix.names?.some((name) => words.has(name)) ?? false;
}

/** Two insertions at one place overlap as well: nobody says which comes first. */
function isOverlapping(a: TextChange, b: TextChange): boolean {
  return a.start < b.end ? b.start < a.end || a.start === b.start : a.start === b.start;
}
