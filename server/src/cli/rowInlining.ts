import { dirname } from 'node:path';
import type { SourceText } from '../engine/compilerlog/attach.ts';
import type { KeptSite } from '../engine/compilerlog/inlining.ts';
import type { Site } from '../engine/compilerlog/sites.ts';
import { flowsThroughCall } from '../engine/features/inlining.ts';
import type { Declaration } from '../engine/syntax/slicer.ts';
import { enginePath } from '../host/goFiles.ts';
import { type StaticTier, variantOf } from '../workspace/staticTier.ts';
import { codeAt } from './places.ts';

/** Which rows stand for something that inlining a function would keep on the stack. */
export class RowInlining {
  readonly #tier: StaticTier;
  readonly #sourceOf: (file: string) => SourceText | undefined;
  readonly #known = new Map<string, Promise<readonly KeptSite[]>>();

  constructor(tier: StaticTier, sourceOf: (file: string) => SourceText | undefined) {
    this.#tier = tier;
    this.#sourceOf = sourceOf;
  }

  async of({ place, kind, verdict, isInlined, explanation }: Site): Promise<KeptSite | undefined> {
    const mayBeKept =
      verdict === 'heap' && !isInlined && explanation && flowsThroughCall(explanation);
    const at = mayBeKept ? codeAt(place, this.#sourceOf) : undefined;
    if (!at) {
      return undefined;
    }
    const { declaration, offset } = at;
    const key = `${place.file} ${declaration.id}`;
    const kept = this.#known.get(key) ?? this.#find(enginePath(place.file), declaration);
    this.#known.set(key, kept);
    return (await kept).find((each) => each.offset === offset && each.kind === kind);
  }

  async #find(path: string, declaration: Declaration): Promise<readonly KeptSite[]> {
    const world = await this.#tier.worldOf(dirname(path));
    const made = world.packageIn(dirname(path), variantOf(world, path));
    const file = made?.files.find((each) => each.path === path);
    return made && file ? world.escapes.keptByInlining(made.checked, file, declaration) : [];
  }
}
