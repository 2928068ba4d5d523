import type { ParseArgsConfig } from 'node:util';
import type { GivenFlags } from '../engine/project/projectFlags.ts';
import type { CommandContext } from './command.ts';
import { CommandProjects } from './projects.ts';

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
