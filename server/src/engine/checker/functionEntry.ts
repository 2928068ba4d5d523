/** A top-level function or method: its signature is found out once, its body for each of its texts. */
import type { FunctionDeclaration, ParsedDeclaration } from '../syntax/ast.ts';
import { Lazy } from '../types/lazy.ts';
import { FuncObject } from '../types/objects.ts';
import { Unknown } from '../types/types.ts';
import type { DeclarationTypes } from './declarationTypes.ts';
import { type Environment, placeOf } from './environment.ts';
import type { FunctionName } from './fileIndex.ts';
import { type DeclaredFunction, declaredFunction } from './functions.ts';
import { functionBody } from './statements.ts';

export interface FunctionWithTypes {
  readonly syntax: FunctionDeclaration;
  readonly types: DeclarationTypes;
}

export class FunctionEntry {
  readonly objects: ReadonlyMap<string, FuncObject>;
  readonly #object: FuncObject;
  readonly #environment: Environment;
  readonly #syntax: () => FunctionDeclaration | undefined;
  readonly #whole: (() => ParsedDeclaration | undefined) | undefined;
  readonly #declared: Lazy<DeclaredFunction | undefined>;
  #types: DeclarationTypes | undefined;

  /**
   * `environment.types` takes what the signature is made of; `syntax` gives the text as it is now,
   * and `whole` the same with the body, where that is left out of it.
   */
  constructor(
    environment: Environment,
    { name, hasPointerReceiver }: FunctionName,
    syntax: () => FunctionDeclaration | undefined,
    whole?: () => ParsedDeclaration | undefined,
  ) {
    this.#environment = environment;
    this.#syntax = syntax;
    this.#whole = whole;
    this.#declared = new Lazy(
      () => {
        const found = syntax();
        return found && declaredFunction(environment, found);
      },
      () => undefined,
    );
    this.#object = new FuncObject(
      name,
      environment.package,
      placeOf(environment, undefined),
      () => this.#declared.value?.signature ?? new Unknown(`syntax error in ${name}`),
      { hasPointerReceiver },
    );
    this.objects = new Map([[name, this.#object]]);
  }

  /** The same object until the body changes. */
  get types(): DeclarationTypes {
    return (this.#types ??= this.#check(this.#syntax()));
  }

  get object(): FuncObject {
    return this.#object;
  }

  /**
   * The function with its body. Of one whose body is usually left out, nothing is kept, and if it
   * has more expressions than that, it is not looked at.
   */
  bodyWithin(maximumExpressions: number): FunctionWithTypes | undefined {
    const parsed = this.#whole?.();
    if (!parsed) {
      const syntax = this.#syntax();
      return syntax && { syntax, types: this.types };
    }
    const { syntax, countExpressions } = parsed;
    return syntax.kind === 'func' && countExpressions <= maximumExpressions
      ? { syntax, types: this.#check(syntax) }
      : undefined;
  }

  bodyChanged(): void {
    this.#types = undefined;
  }

  #check(syntax: FunctionDeclaration | undefined): DeclarationTypes {
    const declared = this.#declared.value;
    this.#environment.types.finish();
    const types = this.#environment.types.copy();
    if (!declared || !syntax) {
      return types;
    }
    types.recordObject(syntax.name, this.#object);
    if (syntax.body) {
      const { environment, signature } = declared;
      const { file, declaration } = environment.home;
      const inner: Environment = {
        ...environment,
        home: { file, declaration },
        types,
        scope: environment.scope.copy(),
      };
      functionBody(inner, signature, syntax.body);
      types.finish();
    }
    return types;
  }
}
