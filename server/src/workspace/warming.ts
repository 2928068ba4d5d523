import type { SourceFile } from '../engine/checker/fileIndex.ts';
import type { CheckedPackage } from '../engine/checker/packageChecker.ts';
import type { PackageEscapes } from '../engine/compile/packageEscapes.ts';
import { leave } from '../engine/ir/steps.ts';
import { isGeneric } from '../engine/noder/instances.ts';
import type { Declaration } from '../engine/syntax/slicer.ts';
import type { FuncObject } from '../engine/types/objects.ts';

export type DeclarationFound = (file: SourceFile, declaration: Declaration) => void;

/** A first look at every function of a package, and at all that they call. */
export class Warming {
  readonly #escapes: PackageEscapes;
  readonly #checked: CheckedPackage;
  readonly #files: ReadonlyMap<string, SourceFile>;
  readonly #tell: DeclarationFound;
  /** Functions of the package that were analysed in the last step. */
  #found: FuncObject[] = [];
  /** Those of which not all was at hand by then. */
  #incomplete: FuncObject[] = [];

  /** `tell` is told of functions in these files while their verdicts are at hand. */
  constructor(
    escapes: PackageEscapes,
    checked: CheckedPackage,
    files: readonly SourceFile[],
    tell: DeclarationFound,
  ) {
    this.#escapes = escapes;
    this.#checked = checked;
    this.#files = new Map(files.map((file) => [file.path, file]));
    this.#tell = tell;
  }

  /** A function has been analysed. What is said of generic ones is known at the end. */
  take(object: FuncObject): void {
    if (object.package === this.#checked.package && !isGeneric(object)) {
      this.#found.push(object);
    }
  }

  *steps(): Generator<void, void> {
    yield* this.#telling(this.#escapes.stepsToLarge());
    for (const [object] of this.#functions()) {
      yield;
      if (object) {
        yield* this.#telling(this.#escapes.stepsTo(object));
      }
    }
    // These need instances of generic functions, or are such.
    for (const [object, file, declaration] of this.#functions()) {
      if (declaration.keyword === 'var' || (object && isGeneric(object))) {
        this.#tell(file, declaration);
        yield;
      }
    }
  }

  /** Goes these steps, and tells of what was found on the way. */
  *#telling(steps: Generator<void, void>): Generator<void, void> {
    try {
      while (steps.next().done !== true) {
        yield;
        yield* this.#tellOfFound();
      }
    } finally {
      leave(steps);
    }
    yield* this.#tellOfFound();
    yield* this.#tellOf(this.#incomplete.splice(0));
  }

  *#functions(): Generator<[FuncObject | undefined, SourceFile, Declaration], void> {
    for (const file of this.#files.values()) {
      for (const declaration of file.slices.declarations) {
        yield [this.#checked.functionAt(file.path, declaration), file, declaration];
      }
    }
  }

  *#tellOfFound(): Generator<void, void> {
    for (const object of this.#found.splice(0)) {
      if (this.#escapes.isAtHand(object)) {
        yield* this.#tellOf([object]);
      } else {
        this.#incomplete.push(object);
        yield;
      }
    }
  }

  *#tellOf(objects: readonly FuncObject[]): Generator<void, void> {
    for (const { place } of objects) {
      const file = this.#files.get(place?.file ?? '');
      const declaration = file?.slices.withId(place?.declaration);
      if (file && declaration) {
        this.#tell(file, declaration);
        yield;
      }
    }
  }
}
