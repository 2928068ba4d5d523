import { dirname } from 'node:path';
import { attachVerdicts, type DeclarationVerdicts } from '../engine/compilerlog/attach.ts';
import type { PackageVariant } from '../engine/compilerlog/compilation.ts';
import type { Declaration } from '../engine/syntax/slicer.ts';
import { type BuildWorld, type WorldPackage } from './buildWorld.ts';
import type { OpenDocument } from './documents.ts';
import { type StaticTier, variantOf } from './staticTier.ts';

export interface StaticVerdictsHost {
  readonly staticTier: StaticTier;
  /** Lets everybody else have their turn. */
  pause(): Promise<void>;
  /** The verdicts on these documents' package are to be had now. */
  changed(directory: string, variant: PackageVariant): void;
}

interface Known {
  readonly generation: number;
  readonly verdicts: DeclarationVerdicts | undefined;
}

/**
 * Our own verdicts on open documents. They are there once all functions of the package have been
 * looked at, and from then on with every keystroke; nothing is waited for.
 */
export class StaticVerdicts {
  readonly #host: StaticVerdictsHost;
  /** By directory. */
  readonly #worlds = new Map<string, BuildWorld>();
  /** Documents whose packages are being looked at, by directory and variant. */
  readonly #warming = new Map<string, OpenDocument>();
  #known = new WeakMap<Declaration, Known>();

  constructor(host: StaticVerdictsHost) {
    this.#host = host;
  }

  /** Undefined as long as nothing can be said at once; that it can is told by `changed`. */
  on(document: OpenDocument, declaration: Declaration): DeclarationVerdicts | undefined {
    const found = this.#packageOf(document);
    if (!found) {
      return undefined;
    }
    const { world, made, file } = found;
    const { generation } = world.escapes;
    const known = this.#known.get(declaration);
    if (known?.generation === generation) {
      return known.verdicts;
    }
    const source = made.files.find(({ path }) => path === file);
    // A loop that is half typed is no loop yet.
    const isWhole = source?.parse(declaration).errors.length === 0;
    const log = isWhole ? world.escapes.logOf(made.checked, source, declaration) : undefined;
    const verdicts =
      log &&
      attachVerdicts(log, new Map([[file, document]]))
        .get(file)
        ?.get(declaration.id);
    this.#known.set(declaration, { generation, verdicts });
    return verdicts;
  }

  /** Whether the verdicts on a document are to be had; if they are not, that is seen to. */
  isReady(document: OpenDocument): boolean {
    return this.#packageOf(document) !== undefined;
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
    this.#warm(document, file).catch(() => undefined);
    return undefined;
  }

  async #warm(document: OpenDocument, file: string): Promise<void> {
    const directory = dirname(file);
    const variant = file.endsWith('_test.go') ? 'test' : 'build';
    const key = `${variant} ${directory}`;
    if (this.#warming.has(key)) {
      return;
    }
    this.#warming.set(key, document);
    try {
      let isDone = false;
      while (!isDone) {
        await this.#host.pause();
        const world = await this.#host.staticTier.worldOf(directory);
        this.#worlds.set(directory, world);
        const made = world.packageIn(directory, variantOf(world, file), file);
        if (!made) {
          return;
        }
        isDone = await world.escapes.warm(made.checked, made.files, async () => {
          await this.#host.pause();
          return world.packageIn(directory, variantOf(world, file), file)?.files === made.files;
        });
      }
    } finally {
      this.#warming.delete(key);
    }
    this.#host.changed(directory, variant);
  }
}
