import type { GoObject } from './objects.ts';

/** A block and the names that are declared in it so far. */
export class Scope {
  readonly parent: Scope | undefined;
  readonly #objects = new Map<string, GoObject>();

  constructor(parent: Scope | undefined) {
    this.parent = parent;
  }

  /** What the name is declared to be in this very scope. */
  get(name: string): GoObject | undefined {
    return this.#objects.get(name);
  }

  /** What the name denotes here: declared in this scope, or in the nearest one around it. */
  lookUp(name: string): GoObject | undefined {
    return this.#objects.get(name) ?? this.parent?.lookUp(name);
  }

  /** The first declaration of a name stays; `_` declares nothing. */
  declare(object: GoObject, name: string = object.name): void {
    if (name !== '_' && !this.#objects.has(name)) {
      this.#objects.set(name, object);
    }
  }

  objects(): IterableIterator<[string, GoObject]> {
    return this.#objects.entries();
  }
}
