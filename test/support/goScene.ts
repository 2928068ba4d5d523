import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { InlayHint, Range } from 'vscode-languageserver/node';
import { gomem } from './gomem.ts';
import type { PackageStatus } from '../../server/src/protocol.ts';
import { GoToolchain } from '../../server/src/toolchain/goToolchain.ts';
import { LanguageServer } from './languageServer.ts';
import { MARK_VARIABLE, processesLeft } from './leftovers.ts';
import { serverRuntime } from './serverRuntime.ts';

const LONGEST_RUN_MS = 60_000;
/** The server answers with what it has if the compiler takes longer than this and a little more. */
const LONGEST_WAIT_MS = 1_400;

export interface CommandResult {
  readonly code: number;
  readonly rows: readonly CommandRow[];
  readonly errors: string;
}

/** The fields of a row of `gomem escapes --json` that the tests read. */
export interface CommandRow {
  readonly file: string;
  readonly line: number;
  readonly col: number;
  readonly kind: string;
  readonly what: string;
  readonly verdict: string;
  readonly detail: string;
  readonly tier: string;
  readonly confidence: string;
  readonly frequency: string | null;
  readonly inlined: boolean;
  readonly alloc: Readonly<Record<string, unknown>> | null;
  readonly noAllocBecause?: string;
  readonly why: readonly { readonly file: string; readonly line: number }[];
}

/**
 * A folder of Go files that the real toolchain is let loose on, through the command line and
 * through the language server. In the end nothing of it may be left: no process, no temporary file,
 * and no trace in the folder itself.
 */
export class GoScene {
  /** Where the files are. */
  readonly root: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly #base: string;
  readonly #mark = randomUUID();
  readonly #servers: LanguageServer[] = [];
  /** Where the toolchain writes what it needs for itself. */
  readonly temporary: string;
  readonly #formerTemporary = process.env.TMPDIR;
  #listing: readonly string[] = [];

  /** `name` is that of the root folder. */
  constructor(files: Readonly<Record<string, string>>, name = 'tree') {
    this.#base = realpathSync(mkdtempSync(join(tmpdir(), 'go-scene-')));
    this.root = join(this.#base, name);
    this.temporary = join(this.#base, 'temporary');
    mkdirSync(this.temporary);
    mkdirSync(this.root);
    // What the toolchain writes goes where it can be counted.
    process.env.TMPDIR = this.temporary;
    this.environment = {
      ...process.env,
      GOPROXY: 'off',
      GOFLAGS: '',
      GOTOOLCHAIN: 'local',
      [MARK_VARIABLE]: this.#mark,
    };
    this.write(files);
  }

  path(name: string): string {
    return join(this.root, name);
  }

  uri(name: string): string {
    return pathToFileURL(this.path(name)).href;
  }

  /** Writes files of the tree: what the user does, as opposed to us. */
  write(files: Readonly<Record<string, string>>, encoding: BufferEncoding = 'utf8'): void {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(this.path(name)), { recursive: true });
      writeFileSync(this.path(name), text, encoding);
    }
    this.treeChanged();
  }

  /** The tree as it is now is the user's doing. */
  treeChanged(): void {
    this.#listing = listTree(this.root);
  }

  /** Deletes all that the toolchain wrote, as something that keeps a machine tidy would. */
  sweepTemporary(): void {
    for (const name of readdirSync(this.temporary)) {
      rmSync(join(this.temporary, name), { recursive: true });
    }
  }

  /** Runs `gomem escapes --json` in a folder of the tree. */
  async escapes(args: readonly string[] = [], cwd = this.root): Promise<CommandResult> {
    const { code, output, errors } = await this.run(['escapes', '--json', ...args], cwd);
    const rows = output
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as CommandRow);
    return { code, rows, errors };
  }

  /** Runs `gomem` in a folder of the tree. */
  async run(
    args: readonly string[],
    cwd = this.root,
  ): Promise<{ readonly code: number; readonly output: string; readonly errors: string }> {
    const { code, out, error } = await gomem(args, { cwd, environment: this.environment });
    return { code, output: out, errors: error };
  }

  async startServer(settings: Record<string, unknown> = {}): Promise<LanguageServer> {
    const server = new LanguageServer(
      serverRuntime((goPath) => new GoToolchain(goPath, this.environment)),
    );
    this.#servers.push(server);
    // What is asked is what the compiler said, small or not.
    server.settings = { inlayHints: { minimumInlinedObjects: 1 }, ...settings };
    await server.start();
    return server;
  }

  async stopServers(): Promise<void> {
    for (const server of this.#servers.splice(0)) {
      await server.stop();
    }
  }

  /** Stops the servers, and says what is left that should not be. */
  async close(): Promise<void> {
    try {
      await this.stopServers();
      assert.deepEqual(await processesLeft(this.#mark), [], 'processes left');
      assert.deepEqual(readdirSync(this.temporary), [], 'temporary files left');
      assert.deepEqual(listTree(this.root), this.#listing, 'the tree was written to');
    } finally {
      if (this.#formerTemporary === undefined) {
        delete process.env.TMPDIR;
      } else {
        process.env.TMPDIR = this.#formerTemporary;
      }
      await rm(this.#base, { recursive: true, force: true });
    }
  }
}

/** The hints of a document once the compiler is done with its package, and how that stands. */
export async function settledHints(
  server: LanguageServer,
  uri: string,
  range?: Range,
): Promise<{ readonly hints: readonly InlayHint[]; readonly status: PackageStatus }> {
  const directory = uri.slice(0, uri.lastIndexOf('/'));
  const deadline = performance.now() + LONGEST_RUN_MS;
  for (;;) {
    const start = performance.now();
    await server.settle(uri);
    const isAnswer = performance.now() - start < LONGEST_WAIT_MS;
    const hints = await server.hints(uri, range);
    const status = server.statuses.findLast((each) => each.directory === directory);
    if (isAnswer && status && status.state !== 'running') {
      return { hints, status };
    }
    if (performance.now() > deadline) {
      throw new Error(`no state of ${uri}: ${status?.state ?? 'none'}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Every file and folder below, with what would tell that it was written to. */
function listTree(root: string): string[] {
  const lines: string[] = [];
  const visit = (folder: string, prefix: string) => {
    for (const name of readdirSync(folder).sort()) {
      const path = join(folder, name);
      const entry = lstatSync(path);
      lines.push(`${prefix}${name} ${entry.mode.toString(8)} ${entry.size} ${entry.mtimeMs}`);
      if (entry.isDirectory()) {
        visit(path, `${prefix}${name}/`);
      }
    }
  };
  if (lstatSync(root, { throwIfNoEntry: false })) {
    visit(root, '');
  }
  return lines;
}
