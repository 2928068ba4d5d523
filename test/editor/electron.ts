/**
 * Runs an in-host suite in a desktop VS Code that @vscode/test-electron downloads, for machines that
 * may download it. Everywhere else `suite.ts` runs the same suites.
 *
 * `node --import tsx test/editor/electron.ts ENTRY [FOLDER]`
 */
import { runTests } from '@vscode/test-electron';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ROOT } from './install.ts';
import { removeAtExit, removeFolder } from './processes.ts';
import { STEADY_SETTINGS } from './settings.ts';
import { bundleSuite } from './suite.ts';

/** Runs a suite on a folder in the desktop VS Code of that version; rejects where the suite fails. */
export async function runSuiteInElectron(
  entry: string,
  folder: string,
  version = 'stable',
): Promise<void> {
  const suite = await bundleSuite(entry);
  const dataFolder = mkdtempSync(join(tmpdir(), 'gomem-electron-'));
  removeAtExit(dataFolder);
  try {
    mkdirSync(join(dataFolder, 'User'));
    writeFileSync(
      join(dataFolder, 'User', 'settings.json'),
      JSON.stringify(STEADY_SETTINGS, undefined, 2),
    );
    await runTests({
      version,
      cachePath: join(ROOT, '.cache', 'electron'),
      extensionDevelopmentPath: ROOT,
      extensionTestsPath: suite.file,
      launchArgs: [
        resolve(folder),
        '--disable-extensions',
        '--disable-workspace-trust',
        `--user-data-dir=${dataFolder}`,
      ],
    });
  } finally {
    removeFolder(dataFolder);
    suite.dispose();
  }
}

if (process.argv[1] === import.meta.filename) {
  const [, , entry, folder] = process.argv;
  if (entry === undefined) {
    console.error('usage: electron.ts ENTRY [FOLDER]');
    process.exit(2);
  }
  await runSuiteInElectron(resolve(entry), folder ?? join(ROOT, 'samples'));
}
