/** The files of a package, with what is known of their declarations. */
import type { Declaration } from '../syntax/slicer.ts';
import { firstWhere } from '../syntax/firstWhere.ts';
import { wordsOf } from '../syntax/words.ts';
import type { FuncObject, GoObject } from '../types/objects.ts';
import type { DeclarationTypes } from './declarationTypes.ts';
import { mayDeclare, mayDeclareFor } from './declaredNames.ts';
import type { Home } from './environment.ts';
import { type FileIndex, indexOf, type SourceFile } from './fileIndex.ts';
import { likelyName } from './fileImports.ts';
import type { FunctionWithTypes } from './functionEntry.ts';

/** A top-level declaration that somebody has asked for. */
export interface Entry {
  /** Looks at all of it. */
  readonly types: DeclarationTypes;
  /** By name; of a method, under its own name. */
  readonly objects: ReadonlyMap<string, GoObject>;
  /** Of a function: see `FunctionEntry`. */
  bodyWithin?(maximumExpressions: number): FunctionWithTypes | undefined;
  bodyChanged?(): void;
}

/** The functions that a declaration declares: one, or none. */
export function functionsOf({ objects }: Entry): readonly FuncObject[] {
  return [...objects.values()].filter((object) => object.kind === 'func');
}

/** A file of the package. Declarations keep their indexes while bodies change. */
export class PackageFile {
  file: SourceFile;
  readonly entries = new Map<number, Entry>();
  #index: FileIndex | undefined;
  #unread: Map<string, string> | undefined;
  #words: WordIndex | undefined;

  constructor(file: SourceFile) {
    this.file = file;
  }

  /** Of whichever version: bodies are not in it. */
  get index(): FileIndex {
    return (this.#index ??= indexOf(this.file));
  }

  get isRead(): boolean {
    return this.#index !== undefined;
  }

  get text(): string {
    return this.file.text ?? this.file.slices.text;
  }

  /** Whether it has to be read to know if a name of the package is declared in it. */
  mayDeclare(name: string): boolean {
    return this.#isSliced || mayDeclare(this.text, name);
  }

  /** The same of methods of a type, and of aliases of it. */
  mayDeclareFor(type: string): boolean {
    return this.#isSliced || mayDeclareFor(this.text, type);
  }

  /** Code that somebody works on is, and may be no Go. */
  get #isSliced(): boolean {
    return this.isRead || this.file.text === undefined;
  }

  /** Of imports that were not read for one of its functions: paths by what begins their names in a text, as `fmt.`. */
  get unread(): Map<string, string> {
    return (this.#unread ??= new Map(
      this.index.imports.map(({ path, spec }) => [`${spec.name?.name ?? likelyName(path)}.`, path]),
    ));
  }

  /** Indexes of declarations whose texts have one of the words: all are gone through once for each version of the file. */
  withWords(words: readonly string[]): readonly number[] {
    if (this.#words?.file !== this.file) {
      this.#words = new WordIndex(this.file);
    }
    return this.#words.withSome(words);
  }

  indexOf({ id, start }: Declaration): number | undefined {
    const { declarations } = this.file.slices;
    const at = firstWhere(declarations, (each) => each.start >= start);
    return declarations[at]?.id === id ? at : undefined;
  }

  /** A declaration as it is now. */
  home(at: number): Home {
    return new DeclarationHome(this, at);
  }
}

/** In which declarations of a file each word is, in their order. */
class WordIndex {
  readonly file: SourceFile;
  readonly #declarations = new Map<string, number[]>();

  constructor(file: SourceFile) {
    this.file = file;
    const { slices } = file;
    for (const [at, declaration] of slices.declarations.entries()) {
      for (const word of new Set(wordsOf(slices.textOf(declaration)))) {
        const known = this.#declarations.get(word);
        if (known) {
          known.push(at);
        } else {
          this.#declarations.set(word, [at]);
        }
      }
    }
  }

  withSome(words: readonly string[]): readonly number[] {
    const found = words.flatMap((word) => this.#declarations.get(word) ?? []);
    return words.length === 1 ? found : [...new Set(found)].sort((a, b) => a - b);
  }
}

class DeclarationHome implements Home {
  readonly #of: PackageFile;
  readonly #at: number;

  constructor(of: PackageFile, at: number) {
    this.#of = of;
    this.#at = at;
  }

  get file(): string {
    return this.#of.file.path;
  }

  get declaration(): string {
    return this.#of.file.slices.declarations[this.#at]?.id ?? '';
  }
}
