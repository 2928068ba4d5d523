import { Disposable, commands, workspace, type LogOutputChannel } from 'vscode';
import { State, type LanguageClient } from 'vscode-languageclient/node';
import { METHODS, SETTINGS_SECTION } from '../../../server/src/protocol.ts';

/** Commands on the language server itself, and the word that the workspace is trusted. */
export function registerServerCommands(client: LanguageClient, log: LogOutputChannel): Disposable {
  return Disposable.from(
    commands.registerCommand('goMemory.showLog', () => {
      log.show();
    }),
    commands.registerCommand('goMemory.configureBuild', () =>
      commands.executeCommand('workbench.action.openSettings', `${SETTINGS_SECTION}.build`),
    ),
    commands.registerCommand('goMemory.refresh', () => client.sendNotification(METHODS.refresh)),
    commands.registerCommand('goMemory.restartServer', () => client.restart()),
    workspace.onDidGrantWorkspaceTrust(() => {
      if (client.state === State.Running) {
        void client.sendNotification(METHODS.grantTrust);
      }
    }),
  );
}
