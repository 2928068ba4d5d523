/** The imports of a file, with some more, or without those that nothing uses any more. */
import { indexOf, type Import, type SourceFile } from '../checker/fileIndex.ts';
import type { TextChange } from '../refactor/unkeyedLiterals.ts';
import { lineEnd } from '../syntax/scanner.ts';
import type { Declaration } from '../syntax/slicer.ts';
import { forEachNode } from '../syntax/walk.ts';

export interface ImportedName {
  readonly path: string;
  /** Under which its package is known in the file; `.` and `_` as well. */
  readonly name: string;
}

export function importedNames(file: SourceFile): readonly ImportedName[] {
  return indexOf(file).imports.map(({ path, spec }) => ({
    path,
    name: spec.name?.name ?? usualName(path),
  }));
}

/** What a package at a path is called, as a rule: its last element, without a version. */
function usualName(path: string): string {
  const [last = '', before = last] = path.split('/').reverse();
  return (/^v\d+$/.test(last) ? before : last).replace(/\.v\d+$/, '').replace(/^go-/, '');
}

/** Whether anything in a file is written `name.…`. */
export function mentions({ slices, parse }: SourceFile, name: string): boolean {
  const pattern = new RegExp(`(?<![\\w.])${name}\\s*\\.`);
  return slices.declarations.some((declaration) => {
    if (declaration.keyword === 'import' || !pattern.test(slices.textOf(declaration))) {
      return false;
    }
    let isFound = false;
    forEachNode(parse(declaration).syntax, (node) => {
      isFound ||=
        node.kind === 'selector' &&
        node.operand.kind === 'identifier' &&
        node.operand.name === name;
    });
    return isFound;
  });
}

export interface ImportEdit {
  readonly add: readonly string[];
  /** Import paths. */
  readonly remove: readonly string[];
}

/**
 * Changes of a file's text in rising order, as gofmt would have it; undefined where imports are
 * written in a way that this does not understand.
 */
export function importChanges(file: SourceFile, edit: ImportEdit): TextChange[] | undefined {
  const all = indexOf(file).imports;
  const add = edit.add.filter((path) => !all.some((each) => each.path === path));
  const remove = all.filter(({ path }) => edit.remove.includes(path));
  if (add.length + remove.length === 0) {
    return [];
  }
  const declarations = file.slices.declarations.filter(({ keyword }) => keyword === 'import');
  const ordinary = declarations.filter((each) => !/^import\s*"C"/.test(file.slices.textOf(each)));
  const grouped = ordinary.find((each) => file.slices.textOf(each).trimEnd().endsWith(')'));
  const target = grouped ?? ordinary[0];
  if (!target) {
    return added(file, add);
  }
  const changes: TextChange[] = [];
  for (const declaration of ordinary) {
    const specs = all.filter((each) => each.declaration === declaration);
    const gone = specs.filter((each) => remove.includes(each));
    const more = declaration === target ? add : [];
    if (gone.length + more.length > 0) {
      const isGroup = file.slices.textOf(declaration).trimEnd().endsWith(')');
      const made =
        isGroup && (specs.length > gone.length || more.length > 0)
          ? groupChanges(file, new ImportGroup(file, declaration, specs), gone, more)
          : rewritten(file, declaration, specs, gone, more);
      if (!made) {
        return undefined;
      }
      changes.push(...made);
    }
  }
  return changes.sort((a, b) => a.start - b.start);
}

/** Where there are no imports yet. */
function added({ slices }: SourceFile, paths: readonly string[]): TextChange[] | undefined {
  const clause = slices.declarations.find(({ keyword }) => keyword === 'package');
  if (!clause) {
    return undefined;
  }
  const end = lineEnd(slices.text, clause.end);
  return [{ start: end, end, text: `\n\n${importText(paths.map((path) => `"${path}"`))}` }];
}

function importText(specs: readonly string[]): string {
  const [only = ''] = specs;
  return specs.length === 1
    ? `import ${only}`
    : `import (\n${specs.map((spec) => `\t${spec}\n`).join('')})`;
}

/** A declaration of one import, or one that is left with none. */
function rewritten(
  { slices }: SourceFile,
  declaration: Declaration,
  specs: readonly Import[],
  gone: readonly Import[],
  more: readonly string[],
): TextChange[] | undefined {
  const { text } = slices;
  const kept = specs.filter((each) => !gone.includes(each));
  if (kept.length + more.length === 0) {
    const end = lineEnd(text, declaration.end);
    const isAlone = text.slice(declaration.end, end).trim() === '';
    const blank = /^\n(?:[ \t\r]*\n)?/.exec(text.slice(end))?.[0].length ?? 0;
    return isAlone ? [{ start: declaration.docStart, end: end + blank, text: '' }] : undefined;
  }
  const written = [
    ...kept.map(({ path, spec }) => ({
      path,
      text: text.slice(declaration.start + spec.start, declaration.start + spec.end),
    })),
    ...more.map((path) => ({ path, text: `"${path}"` })),
  ].sort((a, b) => compare(a.path, b.path));
  return [
    {
      start: declaration.start,
      end: declaration.end,
      text: importText(written.map((each) => each.text)),
    },
  ];
}

interface Line {
  readonly path: string;
  /** Of the whole line, its break not included. */
  readonly start: number;
  readonly end: number;
  /** Lines without a blank one in between have the same. */
  readonly section: number;
}

/** `import ( … )`, line by line. */
class ImportGroup {
  readonly lines: readonly Line[];
  /** Whether each import has a line of its own. */
  readonly isPlain: boolean;
  /** Behind the opening parenthesis. */
  readonly open: number;

  constructor(
    { slices: { text } }: SourceFile,
    declaration: Declaration,
    specs: readonly Import[],
  ) {
    const lines: Line[] = [];
    let section = 0;
    for (const { path, spec } of specs) {
      const at = declaration.start + spec.start;
      const start = text.lastIndexOf('\n', at) + 1;
      const end = lineEnd(text, declaration.start + spec.end);
      const before = lines.at(-1);
      if (before && /\n[ \t\r]*\n/.test(text.slice(before.end, start + 1))) {
        section++;
      }
      lines.push({ path, start, end, section });
    }
    this.lines = lines;
    this.open = text.indexOf('(', declaration.start) + 1;
    this.isPlain = lines.every(
      ({ start }, index) => start >= this.open && start > (lines[index - 1]?.end ?? 0),
    );
  }
}

function groupChanges(
  { slices: { text } }: SourceFile,
  group: ImportGroup,
  gone: readonly Import[],
  more: readonly string[],
): TextChange[] | undefined {
  if (!group.isPlain) {
    return undefined;
  }
  const goes = (line: Line): boolean => gone.some(({ path }) => path === line.path);
  const changes: TextChange[] = [];
  const home = group.lines.find(({ path }) => isStandard(path))?.section;
  const around = group.lines.filter(({ section }) => section === home);
  const after = new Map<number, string[]>();
  for (const path of more.toSorted(compare)) {
    const previous = around.filter((line) => compare(line.path, path) < 0).at(-1);
    const at = previous ? previous.end : (around[0]?.start ?? group.open + 1) - 1;
    after.set(at, [...(after.get(at) ?? []), path]);
  }
  for (const [at, paths] of after) {
    const lines = paths.map((path) => `\n\t"${path}"`).join('');
    const isOwnSection = home === undefined && group.lines.length > 0;
    changes.push({ start: at, end: at, text: isOwnSection ? `${lines}\n` : lines });
  }
  for (const line of group.lines.filter(goes)) {
    const section = group.lines.filter((each) => each.section === line.section);
    const isEmptied = section.every(goes) && !(more.length > 0 && line.section === home);
    const isAtEnd = /^\s*\)/.test(text.slice(section.at(-1)?.end));
    const isLast = section.at(-1) === line;
    const start = line.start - 1;
    const blank = isEmptied && isLast ? /^\n[ \t\r]*(?=\n)/.exec(text.slice(line.end)) : null;
    // Behind the last section there is no blank line that could go with it, but one before it.
    const above = isEmptied && isAtEnd && section[0] === line;
    const before = above ? /\n[ \t\r]*$/.exec(text.slice(0, start)) : null;
    changes.push({
      start: start - (before?.[0].length ?? 0),
      end: line.end + (blank?.[0].length ?? 0),
      text: '',
    });
  }
  return changes.sort((a, b) => a.start - b.start || a.end - b.end);
}

function isStandard(path: string): boolean {
  return !/^[^/]*\./.test(path) && path !== 'C';
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
