/** "Simulate This Profile", "… Log" and "… Trace": scripts of what was measured, in the heap simulator. */
import { Disposable, ProgressLocation, Uri, commands, l10n, window, workspace } from 'vscode';
import { scriptOfLog } from '../../../server/src/engine/scripts/logScript.ts';
import type { Draft, MadeScript } from '../../../server/src/engine/scripts/draft.ts';
import { readLogOf } from '../gclog/logSource.ts';
import { threadScript } from '../profiles/profileDocument.ts';
import type { ProfileMethods } from '../profiles/workerProtocol.ts';
import { shownFile } from '../shownFile.ts';
import { sourceOf } from '../threads/fileSource.ts';
import { RequestThread } from '../threads/requestThread.ts';
import { traceThread } from '../trace/traceDocument.ts';
import type { TraceMethods } from '../trace/workerProtocol.ts';
import { reasonOf } from '../../../server/src/engine/text/reason.ts';
import type { SimulatorPanel } from './simulatorPanel.ts';

interface Measured extends MadeScript {
  /** The URI of the trace that is replayed, if it is one. */
  readonly trace?: string;
}

/** Undefined where it was called off. */
type Make = (uri: Uri) => Promise<Measured | undefined>;

export function registerMeasuredScripts(extensionUri: Uri, panel: SimulatorPanel): Disposable {
  const register = (command: string, make: Make) =>
    commands.registerCommand(command, async (given?: Uri) => {
      const uri = given instanceof Uri ? given : await shownFile();
      if (uri !== undefined) {
        await simulate(panel, uri, make);
      }
    });
  return Disposable.from(
    register('goMemory.simulateProfile', (uri) => draftOfProfile(extensionUri, uri)),
    register('goMemory.simulateGcLog', draftOfLog),
    register('goMemory.simulateTrace', (uri) => replayOfTrace(extensionUri, uri)),
  );
}

async function simulate(panel: SimulatorPanel, uri: Uri, make: Make): Promise<void> {
  const name = workspace.asRelativePath(uri);
  try {
    const made = await make(uri);
    if (made) {
      const { assumptions, ...script } = made;
      panel.show({ ...script, name, notes: assumptions });
    }
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

/** Of millions of events, which takes seconds. */
async function replayOfTrace(extensionUri: Uri, uri: Uri): Promise<Measured | undefined> {
  const source = await sourceOf(uri);
  const title = l10n.t('Reading {0}', workspace.asRelativePath(uri));
  const location = ProgressLocation.Notification;
  return window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
    const thread = new RequestThread<TraceMethods>(traceThread(extensionUri));
    token.onCancellationRequested(() => {
      thread.dispose();
    });
    let told = 0;
    try {
      const script = await thread.request('draft', { source }, (share) => {
        progress.report({ increment: 100 * (share - told) });
        told = share;
      });
      return { ...script, trace: uri.toString() };
    } catch (error) {
      if (token.isCancellationRequested) {
        return undefined;
      }
      throw error;
    } finally {
      thread.dispose();
    }
  });
}

async function draftOfLog(uri: Uri): Promise<Draft> {
  const draft = scriptOfLog(await readLogOf(uri));
  if ('problem' in draft) {
    throw new Error(draft.problem);
  }
  return draft;
}
