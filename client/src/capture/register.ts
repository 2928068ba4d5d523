import { Disposable, commands, l10n, window, type ExtensionContext, type Uri } from 'vscode';
import type { TestFunction, TestProfile } from '../../../server/src/capture/goTest.ts';
import type { ProfileEditors } from '../profiles/profileEditor.ts';
import { captureProfile } from './captureProfile.ts';
import { TestProfiler } from './profileTest.ts';
import { registerTestLenses } from './testLenses.ts';

/** Profiles of running programs, of tests and of benchmarks. */
export function registerCapture(context: ExtensionContext, profiles: ProfileEditors): Disposable {
  const output = window.createOutputChannel(l10n.t('Go Memory: Tests'));
  const tests = new TestProfiler(context, profiles, output);
  return Disposable.from(
    output,
    registerTestLenses(),
    commands.registerCommand('goMemory.captureProfile', () => captureProfile(context)),
    // Of lenses alone; it is not in the palette.
    commands.registerCommand(
      'goMemory.profileTest',
      (document: Uri, test: TestFunction, what: TestProfile) => tests.run(document, test, what),
    ),
  );
}
