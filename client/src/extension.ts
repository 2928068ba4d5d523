import { l10n, window, workspace, type ExtensionContext } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import {
  SERVER_NODE_ARGUMENTS,
  SETTINGS_SECTION,
  type InitializationOptions,
} from '../../server/src/protocol.ts';
import { registerCapture } from './capture/register.ts';
import { registerCopyCommands } from './commands/copy.ts';
import { registerTierDifferences } from './commands/differences.ts';
import { registerNavigation } from './commands/navigation.ts';
import { registerPeekAllocations } from './commands/peek.ts';
import { registerProve } from './commands/prove.ts';
import { registerOpenSamples } from './commands/samples.ts';
import { registerServerCommands } from './commands/server.ts';
import { registerToggles } from './commands/toggles.ts';
import { registerEscapeFlow } from './flow/escapeFlow.ts';
import { registerGcLogEditor } from './gclog/gcLogEditor.ts';
import { registerLogLanguage } from './gclog/logLanguage.ts';
import { registerWatchMemory } from './memory/watchMemory.ts';
import { PackageStates } from './packageStates.ts';
import { registerProfileEditors } from './profiles/profileEditor.ts';
import { registerMeasuredScripts } from './simulator/measuredScript.ts';
import { registerSimulateFunction } from './simulator/simulateFunction.ts';
import { registerSimulator } from './simulator/simulatorPanel.ts';
import { registerCompilerStatus } from './status.ts';
import { registerTraceEditor } from './trace/traceEditor.ts';
import { registerAllocationsView } from './views/allocationsView.ts';
import { registerCostsView } from './views/costsView.ts';
import { registerLayoutView } from './views/layoutView.ts';
import { registerSitesView } from './views/sitesView.ts';

let client: LanguageClient | undefined;

/** Only registers; the server starts afterwards, by itself. */
export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel(l10n.t('Go Memory'), { log: true });
  const module = context.asAbsolutePath('dist/server.js');
  const initializationOptions: InitializationOptions = {
    isTrusted: workspace.isTrusted,
    cacheFolder: context.globalStorageUri.fsPath,
    l10nContents: l10n.bundle,
  };
  const started = new LanguageClient(
    SETTINGS_SECTION,
    l10n.t('Go Memory'),
    {
      run: {
        module,
        transport: TransportKind.ipc,
        options: { execArgv: [...SERVER_NODE_ARGUMENTS] },
      },
      debug: {
        module,
        transport: TransportKind.ipc,
        options: { execArgv: [...SERVER_NODE_ARGUMENTS, '--nolazy', '--inspect'] },
      },
    },
    {
      documentSelector: [{ language: 'go' }],
      outputChannel: log,
      initializationOptions,
      synchronize: {
        fileEvents: workspace.createFileSystemWatcher(
          '**/{*.go,go.mod,go.sum,go.work,go.work.sum,modules.txt,default.pgo,gomem.json}',
        ),
      },
    },
  );
  client = started;
  const packages = new PackageStates(started);
  const simulator = registerSimulator(context.extensionUri);
  const profiles = registerProfileEditors(context);
  context.subscriptions.push(
    log,
    packages,
    registerCompilerStatus(started, packages),
    registerServerCommands(started, log),
    registerToggles(context.workspaceState),
    registerOpenSamples(context),
    registerTierDifferences(started),
    registerNavigation(started),
    registerProve(started),
    registerPeekAllocations(),
    registerCopyCommands(started),
    registerEscapeFlow(started),
    registerAllocationsView(started, packages, context.workspaceState),
    registerCostsView(started),
    registerLayoutView(started, context.extensionUri, context.workspaceState),
    registerSitesView(started, profiles),
    profiles,
    registerCapture(context, profiles),
    registerWatchMemory(context),
    registerLogLanguage(),
    simulator,
    registerSimulateFunction(started, simulator),
    registerMeasuredScripts(context.extensionUri, simulator),
    registerGcLogEditor(context),
    registerTraceEditor(context.extensionUri),
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
