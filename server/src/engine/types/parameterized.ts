/** Which types depend on type parameters: `isParameterized` of go/types/infer.go (Go 1.26). */
import type { VarObject } from './objects.ts';
import { type TypeSet, typeSetOf } from './typeSet.ts';
import { type Type, type TypeParameter, unalias } from './types.ts';

/**
 * Whether one of the type parameters is part of the type. Those that a generic function declares,
 * and their constraints, are no part of its type.
 */
export function isParameterized(type: Type, parameters: readonly TypeParameter[]): boolean {
  return parameters.length > 0 && new Search((each) => parameters.includes(each)).isFoundIn(type);
}

/**
 * Whether any type parameter at all is part of the type, or of what it is made of if it is declared inside a
 * generic function.
 */
export function mentionsParameters(type: Type): boolean {
  return new Search(() => true, true).isFoundIn(type);
}

/** All type parameters that are. */
export function parametersIn(type: Type): readonly TypeParameter[] {
  const found = new Set<TypeParameter>();
  new Search((each) => {
    found.add(each);
    return false;
  }, true).isFoundIn(type);
  return [...found];
}

class Search {
  readonly #isSought: (parameter: TypeParameter) => boolean;
  readonly #countsOuter: boolean;
  /** Interfaces and aliases, which can lead back to themselves without a named type between. */
  #seen: Map<Type, boolean> | undefined;

  constructor(isSought: (parameter: TypeParameter) => boolean, countsOuter = false) {
    this.#isSought = isSought;
    this.#countsOuter = countsOuter;
  }

  isFoundIn(type: Type): boolean {
    switch (type.kind) {
      case 'basic':
      case 'unknown':
        return false;
      case 'typeParameter':
        return this.#isSought(type);
      case 'array':
      case 'slice':
      case 'pointer':
      case 'channel':
        return this.isFoundIn(type.element);
      case 'map':
        return this.isFoundIn(type.key) || this.isFoundIn(type.element);
      case 'struct':
        return this.#isFoundInSome(type.fields);
      case 'tuple':
        return this.#isFoundInSome(type.variables);
      case 'signature':
        return (
          this.#isFoundInSome(type.parameters.variables) ||
          this.#isFoundInSome(type.results.variables)
        );
      case 'union':
        return type.terms.some((term) => this.isFoundIn(term.type));
      case 'interface':
        return this.#once(type, () => this.#isFoundInTypeSet(typeSetOf(type)));
      case 'alias':
        return this.#once(type, () => this.isFoundIn(unalias(type)));
      case 'named':
        return (
          type.typeArguments.some((argument) => this.isFoundIn(argument)) ||
          (this.#countsOuter && type.outerParameters.some(this.#isSought))
        );
    }
  }

  #isFoundInSome(variables: readonly VarObject[]): boolean {
    return variables.some((variable) => this.isFoundIn(variable.type));
  }

  /** Of an interface, only what all of its types have in common counts. */
  #isFoundInTypeSet({ methods, specificTypes }: TypeSet): boolean {
    return (
      methods.some((method) => this.isFoundIn(method.type)) ||
      (specificTypes?.every((specific) => this.isFoundIn(specific.type)) ?? false)
    );
  }

  #once(type: Type, search: () => boolean): boolean {
    const seen = (this.#seen ??= new Map<Type, boolean>());
    const known = seen.get(type);
    if (known !== undefined) {
      return known;
    }
    seen.set(type, false);
    const isFound = search();
    seen.set(type, isFound);
    return isFound;
  }
}
