/** What git says of a repository, which is named by the path of its top. No programs that show diffs are run. */
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { english, type Localize } from '../engine/features/localize.ts';

/** Why git says nothing, for a person. */
export class GitError extends Error {}

export interface GitContext {
  readonly signal?: AbortSignal | undefined;
  readonly localize?: Localize;
}

export interface Commit {
  readonly hash: string;
  /** The first line of its message. */
  readonly subject: string;
  /** Seconds since 1970. */
  readonly time: number;
}

export interface CommitDistance {
  /** Commits of HEAD that the revision does not have. */
  readonly countBehind: number;
  /** Commits of the revision that HEAD does not have. */
  readonly countAhead: number;
}

/** More is no history that lines are followed through. */
const MOST_BYTES = 1 << 28;
/** Files that profiles name. */
const SOURCES = [
  '*.go',
  '*.s',
  '*.S',
  '*.c',
  '*.cc',
  '*.cpp',
  '*.cxx',
  '*.h',
  '*.hpp',
  '*.m',
  '*.rs',
];
/** What git takes for a revision, without what could be an option or a list. */
const REVISION = /^[\p{L}\p{N}_./@{}~^+:#][\p{L}\p{N}_./@{}~^+:# -]*$/u;

/**
 * The repositories that folders are in, each once; links in the folders' own paths are kept. Throws a
 * {@link GitError} where there is none.
 */
export async function repositoriesOf(
  folders: readonly string[],
  context: GitContext,
): Promise<readonly string[]> {
  const roots = new Set<string>();
  for (const folder of folders) {
    const up = await git(folder, ['rev-parse', '--show-cdup'], context);
    if (up !== undefined) {
      roots.add(resolve(folder, up.trim()));
    }
  }
  if (roots.size === 0) {
    const localize = context.localize ?? english;
    throw new GitError(localize('The workspace is in no git repository.'));
  }
  return [...roots];
}

/** The whole hash of a commit; undefined where the repository does not have it. */
export async function commitHash(
  root: string,
  revision: string,
  context: GitContext,
): Promise<string | undefined> {
  if (!REVISION.test(revision)) {
    return undefined;
  }
  const args = ['rev-parse', '--verify', '--quiet', `${revision}^{commit}`];
  return (await git(root, args, context))?.trim();
}

/** The first of the repositories of the folders that has a commit. Throws as {@link repositoriesOf} does. */
export async function findCommit(
  folders: readonly string[],
  revision: string,
  context: GitContext,
): Promise<{ readonly root: string; readonly hash: string } | undefined> {
  for (const root of await repositoriesOf(folders, context)) {
    const hash = await commitHash(root, revision, context);
    if (hash !== undefined) {
      return { root, hash };
    }
  }
  return undefined;
}

/** The files that a commit has, by their paths below the top. */
export async function filesAt(
  root: string,
  hash: string,
  context: GitContext,
): Promise<readonly string[]> {
  const names = await git(root, ['ls-tree', '-r', '-z', '--name-only', hash], context);
  return names?.split('\0').filter((name) => name !== '') ?? [];
}

/** The newest of HEAD first. */
export async function recentCommits(
  root: string,
  count: number,
  context: GitContext,
): Promise<readonly Commit[]> {
  const args = ['log', `--max-count=${count}`, '--format=%H%x09%ct%x09%s'];
  const lines = (await git(root, args, context))?.split('\n') ?? [];
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const [hash = '', time, ...subject] = line.split('\t');
      return { hash, time: Number(time), subject: subject.join('\t') };
    });
}

/** `hash` is a whole one, as {@link commitHash} gives it. */
export async function distanceTo(
  root: string,
  hash: string,
  context: GitContext,
): Promise<CommitDistance> {
  const args = ['rev-list', '--left-right', '--count', `${hash}...HEAD`, '--'];
  const [ahead, behind] = (await git(root, args, context))?.split(/\s/).map(Number) ?? [];
  return { countBehind: behind ?? 0, countAhead: ahead ?? 0 };
}

/** What has changed in source files since, in commits and on the disk; `unifiedDiff.ts` reads it. */
export async function diffSince(root: string, hash: string, context: GitContext): Promise<string> {
  const args = [
    'diff',
    '--unified=0',
    '--find-renames',
    '--no-color',
    '--no-ext-diff',
    '--no-textconv',
    '--src-prefix=a/',
    '--dst-prefix=b/',
    hash,
    '--',
    ...SOURCES,
  ];
  const diff = await git(root, args, context);
  if (diff === undefined) {
    const localize = context.localize ?? english;
    throw new GitError(localize('git cannot compare {0} with the files on the disk.', hash));
  }
  return diff;
}

/** What it prints; undefined where it says no. */
function git(
  cwd: string,
  args: readonly string[],
  { signal, localize = english }: GitContext,
): Promise<string | undefined> {
  const settings = ['-c', 'core.quotePath=off', '-c', 'core.fsmonitor=false'];
  return new Promise((settle, reject) => {
    // Calling it off is an error as well.
    execFile(
      'git',
      [...settings, ...args],
      {
        cwd,
        signal,
        maxBuffer: MOST_BYTES,
        windowsHide: true,
        env: { ...process.env, GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0' },
      },
      (error, stdout) => {
        if (error === null) {
          settle(stdout);
        } else if (typeof error.code === 'number') {
          settle(undefined);
        } else {
          reject(new GitError(localize('git cannot be run: {0}', error.message), { cause: error }));
        }
      },
    );
  });
}
