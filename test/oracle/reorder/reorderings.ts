/**
 * Puts the fields of a module's structs into other orders, all of them, and lets the go command judge
 * what has become of it.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_BUILD_FLAGS } from '../../../server/src/engine/build/flags.ts';
import type { GoPackage } from '../../../server/src/engine/build/packages.ts';
import { runtimeOf } from '../../../server/src/engine/goruntime/runtimes.ts';
import { heapObject } from '../../../server/src/engine/layout/allocation.ts';
import { isUnknown, type LayoutReport } from '../../../server/src/engine/layout/report.ts';
import { layoutReport } from '../../../server/src/engine/layout/structReport.ts';
import type { ObstacleKind } from '../../../server/src/engine/refactor/reorderFields.ts';
import {
  structDeclarationsIn,
  type StructDeclaration,
} from '../../../server/src/engine/refactor/structDeclaration.ts';
import { enginePath, GoFiles, hostEnvironment } from '../../../server/src/host/goFiles.ts';
import type { BuildWorld, Variant } from '../../../server/src/workspace/buildWorld.ts';
import { ownPackages } from '../../../server/src/workspace/dependents.ts';
import { Documents } from '../../../server/src/workspace/documents.ts';
import { StaticTier } from '../../../server/src/workspace/staticTier.ts';

/** The order in which a struct's fields are to be; undefined to leave it as it is. */
export type ChooseOrder = (
  declared: StructDeclaration,
  report: LayoutReport<unknown> | undefined,
) => readonly number[] | undefined;

export interface ReorderedStruct {
  readonly name: string;
  /** Of the package. */
  readonly directory: string;
  readonly file: string;
  /** At the top level, under a name that a test of the package can use. */
  readonly isNameable: boolean;
  /** What the report says of the new order; undefined where nothing was known. */
  readonly sizeBytes: number | undefined;
}

export interface Reorderings {
  readonly countStructs: number;
  readonly reordered: readonly ReorderedStruct[];
  readonly countLiteralFiles: number;
  readonly refused: ReadonlyMap<ObstacleKind, number>;
}

/** Writes the files of a module in which structs have their fields in the order that is chosen. */
export async function reorderStructs(directory: string, choose: ChooseOrder): Promise<Reorderings> {
  const documents = new Documents();
  const disk = new GoFiles().view();
  const tier = new StaticTier({
    documents,
    machine: hostEnvironment(),
    diskNow: () => disk,
    buildSettings: () => Promise.resolve({ flags: DEFAULT_BUILD_FLAGS, goCommand: 'go' }),
  });
  const run = new ReorderingRun(tier, documents, choose);
  const world = await tier.worldOf(enginePath(directory));
  for (const each of ownPackages(world.packages)) {
    for (const variant of variantsOf(each)) {
      await run.reorderPackage(await tier.worldOf(each.directory), each, variant);
    }
  }
  for (const { file, text, isDirty } of documents.all()) {
    if (file !== undefined && isDirty) {
      writeFileSync(file, text);
    }
  }
  return run.result();
}

function variantsOf({ testFiles, xTestFiles }: GoPackage): readonly Variant[] {
  return [
    testFiles.length > 0 ? 'test' : 'build',
    ...(xTestFiles.length > 0 ? (['xtest'] as const) : []),
  ];
}

class ReorderingRun {
  readonly #tier: StaticTier;
  readonly #documents: Documents;
  readonly #choose: ChooseOrder;
  readonly #reordered: ReorderedStruct[] = [];
  readonly #refused = new Map<ObstacleKind, number>();
  #countStructs = 0;
  #countLiteralFiles = 0;

  constructor(tier: StaticTier, documents: Documents, choose: ChooseOrder) {
    this.#tier = tier;
    this.#documents = documents;
    this.#choose = choose;
  }

  result(): Reorderings {
    return {
      countStructs: this.#countStructs,
      reordered: this.#reordered,
      countLiteralFiles: this.#countLiteralFiles,
      refused: this.#refused,
    };
  }

  async reorderPackage(world: BuildWorld, own: GoPackage, variant: Variant): Promise<void> {
    for (let at = 0; ; at++) {
      const declared = structsIn(world, own.directory, variant)[at];
      if (!declared) {
        return;
      }
      this.#countStructs++;
      await this.#reorder(world, own, declared);
    }
  }

  async #reorder(world: BuildWorld, own: GoPackage, declared: StructDeclaration): Promise<void> {
    const { runtime } = runtimeOf(world.goVersion);
    const { wordBytes } = world.sizes;
    const layout = layoutReport(declared.type, {
      sizes: world.sizes,
      allocate: (sizeBytes, { noscan }) => heapObject(runtime, sizeBytes, { noscan, wordBytes }),
    });
    const report = isUnknown(layout) ? undefined : layout;
    const indexes = this.#choose(declared, report);
    const outcome = indexes && (await this.#tier.reorder(declared, indexes));
    if (!outcome) {
      return;
    }
    if ('obstacles' in outcome) {
      for (const { kind } of outcome.obstacles.slice(0, 1)) {
        this.#refused.set(kind, (this.#refused.get(kind) ?? 0) + 1);
      }
      return;
    }
    this.#countLiteralFiles += outcome.countLiterals > 0 ? outcome.files.size : 0;
    for (const [path, { text, changes }] of outcome.files) {
      let after = text;
      for (const change of changes.toReversed()) {
        after = after.slice(0, change.start) + change.text + after.slice(change.end);
      }
      const document = this.#documents.ofFile(path) ?? this.#documents.open(path, path, 0, text);
      const edit = { start: 0, oldEnd: text.length, newEnd: after.length };
      const edited = this.#documents.edit(path, document.version + 1, [{ edit, text: after }]);
      if (edited) {
        this.#tier.edited(edited);
      }
    }
    const { file, spec, declaration } = declared;
    this.#reordered.push({
      name: spec.name.name,
      directory: own.directory,
      file,
      isNameable: declaration.keyword === 'type' && !file.endsWith('_test.go'),
      sizeBytes: report?.best?.sizeBytes,
    });
  }
}

function structsIn(
  world: BuildWorld,
  directory: string,
  variant: Variant,
): readonly StructDeclaration[] {
  const made = world.packageIn(directory, variant);
  return (made?.files ?? []).flatMap(({ path, slices, parse }) =>
    slices.declarations
      .filter(({ keyword }) => keyword === 'type' || keyword === 'func')
      .flatMap((declaration) => {
        const types = made?.checked.typesOf(path, declaration);
        const { syntax } = parse(declaration);
        return types
          ? structDeclarationsIn({ file: path, slices, declaration, syntax, types })
          : [];
      }),
  );
}

/** Sizes as the compiler has them, of types that tests of their packages can name. */
export function compiledSizes(structs: readonly ReorderedStruct[]): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const directory of new Set(structs.map((each) => each.directory))) {
    const ofPackage = structs.filter((each) => each.directory === directory);
    const [first] = ofPackage;
    const clause = first && /^package (\w+)/m.exec(readFileSync(first.file, 'utf8'))?.[1];
    const lines = ofPackage.map(
      ({ name }) => `\tprintln("size", ${JSON.stringify(name)}, unsafe.Sizeof(*new(${name})))`,
    );
    const test = join(directory, 'zz_sizes_test.go');
    writeFileSync(
      test,
      `package ${clause ?? ''}\n\nimport (\n\t"testing"\n\t"unsafe"\n)\n\nfunc TestSizesOfReordered(*testing.T) {\n${lines.join('\n')}\n}\n`,
    );
    const text = execFileSync(
      'sh',
      ['-c', 'go test -count=1 -vet=off -run "^TestSizesOfReordered$" -v . 2>&1'],
      { cwd: directory, encoding: 'utf8' },
    );
    for (const [, name = '', size] of text.matchAll(/^size (\w+) (\d+)$/gm)) {
      sizes.set(`${directory} ${name}`, Number(size));
    }
  }
  return sizes;
}
