import { resolve } from 'node:path';
import type { ParseArgsConfig } from 'node:util';
import { projectFlags, type GivenFlags } from '../engine/project/projectFlags.ts';
import { enginePath } from '../host/goFiles.ts';
import { hostGoarch } from '../host/goarch.ts';
import type { StaticTier } from '../workspace/staticTier.ts';
import type { CommandContext } from './command.ts';
import { CommandProjects } from './projects.ts';
import { staticTierFor } from './staticPaths.ts';

/** The flags of all commands that compile: how packages are built, and which project file counts. */
export const BUILD_OPTIONS = {
  tags: { type: 'string' },
  race: { type: 'boolean' },
  pgo: { type: 'string' },
  go: { type: 'string', default: 'go' },
  project: { type: 'string' },
  'no-project': { type: 'boolean', default: false },
} as const satisfies ParseArgsConfig['options'];

/** Their values, as parseArgs gives them. */
interface BuildValues {
  readonly tags?: string | undefined;
  readonly race?: boolean | undefined;
  readonly pgo?: string | undefined;
  readonly project?: string | undefined;
  readonly 'no-project': boolean;
}

export function givenFlags({ tags, race, pgo }: BuildValues): GivenFlags {
  return { tags: tags?.split(',').filter((tag) => tag !== ''), race, pgo };
}

export function projectsFor(values: BuildValues, context: CommandContext): CommandProjects {
  return new CommandProjects({ file: values.project, isIgnored: values['no-project'] }, context);
}

/** Our own front end for packages as they are built: with what is given, and as their projects say. */
export function staticTierOf(
  { given, go, projects }: StaticBuild,
  context: CommandContext,
): StaticTier {
  const goarch = context.environment.GOARCH ?? hostGoarch();
  return staticTierFor(context, goarch, undefined, async (directory) => ({
    flags: projectFlags(
      { ...given, pgo: absolutePgo(given.pgo, context.cwd) },
      (await projects.of(directory))?.project.build,
    ),
    goCommand: go,
  }));
}

/** The go command runs where the user is; here it is asked for each folder. */
function absolutePgo(pgo: string | undefined, cwd: string): string | undefined {
  return pgo === undefined || pgo === 'auto' || pgo === 'off' ? pgo : enginePath(resolve(cwd, pgo));
}

export interface StaticBuild {
  readonly given: GivenFlags;
  /** The go command whose toolchain counts; it is not run. */
  readonly go: string;
  readonly projects: CommandProjects;
}
