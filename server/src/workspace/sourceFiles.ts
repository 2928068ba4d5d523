import type { GoFileSystem } from '../engine/build/fileSystem.ts';
import type { SourceFile } from '../engine/checker/fileIndex.ts';
import type { ParsedDeclaration } from '../engine/syntax/ast.ts';
import { parseDeclaration } from '../engine/syntax/parser.ts';
import { type Declaration, type FileSlices, sliceFile } from '../engine/syntax/slicer.ts';
import type { OpenDocument } from './documents.ts';
import type { ParsedDeclarations } from './parsedDeclarations.ts';

/** Sliced when somebody asks. */
type FileWithText = SourceFile & { readonly text: string };

interface KnownFile {
  readonly stamp: string;
  readonly file: FileWithText;
}

/** Of all texts together: the dependencies of a few programs. */
const MAXIMUM_LENGTH = 120_000_000;

/** Files of packages: as they are in the editor, or else on the disk. */
export class SourceFiles {
  readonly #parsed: ParsedDeclarations;
  /** Files of dependencies by path, in the order in which they were read. */
  readonly #known = new Map<string, KnownFile>();
  #length = 0;

  constructor(parsed: ParsedDeclarations) {
    this.#parsed = parsed;
  }

  /** With bodies. */
  ofDocument(path: string, { slices }: Pick<OpenDocument, 'slices'>): SourceFile {
    return { path, slices, parse: (declaration) => this.#parsed.of(slices, declaration) };
  }

  /** A file of the package that is worked on: with bodies. */
  own(disk: GoFileSystem, path: string): SourceFile | undefined {
    const file = this.declarationsOf(disk, path);
    return file && this.ofDocument(path, file);
  }

  /** A file of which nobody looks at the bodies. */
  declarationsOf(disk: GoFileSystem, path: string): FileWithText | undefined {
    const stamp = disk.stat(path)?.stamp;
    const known = this.#known.get(path);
    if (known && known.stamp === stamp) {
      return known.file;
    }
    const text = disk.readFile(path);
    if (text === undefined || stamp === undefined) {
      return undefined;
    }
    const file = withoutBodies(path, text);
    this.#keep(path, { stamp, file });
    return file;
  }

  /** The same, read when somebody looks into it; nothing is in it if it is gone by then. */
  laterOf(disk: () => GoFileSystem, path: string): SourceFile {
    let known: FileWithText | undefined;
    const file = () => (known ??= this.declarationsOf(disk(), path) ?? withoutBodies(path, ''));
    return {
      path,
      get text() {
        return file().text;
      },
      get slices() {
        return file().slices;
      },
      parse: (declaration) => file().parse(declaration),
      parseWhole: (declaration) => parseDeclaration(file().slices.textOf(declaration)),
    };
  }

  #keep(path: string, known: KnownFile): void {
    this.#forget(path);
    this.#known.set(path, known);
    this.#length += known.file.text.length;
    for (const [oldest] of this.#known) {
      if (this.#length <= MAXIMUM_LENGTH) {
        return;
      }
      this.#forget(oldest);
    }
  }

  #forget(path: string): void {
    const known = this.#known.get(path);
    if (known) {
      this.#known.delete(path);
      this.#length -= known.file.text.length;
    }
  }
}

function withoutBodies(path: string, text: string): FileWithText {
  let made: FileSlices | undefined;
  const slices = () => (made ??= sliceFile(text));
  const parsed = new Map<string, ParsedDeclaration>();
  return {
    path,
    text,
    get slices() {
      return slices();
    },
    parse: (declaration: Declaration) => {
      let known = parsed.get(declaration.id);
      if (known === undefined) {
        known = parseDeclaration(slices().textOf(declaration), { withBodies: false });
        parsed.set(declaration.id, known);
      }
      return known;
    },
    parseWhole: (declaration) => parseDeclaration(slices().textOf(declaration)),
  };
}
