import type { ConstDeclaration, TypeDeclaration, VarDeclaration } from '../syntax/ast.ts';
import { force } from '../types/lazy.ts';
import {
  completeType,
  declaredConstants,
  declaredType,
  declaredVariables,
} from './declarations.ts';
import { declare, type Environment } from './environment.ts';

/**
 * A declaration in a function. Everything is looked at at once, as names that are declared further
 * down do not count here. A name counts from the end of its line on; that of a type from its own.
 */
export function localDeclaration(
  environment: Environment,
  syntax: ConstDeclaration | VarDeclaration | TypeDeclaration,
): void {
  switch (syntax.kind) {
    case 'const':
      for (const line of declaredConstants(environment, syntax)) {
        for (const { object } of line) {
          force(() => object.type);
        }
        for (const { identifier, object } of line) {
          declare(environment, identifier, object);
        }
      }
      return;
    case 'var':
      for (const spec of syntax.specs) {
        const { variables, finish } = declaredVariables(environment, spec, 'local');
        finish();
        for (const { identifier, object } of variables) {
          force(() => object.type);
          declare(environment, identifier, object);
        }
      }
      return;
    case 'type':
      for (const spec of syntax.specs) {
        const { identifier, object } = declaredType(environment, spec, () => new Map());
        declare(environment, identifier, object);
        completeType(object);
      }
  }
}
