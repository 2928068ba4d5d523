/**
 * The types tier: from an edit to a hover that knows of it, with our server and with gopls, and what
 * memory ours has come to. No compiler runs for us: the folder is not trusted.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Hover } from 'vscode-languageserver/node';
import { type InitializationOptions, SERVER_NODE_ARGUMENTS } from '../server/src/protocol.ts';
import { Unavailable } from './commands.ts';
import { functionStarts, spread } from './edits.ts';
import { barAtMost, figureOf, p95Of, type Figure, type Part, type Row } from './figures.ts';
import { GOPLS_VERSION, installGopls } from './peers/gopls.ts';
import { type Memory, memoryOf, memoryRows, reportArguments } from './serverMemory.ts';
import { pause, ServerProcess, type ServerRequest } from './serverProcess.ts';
import { copyModule, goEnvironment, ROOT } from './subjects.ts';

const COUNT_EDITS = 400;
/** Fewer, as it takes longer. */
const COUNT_GOPLS_EDITS = 60;
const COUNT_WARM_UPS = 10;
const COUNT_FUNCTIONS = 20;
/** As between two keystrokes of somebody who types fast. */
const PAUSE_MS = 40;
const LONGEST_ANSWER_MS = 60_000;

const MOST_GIN_MS = 10;
const MOST_HTTP_MS = 30;
const MOST_OPENING_MS = 8000;
const MOST_MEGABYTES = 400;

const BEFORE_DIGITS = '\tvar gomemBench [1';
const AFTER_DIGITS = ']byte; _ = gomemBench';
const DIGITS = 4;
const NAME_AT = BEFORE_DIGITS.indexOf('gomemBench');

/** Edits in package gin, and opening it with nothing read before. */
export async function measureGinHovers(): Promise<readonly Part[]> {
  const { forServers, version } = await copyModule('github.com/gin-gonic/gin');
  const { parts, openingMs } = await measure({
    title: `gin ${version}`,
    folder: forServers,
    file: 'context.go',
    mostMs: MOST_GIN_MS,
  });
  return [
    ...parts,
    {
      title: 'Opening gin, up to its first hover, nothing cached',
      rows: [figureOf('Go Memory Insight', [openingMs])],
      bars: [barAtMost('opening in ms', openingMs, MOST_OPENING_MS)],
    },
  ];
}

/** Edits in net/http, and the memory that the server has taken after them. */
export async function measureHttpHovers(): Promise<readonly Part[]> {
  const { parts, memory } = await measure({
    title: 'net/http',
    folder: join(await goEnvironment('GOROOT'), 'src/net/http'),
    file: 'h2_bundle.go',
    mostMs: MOST_HTTP_MS,
  });
  return [
    ...parts,
    {
      title: `Memory of our server on net/http after ${COUNT_EDITS} edits`,
      rows: memoryRows(memory),
      bars: [
        barAtMost('highest resident set in MB', memory && memory.peakBytes / 1e6, MOST_MEGABYTES),
      ],
    },
  ];
}

interface Subject {
  readonly title: string;
  readonly folder: string;
  /** The largest of its files. */
  readonly file: string;
  readonly mostMs: number;
}

async function measure({ title, folder, file, mostMs }: Subject) {
  const text = await readFile(join(folder, file), 'utf8');
  const ours = await HoverServer.ours(folder, new SizedVariables(file, text));
  let oursRow: Row;
  let memory: Memory | undefined;
  try {
    oursRow = await editing('Go Memory Insight', ours, COUNT_EDITS);
    memory = await ours.memory();
  } finally {
    await ours.stop();
  }
  const goplsRow = await goplsEditing(folder, new SizedVariables(file, text));
  const countWrong = (oursRow as Partial<Figure>).countWrong;
  const part: Part = {
    title: `Edit in ${file} of ${title} to a hover that knows of it`,
    rows: [oursRow, goplsRow],
    bars: [
      barAtMost('our p95 in ms', p95Of(oursRow), mostMs),
      barAtMost('wrong answers of ours', countWrong, 0),
    ],
  };
  return { parts: [part], openingMs: ours.openingMs, memory };
}

async function goplsEditing(folder: string, variables: SizedVariables): Promise<Row> {
  const subject = `gopls ${GOPLS_VERSION.slice(1)}`;
  try {
    const gopls = await HoverServer.gopls(folder, variables);
    try {
      return await editing(subject, gopls, COUNT_GOPLS_EDITS);
    } finally {
      await gopls.stop();
    }
  } catch (error) {
    const isKnown = error instanceof Unavailable;
    console.error(isKnown ? error.detail : error);
    return { type: 'skipped', subject, reason: isKnown ? error.message : 'it did not start' };
  }
}

async function editing(subject: string, server: HoverServer, count: number): Promise<Row> {
  const times: number[] = [];
  let countWrong = 0;
  for (let edit = -COUNT_WARM_UPS; edit < count; edit++) {
    await pause(PAUSE_MS);
    const { elapsedMs, isRight } = await server.edit();
    if (edit >= 0) {
      times.push(elapsedMs);
      countWrong += isRight ? 0 : 1;
    }
  }
  return figureOf(subject, times, { countWrong });
}

/** A file with an array in functions all over it, whose length changes with each edit. */
class SizedVariables {
  readonly file: string;
  readonly text: string;
  readonly #lines: readonly number[];
  #countEdits = 0;

  constructor(file: string, text: string) {
    this.file = file;
    const lines = text.split('\n');
    const starts = spread(functionStarts(lines), COUNT_FUNCTIONS);
    // The functions above move a line down.
    this.#lines = starts.map((start, index) => start + 1 + index);
    for (const line of this.#lines) {
      lines.splice(line, 0, `${BEFORE_DIGITS}${'0'.repeat(DIGITS)}${AFTER_DIGITS}`);
    }
    this.text = lines.join('\n');
  }

  /** The first function at its middle, so that the edits do not begin at either end of the file. */
  next(): { readonly line: number; readonly digits: string } {
    const count = this.#countEdits++;
    const line = this.#lines[(count + (this.#lines.length >> 1)) % this.#lines.length] ?? 0;
    return { line, digits: String(count + 1).padStart(DIGITS, '0') };
  }
}

/** A language server that is asked how large a variable is. */
class HoverServer {
  readonly #server: ServerProcess;
  readonly #uri: string;
  readonly #variables: SizedVariables;
  readonly #tells: (text: string, sizeText: string) => boolean;
  /** From the start of the process to the first right hover. */
  openingMs = 0;

  private constructor(
    server: ServerProcess,
    folder: string,
    variables: SizedVariables,
    tells: (text: string, size: string) => boolean,
  ) {
    this.#server = server;
    this.#uri = pathToFileURL(join(folder, variables.file)).href;
    this.#variables = variables;
    this.#tells = tells;
  }

  static async ours(folder: string, variables: SizedVariables): Promise<HoverServer> {
    const server = join(ROOT, 'dist/server.js');
    if (!existsSync(server)) {
      throw new Unavailable('dist/server.js is not built');
    }
    const initializationOptions: InitializationOptions = { isTrusted: false };
    return HoverServer.#start(
      {
        command: process.execPath,
        args: [...(await reportArguments()), ...SERVER_NODE_ARGUMENTS, server, '--stdio'],
        cwd: folder,
        initialize: {
          workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'bench' }],
          capabilities: { workspace: { configuration: true } },
          initializationOptions,
        },
      },
      folder,
      variables,
      (text, size) => text.includes(`**${size} B**`),
    );
  }

  static async gopls(folder: string, variables: SizedVariables): Promise<HoverServer> {
    return HoverServer.#start(
      {
        command: await installGopls(),
        args: ['serve'],
        cwd: folder,
        initialize: {
          workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'bench' }],
          capabilities: {
            workspace: { configuration: true, workspaceFolders: true },
            textDocument: { hover: { contentFormat: ['markdown'] } },
          },
        },
      },
      folder,
      variables,
      (text, size) => text.includes(`[${size}]byte`),
    );
  }

  static async #start(
    request: ServerRequest,
    folder: string,
    variables: SizedVariables,
    tells: (text: string, size: string) => boolean,
  ): Promise<HoverServer> {
    const start = performance.now();
    const server = new HoverServer(ServerProcess.start(request), folder, variables, tells);
    try {
      await server.#server.initialize(request);
      await server.#server.open(server.#uri, variables.text);
      const { isRight } = await server.edit();
      if (!isRight) {
        throw new Error(`no hover in ${variables.file}`);
      }
      server.openingMs = performance.now() - start;
      return server;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /** Changes the length of an array, and takes the time until a hover has the new one. */
  async edit(): Promise<{ readonly elapsedMs: number; readonly isRight: boolean }> {
    const { line, digits } = this.#variables.next();
    const first = BEFORE_DIGITS.length;
    const start = performance.now();
    this.#server.type(this.#uri, { line, start: first, end: first + DIGITS, inserted: digits });
    const hover = await Promise.race([
      this.#server.connection.sendRequest<Hover | null>('textDocument/hover', {
        textDocument: { uri: this.#uri },
        position: { line, character: NAME_AT },
      }),
      pause(LONGEST_ANSWER_MS).then(() => null),
    ]);
    const elapsedMs = performance.now() - start;
    return { elapsedMs, isRight: this.#tells(textOf(hover), `1${digits}`) };
  }

  memory(): Promise<Memory | undefined> {
    return memoryOf(this.#server.pid);
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }
}

function textOf(hover: Hover | null): string {
  const contents = hover?.contents;
  return typeof contents === 'object' && 'value' in contents ? contents.value : '';
}
