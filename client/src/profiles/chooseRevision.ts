import { l10n, window, type QuickPickItem } from 'vscode';
import {
  commitHash,
  recentCommits,
  repositoriesOf,
  type Commit,
} from '../../../server/src/revisions/gitRepository.ts';
import { withCancel } from '../capture/progress.ts';
import { localize } from '../localize.ts';
import type { ChosenRevisions } from './chosenRevisions.ts';
import type { ProfileDocument } from './profileDocument.ts';
import { sourceSettings } from './sourceSettings.ts';

const MOST_COMMITS = 200;
const SHORT_HASH = 10;

interface RevisionItem extends QuickPickItem {
  choose(): Promise<string | undefined>;
}

/** Has the user say which revision a profile is of: one of the last commits, or any that git knows. */
export async function chooseRevision(
  profile: ProfileDocument,
  chosen: ChosenRevisions,
): Promise<void> {
  const found = await withCancel(l10n.t('Reading the last commits'), async (signal) => {
    const roots = await repositoriesOf(sourceSettings().folders, { signal, localize });
    const lists = roots.map((root) => recentCommits(root, MOST_COMMITS, { signal, localize }));
    return { roots, commits: (await Promise.all(lists)).flat() };
  });
  if (!found) {
    return;
  }
  const { time } = await profile.info();
  const items: RevisionItem[] = [
    {
      label: l10n.t('Another revision…'),
      description: l10n.t('a hash, a tag or a branch'),
      choose: () => typeRevision(found.roots),
    },
    {
      label: l10n.t('As the profile says'),
      description: l10n.t('in a comment, or its binary'),
      choose: () => Promise.resolve(undefined),
    },
    ...commitItems(found.commits, time),
  ];
  const picked = await window.showQuickPick(items, {
    placeHolder: l10n.t('Which revision was profiled?'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  const revision = await picked?.choose();
  if (picked && (revision !== undefined || picked === items[1])) {
    await chosen.choose(profile.uri, revision);
  }
}

/** `time`: when the profile was taken, in milliseconds since 1970; 0 where it does not say. */
function commitItems(commits: readonly Commit[], time: number): RevisionItem[] {
  const newestFirst = commits.toSorted((a, b) => b.time - a.time);
  const last = newestFirst.find((commit) => commit.time * 1000 <= time);
  return newestFirst.map((commit) => ({
    label: commit.subject,
    description: commit.hash.slice(0, SHORT_HASH),
    detail: [
      new Date(commit.time * 1000).toLocaleString(),
      ...(commit === last ? [l10n.t('the last one before the profile was taken')] : []),
    ].join(' · '),
    choose: () => Promise.resolve(commit.hash),
  }));
}

async function typeRevision(roots: readonly string[]): Promise<string | undefined> {
  return window.showInputBox({
    title: l10n.t('Which revision was profiled?'),
    validateInput: async (value) => {
      const hashes = await Promise.all(
        roots.map((root) => commitHash(root, value.trim(), { localize })),
      );
      return hashes.some((hash) => hash !== undefined)
        ? undefined
        : l10n.t('The repository has no commit {0}.', value);
    },
  });
}
