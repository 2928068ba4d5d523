import {
  ProgressLocation,
  commands,
  l10n,
  window,
  workspace,
  type Disposable,
  type Uri,
} from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  CLIENT_COMMANDS,
  type DocumentPosition,
  type PlaceParams,
  type ProveResult,
} from '../../../server/src/protocol.ts';
import { givenPlace, requestProof, withReports } from '../requests.ts';

/** Runs a fix beside the user's files, and says what came of it: that of a place, or in the cursor's line. */
export function registerProve(client: LanguageClient): Disposable {
  return commands.registerCommand(
    CLIENT_COMMANDS.proveFix,
    async (uri?: string | Uri, position?: DocumentPosition) => {
      const place = givenPlace(client, uri, position);
      const result = place && (await proof(client, place));
      if (result && result.message !== '') {
        await tell(result);
      }
    },
  );
}

/** Undefined where the user has called it off. */
function proof(client: LanguageClient, place: PlaceParams): Thenable<ProveResult | undefined> {
  return window.withProgress(
    {
      location: ProgressLocation.Notification,
      title: l10n.t('Proving the fix'),
      cancellable: true,
    },
    async (progress, token) => {
      try {
        return await withReports(
          client,
          (message) => {
            progress.report({ message });
          },
          (workDoneToken) => requestProof(client, { ...place, workDoneToken }, token),
        );
      } catch (error) {
        if (token.isCancellationRequested) {
          return undefined;
        }
        throw error;
      }
    },
  );
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
