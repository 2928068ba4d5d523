import { commands, window, workspace, type Disposable } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { METHODS } from '../../../server/src/protocol.ts';

/** "Show Differences Between Tiers": a document with each declaration of which they say different things. */
export function registerTierDifferences(client: LanguageClient): Disposable {
  return commands.registerCommand('goMemory.showTierDifferences', async () => {
    const content = await window.withProgress(
      { location: { viewId: 'goMemory.allocations' } },
      () => client.sendRequest<string>(METHODS.tierDifferences),
    );
    await window.showTextDocument(
      await workspace.openTextDocument({ language: 'markdown', content }),
    );
  });
}
