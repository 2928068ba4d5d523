/** Type arguments that hold themselves: `killCycles` of go/types/infer.go (Go 1.26). */
import type { VarObject } from './objects.ts';
import { type Type, type TypeParameter, unalias } from './types.ts';

/**
 * Takes out type arguments that lead back to their own type parameters, as `*A` for `A` does: put
 * into each other they would grow without end.
 */
export function removeCycles(typeArguments: Map<TypeParameter, Type>): void {
  const walk = new Walk(typeArguments);
  for (const parameter of [...typeArguments.keys()]) {
    walk.visit(parameter);
  }
}

class Walk {
  readonly #typeArguments: Map<TypeParameter, Type>;
  /** The types on the way to the one that is visited. */
  readonly #open = new Set<Type>();

  constructor(typeArguments: Map<TypeParameter, Type>) {
    this.#typeArguments = typeArguments;
  }

  visit(type: Type): void {
    const actual = unalias(type);
    if (!this.#open.has(actual)) {
      this.#open.add(actual);
      this.#visitParts(actual);
      this.#open.delete(actual);
    } else if (actual.kind === 'typeParameter') {
      this.#typeArguments.delete(actual);
    }
  }

  #visitParts(type: Type): void {
    switch (type.kind) {
      case 'array':
      case 'slice':
      case 'pointer':
      case 'channel':
        this.visit(type.element);
        break;
      case 'map':
        this.visit(type.key);
        this.visit(type.element);
        break;
      case 'struct':
        this.#visitVariables(type.fields);
        break;
      case 'tuple':
        this.#visitVariables(type.variables);
        break;
      case 'signature':
        this.#visitVariables(type.parameters.variables);
        this.#visitVariables(type.results.variables);
        break;
      case 'union':
        for (const term of type.terms) {
          this.visit(term.type);
        }
        break;
      case 'interface':
        for (const method of type.methods) {
          this.visit(method.type);
        }
        for (const element of type.embedded) {
          this.visit(element);
        }
        break;
      case 'named':
        for (const argument of type.typeArguments) {
          this.visit(argument);
        }
        break;
      case 'typeParameter': {
        const argument = this.#typeArguments.get(type);
        if (argument !== undefined) {
          this.visit(argument);
        }
        break;
      }
      case 'basic':
      case 'unknown':
      case 'alias':
    }
  }

  #visitVariables(variables: readonly VarObject[]): void {
    for (const variable of variables) {
      this.visit(variable.type);
    }
  }
}
