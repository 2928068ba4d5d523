import { dirname } from 'node:path';
import {
  Uri,
  commands,
  l10n,
  window,
  workspace,
  type ExtensionContext,
  type OutputChannel,
} from 'vscode';
import { CaptureCancelled } from '../../../server/src/capture/captureError.ts';
import { testProfileName } from '../../../server/src/capture/captureNames.ts';
import {
  profileTest,
  type TestFunction,
  type TestProfile,
} from '../../../server/src/capture/goTest.ts';
import { buildFlagsIn, goCommandOf } from '../goBuild.ts';
import type { ProfileEditors } from '../profiles/profileEditor.ts';
import { localize } from '../localize.ts';
import { captureFile } from './captureFile.ts';
import { withCancel } from './progress.ts';

/** Runs tests with profiles or traces, one at a time, and opens these. */
export class TestProfiler {
  readonly #context: ExtensionContext;
  readonly #profiles: ProfileEditors;
  readonly #output: OutputChannel;
  #isRunning = false;

  constructor(context: ExtensionContext, profiles: ProfileEditors, output: OutputChannel) {
    this.#context = context;
    this.#profiles = profiles;
    this.#output = output;
  }

  async run(document: Uri, test: TestFunction, what: TestProfile): Promise<void> {
    if (!workspace.isTrusted) {
      return;
    }
    if (this.#isRunning) {
      void window.showInformationMessage(l10n.t('Another test is being profiled.'));
      return;
    }
    this.#isRunning = true;
    try {
      // As for tasks: go test sees what is on the disk.
      await workspace.saveAll(false);
      const file = await this.#profile(document, test, what);
      if (file !== undefined) {
        await this.#open(Uri.file(file), test, what);
      }
    } finally {
      this.#isRunning = false;
    }
  }

  async #open(file: Uri, { name }: TestFunction, what: TestProfile): Promise<void> {
    if (what === 'trace') {
      await commands.executeCommand('goMemory.openTrace', file);
    } else {
      await this.#profiles.open(file, { root: name });
    }
  }

  /** The file, once it is there. */
  async #profile(
    document: Uri,
    test: TestFunction,
    what: TestProfile,
  ): Promise<string | undefined> {
    const name = testProfileName(test.name, what, new Date());
    const file = await captureFile(this.#context, name);
    const directory = dirname(document.fsPath);
    const output = this.#output;
    output.clear();
    return withCancel(l10n.t('Profiling {0}', test.name), async (signal, report) => {
      try {
        await profileTest({
          goCommand: goCommandOf(document),
          directory,
          test,
          what,
          flags: await buildFlagsIn(directory),
          environment: process.env,
          file,
          signal,
          localize,
          onOutput: (text) => {
            output.append(text);
            report(lastLineOf(text));
          },
        });
        return file;
      } catch (error) {
        if (!(error instanceof CaptureCancelled)) {
          output.show(true);
        }
        throw error;
      }
    });
  }
}

function lastLineOf(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
