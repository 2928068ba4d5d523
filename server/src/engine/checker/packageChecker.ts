/**
 * One version of a package, looked at lazily: what a declaration is is found out when somebody asks
 * for it, or for another one that refers to it. Making a new version costs next to nothing.
 */
import type { Identifier } from '../syntax/ast.ts';
import type { Declaration } from '../syntax/slicer.ts';
import { Lazy } from '../types/lazy.ts';
import { FuncObject, type GoObject, isExported, PackageName } from '../types/objects.ts';
import { Package } from '../types/package.ts';
import { type Contents, Scope } from '../types/scope.ts';
import { Unknown } from '../types/types.ts';
import { universe } from '../types/universe.ts';
import {
  completeType,
  declaredConstants,
  declaredType,
  declaredVariables,
} from './declarations.ts';
import { DeclarationTypes } from './declarationTypes.ts';
import type { Sizes } from '../types/sizes.ts';
import type { Environment } from './environment.ts';
import { functionName, indexOf, type SourceFile } from './fileIndex.ts';
import { declaredFunction } from './functions.ts';
import { Nesting } from './nesting.ts';
import { functionBody } from './statements.ts';

export interface PackageSource {
  /** Import path. */
  readonly path: string;
  readonly name: string;
  readonly files: readonly SourceFile[];
}

export interface PackageSurroundings {
  readonly sizes: Sizes;
  /** Never fails: a package that cannot be had says why it is missing. */
  readonly importPackage: (path: string) => Package;
}

export interface CheckedPackage {
  readonly package: Package;
  /** What is known of a declaration's expressions; undefined if it is not of this package. */
  typesOf(file: string, declaration: Declaration): DeclarationTypes | undefined;
}

export function checkPackage(
  source: PackageSource,
  surroundings: PackageSurroundings,
): CheckedPackage {
  return new Checker(source, surroundings);
}

/** A top-level declaration that somebody has asked for. */
interface Entry {
  readonly types: DeclarationTypes;
  /** By name; of a method, under its own name. */
  readonly objects: ReadonlyMap<string, GoObject>;
  /** Looks at all of it. */
  readonly complete: () => void;
}

interface Located {
  readonly file: SourceFile;
  readonly declaration: Declaration;
}

class Checker implements CheckedPackage, Contents {
  readonly package: Package;
  readonly #source: PackageSource;
  readonly #surroundings: PackageSurroundings;
  readonly #files = new Map<string, SourceFile>();
  readonly #nesting = new Nesting();
  /** By file, then by `Declaration.id`. */
  readonly #entries = new Map<string, Map<string, Entry>>();
  readonly #fileScopes = new Map<string, Scope>();
  readonly #located = new Lazy(
    () => this.#locate(),
    () => new Map<string, Located>(),
  );

  constructor(source: PackageSource, surroundings: PackageSurroundings) {
    this.#source = source;
    this.#surroundings = surroundings;
    this.package = new Package(source.path, source.name, new Scope(universe, this));
    for (const file of source.files) {
      this.#files.set(file.path, file);
    }
  }

  typesOf(path: string, declaration: Declaration): DeclarationTypes | undefined {
    const file = this.#files.get(path);
    const entry = file && this.#entryOf({ file, declaration });
    if (entry) {
      entry.complete();
      entry.types.finish();
    }
    return entry?.types;
  }

  find(name: string): GoObject | undefined {
    const located = this.#located.value.get(name);
    return located && this.#entryOf(located)?.objects.get(name);
  }

  names(): Iterable<string> {
    return this.#located.value.keys();
  }

  #locate(): ReadonlyMap<string, Located> {
    const located = new Map<string, Located>();
    for (const file of this.#source.files) {
      for (const [name, declaration] of indexOf(file).names) {
        if (!located.has(name)) {
          located.set(name, { file, declaration });
        }
      }
    }
    return located;
  }

  #entryOf(located: Located): Entry | undefined {
    const { file, declaration } = located;
    let entries = this.#entries.get(file.path);
    if (entries === undefined) {
      entries = new Map();
      this.#entries.set(file.path, entries);
    }
    const known = entries.get(declaration.id);
    if (known) {
      return known;
    }
    const types = new DeclarationTypes();
    const environment: Environment = {
      package: this.package,
      sizes: this.#surroundings.sizes,
      nesting: this.#nesting,
      file: file.path,
      declaration: declaration.id,
      types,
      scope: this.#scopeOf(file),
    };
    const made =
      declaration.keyword === 'func'
        ? this.#function(located, environment)
        : this.#group(located, environment);
    if (made) {
      entries.set(declaration.id, made);
    }
    return made;
  }

  #function({ file, declaration }: Located, environment: Environment): Entry | undefined {
    const found = functionName(declaration.name);
    if (found === undefined) {
      return undefined;
    }
    const { name, hasPointerReceiver } = found;
    const { types } = environment;
    const parsed = () => file.parse(declaration).syntax;
    const declared = new Lazy(
      () => {
        const syntax = parsed();
        return syntax.kind === 'func' ? declaredFunction(environment, syntax) : undefined;
      },
      () => undefined,
    );
    const object = new FuncObject(
      name,
      this.package,
      { file: file.path, declaration: declaration.id, identifier: undefined },
      () => declared.value?.signature ?? new Unknown(`syntax error in ${name}`),
      { hasPointerReceiver },
    );
    let isComplete = false;
    const complete = () => {
      const syntax = parsed();
      if (isComplete || syntax.kind !== 'func' || !declared.value) {
        return;
      }
      isComplete = true;
      types.recordObject(syntax.name, object);
      if (syntax.body) {
        const { environment: inner, signature } = declared.value;
        functionBody(inner, signature, syntax.body);
      }
    };
    return { types, objects: new Map([[name, object]]), complete };
  }

  /** A declaration of constants, variables or types. */
  #group({ file, declaration }: Located, environment: Environment): Entry | undefined {
    const { syntax } = file.parse(declaration);
    const objects = new Map<string, GoObject>();
    const finish: (() => void)[] = [];
    const declare = (identifier: Identifier, object: GoObject): void => {
      if (!objects.has(identifier.name)) {
        objects.set(identifier.name, object);
      }
      finish.push(() => {
        environment.types.recordObject(identifier, object);
      });
    };
    switch (syntax.kind) {
      case 'const':
        for (const { identifier, object } of declaredConstants(environment, syntax).flat()) {
          declare(identifier, object);
          finish.push(() => object.type);
        }
        break;
      case 'var':
        for (const spec of syntax.specs) {
          const { variables, finish: finishLine } = declaredVariables(environment, spec, 'package');
          for (const { identifier, object } of variables) {
            declare(identifier, object);
            finish.push(() => object.type);
          }
          finish.push(finishLine);
        }
        break;
      case 'type':
        for (const spec of syntax.specs) {
          const { name } = spec.name;
          const { identifier, object } = declaredType(environment, spec, () =>
            this.#methodsOf(name),
          );
          declare(identifier, object);
          finish.push(() => {
            completeType(object);
          });
        }
        break;
      default:
        return undefined;
    }
    const complete = () => {
      for (const each of finish.splice(0)) {
        each();
      }
    };
    return { types: environment.types, objects, complete };
  }

  /** The methods of a type, those included that are declared by an alias of it. */
  #methodsOf(type: string): ReadonlyMap<string, FuncObject> {
    const names = new Set([type]);
    for (const file of this.#source.files) {
      for (const [alias, actual] of indexOf(file).aliases) {
        if (actual === type) {
          names.add(alias);
        }
      }
    }
    const methods = new Map<string, FuncObject>();
    for (const file of this.#source.files) {
      for (const receiver of names) {
        for (const { name, declaration } of indexOf(file).methods.get(receiver) ?? []) {
          const object = this.#entryOf({ file, declaration })?.objects.get(name);
          if (object?.kind === 'func' && name !== '_' && !methods.has(name)) {
            methods.set(name, object);
          }
        }
      }
    }
    return methods;
  }

  #scopeOf(file: SourceFile): Scope {
    let scope = this.#fileScopes.get(file.path);
    if (scope === undefined) {
      const imports = new Lazy(
        () => this.#importsOf(file),
        () => new Map<string, GoObject>(),
      );
      scope = new Scope(this.package.scope, {
        find: (name) => imports.value.get(name),
        names: () => imports.value.keys(),
      });
      this.#fileScopes.set(file.path, scope);
    }
    return scope;
  }

  /** What the imports of a file declare in it. */
  #importsOf(file: SourceFile): ReadonlyMap<string, GoObject> {
    const objects = new Map<string, GoObject>();
    for (const { path, spec, declaration } of indexOf(file).imports) {
      const written = spec.name?.name;
      if (written === '_') {
        continue;
      }
      const imported = this.#surroundings.importPackage(path);
      if (written === '.') {
        for (const name of imported.scope.names()) {
          const object = isExported(name) ? imported.scope.get(name) : undefined;
          if (object) {
            objects.set(name, object);
          }
        }
        continue;
      }
      const place = spec.name && {
        file: file.path,
        declaration: declaration.id,
        identifier: spec.name,
      };
      const name = written ?? imported.name;
      objects.set(name, new PackageName(name, this.package, place, path, () => imported));
    }
    return objects;
  }
}
