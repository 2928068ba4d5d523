import type { BuildFlags } from '../build/flags.ts';
import type { ProjectBuild } from './projectFile.ts';

/** What whoever asks says of the build: undefined where that is left to the project. */
export interface GivenFlags {
  readonly tags?: readonly string[] | undefined;
  readonly race?: boolean | undefined;
  readonly pgo?: string | undefined;
  readonly extra?: readonly string[] | undefined;
  readonly environment?: Readonly<Record<string, string>> | undefined;
}

/** The flags of a build: the project's, but for what is given besides. */
export function projectFlags(given: GivenFlags, project: ProjectBuild = {}): BuildFlags {
  const extra = given.extra ?? withoutFlags(project.flags ?? [], givenNames(given));
  return {
    tags: given.tags ?? project.tags ?? [],
    race: given.race ?? project.race ?? false,
    pgo: given.pgo,
    extra,
    environment: { ...project.environment, ...given.environment },
  };
}

/**
 * The flags of the user's settings, with the project's where the user has none. What the user has set cannot be
 * told from what is contributed, so a setting at its default counts as not set.
 */
export function settingsFlags(
  { tags, race, pgo, extra, environment }: BuildFlags,
  project?: ProjectBuild,
): BuildFlags {
  return projectFlags(
    {
      tags: tags.length > 0 ? tags : undefined,
      race: race ? true : undefined,
      pgo,
      extra: extra.length > 0 ? extra : undefined,
      environment,
    },
    project,
  );
}

/** Of the go command's flags that can be given in a field of their own. */
const VALUE_FLAGS = ['tags', 'pgo'] as const;

function givenNames(given: GivenFlags): ReadonlySet<string> {
  return new Set(([...VALUE_FLAGS, 'race'] as const).filter((name) => given[name] !== undefined));
}

/** Words of the go command, which takes the last of one name: what is given would be outweighed. */
function withoutFlags(words: readonly string[], names: ReadonlySet<string>): string[] {
  const kept: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const [, name = '', value] = /^--?([\w-]+)(=.*)?$/s.exec(word) ?? [];
    if (!names.has(name)) {
      kept.push(word);
    } else if (value === undefined && VALUE_FLAGS.some((flag) => flag === name)) {
      // `-tags a,b`: the next word is the value.
      at++;
    }
  }
  return kept;
}
