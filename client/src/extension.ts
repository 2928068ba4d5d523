import { commands, l10n, window, workspace, type ExtensionContext } from 'vscode';
import { LanguageClient, State, TransportKind } from 'vscode-languageclient/node';
import {
  METHODS,
  SETTINGS_SECTION,
  type InitializationOptions,
} from '../../server/src/protocol.ts';
import { registerCompilerStatus } from './status.ts';

let client: LanguageClient | undefined;

/** Only registers; the server starts afterwards, by itself. */
export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel(l10n.t('Go Memory'), { log: true });
  const module = context.asAbsolutePath('dist/server.js');
  const initializationOptions: InitializationOptions = {
    isTrusted: workspace.isTrusted,
    l10nContents: l10n.bundle,
  };
  const started = new LanguageClient(
    SETTINGS_SECTION,
    l10n.t('Go Memory'),
    {
      run: { module, transport: TransportKind.ipc },
      debug: {
        module,
        transport: TransportKind.ipc,
        options: { execArgv: ['--nolazy', '--inspect'] },
      },
    },
    {
      documentSelector: [{ language: 'go' }],
      outputChannel: log,
      initializationOptions,
      synchronize: {
        fileEvents: workspace.createFileSystemWatcher(
          '**/{*.go,go.mod,go.sum,go.work,go.work.sum,modules.txt,default.pgo}',
        ),
      },
    },
  );
  client = started;
  context.subscriptions.push(
    log,
    registerCompilerStatus(started),
    commands.registerCommand('goMemory.showLog', () => {
      log.show();
    }),
    commands.registerCommand('goMemory.refresh', () => started.sendNotification(METHODS.refresh)),
    commands.registerCommand('goMemory.restartServer', () => started.restart()),
    commands.registerCommand('goMemory.toggleHints', toggleHints),
    workspace.onDidGrantWorkspaceTrust(() => {
      if (started.state === State.Running) {
        void started.sendNotification(METHODS.grantTrust);
      }
    }),
  );
  started.start().catch((error: unknown) => {
    log.error(error instanceof Error ? error : String(error));
    void window.showErrorMessage(l10n.t('Go Memory Insight could not start its language server.'));
  });
}

export async function deactivate(): Promise<void> {
  await client?.dispose();
  client = undefined;
}

async function toggleHints(): Promise<void> {
  const settings = workspace.getConfiguration(SETTINGS_SECTION);
  const isEnabled = settings.get<boolean>('inlayHints.enabled') ?? true;
  await settings.update('inlayHints.enabled', !isEnabled, true);
}
