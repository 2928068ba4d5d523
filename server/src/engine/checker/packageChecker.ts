/**
 * A package, looked at lazily: what a declaration is is found out when somebody asks for it, or for
 * another one that refers to it. Bodies of functions can change, and nothing else: what is known of
 * all other declarations stays.
 */
import type { DeclarationSyntax, Identifier } from '../syntax/ast.ts';
import type { Declaration } from '../syntax/slicer.ts';
import { force, Lazy } from '../types/lazy.ts';
import { type FuncObject, type GoObject } from '../types/objects.ts';
import { Package } from '../types/package.ts';
import { type Contents, Scope } from '../types/scope.ts';
import { universe } from '../types/universe.ts';
import {
  completeType,
  declaredConstants,
  declaredType,
  declaredVariables,
} from './declarations.ts';
import { DeclarationTypes } from './declarationTypes.ts';
import { minorVersionAskedFor } from '../build/fileLanguage.ts';
import type { Sizes } from '../types/sizes.ts';
import { changedBodies } from './bodyEdits.ts';
import type { Environment } from './environment.ts';
import { functionName, type SourceFile } from './fileIndex.ts';
import { FileImports } from './fileImports.ts';
import { FunctionEntry, type FunctionWithTypes } from './functionEntry.ts';
import { Nesting } from './nesting.ts';
import { type Entry, functionsOf, PackageFile } from './packageFile.ts';

export interface PackageSource {
  /** Import path. */
  readonly path: string;
  readonly name: string;
  readonly files: readonly SourceFile[];
  /** Of the language, as in `1.21`; the newest one if nothing is said. */
  readonly goVersion?: string | undefined;
}

export interface PackageSurroundings {
  readonly sizes: Sizes;
  /** Never fails: a package that cannot be had says why it is missing. */
  readonly importPackage: (path: string) => Package;
}

export interface CheckedPackage {
  /** The same for as long as nothing changes but bodies of functions, and so are its objects and types. */
  readonly package: Package;
  /**
   * What is known of a declaration's expressions; undefined if it is not of this package as it is
   * now. It is the same object for as long as the declaration's text is the same: what is derived
   * from it can be kept by it.
   */
  typesOf(file: string, declaration: Declaration): DeclarationTypes | undefined;
  /** A function or method, with nothing of its body looked at; undefined of what is none, and of `_`. */
  functionAt(file: string, declaration: Declaration): FuncObject | undefined;
  /**
   * Takes over newer versions of its files; undefined, with nothing done, if more than bodies changed. Answers the
   * functions whose bodies did, of those that somebody has asked for.
   */
  takeBodies(files: readonly SourceFile[]): readonly FuncObject[] | undefined;
  /** Whether each iteration of a loop in a file has variables of its own, as from Go 1.22 on. */
  hasLoopVariables(file: string): boolean;
  /** Of the language, as in `1.21`; undefined where nobody has said. */
  readonly goVersion: string | undefined;
}

export function checkPackage(
  source: PackageSource,
  surroundings: PackageSurroundings,
): CheckedPackage {
  return new Checker(source, surroundings);
}

/** A function of a package, with its body. */
export interface CheckedBody extends FunctionWithTypes {
  /** Absolute path. */
  readonly file: string;
  readonly declaration: Declaration;
  readonly text: string;
  /** Whether the language is that of Go 1.22 or later: each iteration has variables of its own. */
  readonly hasLoopVariables: boolean;
}

interface FunctionCode {
  bodyWithin(maximumExpressions: number): CheckedBody | undefined;
  /** See `readingFor`. */
  reading(): Generator<void, void>;
}

const functions = new WeakMap<FuncObject, FunctionCode>();

/**
 * The body of a function of any package that was checked, as it is now; made for each call. In
 * dependencies, undefined for one with more expressions than that.
 */
export function bodyOf(object: FuncObject, maximumExpressions = Infinity): CheckedBody | undefined {
  return functions.get(object)?.bodyWithin(maximumExpressions);
}

/** Reads the packages that a function's text names, a file in each step: `bodyOf` has less to do then. */
export function* readingFor(object: FuncObject): Generator<void, void> {
  yield* functions.get(object)?.reading() ?? [];
}

/** A top-level declaration, whatever its name. */
export interface ContainedDeclaration {
  /** Absolute path. */
  readonly file: string;
  readonly declaration: Declaration;
  readonly text: string;
  /** Looks at all of it; undefined of what is no Go. */
  readonly look: () => TypedDeclaration | undefined;
  /** The package that has a name in its file. */
  readonly importedAs: (name: string) => Package | undefined;
}

export interface TypedDeclaration {
  readonly syntax: DeclarationSyntax;
  readonly types: DeclarationTypes;
}

/** What a file imports. */
export interface ImportedPackage {
  /** As it is written. */
  readonly path: string;
  readonly load: () => Package;
}

interface Contained {
  reading(): Generator<void, void>;
  declarations(
    keywords: ReadonlySet<string>,
    words?: readonly string[],
  ): Iterable<ContainedDeclaration>;
  readonly imports: readonly ImportedPackage[];
}

const contained = new WeakMap<Package, Contained>();
const CODE: ReadonlySet<string> = new Set(['func', 'var']);
const TYPES: ReadonlySet<string> = new Set(['type']);
const VARIABLES: ReadonlySet<string> = new Set(['var']);

/** All that a package does, as it is now; nothing of one that was not checked. */
export function codeIn(checked: Package): Iterable<ContainedDeclaration> {
  return contained.get(checked)?.declarations(CODE) ?? [];
}

/** What of it has one of the words in its text, as a name or in a comment: texts are not gone through for each. */
export function codeWith(
  checked: Package,
  ...words: readonly string[]
): Iterable<ContainedDeclaration> {
  return contained.get(checked)?.declarations(CODE, words) ?? [];
}

/** All declarations of types in a package. */
export function typesIn(checked: Package): Iterable<ContainedDeclaration> {
  return contained.get(checked)?.declarations(TYPES) ?? [];
}

/** All declarations of variables in a package. */
export function variablesIn(checked: Package): Iterable<ContainedDeclaration> {
  return contained.get(checked)?.declarations(VARIABLES) ?? [];
}

/** Each package once that files of a package import, whatever for. */
export function importsOf(checked: Package): readonly ImportedPackage[] {
  return contained.get(checked)?.imports ?? [];
}

interface Located {
  readonly of: PackageFile;
  /** Index of the declaration. */
  readonly at: number;
}

class Checker implements CheckedPackage, Contents, Contained {
  readonly package: Package;
  readonly #surroundings: PackageSurroundings;
  readonly #files: readonly PackageFile[];
  readonly #nesting = new Nesting();
  readonly goVersion: string | undefined;
  readonly #fileScopes = new Map<PackageFile, Scope>();
  /** Of the names that somebody asked for. */
  readonly #located = new Map<string, Located | undefined>();
  readonly #imports = new Lazy(
    () => this.#imported(),
    () => [],
  );

  constructor(source: PackageSource, surroundings: PackageSurroundings) {
    this.#surroundings = surroundings;
    this.goVersion = source.goVersion;
    this.package = new Package(source.path, source.name, new Scope(universe, this));
    this.#files = source.files.map((file) => new PackageFile(file));
    contained.set(this.package, this);
  }

  hasLoopVariables(path: string): boolean {
    return this.#hasLoopVariablesIn(this.#fileAt(path));
  }

  #hasLoopVariablesIn(of: PackageFile | undefined): boolean {
    const text = of?.text ?? '';
    const minor = minorVersionAskedFor(text) ?? minorVersionOf(this.goVersion);
    return minor === undefined || minor >= 22;
  }

  typesOf(path: string, declaration: Declaration): DeclarationTypes | undefined {
    return this.#entryAt(path, declaration)?.types;
  }

  functionAt(path: string, declaration: Declaration): FuncObject | undefined {
    const entry = declaration.keyword === 'func' ? this.#entryAt(path, declaration) : undefined;
    const [object] = entry ? functionsOf(entry) : [];
    return object && object.name !== '_' ? object : undefined;
  }

  #fileAt(path: string): PackageFile | undefined {
    return this.#files.find(({ file }) => file.path === path);
  }

  #entryAt(path: string, declaration: Declaration): Entry | undefined {
    const of = this.#fileAt(path);
    const at = of?.indexOf(declaration);
    return of && at !== undefined ? this.#entryOf({ of, at }) : undefined;
  }

  takeBodies(files: readonly SourceFile[]): readonly FuncObject[] | undefined {
    if (files.length !== this.#files.length) {
      return undefined;
    }
    const changes: { of: PackageFile; file: SourceFile; bodies: readonly number[] }[] = [];
    for (const [at, of] of this.#files.entries()) {
      const file = files[at];
      const bodies = file?.path === of.file.path ? changedBodies(of.file, file) : undefined;
      if (!file || !bodies) {
        return undefined;
      }
      changes.push({ of, file, bodies });
    }
    const changed: FuncObject[] = [];
    for (const { of, file, bodies } of changes) {
      of.file = file;
      for (const at of bodies) {
        const entry = of.entries.get(at);
        entry?.bodyChanged?.();
        changed.push(...(entry ? functionsOf(entry) : []));
      }
    }
    return changed;
  }

  *declarations(
    keywords: ReadonlySet<string>,
    words?: readonly string[],
  ): Iterable<ContainedDeclaration> {
    for (const of of this.#files) {
      const { file } = of;
      const { declarations } = file.slices;
      for (const at of words ? of.withWords(words) : declarations.keys()) {
        const declaration = declarations[at];
        if (declaration && keywords.has(declaration.keyword)) {
          yield {
            file: file.path,
            declaration,
            text: file.slices.textOf(declaration),
            look: () => {
              const entry = this.#entryOf({ of, at });
              return entry?.bodyWithin
                ? entry.bodyWithin(Infinity)
                : entry && { syntax: file.parse(declaration).syntax, types: entry.types };
            },
            importedAs: (name) => {
              const object = this.#scopeOf(of).get(name);
              return object?.kind === 'packageName' ? object.imported : undefined;
            },
          };
        }
      }
    }
  }

  get imports(): readonly ImportedPackage[] {
    return this.#imports.value;
  }

  find(name: string): GoObject | undefined {
    const located = this.#locate(name);
    return located && this.#entryOf(located)?.objects.get(name);
  }

  names(): Iterable<string> {
    return new Set(this.#files.flatMap(({ index }) => [...index.names.keys()]));
  }

  /** The first declaration of a name counts. A package that is reached by way of a type is seldom read whole. */
  #locate(name: string): Located | undefined {
    let located = this.#located.get(name);
    if (!this.#located.has(name)) {
      for (const of of this.#files) {
        const at = of.mayDeclare(name) ? of.index.names.get(name) : undefined;
        if (at !== undefined) {
          located = { of, at };
          break;
        }
      }
      this.#located.set(name, located);
    }
    return located;
  }

  #entryOf(located: Located): Entry | undefined {
    const { of, at } = located;
    const known = of.entries.get(at);
    const declaration = of.file.slices.declarations[at];
    if (known || !declaration) {
      return known;
    }
    const environment: Environment = {
      package: this.package,
      sizes: this.#surroundings.sizes,
      nesting: this.#nesting,
      home: of.home(at),
      types: new DeclarationTypes(),
      scope: this.#scopeOf(of),
    };
    const made =
      declaration.keyword === 'func'
        ? this.#function(located, environment)
        : this.#group(of.file, declaration, environment);
    if (made) {
      of.entries.set(at, made);
    }
    return made;
  }

  #function({ of, at }: Located, environment: Environment): Entry | undefined {
    const declarationNow = () => of.file.slices.declarations[at];
    const name = functionName(declarationNow()?.name);
    if (name === undefined) {
      return undefined;
    }
    const { parseWhole } = of.file;
    const entry = new FunctionEntry(
      environment,
      name,
      () => {
        const declaration = declarationNow();
        const syntax = declaration && of.file.parse(declaration).syntax;
        return syntax?.kind === 'func' ? syntax : undefined;
      },
      parseWhole &&
        (() => {
          const declaration = declarationNow();
          return declaration && parseWhole(declaration);
        }),
    );
    const textOf = (declaration: Declaration) => of.file.slices.textOf(declaration);
    functions.set(entry.object, {
      bodyWithin: (maximumExpressions) => {
        const declaration = declarationNow();
        const body = entry.bodyWithin(maximumExpressions);
        return (
          declaration &&
          body && {
            ...body,
            file: of.file.path,
            declaration,
            text: textOf(declaration),
            hasLoopVariables: this.#hasLoopVariablesIn(of),
          }
        );
      },
      reading: () => {
        const declaration = declarationNow();
        return this.#readingFor(of, declaration ? textOf(declaration) : '');
      },
    });
    return entry;
  }

  *reading(): Generator<void, void> {
    for (const of of this.#files) {
      if (!of.isRead) {
        force(() => of.index);
        yield;
      }
    }
  }

  /** The packages that a text of a file seems to name. */
  *#readingFor(of: PackageFile, text: string): Generator<void, void> {
    for (const [beginning, path] of of.unread) {
      if (text.includes(beginning)) {
        const imported = this.#surroundings.importPackage(path);
        yield;
        yield* contained.get(imported)?.reading() ?? [];
        of.unread.delete(beginning);
      }
    }
  }

  /** A declaration of constants, variables or types. */
  #group(file: SourceFile, declaration: Declaration, environment: Environment): Entry | undefined {
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
    return {
      objects,
      get types() {
        for (const each of finish.splice(0)) {
          each();
        }
        environment.types.finish();
        return environment.types;
      },
    };
  }

  /** The methods of a type, those included that are declared by an alias of it. */
  #methodsOf(type: string): ReadonlyMap<string, FuncObject> {
    const names = new Set([type]);
    for (const { index } of this.#files.filter((each) => each.mayDeclareFor(type))) {
      for (const [alias, actual] of index.aliases) {
        if (actual === type) {
          names.add(alias);
        }
      }
    }
    const methods = new Map<string, FuncObject>();
    for (const of of this.#files.filter((each) =>
      [...names].some((name) => each.mayDeclareFor(name)),
    )) {
      for (const receiver of names) {
        for (const { name, at } of of.index.methods.get(receiver) ?? []) {
          const object = this.#entryOf({ of, at })?.objects.get(name);
          if (object?.kind === 'func' && name !== '_' && !methods.has(name)) {
            methods.set(name, object);
          }
        }
      }
    }
    return methods;
  }

  #scopeOf(file: PackageFile): Scope {
    let scope = this.#fileScopes.get(file);
    if (scope === undefined) {
      const { imports } = file.index;
      const surroundings = { ...this.#surroundings, package: this.package };
      scope = new Scope(this.package.scope, new FileImports(file.file.path, imports, surroundings));
      this.#fileScopes.set(file, scope);
    }
    return scope;
  }

  #imported(): readonly ImportedPackage[] {
    const written = this.#files.flatMap(({ index }) => index.imports.map(({ path }) => path));
    return [...new Set(written)].map((path) => ({
      path,
      load: () => this.#surroundings.importPackage(path),
    }));
  }
}

function minorVersionOf(goVersion: string | undefined): number | undefined {
  const [, minor] = /^1\.(\d+)/.exec(goVersion ?? '') ?? [];
  return minor === undefined ? undefined : Number(minor);
}
