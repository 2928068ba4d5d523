import {
  CodeLens,
  Disposable,
  EventEmitter,
  Range,
  l10n,
  languages,
  workspace,
  type CodeLensProvider,
  type TextDocument,
} from 'vscode';
import { testProfileArguments, type TestProfile } from '../../../server/src/capture/goTest.ts';
import { SETTINGS_SECTION } from '../../../server/src/protocol.ts';
import { isOn } from '../settings.ts';
import { testFunctionsIn, type PlacedTest } from './testFunctions.ts';

const SETTING = 'capture.testLenses';
const TESTS = { language: 'go', scheme: 'file', pattern: '**/*_test.go' };

/** Above tests and benchmarks: to run them with a profile, or an execution trace. */
export function registerTestLenses(): Disposable {
  const lenses = new TestLenses();
  return Disposable.from(
    lenses,
    languages.registerCodeLensProvider(TESTS, lenses),
    workspace.onDidGrantWorkspaceTrust(() => {
      lenses.refresh();
    }),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(`${SETTINGS_SECTION}.${SETTING}`)) {
        lenses.refresh();
      }
    }),
  );
}

class TestLenses implements CodeLensProvider, Disposable {
  readonly #changed = new EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;

  refresh(): void {
    this.#changed.fire();
  }

  provideCodeLenses(document: TextDocument): CodeLens[] {
    if (!workspace.isTrusted || !isOn(SETTING, document)) {
      return [];
    }
    return testFunctionsIn(document.getText()).flatMap((test) => [
      lensOf(document, test, 'allocations', l10n.t('profile allocations')),
      lensOf(document, test, 'cpu', l10n.t('profile CPU')),
      lensOf(document, test, 'trace', l10n.t('trace')),
    ]);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

function lensOf(
  document: TextDocument,
  { name, isBenchmark, offset }: PlacedTest,
  what: TestProfile,
  title: string,
): CodeLens {
  const at = document.positionAt(offset);
  return new CodeLens(new Range(at, at), {
    title,
    tooltip: ['go', ...testProfileArguments({ name, isBenchmark }, what, '…')].join(' '),
    command: 'goMemory.profileTest',
    arguments: [document.uri, { name, isBenchmark }, what],
  });
}
