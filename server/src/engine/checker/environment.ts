/** Where an expression stands. */
import type { Identifier } from '../syntax/ast.ts';
import type { Constant } from '../types/constant/constant.ts';
import type { GoObject, Place } from '../types/objects.ts';
import type { Package } from '../types/package.ts';
import { Scope } from '../types/scope.ts';
import type { Sizes } from '../types/sizes.ts';
import type { Signature } from '../types/types.ts';
import type { DeclarationTypes } from './declarationTypes.ts';
import type { Nesting } from './nesting.ts';

/** A top-level declaration, as its package has it now: editing a function's body changes its id. */
export interface Home {
  /** Absolute path. */
  readonly file: string;
  /** `Declaration.id`. */
  readonly declaration: string;
}

export interface Environment {
  readonly package: Package;
  readonly sizes: Sizes;
  readonly nesting: Nesting;
  readonly home: Home;
  /** Takes what is found out. */
  readonly types: DeclarationTypes;
  readonly scope: Scope;
  /** In constant declarations. */
  readonly iota?: Constant | undefined;
  /** Of the function whose body this is. */
  readonly signature?: Signature | undefined;
  /** Set to true where an expression calls or receives: its length is then no constant. */
  readonly effects?: { hasCallOrReceive: boolean } | undefined;
}

export function inNewScope(environment: Environment): Environment {
  return { ...environment, scope: new Scope(environment.scope) };
}

/** Without an identifier, that of a function, whose name is known by its declaration. */
export function placeOf({ home }: Environment, identifier: Identifier | undefined): Place {
  return new PlaceAtHome(home, identifier);
}

class PlaceAtHome implements Place {
  readonly identifier: Identifier | undefined;
  readonly #home: Home;

  constructor(home: Home, identifier: Identifier | undefined) {
    this.#home = home;
    this.identifier = identifier;
  }

  get file(): string {
    return this.#home.file;
  }

  get declaration(): string {
    return this.#home.declaration;
  }
}

/** Declares what an identifier stands for from here on in the environment's scope. */
export function declare(
  { scope, types }: Environment,
  identifier: Identifier,
  object: GoObject,
): void {
  types.recordObject(identifier, object);
  scope.declare(object);
}
