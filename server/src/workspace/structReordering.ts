/** "Reorder fields" over all packages of the user's own modules that can know the struct. */
import { dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { GoPackage } from '../engine/build/packages.ts';
import { below } from '../engine/build/paths.ts';
import { Reordering, type ReorderOutcome } from '../engine/refactor/reorderFields.ts';
import type { StructDeclaration } from '../engine/refactor/structDeclaration.ts';
import type { BuildWorld, Variant } from './buildWorld.ts';
import { dependentsOf, ownPackages } from './dependents.ts';

/** Undefined once it is not wanted any more. */
export async function reorderInWorld(
  world: BuildWorld,
  declared: StructDeclaration,
  indexes: readonly number[],
  isWanted: () => boolean = () => true,
): Promise<ReorderOutcome | undefined> {
  const reordering = new Reordering(declared, indexes);
  const own = world.packages.at(dirname(declared.file));
  const others = ownPackages(world.packages);
  const seeing = own ? [own, ...dependentsOf(own, others)] : [];
  for (const each of seeing) {
    for (const variant of variantsOf(each)) {
      const extra = each === own && !isXTest(own, declared.file) ? declared.file : undefined;
      const made = world.passingPackage(
        each.directory,
        variant,
        variant === 'xtest' ? undefined : extra,
      );
      if (made) {
        reordering.lookAt(made);
      }
      // Others have their turn; and what is held weakly, as instances are, is let go only after one.
      await setImmediate();
      if (!isWanted()) {
        return undefined;
      }
    }
  }
  for (const each of own && !others.includes(own) ? [own, ...others] : others) {
    for (const { name } of each.ignored.filter(({ reason }) => reason !== 'hidden')) {
      const file = world.fileAt(below(each.directory, name));
      if (file && file.path !== declared.file) {
        reordering.lookAtUnbuilt(file.path, file.slices);
      }
    }
  }
  return reordering.outcome();
}

/** Between them they have each file of the directory once. */
function variantsOf({ testFiles, xTestFiles }: GoPackage): readonly Variant[] {
  return [
    testFiles.length > 0 ? 'test' : 'build',
    ...(xTestFiles.length > 0 ? (['xtest'] as const) : []),
  ];
}

function isXTest({ directory, xTestFiles }: GoPackage, file: string): boolean {
  return xTestFiles.some(({ name }) => below(directory, name) === file);
}
