import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ProgressLocation, Uri, l10n, window } from 'vscode';
import { pickProfiles } from '../profiles/pickProfiles.ts';
import { threadScript } from '../profiles/profileDocument.ts';
import type { ProfileMethods } from '../profiles/workerProtocol.ts';
import { RequestThread } from '../threads/requestThread.ts';
import { reasonOf } from '../../../server/src/engine/text/reason.ts';

/** Says what grows in snapshots, in a file beside them, whose places are links. */
export async function showWhatGrows(extensionUri: Uri, paths: readonly string[]): Promise<void> {
  const thread = new RequestThread<ProfileMethods>(threadScript(extensionUri));
  try {
    const title = l10n.t('Comparing {0} snapshots', paths.length);
    const lines = await window.withProgress({ location: ProgressLocation.Window, title }, () =>
      thread.request('leaks', { paths }),
    );
    const file = join(dirname(paths[0] ?? ''), 'growth.log');
    await writeFile(file, `${lines.join('\n')}\n`);
    await window.showTextDocument(Uri.file(file), { preview: false });
  } catch (error) {
    void window.showErrorMessage(reasonOf(error));
  } finally {
    thread.dispose();
  }
}

/** Has the user choose the snapshots: from a list, as dialogs for files on another machine take one only. */
export async function pickSnapshots(): Promise<readonly string[]> {
  const picked = await pickProfiles([], l10n.t('Three snapshots or more of one process'));
  return picked.map(({ fsPath }) => fsPath);
}
