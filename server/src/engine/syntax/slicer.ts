/**
 * A Go file as a row of top-level declarations, each of which is parsed, hashed and cached by
 * itself: docs/architecture.md, "The declaration is the unit".
 */
import { firstWhere } from './firstWhere.ts';
import { LineIndex } from '../text/lines.ts';
import type { Replacement } from '../text/survivors.ts';
import { Declaration, declaredName } from './declaration.ts';
import { docAbove } from './doc.ts';
import { hashText } from './hash.ts';
import { DeclarationScanner, type Scan } from './scan.ts';
import { keywordAt, skipGap } from './scanner.ts';

export { Declaration } from './declaration.ts';

export type TextEdit = Replacement;

/**
 * One version of a file. Every character that is neither space nor comment is in exactly one
 * declaration; the declarations are in the order of the text and do not overlap.
 */
export class FileSlices {
  readonly text: string;
  readonly declarations: readonly Declaration[];
  /** Of each declaration, for the next edit. */
  readonly scans: readonly Scan[];
  #lines: LineIndex | undefined;
  #byId: ReadonlyMap<string, Declaration> | undefined;

  constructor(text: string, declarations: readonly Declaration[], scans: readonly Scan[]) {
    this.text = text;
    this.declarations = declarations;
    this.scans = scans;
  }

  /** Where its lines are: found once. */
  get lines(): LineIndex {
    return (this.#lines ??= new LineIndex(this.text));
  }

  /** Takes the lines of the version that an edit was made in, where somebody has asked for these. */
  takeLines(previous: FileSlices, edit: TextEdit): this {
    this.#lines = previous.#lines?.afterEdit(edit, this.text);
    return this;
  }

  /** Where a declaration of some version of the file is in this one: where it was, if it is gone. */
  startOf({ id, start }: Declaration): number {
    const at = firstWhere(this.declarations, (each) => each.start >= start);
    if (this.declarations[at]?.id === id) {
      return this.declarations[at].start;
    }
    return this.withId(id)?.start ?? start;
  }

  /** `id` is that of a declaration of some version of the file. */
  withId(id: string | undefined): Declaration | undefined {
    this.#byId ??= new Map(this.declarations.map((each) => [each.id, each]));
    return id === undefined ? undefined : this.#byId.get(id);
  }

  textOf(declaration: Declaration): string {
    return this.text.slice(declaration.start, declaration.end);
  }

  /** The declaration whose text or doc comment contains or touches `offset`. */
  declarationAt(offset: number): Declaration | undefined {
    const after = firstWhere(this.declarations, (declaration) => declaration.docStart > offset);
    const declaration = this.declarations[after - 1];
    return declaration !== undefined && offset <= declaration.end ? declaration : undefined;
  }
}

export function sliceFile(text: string): FileSlices {
  return slice(new FileSlices('', [], []), { start: 0, oldEnd: 0, newEnd: text.length }, text);
}

/**
 * The same as `sliceFile(text)`, but only what the edit may have changed is looked at. Objects of
 * declarations above the edit, and below it if nothing moved, are those of `previous`.
 */
export function resliceAfterEdit(previous: FileSlices, edit: TextEdit, text: string): FileSlices {
  const fits =
    edit.start >= 0 &&
    edit.start <= edit.oldEnd &&
    edit.start <= edit.newEnd &&
    edit.oldEnd <= previous.text.length &&
    previous.text.length - edit.oldEnd === text.length - edit.newEnd;
  return fits ? slice(previous, edit, text).takeLines(previous, edit) : sliceFile(text);
}

function slice(previous: FileSlices, edit: TextEdit, text: string): FileSlices {
  const old = previous.declarations;
  const shift = edit.newEnd - edit.oldEnd;

  /** Index of the old declaration that stood at what is now `start`; -1 if none did. */
  const oldIndexAt = (start: number): number => {
    if (start >= edit.start && start < edit.newEnd) {
      return -1;
    }
    const oldStart = start < edit.start ? start : start - shift;
    const index = firstWhere(old, (declaration) => declaration.start >= oldStart);
    return old[index]?.start === oldStart ? index : -1;
  };
  const isUntouched = (index: number): boolean => {
    const start = old[index]?.start ?? 0;
    const reach = previous.scans[index]?.reach ?? Infinity;
    return start >= edit.oldEnd || start + reach <= edit.start;
  };
  const scanner = new DeclarationScanner(text, (start) => {
    const index = oldIndexAt(start);
    return index >= 0 && isUntouched(index) ? previous.scans[index] : undefined;
  });

  const declarations: Declaration[] = [];
  const scans: Scan[] = [];
  const ordinals = new Ordinals();
  /** End of the declaration before. */
  let floor = 0;
  /** Index in `old` of the next declaration if the one before is an old one. */
  let expected = 0;
  for (let start = skipGap(text, 0); start < text.length;) {
    const index = oldIndexAt(start);
    const scan = scanner.scan(start);
    const same = old[index];
    const oldBefore = old[index - 1]?.start ?? -1;
    const isGapUntouched = index === expected && (start < edit.start || oldBefore >= edit.oldEnd);
    const isSame = same !== undefined && previous.scans[index] === scan;
    declarations.push(
      isSame && isGapUntouched
        ? moved(same, start, ordinals.next(same.hash))
        : made(text, start, scan, floor, ordinals, isSame ? same : undefined),
    );
    scans.push(scan);
    floor = start + scan.length;
    expected = previous.scans[index]?.length === scan.length ? index + 1 : -2;
    start += scan.advance;
  }
  return new FileSlices(text, declarations, scans);
}

/** Counts how often each hash was seen in one version of a file. */
class Ordinals {
  readonly #counts = new Map<string, number>();

  next(hash: string): number {
    const ordinal = this.#counts.get(hash) ?? 0;
    this.#counts.set(hash, ordinal + 1);
    return ordinal;
  }
}

/** `same` is the declaration of the same text before an edit: it is used if its doc is, too. */
function made(
  text: string,
  start: number,
  scan: Scan,
  floor: number,
  ordinals: Ordinals,
  same?: Declaration,
): Declaration {
  const end = start + scan.length;
  const keyword = keywordAt(text, start) ?? 'stray';
  const doc = docAbove(text, start, floor);
  const hash = hashText(text, start, end, doc.directives);
  if (same?.hash === hash && start - doc.start === same.start - same.docStart) {
    return moved(same, start, ordinals.next(hash));
  }
  return new Declaration({
    keyword,
    name: declaredName(text, keyword, start, end),
    start,
    end,
    docStart: doc.start,
    directives: doc.directives,
    hash,
    ordinal: ordinals.next(hash),
    isComplete: scan.outcome !== 'broken',
  });
}

function moved(declaration: Declaration, start: number, ordinal: number): Declaration {
  const shift = start - declaration.start;
  if (shift === 0 && ordinal === declaration.ordinal) {
    return declaration;
  }
  return new Declaration({
    keyword: declaration.keyword,
    name: declaration.name,
    start,
    end: declaration.end + shift,
    docStart: declaration.docStart + shift,
    directives: declaration.directives,
    hash: declaration.hash,
    ordinal,
    isComplete: declaration.isComplete,
  });
}
