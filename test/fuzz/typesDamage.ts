/** Damages real Go files and holds what is left of them against what their types were before. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceFile } from '../../server/src/engine/checker/fileIndex.ts';
import type { CheckedPackage } from '../../server/src/engine/checker/packageChecker.ts';
import type { Declaration } from '../../server/src/engine/syntax/slicer.ts';
import { goroot } from '../oracle/agreement.ts';
import { checkFiles, forEachExpression, sourceFileOf, typeTextOf } from '../support/checkedGo.ts';
import { damaged, removedPiece, type Damage } from '../support/damage.ts';
import { seededRandom } from '../support/random.ts';

export interface TypesDamageOptions {
  readonly seed: number;
  /** Import paths of the standard library. */
  readonly packages: readonly string[];
  readonly damagesPerFile: number;
  /** What is done to a text; by default one to three pieces are removed. */
  readonly damage?: Damage;
}

export interface TypesDamageFigures {
  /** Texts that were checked. */
  readonly texts: number;
  /** Expressions of untouched declarations that were held against what they were. */
  readonly expressions: number;
  readonly failures: readonly string[];
}

const removedPieces: Damage = (text, random) => damaged(text, random, removedPiece);

export function typesDamage(options: TypesDamageOptions): TypesDamageFigures {
  const { damage = removedPieces } = options;
  const random = seededRandom(options.seed);
  const failures: string[] = [];
  let texts = 0;
  let expressions = 0;
  for (const name of options.packages) {
    const files = filesOf(name);
    const before = new CheckedTexts(files);
    for (const [at, file] of files.entries()) {
      for (let count = 0; count < options.damagesPerFile; count++) {
        const text = damage(file.slices.text, random);
        const place = `${file.path}, damage ${count} of seed ${options.seed}`;
        texts++;
        try {
          const after = new CheckedTexts(files.with(at, sourceFileOf(file.path, text)));
          const compared = after.comparedWith(before);
          expressions += compared.expressions;
          failures.push(...compared.changes.map((change) => `${place}: ${change}`));
        } catch (problem) {
          failures.push(
            `${place}: ${problem instanceof Error ? (problem.stack ?? '') : String(problem)}`,
          );
        }
      }
    }
  }
  return { texts, expressions, failures };
}

function filesOf(name: string): SourceFile[] {
  const directory = join(goroot(), 'src', name);
  return readdirSync(directory)
    .filter((file) => file.endsWith('.go') && !file.endsWith('_test.go'))
    .map((file) => {
      const path = join(directory, file);
      return sourceFileOf(path, readFileSync(path, 'utf8'));
    });
}

interface CheckedDeclaration {
  readonly name: string;
  readonly types: readonly (string | undefined)[];
  /** Keys of the package's declarations that it refers to. */
  readonly references: ReadonlySet<string>;
  /** All names in it. */
  readonly names: ReadonlySet<string>;
}

/** A package with all of its declarations checked. */
class CheckedTexts {
  readonly #declarations = new Map<string, CheckedDeclaration>();
  readonly #imports = new Map<string, string>();

  constructor(files: readonly SourceFile[]) {
    const checked = checkFiles(files);
    for (const file of files) {
      const imports: string[] = [];
      for (const declaration of file.slices.declarations) {
        this.#declarations.set(
          keyOf(file.path, declaration.id),
          checkedDeclaration(checked, file, declaration),
        );
        if (declaration.keyword === 'import') {
          imports.push(file.slices.textOf(declaration));
        }
      }
      this.#imports.set(file.path, imports.join('\n'));
    }
  }

  comparedWith(before: CheckedTexts): { expressions: number; changes: readonly string[] } {
    const touched = this.#touchedSince(before);
    const changes: string[] = [];
    let expressions = 0;
    for (const [key, declaration] of this.#declarations) {
      const old = before.#declarations.get(key);
      if (old === undefined || touched.has(key)) {
        continue;
      }
      for (const [at, type] of declaration.types.entries()) {
        expressions++;
        if (type !== old.types[at]) {
          changes.push(`${old.name}: ${String(old.types[at])} became ${String(type)}`);
        }
      }
    }
    return { expressions, changes };
  }

  /**
   * Declarations that refer, directly or not, to what is gone, or have a name in them that is also
   * in something new; all of a file whose imports have changed.
   */
  #touchedSince(before: CheckedTexts): ReadonlySet<string> {
    const touched = new Set<string>();
    const newNames = new Set<string>();
    for (const [key, { names }] of this.#declarations) {
      if (!before.#declarations.has(key)) {
        for (const name of names) {
          newNames.add(name);
        }
      }
    }
    for (const [key, { names }] of before.#declarations) {
      const [path = ''] = key.split('\n');
      const isGone = !this.#declarations.has(key);
      const hasOtherImports = this.#imports.get(path) !== before.#imports.get(path);
      if (isGone || hasOtherImports || haveCommon(names, newNames)) {
        touched.add(key);
      }
    }
    for (let count = -1; count < touched.size;) {
      count = touched.size;
      for (const [key, { references }] of before.#declarations) {
        if (!touched.has(key) && haveCommon(references, touched)) {
          touched.add(key);
        }
      }
    }
    return touched;
  }
}

function haveCommon(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const [fewer, more] = a.size < b.size ? [a, b] : [b, a];
  return [...fewer].some((each) => more.has(each));
}

function checkedDeclaration(
  checked: CheckedPackage,
  file: SourceFile,
  declaration: Declaration,
): CheckedDeclaration {
  const found = checked.typesOf(file.path, declaration);
  const types: (string | undefined)[] = [];
  const references = new Set<string>();
  const names = new Set<string>();
  forEachExpression(file, declaration, (expression) => {
    types.push(found && typeTextOf(found, expression));
    if (expression.kind === 'identifier') {
      names.add(expression.name);
      const place = found?.objectOf(expression)?.place;
      if (place) {
        references.add(keyOf(place.file, place.declaration));
      }
    }
  });
  return { name: declaration.name ?? declaration.keyword, types, references, names };
}

function keyOf(path: string, declaration: string): string {
  return `${path}\n${declaration}`;
}
