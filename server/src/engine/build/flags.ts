import { gcflagsIn, withoutGcflags } from './gcflags.ts';
import { quotedWords } from './quotedWords.ts';

/** How the user builds: what changes the compiler's verdicts besides the source. */
export interface BuildFlags {
  readonly tags: readonly string[];
  readonly race: boolean;
  /** `auto`, `off` or a profile's path; undefined leaves the go command's default. */
  readonly pgo?: string | undefined;
  /** Further flags of `go build`, each one word as the shell would pass it. */
  readonly extra: readonly string[];
  /** Environment on top of the process's own: GOOS, GOARCH, GOFLAGS, GOEXPERIMENT … */
  readonly environment: Readonly<Record<string, string>>;
}

export const DEFAULT_BUILD_FLAGS: BuildFlags = {
  tags: [],
  race: false,
  extra: [],
  environment: {},
};

/**
 * The flags as arguments of `go build`, `go list` and `go test`. `-gcflags` for what the command line names is not among
 * them.
 */
export function goCommandArguments(flags: BuildFlags): string[] {
  const words = flags.tags.length === 0 ? [] : [`-tags=${flags.tags.join(',')}`];
  if (flags.race) {
    words.push('-race');
  }
  if (flags.pgo !== undefined) {
    words.push(`-pgo=${flags.pgo}`);
  }
  const { imported } = gcflagsIn(flags.extra);
  return [
    ...words,
    ...withoutGcflags(flags.extra),
    ...(imported === '' ? [] : [`-gcflags=all=${imported}`]),
  ];
}

/**
 * The value for our own `-gcflags`, which replaces the user's for the named packages: the user's
 * flags for them first, then ours.
 * `goflags` is the GOFLAGS variable as `go env` prints it.
 */
export function mergeGcflags(flags: BuildFlags, goflags: string, ours: readonly string[]): string {
  const { named } = gcflagsIn([...quotedWords(goflags), ...flags.extra]);
  return [named, ...ours].filter((word) => word !== '').join(' ');
}
