import { dirname } from 'node:path';
import type { SourceText } from '../engine/compilerlog/attach.ts';
import {
  resliceAfterEdit,
  sliceFile,
  type FileSlices,
  type TextEdit,
} from '../engine/syntax/slicer.ts';
import type { LineIndex } from '../engine/text/lines.ts';

interface DiskState {
  readonly isDirty: boolean;
  readonly isDeleted: boolean;
}

const AS_ON_DISK: DiskState = { isDirty: false, isDeleted: false };

/** One version of an open document; a change makes a new object. */
export class OpenDocument implements SourceText {
  readonly uri: string;
  /** Absolute path; `undefined` for a document that is no file on this machine's disk. */
  readonly file: string | undefined;
  readonly version: number;
  readonly slices: FileSlices;
  /** Whether the text may differ from the disk's. */
  readonly isDirty: boolean;
  /** Whether the file was deleted since it was opened, which the editor still shows. */
  readonly isDeleted: boolean;

  constructor(
    identity: { readonly uri: string; readonly file: string | undefined },
    version: number,
    slices: FileSlices,
    { isDirty, isDeleted }: DiskState,
  ) {
    this.uri = identity.uri;
    this.file = identity.file;
    this.version = version;
    this.slices = slices;
    this.isDirty = isDirty;
    this.isDeleted = isDeleted;
  }

  /** Whether the text is one that the user works on, and no memory of a file that is gone. */
  get isPresent(): boolean {
    return this.isDirty || !this.isDeleted;
  }

  get text(): string {
    return this.slices.text;
  }

  get lines(): LineIndex {
    return this.slices.lines;
  }
}

/** The open documents, each sliced into declarations and resliced as it is edited. */
export class Documents {
  readonly #byUri = new Map<string, OpenDocument>();
  readonly #byFile = new Map<string, OpenDocument>();
  #changes = 0;

  /** How often documents, or what is known of them, have changed. */
  get changes(): number {
    return this.#changes;
  }

  open(uri: string, file: string | undefined, version: number, text: string): OpenDocument {
    return this.#put(new OpenDocument({ uri, file }, version, sliceFile(text), AS_ON_DISK));
  }

  /** Applies edits that were made one after the other; `text` is what they led to. */
  edit(uri: string, version: number, edits: readonly AppliedEdit[]): OpenDocument | undefined {
    const document = this.#byUri.get(uri);
    if (!document) {
      return undefined;
    }
    let { slices } = document;
    for (const { edit, text } of edits) {
      slices = resliceAfterEdit(slices, edit, text);
    }
    const { isDeleted } = document;
    return this.#put(new OpenDocument(document, version, slices, { isDirty: true, isDeleted }));
  }

  saved(uri: string): OpenDocument | undefined {
    const document = this.#byUri.get(uri);
    return (
      document &&
      this.#put(new OpenDocument(document, document.version, document.slices, AS_ON_DISK))
    );
  }

  /** Whether there is a file on the disk has changed. */
  changedOnDisk(file: string, isDeleted: boolean): void {
    const document = this.#byFile.get(file);
    if (document) {
      const { version, slices, isDirty } = document;
      this.#put(new OpenDocument(document, version, slices, { isDirty, isDeleted }));
    }
  }

  close(uri: string): OpenDocument | undefined {
    this.#changes++;
    const document = this.#byUri.get(uri);
    this.#byUri.delete(uri);
    if (document?.file !== undefined) {
      this.#byFile.delete(document.file);
    }
    return document;
  }

  get(uri: string): OpenDocument | undefined {
    return this.#byUri.get(uri);
  }

  ofFile(file: string): OpenDocument | undefined {
    return this.#byFile.get(file);
  }

  inDirectory(directory: string): OpenDocument[] {
    return this.all().filter(({ file }) => file !== undefined && dirname(file) === directory);
  }

  all(): OpenDocument[] {
    return [...this.#byUri.values()];
  }

  /** What is open of files, by path, as editors have it. */
  texts(): ReadonlyMap<string, string> {
    return new Map([...this.#byFile].map(([file, { text }]) => [file, text]));
  }

  #put(document: OpenDocument): OpenDocument {
    this.#changes++;
    this.#byUri.set(document.uri, document);
    if (document.file !== undefined) {
      this.#byFile.set(document.file, document);
    }
    return document;
  }
}

/** One edit and the whole text after it. */
export interface AppliedEdit {
  readonly edit: TextEdit;
  readonly text: string;
}
