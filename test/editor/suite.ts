/**
 * Runs an in-host suite: a module that exports `run()` and uses the real `vscode` API, inside the
 * Node extension host of a workbench. The electron launcher runs the same suites.
 */
import { build } from 'esbuild';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPage } from './browser.ts';
import { removeAtExit, removeFolder } from './processes.ts';
import { startWorkbench, type WorkbenchOptions } from './workbench.ts';

export interface SuiteOptions extends Omit<WorkbenchOptions, 'suiteFile'> {
  /** The suite's TypeScript entry. */
  readonly entry: string;
  readonly timeoutMs?: number;
}

/** How a suite ended. */
export interface SuiteResult {
  /** Whether `run()` resolved. */
  readonly passed: boolean;
  /** What the suite and the extensions printed. */
  readonly log: readonly string[];
}

const SUITE_MS = 300_000;
/** What the workbench puts before each line of the extension host on the console of its page. */
const LOG_PREFIX = /^%c\s*\w+ color: #\w+ /;

/** Makes one file of a suite, as the extension host loads it; `dispose` deletes it again. */
export async function bundleSuite(entry: string): Promise<{ file: string; dispose: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'gomem-suite-'));
  removeAtExit(folder);
  const file = join(folder, 'index.cjs');
  await build({
    entryPoints: [entry],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode'],
    sourcemap: 'inline',
    logLevel: 'silent',
  });
  return {
    file,
    dispose() {
      removeFolder(folder);
    },
  };
}

/** Runs a suite in a workbench of its own. */
export async function runSuite(options: SuiteOptions): Promise<SuiteResult> {
  const suite = await bundleSuite(options.entry);
  try {
    const workbench = await startWorkbench({ ...options, suiteFile: suite.file });
    try {
      const log: string[] = [];
      let exitCode: number | undefined;
      const window = await openPage(workbench, {}, async (page) => {
        page.on('console', (message) => log.push(message.text().replace(LOG_PREFIX, '')));
        // The workbench calls this when the extension host ends, which is when `run()` settles.
        await page.exposeFunction('codeAutomationExit', (code) => {
          exitCode = Number(code);
        });
      });
      try {
        await window.waitFor(
          'end of the suite',
          () => Promise.resolve({ exitCode, lastLines: log.slice(-20) }),
          (state) => state.exitCode !== undefined,
          options.timeoutMs ?? SUITE_MS,
        );
      } finally {
        await window.dispose();
      }
      return { passed: exitCode === 0, log };
    } finally {
      await workbench.dispose();
    }
  } finally {
    suite.dispose();
  }
}
