import type { BuildWorld, Variant, WorldPackage } from '../workspace/buildWorld.ts';
import { inOrderOfJudging } from '../workspace/declarationLogs.ts';
import type { StaticTier } from '../workspace/staticTier.ts';
import type { CommandContext } from './command.ts';
import type { Collected } from './collected.ts';
import { directoriesOf } from './staticPaths.ts';

/** What our own analysis says of the packages that paths name: it runs no process. */
export async function collectStatic(
  tier: StaticTier,
  paths: readonly string[],
  withTests: boolean,
  context: CommandContext,
  { logs, files, directories }: Collected,
): Promise<void> {
  const variants: readonly Variant[] = withTests ? ['test', 'xtest'] : ['build'];
  const found = new Map<BuildWorld, WorldPackage[]>();
  for (const path of paths) {
    for (const { directory, file: only } of await directoriesOf(context, tier, path)) {
      const world = await tier.worldOf(directory);
      directories.add(directory);
      const packages = found.get(world) ?? [];
      found.set(world, packages);
      packages.push(
        ...variants.flatMap((variant) => world.packageIn(directory, variant, only) ?? []),
      );
    }
  }
  for (const [{ escapes }, packages] of found) {
    for (const { checked, file, declaration } of inOrderOfJudging(escapes, packages)) {
      files.add(file.path);
      logs.push(escapes.logOf(checked, file, declaration));
    }
  }
}
