/** Fixes of a file's findings as changes of its text. */
import type { SourceFile } from '../checker/fileIndex.ts';
import type { TextChange } from '../refactor/unkeyedLiterals.ts';
import { parseDeclaration } from '../syntax/parser.ts';
import { type Declaration, sliceFile } from '../syntax/slicer.ts';
import { importChanges, importedNames, mentions } from './imports.ts';
import { areApart, areIndependent, movedFix, type MovedFix } from './movedFix.ts';
import type { Fix } from './rule.ts';

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
  const applied: PlacedFix[] = [];
  const moved: MovedFix[] = [];
  for (const each of fixes) {
    const one = movedFix(each.fix, each.declaration.start, file.slices.text);
    const { packageNames = [] } = each.fix;
    const isNew = packageNames.every((name) => !taken.has(name));
    const goesWithAll = moved.every(
      (other, index) =>
        areApart(one, other) &&
        (applied[index]?.declaration !== each.declaration || areIndependent(one, other)),
    );
    if (isNew && goesWithAll) {
      packageNames.forEach((name) => taken.add(name));
      applied.push(each);
      moved.push(one);
    }
  }
  const changes = moved.flatMap((each) => each.changes).sort((a, b) => a.start - b.start);
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

/** The changed text, with the line breaks that it has. */
export function withChanges(text: string, changes: readonly TextChange[]): string {
  let result = '';
  let from = 0;
  for (const change of changes) {
    result += text.slice(from, change.start) + change.text;
    from = change.end;
  }
  result += text.slice(from);
  return hasCarriageReturns(text) ? result.replace(/\r*\n/g, '\r\n') : result;
}

/** Of a text with line breaks of both kinds each line keeps its own. */
function hasCarriageReturns(text: string): boolean {
  return text.includes('\r\n') && !/(?<!\r)\n/.test(text);
}
