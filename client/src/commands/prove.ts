import { ProgressLocation, commands, l10n, window, workspace, type Disposable } from 'vscode';
import { WorkDoneProgress, type LanguageClient } from 'vscode-languageclient/node';
import type { ProveResult } from '../../../server/src/protocol.ts';
import { requireGoEditor } from '../goEditors.ts';
import { requestProof } from '../requests.ts';

/** Runs the fix in the cursor's line beside the user's files, and says what came of it. */
export function registerProve(client: LanguageClient): Disposable {
  let countRuns = 0;
  return commands.registerCommand('goMemory.proveFix', async () => {
    const editor = requireGoEditor();
    if (!editor) {
      return;
    }
    const { document, selection } = editor;
    const workDoneToken = `goMemory.prove.${countRuns++}`;
    const result = await window.withProgress(
      {
        location: ProgressLocation.Notification,
        title: l10n.t('Proving the fix'),
        cancellable: true,
      },
      async (progress, token) => {
        const listener = client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
          if (value.kind === 'report') {
            progress.report({ message: value.message ?? '' });
          }
        });
        try {
          return await requestProof(client, document, selection.active, workDoneToken, token);
        } catch (error) {
          if (token.isCancellationRequested) {
            return undefined;
          }
          throw error;
        } finally {
          listener.dispose();
        }
      },
    );
    if (result && result.message !== '') {
      await tell(result);
    }
  });
}

async function tell({ outcome, message, details }: ProveResult): Promise<void> {
  const fix = l10n.t('Fix…');
  const more = l10n.t('Details');
  const buttons = [...(outcome === 'proven' ? [fix] : []), ...(details.length > 0 ? [more] : [])];
  const pressed = await window.showInformationMessage(message, ...buttons);
  if (pressed === fix) {
    await commands.executeCommand('editor.action.quickFix');
  } else if (pressed === more) {
    const content = [message, ...details, ''].join('\n');
    await window.showTextDocument(await workspace.openTextDocument({ content }));
  }
}
