/** Has the user choose profiles: those beside one that is open first, then those of the workspace. */
import { RelativePattern, Uri, l10n, window, workspace, type QuickPickItem } from 'vscode';

const PROFILES = '*.{pb.gz,pprof,prof,pgo}';
const MOST = 200;

interface ProfileItem extends QuickPickItem {
  /** Undefined for files that are to be looked for. */
  readonly uri: Uri | undefined;
}

/** One to compare with. */
export async function pickBase(profile: Uri): Promise<Uri | undefined> {
  const picked = await window.showQuickPick(await profileItems([profile]), {
    placeHolder: l10n.t('What has changed since …'),
    matchOnDescription: true,
  });
  if (picked && picked.uri === undefined) {
    const [chosen] = (await window.showOpenDialog({ defaultUri: folderOf(profile) })) ?? [];
    return chosen;
  }
  return picked?.uri;
}

/** Some to stand side by side, beside those that do already; none where the user gives up. */
export async function pickProfiles(
  shown: readonly Uri[] = [],
  placeHolder = l10n.t('Profiles that are shown side by side'),
): Promise<readonly Uri[]> {
  const picked =
    (await window.showQuickPick(await profileItems(shown), {
      canPickMany: true,
      placeHolder,
      matchOnDescription: true,
    })) ?? [];
  const found = picked.flatMap(({ uri }) => uri ?? []);
  if (found.length === picked.length) {
    return found;
  }
  const [first] = shown;
  const others = await window.showOpenDialog({
    canSelectMany: true,
    ...(first && { defaultUri: folderOf(first) }),
  });
  return [...found, ...(others ?? [])];
}

async function profileItems(shown: readonly Uri[]): Promise<readonly ProfileItem[]> {
  const [first] = shown;
  const [beside, others] = await Promise.all([
    first
      ? workspace.findFiles(new RelativePattern(folderOf(first), PROFILES), undefined, MOST)
      : [],
    workspace.findFiles(`**/${PROFILES}`, undefined, MOST),
  ]);
  const found = new Map([...beside, ...others].map((uri) => [uri.toString(), uri]));
  for (const uri of shown) {
    found.delete(uri.toString());
  }
  const items: ProfileItem[] = [...found.values()].map((uri) => ({
    label: uri.path.replace(/.*\//, ''),
    description: workspace.asRelativePath(folderOf(uri)),
    uri,
  }));
  return [...items, { label: l10n.t('Another file…'), uri: undefined }];
}

function folderOf(file: Uri): Uri {
  return Uri.joinPath(file, '..');
}
