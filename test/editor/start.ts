/**
 * `npm start [FOLDER]`: builds the extension and opens a real VS Code with it on FOLDER; if none is
 * named, on the samples with one of their files open. That is the desktop VS Code where there is one,
 * else (or with `-- --web`) the workbench from npm, for any browser of this machine, until Ctrl-C.
 */
import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ROOT } from './install.ts';
import { findOnPath, run } from './processes.ts';
import { QUIET_SETTINGS } from './settings.ts';
import { startWorkbench } from './workbench.ts';

/** The command line is wrong: told in one line, with an exit code of its own. */
class BadUse extends Error {}

const EXIT_BAD_USE = 2;

const SAMPLES = join(ROOT, 'samples');
/** The sample that the README begins with. */
const OPENED_SAMPLE = join(SAMPLES, 'escapes.go');

/** What is to be shown. */
interface Shown {
  /** A folder, or a `.code-workspace` file. */
  readonly folder: string;
  readonly openedFile?: string;
}

interface Arguments extends Shown {
  readonly wantsWeb: boolean;
}

function readArguments(args: readonly string[]): Arguments {
  const folders = args.filter((argument) => argument !== '--web');
  const unknown = folders.find((argument) => argument.startsWith('-'));
  if (unknown !== undefined || folders.length > 1) {
    throw new BadUse('usage: npm start -- [--web] [FOLDER]');
  }
  const wantsWeb = folders.length < args.length;
  if (folders[0] === undefined) {
    return { folder: SAMPLES, openedFile: OPENED_SAMPLE, wantsWeb };
  }
  const folder = resolve(folders[0]);
  if (!existsSync(folder)) {
    throw new BadUse(`There is no folder ${folder}.`);
  }
  if (!statSync(folder).isDirectory() && !folder.endsWith('.code-workspace')) {
    throw new BadUse(`${folder} is neither a folder nor a .code-workspace file.`);
  }
  return { folder, wantsWeb };
}

/** Opens a window of the desktop VS Code and returns once that is closed: false if it did not open. */
async function openDesktop(code: string, { folder, openedFile }: Shown): Promise<boolean> {
  // VS Code ends its waiting with the file, where there is one.
  const end = openedFile === undefined ? 'its window is' : 'its window or its first file is';
  console.log(`Opening ${folder} in VS Code. This ends when ${end} closed.`);
  const child = spawn(
    code,
    [
      '--new-window',
      '--wait',
      `--extensionDevelopmentPath=${ROOT}`,
      folder,
      ...(openedFile === undefined ? [] : [openedFile]),
    ],
    { stdio: 'inherit', shell: process.platform === 'win32' },
  );
  const exitCode = await new Promise<number | null>((resolvePromise, reject) => {
    child.once('error', reject);
    child.once('close', resolvePromise);
  });
  return exitCode === 0;
}

async function openWeb({ folder, openedFile }: Shown): Promise<void> {
  const workbench = await startWorkbench({
    folder,
    ...(openedFile === undefined ? {} : { openedFile }),
    extension: { development: ROOT },
    baseSettings: QUIET_SETTINGS,
    endsWhenIdle: false,
  });
  console.log(
    [
      '',
      `VS Code with Go Memory Insight is open on ${folder}`,
      '',
      `    ${workbench.url}`,
      '',
      'Open that address in a browser. Ctrl-C ends it.',
    ].join('\n'),
  );
  const exitCode = await workbench.exited;
  throw new Error(`The workbench ended with exit code ${exitCode}:\n${workbench.output()}`);
}

async function start(args: readonly string[]): Promise<void> {
  const { wantsWeb, ...shown } = readArguments(args);
  console.log('Building the extension.');
  await run(process.execPath, ['esbuild.mjs', '--development'], { cwd: ROOT });
  const code = wantsWeb ? undefined : findOnPath('code');
  if (code === undefined || !(await openDesktop(code, shown))) {
    await openWeb(shown);
  }
}

// Ctrl-C is the way to end this, not a failure; what was started ends with the process.
process.once('SIGINT', () => {
  process.exit(0);
});

try {
  await start(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(error instanceof BadUse ? EXIT_BAD_USE : 1);
}
