/** "Simulate This Profile" and "Simulate This Log": scripts of what was measured, in the heap simulator. */
import { Disposable, TabInputCustom, Uri, commands, l10n, window, workspace } from 'vscode';
import { scriptOfLog } from '../../../server/src/engine/scripts/logScript.ts';
import type { Draft } from '../../../server/src/engine/scripts/draft.ts';
import { readLogOf } from '../gclog/logSource.ts';
import { threadScript } from '../profiles/profileDocument.ts';
import type { ProfileMethods } from '../profiles/workerProtocol.ts';
import { sourceOf } from '../threads/fileSource.ts';
import { RequestThread } from '../threads/requestThread.ts';
import { reasonOf } from '../../../server/src/engine/text/reason.ts';
import type { SimulatorPanel } from './simulatorPanel.ts';

export function registerMeasuredScripts(extensionUri: Uri, panel: SimulatorPanel): Disposable {
  const register = (command: string, make: (uri: Uri) => Promise<Draft>) =>
    commands.registerCommand(command, async (given?: Uri) => {
      const uri = given instanceof Uri ? given : await shownFile();
      if (uri !== undefined) {
        await simulate(panel, uri, make);
      }
    });
  return Disposable.from(
    register('goMemory.simulateProfile', (uri) => draftOfProfile(extensionUri, uri)),
    register('goMemory.simulateGcLog', draftOfLog),
  );
}

/** Of the editor in front, or one that is asked for. */
async function shownFile(): Promise<Uri | undefined> {
  const input = window.tabGroups.activeTabGroup.activeTab?.input;
  const custom = input instanceof TabInputCustom ? input.uri : undefined;
  return (
    custom ?? window.activeTextEditor?.document.uri ?? (await window.showOpenDialog({}))?.at(0)
  );
}

async function simulate(
  panel: SimulatorPanel,
  uri: Uri,
  make: (uri: Uri) => Promise<Draft>,
): Promise<void> {
  const name = workspace.asRelativePath(uri);
  try {
    const { json, assumptions } = await make(uri);
    panel.show({ name, json, notes: assumptions });
  } catch (error) {
    void window.showErrorMessage(l10n.t('{0}: {1}', name, reasonOf(error)));
  }
}

async function draftOfProfile(extensionUri: Uri, uri: Uri): Promise<Draft> {
  const thread = new RequestThread<ProfileMethods>(threadScript(extensionUri));
  try {
    return await thread.request('draft', { source: await sourceOf(uri) });
  } finally {
    thread.dispose();
  }
}

async function draftOfLog(uri: Uri): Promise<Draft> {
  const draft = scriptOfLog(await readLogOf(uri));
  if ('problem' in draft) {
    throw new Error(draft.problem);
  }
  return draft;
}
