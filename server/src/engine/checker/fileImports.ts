/** What the imports of a file declare in it. */
import { type GoObject, isExported, PackageName } from '../types/objects.ts';
import type { Package } from '../types/package.ts';
import type { Contents } from '../types/scope.ts';
import { universe } from '../types/universe.ts';
import type { Import } from './fileIndex.ts';

export interface ImportSurroundings {
  /** That of the file. */
  readonly package: Package;
  readonly importPackage: (path: string) => Package;
}

/**
 * What an import without a name is called is written in the package, and to find that costs a look
 * into its folder. So packages are looked for when a name could be theirs and nobody else's.
 */
export class FileImports implements Contents {
  readonly #file: string;
  readonly #imports: readonly Import[];
  readonly #likely: ReadonlyMap<string, Import>;
  readonly #surroundings: ImportSurroundings;
  readonly #packageNames = new Map<Import, PackageName>();

  constructor(file: string, imports: readonly Import[], surroundings: ImportSurroundings) {
    this.#file = file;
    this.#imports = imports.filter((each) => writtenName(each) !== '_');
    this.#likely = new Map(
      this.#imports.map((each) => [writtenName(each) ?? likelyName(each.path), each]),
    );
    this.#surroundings = surroundings;
  }

  find(name: string): GoObject | undefined {
    const likely = this.#likely.get(name);
    const found = likely && this.#packageName(likely);
    if (found?.name === name) {
      return found;
    }
    // No import is called what the package declares; what is called otherwise hides no predeclared name.
    const isElsewhere = universe.get(name) ?? this.#surroundings.package.scope.get(name);
    return isElsewhere ? undefined : this.#findAmongAll(name);
  }

  names(): Iterable<string> {
    return this.#imports.flatMap((each) =>
      isDot(each) ? this.#exportedBy(each) : this.#packageName(each).name,
    );
  }

  #findAmongAll(name: string): GoObject | undefined {
    for (const each of this.#imports) {
      if (isDot(each)) {
        const object = isExported(name) ? this.#packageOf(each).scope.get(name) : undefined;
        if (object) {
          return object;
        }
      } else if (this.#packageName(each).name === name) {
        return this.#packageName(each);
      }
    }
    return undefined;
  }

  #packageOf({ path }: Import): Package {
    return this.#surroundings.importPackage(path);
  }

  #exportedBy(dot: Import): readonly string[] {
    return this.#packageOf(dot).scope.names().filter(isExported);
  }

  #packageName(of: Import): PackageName {
    let known = this.#packageNames.get(of);
    if (!known) {
      const { path, spec, declaration } = of;
      const place = spec.name && {
        file: this.#file,
        declaration: declaration.id,
        identifier: spec.name,
      };
      const imported = this.#packageOf(of);
      const name = writtenName(of) ?? imported.name;
      known = new PackageName(name, this.#surroundings.package, place, path, () => imported);
      this.#packageNames.set(of, known);
    }
    return known;
  }
}

function writtenName({ spec }: Import): string | undefined {
  return spec.name?.name;
}

function isDot(each: Import): boolean {
  return writtenName(each) === '.';
}

/** The name that most packages of such a path have. */
export function likelyName(path: string): string {
  const parts = path.split('/').filter((part) => !/^v\d+$/.test(part));
  return (parts.at(-1) ?? path).replace(/^go-|\.v\d+$|-go$/g, '').replaceAll('-', '_');
}
