import { spawn, type ChildProcess } from 'node:child_process';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type InitializeParams,
  type ProtocolConnection,
} from 'vscode-languageserver/node';
import type { Keystroke } from './edits.ts';

/** Replaces a part of a line. */
export type TextChange = Pick<Keystroke, 'line' | 'start' | 'end' | 'inserted'>;

export interface ServerRequest {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly initialize: Pick<
    InitializeParams,
    'workspaceFolders' | 'capabilities' | 'initializationOptions'
  >;
}

const STOP_GRACE_MS = 10_000;

/** A language server as a process of its own, spoken to as an editor speaks to it. */
export class ServerProcess {
  readonly connection: ProtocolConnection;
  readonly #child: ChildProcess;
  readonly #versions = new Map<string, number>();
  /** Who waits for hints to be asked for again. */
  readonly #refreshing: (() => void)[] = [];
  readonly #killAtExit: () => void;

  private constructor(child: ChildProcess, connection: ProtocolConnection) {
    this.#child = child;
    this.connection = connection;
    this.#killAtExit = () => {
      child.kill('SIGKILL');
    };
    process.on('exit', this.#killAtExit);
    connection.onRequest('workspace/inlayHint/refresh', () => {
      this.#refreshing.splice(0).forEach((tell) => {
        tell();
      });
      return null;
    });
  }

  /** Starts the process; listeners belong on the connection before `initialize`. */
  static start({ command, args, cwd }: ServerRequest): ServerProcess {
    const child = spawn(command, args, { cwd, stdio: ['pipe', 'pipe', 'ignore'] });
    const connection = createProtocolConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    // What is asked of a server that has died is never answered: say so instead.
    const giveUp = () => {
      connection.dispose();
    };
    child.on('error', giveUp);
    connection.onClose(giveUp);
    // No settings: each server runs with its defaults.
    connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) =>
      items.map(() => null),
    );
    for (const method of [
      'client/registerCapability',
      'window/workDoneProgress/create',
      'workspace/codeLens/refresh',
      'workspace/semanticTokens/refresh',
      'workspace/diagnostic/refresh',
    ]) {
      connection.onRequest(method, () => null);
    }
    return new ServerProcess(child, connection);
  }

  /** The next time that the server wants to be asked for hints again. */
  refreshed(): Promise<void> {
    return new Promise((resolve) => {
      this.#refreshing.push(resolve);
    });
  }

  async initialize(request: ServerRequest): Promise<void> {
    this.connection.listen();
    await this.connection.sendRequest('initialize', {
      ...request.initialize,
      processId: process.pid,
      rootUri: null,
    });
    await this.connection.sendNotification('initialized', {});
  }

  open(uri: string, text: string): Promise<void> {
    this.#versions.set(uri, 1);
    return this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'go', version: 1, text },
    });
  }

  /** Of the process; undefined if it could not be started. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Tells the server of a keystroke; answers the document's new version. */
  type(uri: string, { line, start, end, inserted }: TextChange): number {
    const version = (this.#versions.get(uri) ?? 0) + 1;
    this.#versions.set(uri, version);
    void this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [
        {
          range: { start: { line, character: start }, end: { line, character: end } },
          text: inserted,
        },
      ],
    });
    return version;
  }

  async stop(): Promise<void> {
    const exited = new Promise<void>((resolve) => {
      if (this.#child.exitCode !== null || this.#child.signalCode !== null) {
        resolve();
      } else {
        this.#child.once('exit', () => {
          resolve();
        });
      }
    });
    const kill = setTimeout(this.#killAtExit, STOP_GRACE_MS);
    try {
      await this.connection.sendRequest('shutdown');
      await this.connection.sendNotification('exit');
    } catch {
      this.#killAtExit();
    }
    await exited;
    clearTimeout(kill);
    process.off('exit', this.#killAtExit);
    this.connection.dispose();
  }
}

export function pause(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}
