/**
 * "Reorder fields": the edits that put the fields of a struct into another order, in its declaration
 * and in all literals without keys, or why that would break something.
 */
import type { SourceFile } from '../checker/fileIndex.ts';
import type { CheckedPackage } from '../checker/packageChecker.ts';
import type { Declaration, FileSlices } from '../syntax/slicer.ts';
import { misalignedOn32Bits } from './atomicAlignment.ts';
import { DeclaredStruct } from './declaredStruct.ts';
import { isPositional } from './encodings.ts';
import { isGenerated } from './generated.ts';
import { reorderedStruct } from './reorderedStruct.ts';
import type { StructDeclaration } from './structDeclaration.ts';
import { readStruct } from './structText.ts';
import { usesIn, type UseKind } from './structUses.ts';
import { unbuiltUses, type UnbuiltUseKind } from './unbuiltFiles.ts';
import {
  type FieldOrder,
  type LiteralProblem,
  type TextChange,
  UnkeyedLiterals,
} from './unkeyedLiterals.ts';

/** Why the order cannot be changed. */
export type ObstacleKind =
  | UseKind
  | UnbuiltUseKind
  | `literal ${LiteralProblem}`
  /** The struct, or a literal without keys, is in a file that a program writes. */
  | 'generated'
  /** The tags are for an encoding that goes by the order of fields. */
  | 'positionalTags'
  /** A 64-bit word that is used atomically would not be aligned on a 32-bit machine. */
  | 'atomic64'
  /** Fields of one line would be split, and there is a comment among them. */
  | 'commentsInLine'
  /** The declaration is not whole. */
  | 'broken';

export interface Obstacle {
  readonly kind: ObstacleKind;
  readonly file: string;
  /** From 1, and in bytes, as the compiler counts. */
  readonly line: number;
  readonly column: number;
}

export interface FileChanges {
  /** As it was looked at. */
  readonly text: string;
  /** Offsets in the file, in rising order. */
  readonly changes: readonly TextChange[];
}

export interface Reordered {
  /** By path. */
  readonly files: ReadonlyMap<string, FileChanges>;
  /** How many literals without keys change. */
  readonly countLiterals: number;
  /** Reflection looks at the type: whether by the index of fields is not known. */
  readonly isReflected: boolean;
  /** The address of a 64-bit word in it is taken: it may be used atomically. */
  readonly isWordAddressed: boolean;
}

export type ReorderOutcome = Reordered | { readonly obstacles: readonly Obstacle[] };

/** A package with the files that it is made of, or some of them. */
export interface PackageInView {
  readonly checked: CheckedPackage;
  readonly files: readonly SourceFile[];
}

/** Looks at one package after the other, and has the outcome in the end. */
export class Reordering {
  readonly #declared: StructDeclaration;
  readonly #struct: DeclaredStruct;
  readonly #order: FieldOrder;
  readonly #obstacles: Obstacle[] = [];
  readonly #files = new Map<string, { readonly text: string; readonly changes: TextChange[] }>();
  readonly #atomicFields = new Set<number>();
  #countLiterals = 0;
  #isReflected = false;
  #isWordAddressed = false;

  /** `indexes` says where each field stood before. */
  constructor(declared: StructDeclaration, indexes: readonly number[]) {
    this.#declared = declared;
    this.#struct = new DeclaredStruct(declared.struct);
    this.#order = { indexes, names: declared.struct.fields.map(({ name }) => name) };
    this.#changeStruct();
  }

  lookAt({ checked, files }: PackageInView): void {
    for (const file of files) {
      for (const declaration of file.slices.declarations) {
        if (declaration.keyword !== 'package' && declaration.keyword !== 'import') {
          this.#lookAtDeclaration(checked, file, declaration);
        }
      }
    }
  }

  /** A file that is not part of the build: nothing is known of its types but their names. */
  lookAtUnbuilt(file: string, slices: FileSlices): void {
    const { spec, file: own } = this.#declared;
    const isBeside = folderOf(file) === folderOf(own);
    for (const { kind, offset } of unbuiltUses(slices, spec.name.name, isBeside)) {
      this.#refuse(kind, file, slices, offset);
    }
  }

  outcome(): ReorderOutcome {
    const { struct } = this.#declared;
    if (isPositional(struct)) {
      this.#refuseStruct('positionalTags');
    }
    if (misalignedOn32Bits(struct, this.#order.indexes, this.#atomicFields)) {
      this.#refuseStruct('atomic64');
    }
    return this.#obstacles.length > 0
      ? { obstacles: this.#obstacles }
      : {
          files: new Map(
            [...this.#files].map(([file, { text, changes }]) => [
              file,
              { text, changes: changes.toSorted((a, b) => a.start - b.start) },
            ]),
          ),
          countLiterals: this.#countLiterals,
          isReflected: this.#isReflected,
          isWordAddressed: this.#isWordAddressed,
        };
  }

  #refuseStruct(kind: ObstacleKind): void {
    const { file, slices, declaration, spec } = this.#declared;
    this.#refuse(kind, file, slices, declaration.start + spec.name.start);
  }

  #refuse(kind: ObstacleKind, file: string, { lines }: FileSlices, offset: number): void {
    this.#obstacles.push({ kind, file, ...lines.byteColumnAt(offset) });
  }

  #changeStruct(): void {
    const { slices, declaration, syntax, file } = this.#declared;
    if (isGenerated(slices)) {
      this.#refuseStruct('generated');
    }
    const read = readStruct(slices.textOf(declaration), syntax);
    if (!read) {
      this.#refuseStruct('broken');
      return;
    }
    const text = reorderedStruct(read, this.#order.indexes);
    if (typeof text === 'string') {
      this.#change(file, slices, declaration, [{ ...read.span, text }]);
    } else {
      this.#refuseStruct('commentsInLine');
    }
  }

  #change(
    file: string,
    { text }: FileSlices,
    { start }: Declaration,
    changes: readonly TextChange[],
  ): void {
    const known = this.#files.get(file) ?? { text, changes: [] };
    this.#files.set(file, known);
    for (const change of changes) {
      known.changes.push({ ...change, start: start + change.start, end: start + change.end });
    }
  }

  #lookAtDeclaration(checked: CheckedPackage, file: SourceFile, declaration: Declaration): void {
    const types = checked.typesOf(file.path, declaration);
    if (!types) {
      return;
    }
    const { path, slices } = file;
    const { syntax } = file.parse(declaration);
    const { name } = this.#declared.spec.name;
    const found = usesIn(this.#struct, name, {
      types,
      syntax,
      directives: declaration.directives,
      isTest: path.endsWith('_test.go'),
    });
    for (const { kind, start } of found.uses) {
      this.#refuse(kind, path, slices, declaration.start + start);
    }
    found.atomicFields.forEach((index) => this.#atomicFields.add(index));
    this.#isReflected ||= found.isReflected;
    this.#isWordAddressed ||= found.isWordAddressed;
    if (found.literals.length === 0) {
      return;
    }
    const text = slices.textOf(declaration);
    const literals = new UnkeyedLiterals(text, types, found.literals, this.#order);
    for (const literal of found.literals) {
      const problem = literals.problemOf(literal);
      const kind = isGenerated(slices) ? 'generated' : problem && (`literal ${problem}` as const);
      if (kind !== undefined) {
        this.#refuse(kind, path, slices, declaration.start + literal.start);
      }
    }
    this.#countLiterals += found.literals.length;
    this.#change(path, slices, declaration, literals.changes());
  }
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}
