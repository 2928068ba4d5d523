import type { GoObject } from './objects.ts';

/** What a scope holds from the start, and makes when somebody asks for it. */
export interface Contents {
  find(name: string): GoObject | undefined;
  names(): Iterable<string>;
}

/** A block and the names that are declared in it so far. */
export class Scope {
  readonly parent: Scope | undefined;
  readonly #contents: Contents | undefined;
  #objects: Map<string, GoObject> | undefined;

  constructor(parent: Scope | undefined, contents?: Contents) {
    this.parent = parent;
    this.#contents = contents;
  }

  /** With what is declared so far; what is declared later is each one's own. */
  copy(): Scope {
    const copy = new Scope(this.parent, this.#contents);
    copy.#objects = this.#objects && new Map(this.#objects);
    return copy;
  }

  /** What the name is declared to be in this very scope. */
  get(name: string): GoObject | undefined {
    const known = this.#objects?.get(name);
    if (known !== undefined || this.#contents === undefined) {
      return known;
    }
    const made = this.#contents.find(name);
    if (made) {
      this.#declared.set(name, made);
    }
    return made;
  }

  /** What the name denotes here: declared in this scope, or in the nearest one around it. */
  lookUp(name: string): GoObject | undefined {
    return this.get(name) ?? this.parent?.lookUp(name);
  }

  /** The first declaration of a name stays; `_` declares nothing. */
  declare(object: GoObject): void {
    if (object.name !== '_' && object.name !== '' && this.get(object.name) === undefined) {
      this.#declared.set(object.name, object);
    }
  }

  names(): readonly string[] {
    return [...new Set([...(this.#objects?.keys() ?? []), ...(this.#contents?.names() ?? [])])];
  }

  get #declared(): Map<string, GoObject> {
    return (this.#objects ??= new Map());
  }
}
