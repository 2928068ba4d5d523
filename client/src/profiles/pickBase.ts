import { RelativePattern, Uri, l10n, window, workspace, type QuickPickItem } from 'vscode';

const PROFILES = '**/*.{pb.gz,pprof,prof,pgo}';
const MOST = 200;

interface BaseItem extends QuickPickItem {
  /** Undefined for a file that is to be looked for. */
  readonly uri: Uri | undefined;
}

/** Has the user choose a profile to compare with: those beside it first, then those of the workspace. */
export async function pickBase(profile: Uri): Promise<Uri | undefined> {
  const folder = Uri.joinPath(profile, '..');
  const [beside, others] = await Promise.all([
    workspace.findFiles(new RelativePattern(folder, '*.{pb.gz,pprof,prof,pgo}'), undefined, MOST),
    workspace.findFiles(PROFILES, undefined, MOST),
  ]);
  const found = new Map([...beside, ...others].map((uri) => [uri.toString(), uri]));
  found.delete(profile.toString());
  const items: BaseItem[] = [...found.values()].map((uri) => ({
    label: uri.path.replace(/.*\//, ''),
    description: workspace.asRelativePath(Uri.joinPath(uri, '..')),
    uri,
  }));
  const other: BaseItem = { label: l10n.t('Another file…'), uri: undefined };
  const picked = await window.showQuickPick([...items, other], {
    placeHolder: l10n.t('What has changed since …'),
    matchOnDescription: true,
  });
  if (picked !== other) {
    return picked?.uri;
  }
  const [chosen] = (await window.showOpenDialog({ defaultUri: folder })) ?? [];
  return chosen;
}
