import type { TextStore } from '../engine/caches/textStore.ts';
import {
  decodeFunctions,
  encodeFunction,
  encodeFunctions,
  KnownLeaks,
  type KnownFunction,
  nameOf,
} from '../engine/compile/knownLeaks.ts';
import type { Callee } from '../engine/ir/func.ts';
import type { FuncObject } from '../engine/types/objects.ts';
import type { LastingPackage } from './lastingPackages.ts';

/** A text of a store; undefined if there is none yet. */
export interface KeptLeaks {
  readonly store: TextStore;
  readonly name: string;
  readonly text: string | undefined;
}

/** What is kept of the dependencies of one main module. */
interface LeaksFile {
  /** `path@version`, each with a package of it. */
  readonly modules: Readonly<Record<string, string>>;
  /** By import path: `encodeFunctions`. */
  readonly packages: Readonly<Record<string, string>>;
}

const NOTHING: LeaksFile = { modules: {}, packages: {} };

/**
 * What was found out of functions in dependencies when somebody looked at a package for the first time. The
 * next time that the editor is opened nobody has to look at them again: of a package with many dependencies they are most of a first look.
 */
export class DependencyLeaks {
  readonly #kept: KeptLeaks | undefined;
  #file: LeaksFile;
  /** Of what was read: what is found out meanwhile, the one who found it knows. */
  #known: KnownLeaks | undefined;
  readonly #moduleOf: (importPath: string) => string | undefined;

  /** `moduleOf` answers `path@version` of the module that an import path means now. */
  constructor(kept: KeptLeaks | undefined, moduleOf: (importPath: string) => string | undefined) {
    this.#kept = kept;
    this.#moduleOf = moduleOf;
    this.#file = kept?.text === undefined ? NOTHING : parse(kept.text);
  }

  /** Whether anything outlives the process. */
  get isKept(): boolean {
    return this.#kept !== undefined;
  }

  of(callee: Callee): KnownFunction | undefined {
    this.#known ??= new KnownLeaks(this.#whatHolds());
    return this.#known.of(callee);
  }

  /** Nothing, unless all modules are those that were looked at: what a function calls may be in any of them. */
  #whatHolds(): LeaksFile {
    const areSame = Object.entries(this.#file.modules).every(
      ([module, importPath]) => this.#moduleOf(importPath) === module,
    );
    this.#file = areSame ? this.#file : NOTHING;
    return this.#file;
  }

  /** Keeps what is known of functions in these packages now, for the next time. */
  async keep(
    functions: ReadonlyMap<FuncObject, KnownFunction>,
    packages: readonly LastingPackage[],
  ): Promise<void> {
    const before = this.#whatHolds();
    const texts = new Map<string, Map<string, string>>();
    for (const [object, known] of functions) {
      const importPath = object.package?.path ?? '';
      const ofPackage = texts.get(importPath) ?? readFunctions(before.packages[importPath]);
      texts.set(importPath, ofPackage);
      ofPackage.set(nameOf(object), encodeFunction(known));
    }
    const fresh = packages.flatMap(({ importPath }) => {
      const ofPackage = texts.get(importPath);
      return ofPackage ? [[importPath, encodeFunctions(ofPackage)] as const] : [];
    });
    if (fresh.every(([importPath, text]) => before.packages[importPath] === text)) {
      return;
    }
    this.#file = {
      modules: {
        ...before.modules,
        ...Object.fromEntries(
          packages.flatMap(({ importPath, module }) => (module ? [[module, importPath]] : [])),
        ),
      },
      packages: { ...before.packages, ...Object.fromEntries(fresh) },
    };
    await this.#kept?.store.write(this.#kept.name, JSON.stringify(this.#file));
  }
}

function readFunctions(text: string | undefined): Map<string, string> {
  return new Map(text === undefined ? [] : decodeFunctions(text));
}

/** Somebody else may have written it, or not to its end. */
function parse(text: string): LeaksFile {
  try {
    const { modules, packages } = JSON.parse(text) as Partial<LeaksFile>;
    return areTexts(modules) && areTexts(packages) ? { modules, packages } : NOTHING;
  } catch {
    return NOTHING;
  }
}

function areTexts(value: unknown): value is Readonly<Record<string, string>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((each) => typeof each === 'string')
  );
}
