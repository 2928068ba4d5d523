import { dirname } from 'node:path';
import { attachVerdicts, type DeclarationVerdicts } from '../engine/compilerlog/attach.ts';
import type { InlineFact } from '../engine/compilerlog/rows.ts';
import type { KeptSite } from '../engine/compilerlog/inlining.ts';
import type { PackageVariant } from '../engine/compilerlog/compilation.ts';
import type { Declaration } from '../engine/syntax/slicer.ts';
import { type BuildWorld, type WorldPackage } from './buildWorld.ts';
import type { OpenDocument } from './documents.ts';
import { compiledVariantOf, packageKey } from './packageKey.ts';
import { type StaticTier, variantOf } from './staticTier.ts';
import { Turns } from './turns.ts';

export interface StaticVerdictsHost {
  readonly staticTier: StaticTier;
  /** Lets everybody else have their turn. */
  readonly pause: () => Promise<void>;
  /** The verdicts on these documents' package are to be had now. */
  changed(directory: string, variant: PackageVariant): void;
}

interface OurVerdicts {
  readonly verdicts: DeclarationVerdicts;
  /** Whether all names in the declaration are known. */
  readonly isWhole: boolean;
}

interface Known {
  readonly generation: number;
  readonly ours: OurVerdicts | undefined;
}

/**
 * Our own verdicts on open documents. They are there once all functions of the package have been
 * looked at, and from then on with every keystroke; only `ready` waits.
 */
export class StaticVerdicts {
  readonly #host: StaticVerdictsHost;
  /** By directory. */
  readonly #worlds = new Map<string, BuildWorld>();
  /** Packages that are being looked at, by directory and variant. */
  readonly #warming = new Map<string, Promise<void>>();
  #known = new WeakMap<Declaration, Known>();

  constructor(host: StaticVerdictsHost) {
    this.#host = host;
  }

  /** Undefined as long as nothing can be said at once; that it can is told by `changed`. */
  on(document: OpenDocument, declaration: Declaration): OurVerdicts | undefined {
    const found = this.#packageOf(document);
    if (!found) {
      return undefined;
    }
    const { world, made, file } = found;
    const { generation } = world.escapes;
    const known = this.#known.get(declaration);
    if (known?.generation === generation) {
      return known.ours;
    }
    const source = made.files.find(({ path }) => path === file);
    // A loop that is half typed is no loop yet.
    const isParsed = source?.parse(declaration).errors.length === 0;
    const log = isParsed ? world.escapes.logOf(made.checked, source, declaration) : undefined;
    const verdicts =
      log &&
      attachVerdicts(log, new Map([[file, document]]))
        .get(file)
        ?.get(declaration.id);
    const types = made.checked.typesOf(file, declaration);
    const ours = verdicts && { verdicts, isWhole: types?.hasUnknowns === false };
    this.#known.set(declaration, { generation, ours });
    return ours;
  }

  /** What the inliner says of a function of the package; undefined as well for what is no function. */
  inlineFactOf(document: OpenDocument, functionName: string): InlineFact | undefined {
    const found = this.#packageOf(document);
    for (const file of found?.made.files ?? []) {
      const declaration = file.slices.declarations.find(
        ({ keyword, name }) => keyword === 'func' && name === functionName,
      );
      if (found && declaration) {
        return found.world.escapes.inlineFactOf(found.made.checked, file, declaration);
      }
    }
    return undefined;
  }

  /** Nothing as long as nothing can be said at once. */
  keptByInlining(document: OpenDocument, declaration: Declaration): readonly KeptSite[] {
    const found = this.#packageOf(document);
    const source = found?.made.files.find(({ path }) => path === found.file);
    return found && source
      ? found.world.escapes.keptByInlining(found.made.checked, source, declaration)
      : [];
  }

  /** Whether the verdicts on a document are to be had; if they are not, that is seen to. */
  isReady(document: OpenDocument): boolean {
    return this.#packageOf(document) !== undefined;
  }

  /** Once the verdicts on a document are to be had, if they ever are. */
  async ready(document: OpenDocument): Promise<void> {
    if (!this.isReady(document) && document.file !== undefined) {
      await this.#warming.get(keyOf(document.file));
    }
  }

  /** Other packages mean other verdicts. */
  forget(): void {
    this.#worlds.clear();
    this.#known = new WeakMap();
  }

  #packageOf(
    document: OpenDocument,
  ):
    { readonly world: BuildWorld; readonly made: WorldPackage; readonly file: string } | undefined {
    const { file } = document;
    if (file === undefined) {
      return undefined;
    }
    const world = this.#worlds.get(dirname(file));
    const made = world?.packageIn(dirname(file), variantOf(world, file), file);
    if (world && made && world.escapes.isWarm(made.checked)) {
      return { world, made, file };
    }
    // What cannot be read now is tried again when somebody asks the next time.
    const key = keyOf(file);
    if (!this.#warming.has(key)) {
      const warming = this.#warm(file)
        .catch(() => undefined)
        .finally(() => this.#warming.delete(key));
      this.#warming.set(key, warming);
    }
    return undefined;
  }

  async #warm(file: string): Promise<void> {
    const directory = dirname(file);
    const { staticTier, pause } = this.#host;
    let isDone = false;
    while (!isDone) {
      await pause();
      const world = await staticTier.worldOf(directory);
      await staticTier.readAhead(directory);
      this.#worlds.set(directory, world);
      const made = world.packageIn(directory, variantOf(world, file), file);
      if (!made) {
        return;
      }
      const { changes } = world;
      isDone = await world.escapes.warm(
        made.checked,
        made.files,
        new Turns(pause),
        () => world.changes === changes,
      );
    }
    this.#host.changed(directory, compiledVariantOf(file));
  }
}

function keyOf(file: string): string {
  return packageKey(dirname(file), compiledVariantOf(file));
}
