/**
 * What net/http/pprof serves, and what its parameters do (net/http/pprof/pprof.go, Go 1.26). Programs may
 * have profiles of their own beside these.
 */
export interface ProfileKind {
  /** What people call it, and files are named after. */
  readonly name: string;
  /** Below the index. */
  readonly path: string;
  /**
   * What `seconds` means: it is recorded for as long, or what has changed meanwhile is asked for
   * (`profileSupportsDelta`); undefined where it is not taken.
   */
  readonly seconds?: 'recording' | 'difference';
  /** What it is asked for with where nobody says otherwise. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly content: ProfileContent;
}

/** What is answered: a profile packed with gzip, stacks as panics print them, or an execution trace. */
export type CapturedContent = 'profile' | 'stacks' | 'trace';

/** A program's own may be a trace: a snapshot of runtime/trace's flight recorder. */
export type ProfileContent = CapturedContent | 'profile or trace';

const PROFILE_KINDS: readonly ProfileKind[] = [
  {
    name: 'heap',
    path: 'heap',
    seconds: 'difference',
    // What is in use is that of the last collection otherwise.
    parameters: { gc: '1' },
    content: 'profile',
  },
  { name: 'allocs', path: 'allocs', seconds: 'difference', content: 'profile' },
  {
    name: 'cpu',
    path: 'profile',
    seconds: 'recording',
    parameters: { seconds: '30' },
    content: 'profile',
  },
  { name: 'goroutine', path: 'goroutine', seconds: 'difference', content: 'profile' },
  {
    name: 'goroutine-stacks',
    path: 'goroutine',
    parameters: { debug: '2' },
    content: 'stacks',
  },
  { name: 'goroutineleak', path: 'goroutineleak', seconds: 'difference', content: 'profile' },
  { name: 'mutex', path: 'mutex', seconds: 'difference', content: 'profile' },
  { name: 'block', path: 'block', seconds: 'difference', content: 'profile' },
  { name: 'threadcreate', path: 'threadcreate', seconds: 'difference', content: 'profile' },
  {
    name: 'trace',
    path: 'trace',
    seconds: 'recording',
    parameters: { seconds: '5' },
    content: 'trace',
  },
];

/** Those that an index says the program has, the program's own last. */
export function kindsIn(paths: ReadonlySet<string>): ProfileKind[] {
  const known = PROFILE_KINDS.filter(({ path }) => paths.has(path));
  const others = [...paths].filter((path) => !isKnownProfile(path) && !NO_PROFILES.has(path));
  return [...known, ...others.map((path) => kindAt(path))];
}

/** The kind that is served at a path. */
export function kindAt(path: string, parameters = new URLSearchParams()): ProfileKind {
  const isStacks = parameters.get('debug') === '2';
  return (
    PROFILE_KINDS.find(
      (kind) => kind.path === path && (kind.content === 'stacks') === isStacks,
    ) ?? {
      name: path,
      path,
      content: 'profile or trace',
    }
  );
}

/** What a profile is asked for with: what an address says counts, and what it does not say is as it should be. */
export function parametersOf({ parameters }: ProfileKind, given: URLSearchParams): URLSearchParams {
  return new URLSearchParams({ ...parameters, ...Object.fromEntries(given) });
}

export function isKnownProfile(path: string): boolean {
  return PROFILE_KINDS.some((kind) => kind.path === path);
}

/** What the index lists beside profiles. */
const NO_PROFILES = new Set(['cmdline', 'symbol']);
