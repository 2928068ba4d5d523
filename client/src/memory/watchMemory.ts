/** "Watch a Program's Memory…": what a running program says of its heap, once a second. */
import { ViewColumn, commands, l10n, window, type Disposable, type ExtensionContext } from 'vscode';
import { endpointText, type Endpoint } from '../../../server/src/capture/endpoint.ts';
import { MemStatsClient } from '../../../server/src/capture/memStatsClient.ts';
import type { MemStats } from '../../../server/src/engine/memstats/memStats.ts';
import { pickEndpoint, remember } from '../capture/endpoints.ts';
import { withCancel } from '../capture/progress.ts';
import { localize } from '../localize.ts';
import type { FromMemoryView } from '../webview/memoryProtocol.ts';
import { showPage } from '../webviewPage.ts';
import { MemoryPanel } from './memoryPanel.ts';

const VIEW_TYPE = 'goMemory.memory';

export function registerWatchMemory(context: ExtensionContext): Disposable {
  return commands.registerCommand('goMemory.watchMemory', () => watchMemory(context));
}

/** Nothing is opened before the program has answered once. */
async function watchMemory(context: ExtensionContext): Promise<void> {
  const memento = context.workspaceState;
  const endpoint = await pickEndpoint(
    memento,
    l10n.t('A program that serves expvar, net/http/pprof or metrics for Prometheus'),
  );
  if (!endpoint) {
    return;
  }
  const client = new MemStatsClient(endpoint);
  const first = await withCancel(l10n.t('Asking {0}', endpointText(endpoint)), (signal) =>
    client.read({ signal, localize }),
  );
  if (first) {
    await remember(memento, endpoint);
    open(context, { endpoint, client, first });
  }
}

interface Answering {
  readonly endpoint: Endpoint;
  readonly client: MemStatsClient;
  readonly first: MemStats;
}

function open({ extensionUri }: ExtensionContext, { endpoint, client, first }: Answering): void {
  const name = endpointText(endpoint);
  const panel = window.createWebviewPanel(
    VIEW_TYPE,
    l10n.t('Memory of {0}', name),
    ViewColumn.Active,
  );
  const { webview } = panel;
  const memory = new MemoryPanel(webview, client, endpoint, first);
  const subscription = webview.onDidReceiveMessage((message: FromMemoryView) => {
    memory.receive(message);
  });
  panel.onDidDispose(() => {
    subscription.dispose();
    memory.dispose();
  });
  showPage(webview, extensionUri, { name: 'memoryView', title: l10n.t('Memory of a program') });
}
