import type { Variant } from '../workspace/buildWorld.ts';
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
  for (const path of paths) {
    for (const { directory, file: only } of await directoriesOf(context, tier, path)) {
      const world = await tier.worldOf(directory);
      directories.add(directory);
      for (const variant of variants) {
        const made = world.packageIn(directory, variant, only);
        if (!made) {
          continue;
        }
        for (const file of made.files) {
          files.add(file.path);
          for (const declaration of file.slices.declarations) {
            logs.push(world.escapes.logOf(made.checked, file, declaration));
          }
        }
      }
    }
  }
}
