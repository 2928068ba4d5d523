import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PublishDiagnosticsParams } from 'vscode-languageserver/node';
import { outputOf } from '../commands.ts';
import type { Keystroke, Typist } from '../edits.ts';
import { ServerProcess, type ServerRequest } from '../serverProcess.ts';
import { CACHE } from '../subjects.ts';

/** The newest that Go 1.26 builds. */
export const GOPLS_VERSION = 'v0.23.0';
const FIRST_DETAILS_MS = 180_000;
const LONGEST_ANSWER_MS = 60_000;
const DETAILS_SOURCE = 'optimizer details';

export interface DetailsAnswer {
  readonly elapsedMs: number;
  readonly isRight: boolean;
  /** Whether the file's details were taken away before the new ones came. */
  readonly wereGone: boolean;
}

type Listener = (published: PublishDiagnosticsParams) => void;

/** gopls with its compiler optimization details shown for one directory, all settings at default. */
export class Gopls {
  static readonly subject = `gopls ${GOPLS_VERSION.slice(1)}, optimization details`;
  readonly #server: ServerProcess;
  readonly #folder: string;
  #listener: Listener | undefined;

  private constructor(server: ServerProcess, folder: string) {
    this.#server = server;
    this.#folder = folder;
  }

  /** Starts it, opens the files, switches the details on and waits for them. */
  static async start(folder: string, typist: Typist): Promise<Gopls> {
    const request: ServerRequest = {
      command: await installGopls(),
      args: ['serve'],
      cwd: folder,
      initialize: {
        workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'bench' }],
        capabilities: {
          workspace: { configuration: true, workspaceFolders: true },
          textDocument: {
            publishDiagnostics: { relatedInformation: true, versionSupport: true },
          },
        },
      },
    };
    const gopls = new Gopls(ServerProcess.start(request), folder);
    try {
      await gopls.#begin(request, typist);
      return gopls;
    } catch (error) {
      await gopls.stop();
      throw error;
    }
  }

  async #begin(request: ServerRequest, typist: Typist): Promise<void> {
    this.#server.connection.onNotification(
      'textDocument/publishDiagnostics',
      (published: PublishDiagnosticsParams) => this.#listener?.(published),
    );
    await this.#server.initialize(request);
    const waiting = new Map(
      typist.fileNames.map((name) => [this.#uriOf(name), typist.anchorLines(name)]),
    );
    const details = this.#waitFor(FIRST_DETAILS_MS, ({ uri, diagnostics }) => {
      const lines = waiting.get(uri);
      if (lines?.every((line) => detailsOn({ diagnostics }, line).length > 0)) {
        waiting.delete(uri);
      }
      return waiting.size === 0;
    });
    for (const name of typist.fileNames) {
      await this.#server.open(this.#uriOf(name), typist.textOf(name));
    }
    const [first = ''] = typist.fileNames;
    await this.#server.connection.sendRequest('workspace/executeCommand', {
      command: 'gopls.gc_details',
      arguments: [this.#uriOf(first)],
    });
    if (!(await details)) {
      throw new Error('gopls shows no details');
    }
  }

  /**
   * Takes the time until the details of the new text are published. gopls publishes twice: at once
   * without any details, and when the compiler is done.
   */
  async type(keystroke: Keystroke): Promise<DetailsAnswer> {
    const uri = this.#uriOf(keystroke.file);
    let wereGone = false;
    const start = performance.now();
    const version = this.#server.type(uri, keystroke);
    const isRight = await this.#waitFor(LONGEST_ANSWER_MS, (published) => {
      if (published.uri !== uri || published.version !== version) {
        return false;
      }
      const isThere = detailsOn(published, keystroke.anchorLine).length > 0;
      wereGone ||= !isThere;
      return isThere && says(published, keystroke);
    });
    return { elapsedMs: performance.now() - start, isRight, wereGone };
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  #waitFor(
    longestMs: number,
    test: (published: PublishDiagnosticsParams) => boolean,
  ): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (isThere: boolean) => {
        clearTimeout(timer);
        this.#listener = undefined;
        resolve(isThere);
      };
      const timer = setTimeout(settle, longestMs, false);
      this.#listener = (published) => {
        if (test(published)) {
          settle(true);
        }
      };
    });
  }

  #uriOf(name: string): string {
    return pathToFileURL(join(this.#folder, name)).href;
  }
}

function detailsOn(
  { diagnostics }: Pick<PublishDiagnosticsParams, 'diagnostics'>,
  line: number,
): string[] {
  return diagnostics
    .filter(({ source, range }) => source === DETAILS_SOURCE && range.start.line === line)
    .map(({ message }) => (typeof message === 'string' ? message : message.value));
}

/** It speaks of what is on the heap only: the stack is said by saying nothing. */
function says(published: PublishDiagnosticsParams, keystroke: Keystroke): boolean {
  const texts = detailsOn(published, keystroke.line);
  return keystroke.verdict === 'heap'
    ? texts.some((text) => text.includes(`make([]byte, ${keystroke.length}) escapes to heap`))
    : !texts.some((text) => text.includes('escapes to heap'));
}

/** Builds it into our own folder, once. */
export async function installGopls(): Promise<string> {
  const folder = join(CACHE, 'bin', GOPLS_VERSION);
  const binary = join(folder, process.platform === 'win32' ? 'gopls.exe' : 'gopls');
  if (!existsSync(binary)) {
    console.error(`building gopls ${GOPLS_VERSION}, which is done once …`);
    await outputOf('building gopls', {
      command: 'go',
      args: ['install', `golang.org/x/tools/gopls@${GOPLS_VERSION}`],
      env: { GOBIN: folder },
    });
  }
  return binary;
}
