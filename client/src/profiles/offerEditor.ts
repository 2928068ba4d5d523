import { open } from 'node:fs/promises';
import { posix } from 'node:path';
import {
  ConfigurationTarget,
  l10n,
  TabInputText,
  window,
  workspace,
  type Disposable,
  type Memento,
  type Tab,
  type Uri,
} from 'vscode';
import { PACKING_BYTES, packingOf } from '../../../server/src/engine/profile/packing.ts';

const DECLINED = 'profileOffer.isDeclined';
/** As `go test -cpuprofile cpu.out -memprofile mem.prof` is told to name them. */
const PROFILE_NAME = /\.(?:pprof|prof|out|mem|cpu)$/i;
/** Names that are those of profiles and of hardly anything else. */
const PLAIN_NAME = /\.(?:pprof|prof)$/i;

export interface OfferedEditor {
  /** For files of names that it is not the default for. */
  readonly viewType: string;
  show(uri: Uri): Promise<void>;
}

/**
 * Offers our editor for files that may be profiles and that VS Code opens as text, which they are not: it does not ask who else
 * could show them.
 */
export function registerProfileOffer(memento: Memento, editor: OfferedEditor): Disposable {
  const offered = new Set<string>();
  return window.tabGroups.onDidChangeTabs(({ opened }) => {
    for (const tab of opened) {
      const { input } = tab;
      const uri = input instanceof TabInputText ? input.uri : undefined;
      if (
        uri?.scheme === 'file' &&
        PROFILE_NAME.test(uri.path) &&
        !offered.has(uri.path) &&
        memento.get<boolean>(DECLINED) !== true
      ) {
        offered.add(uri.path);
        void offer(tab, uri, { memento, editor });
      }
    }
  });
}

async function offer(
  tab: Tab,
  uri: Uri,
  { memento, editor }: { readonly memento: Memento; readonly editor: OfferedEditor },
): Promise<void> {
  if (!(await isCompressed(uri))) {
    return;
  }
  const name = posix.basename(uri.path);
  const openNow = l10n.t('Open as profile');
  const [extension = ''] = PLAIN_NAME.exec(name) ?? [];
  const always = extension && l10n.t('Always for *{0}', extension);
  const never = l10n.t('Never ask');
  const chosen = await window.showInformationMessage(
    l10n.t('{0} looks like a profile of a Go program.', name),
    ...[openNow, always, never].filter((button) => button !== ''),
  );
  switch (chosen) {
    case openNow:
      break;
    case always:
      await associate(`*${extension}`, editor.viewType);
      break;
    case never:
      await memento.update(DECLINED, true);
      return;
    default:
      return;
  }
  await editor.show(uri);
  await window.tabGroups.close(tab).then(undefined, () => false);
}

/** As runtime/pprof writes profiles. Files that cannot be read are nobody's. */
async function isCompressed({ fsPath }: Uri): Promise<boolean> {
  const file = await open(fsPath).catch(() => undefined);
  const head = Buffer.alloc(PACKING_BYTES);
  try {
    await file?.read(head, 0, head.length, 0);
  } catch {
    return false;
  } finally {
    await file?.close();
  }
  return packingOf(head) === 'gzip';
}

async function associate(pattern: string, viewType: string): Promise<void> {
  const workbench = workspace.getConfiguration('workbench');
  const known = workbench.inspect<Record<string, string>>('editorAssociations')?.globalValue;
  await workbench.update(
    'editorAssociations',
    { ...known, [pattern]: viewType },
    ConfigurationTarget.Global,
  );
}
