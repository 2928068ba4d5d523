import { Disposable, commands, l10n, window, type ExtensionContext, type Uri } from 'vscode';
import type { TestFunction, TestProfile } from '../../../server/src/capture/goTest.ts';
import type { ProfileEditors } from '../profiles/profileEditor.ts';
import { captureProfile } from './captureProfile.ts';
import { pickSnapshots, showWhatGrows } from './leakReport.ts';
import { TestProfiler } from './profileTest.ts';
import { SnapshotSession } from './snapshotSession.ts';
import { registerTestLenses } from './testLenses.ts';

/** Profiles of running programs, once or as snapshots, of tests and of benchmarks. */
export function registerCapture(context: ExtensionContext, profiles: ProfileEditors): Disposable {
  const output = window.createOutputChannel(l10n.t('Go Memory: Tests'));
  const tests = new TestProfiler(context, profiles, output);
  const snapshots = new SnapshotSession(context, profiles);
  return Disposable.from(
    output,
    registerTestLenses(),
    snapshots,
    commands.registerCommand('goMemory.captureProfile', () => captureProfile(context)),
    commands.registerCommand('goMemory.captureSnapshots', () => snapshots.start()),
    commands.registerCommand('goMemory.stopSnapshots', () => {
      snapshots.stop();
    }),
    commands.registerCommand('goMemory.findLeaks', async () => {
      const paths = await pickSnapshots();
      if (paths.length > 0) {
        await showWhatGrows(context.extensionUri, paths);
      }
    }),
    // Of lenses alone; it is not in the palette.
    commands.registerCommand(
      'goMemory.profileTest',
      (document: Uri, test: TestFunction, what: TestProfile) => tests.run(document, test, what),
    ),
  );
}
