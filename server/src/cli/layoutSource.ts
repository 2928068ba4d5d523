import type { SourceFile } from '../engine/checker/fileIndex.ts';
import type { Place } from '../engine/compilerlog/rows.ts';
import { runtimeOf } from '../engine/goruntime/runtimes.ts';
import { heapObject } from '../engine/layout/allocation.ts';
import type { LayoutReport, UnknownLayout } from '../engine/layout/report.ts';
import { layoutReport } from '../engine/layout/structReport.ts';
import type { Declaration } from '../engine/syntax/slicer.ts';
import { mentionsParameters } from '../engine/types/infer.ts';
import type { TypeName, VarObject } from '../engine/types/objects.ts';
import type { Named } from '../engine/types/types.ts';
import type { BuildWorld, WorldPackage } from '../workspace/buildWorld.ts';
import type { CommandContext } from './command.ts';
import type { LayoutListing, LayoutSource } from './layout.ts';
import { directoriesOf, staticTierFor } from './staticPaths.ts';

/** Types as our own front end finds them: it runs no process. */
export class StaticLayouts implements LayoutSource {
  readonly #context: CommandContext;

  constructor(context: CommandContext) {
    this.#context = context;
  }

  async structs(paths: readonly string[], goarch: string): Promise<LayoutListing> {
    const tier = staticTierFor(this.#context, goarch);
    const layouts: (LayoutReport<Place> | UnknownLayout)[] = [];
    const problems: string[] = [];
    for (const path of paths) {
      const found = await directoriesOf(this.#context, tier, path);
      if (found.length === 0) {
        problems.push(`there is no Go package at ${path}`);
      }
      for (const { directory, file } of found) {
        const world = await tier.worldOf(directory);
        const made = world.packageIn(directory, 'build', file);
        layouts.push(...(made ? structsOf(world, made, file) : []));
      }
    }
    return { layouts, problems };
  }
}

/** The struct types of a package, or of one of its files, in the order of the source. */
function structsOf(
  world: BuildWorld,
  { files, checked }: WorldPackage,
  only: string | undefined,
): (LayoutReport<Place> | UnknownLayout)[] {
  const { runtime } = runtimeOf(world.goVersion);
  const { wordBytes } = world.sizes;
  const places = new Places(files);
  const types = files
    .filter(({ path }) => only === undefined || path === only)
    .flatMap((file) => declaredTypes(file))
    .map((name) => checked.package.scope.get(name))
    .flatMap((object) =>
      object?.kind === 'typeName' && object.type.kind === 'named' ? [object.type] : [],
    );
  if (types.some(isGeneric)) {
    // Instances are seen where they are used.
    for (const file of files) {
      file.slices.declarations.forEach((declaration) => checked.typesOf(file.path, declaration));
    }
  }
  return types
    .flatMap((type) => (isGeneric(type) ? instancesOf(type) : [type]))
    .filter(({ underlying }) => underlying.kind === 'struct')
    .map((type) =>
      layoutReport<Place>(type, {
        sizes: world.sizes,
        current: checked.package,
        placeOf: (object) => places.of(object),
        allocate: (sizeBytes, { noscan }) => heapObject(runtime, sizeBytes, { noscan, wordBytes }),
      }),
    );
}

function declaredTypes(file: SourceFile): readonly string[] {
  return file.slices.declarations
    .filter(({ keyword }) => keyword === 'type')
    .flatMap((declaration) => {
      const { syntax } = file.parse(declaration);
      return syntax.kind === 'type' ? syntax.specs.map(({ name }) => name.name) : [];
    });
}

function isGeneric({ typeParameters }: Named): boolean {
  return typeParameters.length > 0;
}

/** Those that are made of types only, not of the type parameters of other generic code. */
function instancesOf({ instances }: Named): readonly Named[] {
  return [...instances.values()]
    .flat()
    .filter(({ typeArguments }) => !typeArguments.some(mentionsParameters));
}

/** Where objects are declared, in lines and byte columns. */
class Places {
  readonly #files: ReadonlyMap<string, SourceFile>;
  readonly #declarations = new Map<string, ReadonlyMap<string, Declaration>>();

  constructor(files: readonly SourceFile[]) {
    this.#files = new Map(files.map((file) => [file.path, file]));
  }

  of({ place }: VarObject | TypeName): Place | undefined {
    const file = place && this.#files.get(place.file);
    if (!file || place.identifier === undefined) {
      return undefined;
    }
    const { path, slices } = file;
    let declarations = this.#declarations.get(path);
    if (declarations === undefined) {
      declarations = new Map(slices.declarations.map((each) => [each.id, each]));
      this.#declarations.set(path, declarations);
    }
    const declaration = declarations.get(place.declaration);
    if (!declaration) {
      return undefined;
    }
    const { line, column } = slices.lines.byteColumnAt(declaration.start + place.identifier.start);
    return { file: path, line, column };
  }
}
