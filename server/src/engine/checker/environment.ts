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

export interface Environment {
  readonly package: Package;
  readonly sizes: Sizes;
  readonly nesting: Nesting;
  /** Absolute path of the file. */
  readonly file: string;
  /** `Declaration.id` of the top-level declaration. */
  readonly declaration: string;
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

export function placeOf({ file, declaration }: Environment, identifier: Identifier): Place {
  return { file, declaration, identifier };
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
