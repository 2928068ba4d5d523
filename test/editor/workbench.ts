/**
 * Starts a real VS Code workbench, with its real Node extension host, that serves one folder to
 * browsers of this machine. It has no password, so whoever can log in to this machine can use it
 * while it runs.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installEditor, type Editor } from './install.ts';
import {
  removeAtExit,
  removeFolder,
  run,
  startGroup,
  type EnvironmentChanges,
  type ProcessGroup,
} from './processes.ts';
import { STEADY_SETTINGS, type Settings } from './settings.ts';

/** The extension under test: its folder as developers run it, or a package as users install it. */
export type ExtensionSource = { readonly development: string } | { readonly vsix: string };

export interface WorkbenchOptions {
  /** A folder, or a `.code-workspace` file. */
  readonly folder: string;
  /** A file that the address opens beside the folder. */
  readonly openedFile?: string;
  readonly extension?: ExtensionSource;
  /** What the user's settings start from; {@link STEADY_SETTINGS} unless given. */
  readonly baseSettings?: Settings;
  /** Override those above. */
  readonly settings?: Settings;
  /** `asked` starts in restricted mode with the question on the screen; `granted` (the default) never asks. */
  readonly trust?: 'granted' | 'asked';
  /** The environment that extensions see, as changes to ours: `{ PATH: '/usr/bin' }` for one without Go. */
  readonly env?: EnvironmentChanges;
  /** An in-host suite: a JavaScript file that exports `run()`; the extension host ends when that settles. */
  readonly suiteFile?: string;
  /** Whether the server ends by itself when nobody looks at it for some minutes; true unless given. */
  readonly endsWhenIdle?: boolean;
}

/** A running workbench. */
export interface Workbench {
  readonly editor: Editor;
  /** The address that shows the folder, and the file that is to be open, with the extension. */
  readonly url: string;
  /** User data, logs (`logs/`) and extensions; deleted by {@link Workbench.dispose}. */
  readonly dataFolder: string;
  /** What the server printed so far, for messages about failures. */
  readonly output: () => string;
  /** Settles when the server ends, by itself or not. */
  readonly exited: Promise<number>;
  dispose(): Promise<void>;
}

const HOST = '127.0.0.1';
const START_MS = 60_000;
/** Should we be killed without a chance to end it, the server ends itself soon after. */
const IDLE_SECONDS = 300;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, HOST, listening));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (address === null || typeof address === 'string') {
    throw new Error('This machine gives no free port.');
  }
  return address.port;
}

function createDataFolder(settings: Settings): string {
  const dataFolder = mkdtempSync(join(tmpdir(), 'gomem-editor-'));
  removeAtExit(dataFolder);
  mkdirSync(join(dataFolder, 'User'));
  mkdirSync(join(dataFolder, 'extensions'));
  writeFileSync(join(dataFolder, 'User', 'settings.json'), JSON.stringify(settings, undefined, 2));
  return dataFolder;
}

/** Everything the server writes goes below the data folder, its sockets included. */
function serverEnvironment(dataFolder: string, changes: EnvironmentChanges): EnvironmentChanges {
  return {
    XDG_DATA_HOME: join(dataFolder, 'share'),
    XDG_RUNTIME_DIR: dataFolder,
    // No marketplace: nothing that runs here should depend on what is newest today.
    EXTENSIONS_GALLERY: JSON.stringify({ serviceUrl: '' }),
    // A terminal of VS Code hands these down; they would make this server talk to that window.
    VSCODE_IPC_HOOK_CLI: undefined,
    VSCODE_CWD: undefined,
    ELECTRON_RUN_AS_NODE: undefined,
    ...changes,
  };
}

function storageArguments(editor: Editor, dataFolder: string): string[] {
  return [
    editor.serverFile,
    ...['--config', join(dataFolder, 'config.yaml')],
    ...['--user-data-dir', dataFolder],
    ...['--extensions-dir', join(dataFolder, 'extensions')],
  ];
}

function serverArguments(options: WorkbenchOptions, port: number): string[] {
  return [
    ...['--auth', 'none'],
    ...['--bind-addr', `${HOST}:${port}`],
    ...(options.endsWhenIdle === false ? [] : ['--idle-timeout-seconds', String(IDLE_SECONDS)]),
    '--disable-telemetry',
    '--disable-update-check',
    '--disable-getting-started-override',
    ...(options.trust === 'asked' ? [] : ['--disable-workspace-trust']),
    // Lets the address name a suite; but then the editor shows no notifications and asks nothing.
    ...(options.suiteFile === undefined ? [] : ['--vscode-option', 'enable-smoke-test-driver']),
    // Extensions see the environment of this process, not that of a login shell.
    ...['--vscode-option', 'force-disable-user-env'],
  ];
}

/**
 * Lists the folder among the installed extensions, in the place where it is. The other way to run an
 * extension in development needs the switch for smoke tests, which hides notifications.
 */
function listInstalled(dataFolder: string, folder: string): void {
  const manifestFile = join(folder, 'package.json');
  const { publisher, name, version } = JSON.parse(readFileSync(manifestFile, 'utf8')) as Record<
    'publisher' | 'name' | 'version',
    string
  >;
  const entry = {
    identifier: { id: `${publisher}.${name}` },
    version,
    location: { $mid: 1, path: pathToFileURL(folder).pathname, scheme: 'file' },
    metadata: { installedTimestamp: 0, pinned: true, source: 'vsix' },
  };
  writeFileSync(join(dataFolder, 'extensions', 'extensions.json'), JSON.stringify([entry]));
}

function workbenchUrl(options: WorkbenchOptions, port: number): string {
  const remote = (file: string): string =>
    `vscode-remote://${HOST}:${port}${pathToFileURL(resolve(file)).pathname}`;
  const payload: [string, string][] = [];
  if (options.openedFile !== undefined) {
    payload.push(['openFile', remote(options.openedFile)]);
  }
  if (options.suiteFile !== undefined) {
    payload.push(['extensionTestsPath', remote(options.suiteFile)]);
    if (options.extension !== undefined && 'development' in options.extension) {
      payload.push(['extensionDevelopmentPath', remote(options.extension.development)]);
    }
  }
  const query = new URLSearchParams({
    [statSync(options.folder).isFile() ? 'workspace' : 'folder']: resolve(options.folder),
  });
  if (payload.length > 0) {
    query.set('payload', JSON.stringify(payload));
  }
  return `http://${HOST}:${port}/?${query.toString()}`;
}

async function waitUntilServing(url: string, server: ProcessGroup): Promise<void> {
  const ended = server.exited.then(
    (code) => `ended with exit code ${code}`,
    (error: unknown) => `did not start: ${String(error)}`,
  );
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline) {
    const answer = await Promise.race([
      ended,
      fetch(url).then(
        (response) => response.ok,
        () => false,
      ),
    ]);
    if (typeof answer === 'string') {
      throw new Error(`The workbench server ${answer}:\n${server.output()}`);
    }
    if (answer) {
      return;
    }
    await new Promise((resume) => setTimeout(resume, 100));
  }
  throw new Error(
    `The workbench server did not answer within ${START_MS / 1000} s:\n${server.output()}`,
  );
}

/** Starts a workbench on `options.folder` and returns once it answers. */
export async function startWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  if (!existsSync(options.folder)) {
    throw new Error(`${options.folder} does not exist.`);
  }
  const editor = await installEditor();
  const port = await freePort();
  const dataFolder = createDataFolder({
    ...(options.baseSettings ?? STEADY_SETTINGS),
    'security.workspace.trust.startupPrompt': 'always',
    ...options.settings,
  });
  const env = serverEnvironment(dataFolder, options.env ?? {});
  const storage = storageArguments(editor, dataFolder);
  const { extension } = options;
  if (extension !== undefined && 'vsix' in extension) {
    const vsix = resolve(extension.vsix);
    await run(editor.nodeFile, [...storage, '--install-extension', vsix, '--force'], { env });
  } else if (extension !== undefined && options.suiteFile === undefined) {
    listInstalled(dataFolder, resolve(extension.development));
  }
  const server = startGroup(
    editor.nodeFile,
    [...storage, ...serverArguments(options, port), resolve(options.folder)],
    { env, cwd: dataFolder },
  );
  const dispose = async (): Promise<void> => {
    await server.dispose();
    removeFolder(dataFolder);
  };
  const url = workbenchUrl(options, port);
  try {
    await waitUntilServing(url, server);
  } catch (error) {
    await dispose();
    throw error;
  }
  return { editor, url, dataFolder, output: server.output, exited: server.exited, dispose };
}
