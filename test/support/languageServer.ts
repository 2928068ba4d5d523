import { PassThrough } from 'node:stream';
import {
  createConnection,
  createProtocolConnection,
  MessageType,
  StreamMessageReader,
  StreamMessageWriter,
  type CodeAction,
  type CodeActionClientCapabilities,
  type CodeActionContext,
  type Hover,
  type InitializeResult,
  type InlayHint,
  type Position,
  type ProtocolConnection,
  type Range,
} from 'vscode-languageserver/node';
import {
  type InitializationOptions,
  METHODS,
  type PackageStatus,
} from '../../server/src/protocol.ts';
import { startServer, type ServerRuntime } from '../../server/src/lsp/server.ts';

const CODE_ACTIONS: CodeActionClientCapabilities = {
  codeActionLiteralSupport: { codeActionKind: { valueSet: [] } },
  dataSupport: true,
  disabledSupport: true,
  resolveSupport: { properties: ['edit'] },
};

const WHOLE_FILE: Range = {
  start: { line: 0, character: 0 },
  end: { line: 1_000_000, character: 0 },
};

/** A language server in this process, spoken to in LSP over in-memory streams. */
export class LanguageServer {
  readonly connection: ProtocolConnection;
  readonly statuses: PackageStatus[] = [];
  readonly logs: string[] = [];
  /** What the user was shown. */
  readonly messages: string[] = [];
  /** Of the logs, the errors. */
  readonly errors: string[] = [];
  countRefreshes = 0;
  settings: Record<string, unknown> = {};
  readonly #versions = new Map<string, number>();

  constructor(runtime: ServerRuntime) {
    const toServer = new PassThrough();
    const toClient = new PassThrough();
    startServer(
      createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient)),
      runtime,
    );
    this.connection = createProtocolConnection(
      new StreamMessageReader(toClient),
      new StreamMessageWriter(toServer),
    );
    this.connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) =>
      items.map(() => this.settings),
    );
    this.connection.onRequest('client/registerCapability', () => null);
    this.connection.onRequest('workspace/inlayHint/refresh', () => {
      this.countRefreshes++;
      return null;
    });
    this.connection.onNotification(METHODS.packageStatus, (status: PackageStatus) => {
      this.statuses.push(status);
    });
    this.connection.onNotification(
      'window/logMessage',
      ({ message, type }: { message: string; type: MessageType }) => {
        this.logs.push(message);
        if (type === MessageType.Error) {
          this.errors.push(message);
        }
      },
    );
    this.connection.onNotification('window/showMessage', ({ message }: { message: string }) => {
      this.messages.push(message);
    });
    this.connection.listen();
  }

  /** As an editor that can do everything; `codeAction` says of code actions otherwise. */
  async start(
    options: InitializationOptions = { isTrusted: true },
    codeAction: CodeActionClientCapabilities = CODE_ACTIONS,
  ): Promise<InitializeResult> {
    const result = await this.connection.sendRequest<InitializeResult>('initialize', {
      processId: null,
      rootUri: null,
      capabilities: {
        workspace: {
          configuration: true,
          inlayHint: { refreshSupport: true },
          workspaceEdit: { documentChanges: true, resourceOperations: ['create'] },
        },
        textDocument: { codeAction },
      },
      initializationOptions: options,
    });
    await this.connection.sendNotification('initialized', {});
    return result;
  }

  open(uri: string, text: string): Promise<void> {
    this.#versions.set(uri, 1);
    return this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'go', version: 1, text },
    });
  }

  /** Replaces a range; with no range, the whole text. */
  change(uri: string, text: string, range?: Range): Promise<void> {
    const version = (this.#versions.get(uri) ?? 0) + 1;
    this.#versions.set(uri, version);
    return this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [range ? { range, text } : { text }],
    });
  }

  save(uri: string): Promise<void> {
    return this.connection.sendNotification('textDocument/didSave', { textDocument: { uri } });
  }

  close(uri: string): Promise<void> {
    return this.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }

  hints(uri: string, range: Range = WHOLE_FILE): Promise<InlayHint[]> {
    return this.connection.sendRequest('textDocument/inlayHint', {
      textDocument: { uri },
      range,
    });
  }

  /** Asks for what is only said once the compiler is done with a document's package, or after some seconds. */
  async settle(uri: string): Promise<void> {
    const position = { line: 0, character: 0 };
    await this.connection.sendRequest(METHODS.escapeFlow, { uri, position });
  }

  resolveHint(hint: InlayHint): Promise<InlayHint> {
    return this.connection.sendRequest('inlayHint/resolve', hint);
  }

  hover(uri: string, line: number, character: number): Promise<Hover | null> {
    return this.connection.sendRequest('textDocument/hover', {
      textDocument: { uri },
      position: { line, character },
    });
  }

  /** At a place; `triggerKind` is 2 where nobody has asked for them. */
  codeActions(
    uri: string,
    position: Position,
    context: Partial<CodeActionContext> = {},
  ): Promise<CodeAction[]> {
    return this.connection.sendRequest('textDocument/codeAction', {
      textDocument: { uri },
      range: { start: position, end: position },
      context: { diagnostics: [], ...context },
    });
  }

  resolveAction(action: CodeAction): Promise<CodeAction> {
    return this.connection.sendRequest('codeAction/resolve', action);
  }

  async stop(): Promise<void> {
    await this.connection.sendRequest('shutdown');
    this.connection.dispose();
  }
}

/** The hints as `line: label`, 1-based, for comparisons that a person can read. */
export function hintLines(hints: readonly InlayHint[]): string[] {
  return hints.map(
    ({ position, label }) => `${position.line + 1}: ${typeof label === 'string' ? label : ''}`,
  );
}
