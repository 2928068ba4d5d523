import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { InlayHint } from 'vscode-languageserver/node';
import { type InitializationOptions, SERVER_NODE_ARGUMENTS } from '../server/src/protocol.ts';
import { Unavailable } from './commands.ts';
import type { Keystroke, Typist } from './edits.ts';
import { pause, ServerProcess, type ServerRequest, type TextChange } from './serverProcess.ts';
import { type Memory, memoryOf, reportArguments } from './serverMemory.ts';
import { readSources, ROOT } from './subjects.ts';

const SERVER = join(ROOT, 'dist/server.js');
const FIRST_VERDICTS_MS = 300_000;
const LONGEST_ANSWER_MS = 20_000;
/** An editor asks for the lines that it shows and some more. */
const LINES_AROUND = 40;
const BETWEEN_PROBES_MS = 2;

export interface Answer {
  readonly elapsedMs: number;
  /** Whether the hints are those of the text after the keystroke. */
  readonly isRight: boolean;
  /** How often we had to ask until they were; an editor asks again when it is told to refresh. */
  readonly countRequests: number;
}

/** The same, and how long it took until they were the compiler's; no number if that was too long. */
export interface CompiledAnswer extends Answer {
  readonly compiledMs: number;
}

/** Our bundled language server with a package's files open, its keystrokes not saved. */
export class OurServer {
  readonly #server: ServerProcess;
  readonly #folder: string;

  private constructor(server: ServerProcess, folder: string) {
    this.#server = server;
    this.#folder = folder;
  }

  /**
   * Starts it, opens the files and waits for the verdicts; meanwhile something else is asked for, over
   * and over.
   */
  static async start(
    folder: string,
    typist: Typist,
    initializationOptions: InitializationOptions = { isTrusted: true },
  ): Promise<{ server: OurServer; firstVerdictsMs: number; waitsMs: readonly number[] }> {
    if (!existsSync(SERVER)) {
      throw new Unavailable('dist/server.js is not built');
    }
    const request: ServerRequest = {
      command: process.execPath,
      args: [...(await reportArguments()), ...SERVER_NODE_ARGUMENTS, SERVER, '--stdio'],
      cwd: folder,
      initialize: {
        workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'bench' }],
        capabilities: {
          workspace: { configuration: true, inlayHint: { refreshSupport: true } },
          textDocument: { inlayHint: { resolveSupport: { properties: ['tooltip'] } } },
        },
        initializationOptions,
      },
    };
    const server = new OurServer(ServerProcess.start(request), folder);
    try {
      await server.#server.initialize(request);
      const start = performance.now();
      for (const name of typist.fileNames) {
        await server.#server.open(server.#uriOf(name), typist.textOf(name));
      }
      const probes = server.#probe();
      for (const name of typist.fileNames) {
        await server.#verdictsOn(name, typist.anchorLines(name));
      }
      const firstVerdictsMs = performance.now() - start;
      return { server, firstVerdictsMs, waitsMs: await probes.end() };
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /** Sends a keystroke, asks for hints as an editor does, and takes the time until they are right. */
  type(keystroke: Keystroke): Promise<Answer> {
    const { file, line } = keystroke;
    return this.#answerTo(file, keystroke, line + LINES_AROUND, (hints) => shows(hints, keystroke));
  }

  /** The same, and waits on for the compiler's verdicts, asking again whenever the server says so. */
  async typeCompiled(keystroke: Keystroke): Promise<CompiledAnswer> {
    const start = performance.now();
    const answer = await this.type(keystroke);
    for (;;) {
      const refreshed = this.#server.refreshed();
      const { line, anchorLine } = keystroke;
      const hints = await this.#hints(this.#uriOf(keystroke.file), anchorLine, line + 1);
      const elapsedMs = performance.now() - start;
      const isCompiled = shows(hints, keystroke) && hints.every(isCompilers);
      if (isCompiled || elapsedMs > LONGEST_ANSWER_MS) {
        return { ...answer, compiledMs: isCompiled ? elapsedMs : NaN };
      }
      await Promise.race([refreshed, pause(LONGEST_ANSWER_MS)]);
    }
  }

  /** Puts a function that fits on one line, and allocates, on a line of its own, and takes the time until it has a hint. */
  declare(name: string, line: number, text: string): Promise<Answer> {
    const change = { line, start: 0, end: 0, inserted: `${text}\n` };
    return this.#answerTo(name, change, line + 1, (hints) => isMarked(hints, line));
  }

  async #answerTo(
    name: string,
    change: TextChange,
    endLine: number,
    areRight: (hints: readonly InlayHint[]) => boolean,
  ): Promise<Answer> {
    const uri = this.#uriOf(name);
    const start = performance.now();
    this.#server.type(uri, change);
    for (let countRequests = 1; ; countRequests++) {
      const hints = await this.#hints(uri, Math.max(0, change.line - LINES_AROUND), endLine);
      const elapsedMs = performance.now() - start;
      const isRight = areRight(hints);
      if (isRight || elapsedMs > LONGEST_ANSWER_MS) {
        return { elapsedMs, isRight, countRequests };
      }
      await pause(5);
    }
  }

  /** Opens files as they are on the disk, and takes the time until there are the hints of all of them. */
  async openAll(names: readonly string[]): Promise<number> {
    for (const { name, text } of await readSources(this.#folder, names)) {
      await this.#server.open(this.#uriOf(name), text);
    }
    const start = performance.now();
    for (const name of names) {
      await this.#hints(this.#uriOf(name), 0, 1_000_000);
    }
    return performance.now() - start;
  }

  memory(): Promise<Memory | undefined> {
    return memoryOf(this.#server.pid);
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  /** Asks for what the server does not know: it says so as soon as it gets to it. */
  #probe(): { end(): Promise<readonly number[]> } {
    const waitsMs: number[] = [];
    const stopped = new AbortController();
    const probing = (async () => {
      while (!stopped.signal.aborted) {
        const start = performance.now();
        await this.#server.connection.sendRequest('bench/probe').catch(() => undefined);
        waitsMs.push(performance.now() - start);
        await pause(BETWEEN_PROBES_MS);
      }
      return waitsMs;
    })();
    return {
      end: () => {
        stopped.abort();
        return probing;
      },
    };
  }

  async #verdictsOn(name: string, lines: readonly number[]): Promise<void> {
    const deadline = performance.now() + FIRST_VERDICTS_MS;
    for (;;) {
      const hints = await this.#hints(this.#uriOf(name), 0, 1_000_000);
      if (lines.every((line) => isMarked(hints, line))) {
        return;
      }
      if (performance.now() > deadline) {
        throw new Error(`no verdicts on ${name}`);
      }
      await pause(20);
    }
  }

  #hints(uri: string, startLine: number, endLine: number): Promise<InlayHint[]> {
    return this.#server.connection.sendRequest('textDocument/inlayHint', {
      textDocument: { uri },
      range: { start: { line: startLine, character: 0 }, end: { line: endLine, character: 0 } },
    });
  }

  #uriOf(name: string): string {
    return pathToFileURL(join(this.#folder, name)).href;
  }
}

function shows(hints: readonly InlayHint[], keystroke: Keystroke): boolean {
  return (
    isMarked(hints, keystroke.anchorLine) &&
    isMarked(hints, keystroke.line) === (keystroke.verdict === 'heap')
  );
}

function isCompilers({ data }: InlayHint): boolean {
  const { tier, isCurrent } = data as { readonly tier?: string; readonly isCurrent: boolean };
  return tier === 'compiler' && isCurrent;
}

function isMarked(hints: readonly InlayHint[], line: number): boolean {
  return hints.some(({ position }) => position.line === line);
}
