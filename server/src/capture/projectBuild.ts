import type { BuildFlags } from '../engine/build/flags.ts';
import { settingsFlags } from '../engine/project/projectFlags.ts';
import { ProjectFiles } from '../host/projectFiles.ts';

/** The flags of the user's settings for a folder, with those of its `gomem.json` where the user has none. */
export async function flagsInFolder(flags: BuildFlags, folder: string): Promise<BuildFlags> {
  const loaded = await new ProjectFiles().nearest(folder);
  return settingsFlags(flags, loaded?.project.build);
}
