/** Puts the fields of structs into the order that takes least, in memory. */
import { runtimeOf } from '../engine/goruntime/runtimes.ts';
import { english } from '../engine/features/localize.ts';
import { obstacleText, reorderTitle } from '../engine/features/reorderTexts.ts';
import { heapObject } from '../engine/layout/allocation.ts';
import { isUnknown } from '../engine/layout/report.ts';
import { layoutReport } from '../engine/layout/structReport.ts';
import type { Obstacle, Reordered } from '../engine/refactor/reorderFields.ts';
import { reorderOffer } from '../engine/refactor/reorderOffer.ts';
import {
  structDeclarationsIn,
  type StructDeclaration,
} from '../engine/refactor/structDeclaration.ts';
import type { BuildWorld } from '../workspace/buildWorld.ts';
import { Documents } from '../workspace/documents.ts';
import type { StaticTier } from '../workspace/staticTier.ts';
import type { CommandContext } from './command.ts';
import { placeText } from './places.ts';
import type { FixListing, FixRequest, FixSource } from './layoutFix.ts';
import { directoriesOf, type NamedDirectory, staticTierFor } from './staticPaths.ts';

/** A struct that shrinks may let those that hold it shrink as well. */
const MAXIMUM_ROUNDS = 4;

export class StaticFixes implements FixSource {
  readonly #context: CommandContext;

  constructor(context: CommandContext) {
    this.#context = context;
  }

  async fix(request: FixRequest): Promise<FixListing> {
    const documents = new Documents();
    const tier = staticTierFor(this.#context, request.goarch, documents);
    const problems: string[] = [];
    const directories: NamedDirectory[] = [];
    for (const path of request.paths) {
      const found = await directoriesOf(this.#context, tier, path);
      problems.push(...(found.length === 0 ? [`there is no Go package at ${path}`] : []));
      directories.push(...found);
    }
    const fixer = new Fixer(this.#context, tier, documents, request);
    for (let round = 0; round < MAXIMUM_ROUNDS && (await fixer.run(directories)); round++) {
      // Until nothing is left to be done.
    }
    const missing = request.types.filter((type) => !fixer.names.has(type));
    problems.push(
      ...missing.map((type) => `there is no struct type ${type} in ${request.paths.join(' ')}`),
    );
    return { ...fixer.listing(), problems };
  }
}

class Fixer {
  /** Of all structs that were seen. */
  readonly names = new Set<string>();
  readonly #context: CommandContext;
  readonly #tier: StaticTier;
  readonly #documents: Documents;
  readonly #request: FixRequest;
  /** Texts as they are on the disk, of the files that have changed. */
  readonly #before = new Map<string, string>();
  readonly #done: string[] = [];
  /** By the struct's place: each is told once. */
  readonly #refused = new Map<string, string>();

  constructor(
    context: CommandContext,
    tier: StaticTier,
    documents: Documents,
    request: FixRequest,
  ) {
    this.#context = context;
    this.#tier = tier;
    this.#documents = documents;
    this.#request = request;
  }

  /** Whether anything has changed. */
  async run(directories: readonly NamedDirectory[]): Promise<boolean> {
    let hasChanged = false;
    this.#refused.clear();
    for (const { directory, file } of directories) {
      const world = await this.#tier.worldOf(directory);
      // An edit moves what comes after it, but neither adds a struct nor takes one away.
      for (let at = 0; ; at++) {
        const declared = this.#structsIn(world, directory, file)[at];
        if (!declared) {
          break;
        }
        hasChanged = (await this.#reorder(world, declared)) || hasChanged;
      }
    }
    return hasChanged;
  }

  listing(): Omit<FixListing, 'problems'> {
    const files = [...this.#before].map(([path, before]) => ({
      path,
      before,
      after: this.#documents.ofFile(path)?.text ?? before,
    }));
    return { files, done: this.#done, refused: [...this.#refused.values()] };
  }

  #structsIn(
    world: BuildWorld,
    directory: string,
    only: string | undefined,
  ): readonly StructDeclaration[] {
    const made = world.packageIn(directory, 'build', only);
    const files = made?.files.filter(({ path }) => only === undefined || path === only) ?? [];
    return files.flatMap(({ path, slices, parse }) =>
      slices.declarations.flatMap((declaration) => {
        const types =
          declaration.keyword === 'type' || declaration.keyword === 'func'
            ? made?.checked.typesOf(path, declaration)
            : undefined;
        const { syntax } = parse(declaration);
        return types
          ? structDeclarationsIn({ file: path, slices, declaration, syntax, types })
          : [];
      }),
    );
  }

  async #reorder(world: BuildWorld, declared: StructDeclaration): Promise<boolean> {
    const { types, thresholdBytes } = this.#request;
    const { name } = declared.spec.name;
    this.names.add(name);
    if (types.length > 0 && !types.includes(name)) {
      return false;
    }
    const { runtime } = runtimeOf(world.goVersion);
    const { wordBytes } = world.sizes;
    const report = layoutReport(declared.type, {
      sizes: world.sizes,
      allocate: (sizeBytes, { noscan }) => heapObject(runtime, sizeBytes, { noscan, wordBytes }),
    });
    const offer = isUnknown(report) ? undefined : reorderOffer(declared, report, thresholdBytes);
    const outcome = offer && (await this.#tier.reorder(declared, offer.indexes));
    if (!offer || !outcome) {
      return false;
    }
    const { file, slices, declaration, spec } = declared;
    const { line, column } = slices.lines.byteColumnAt(declaration.start + spec.name.start);
    const place = placeText({ file, line, column }, this.#context.cwd);
    if ('obstacles' in outcome) {
      const [obstacle] = outcome.obstacles;
      this.#refused.set(
        `${file} ${name} ${declaration.id}`,
        `${place}: ${offer.report.type} is left as it is. ${obstacle ? this.#reason(obstacle) : ''}`,
      );
      return false;
    }
    this.#apply(outcome);
    this.#done.push(`${place}: ${reorderTitle(offer, english, outcome)}`);
    return true;
  }

  #reason(obstacle: Obstacle): string {
    return obstacleText(obstacle.kind, placeText(obstacle, this.#context.cwd), english);
  }

  #apply({ files }: Reordered): void {
    for (const [path, { text: before, changes }] of files) {
      if (!this.#before.has(path)) {
        this.#before.set(path, before);
      }
      let after = before;
      for (const { start, end, text } of changes.toReversed()) {
        after = after.slice(0, start) + text + after.slice(end);
      }
      const document = this.#documents.ofFile(path) ?? this.#documents.open(path, path, 0, before);
      const edit = { start: 0, oldEnd: before.length, newEnd: after.length };
      const edited = this.#documents.edit(document.uri, document.version + 1, [
        { edit, text: after },
      ]);
      if (edited) {
        this.#tier.edited(edited);
      }
    }
  }
}
