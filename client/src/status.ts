import { Disposable, LanguageStatusSeverity, l10n, languages, window } from 'vscode';
import type { PackageStatus } from '../../server/src/protocol.ts';
import type { PackageStates } from './packageStates.ts';

/** Whether an icon turns, and how it reads, for each state of the compiler tier. */
interface Appearance {
  readonly text: string;
  readonly severity: LanguageStatusSeverity;
  readonly isBusy?: boolean;
}

/**
 * One language status item for Go files: where the compiler's verdicts on the shown file's package
 * stand.
 */
export function registerCompilerStatus(packages: PackageStates): Disposable {
  const item = languages.createLanguageStatusItem('goMemory.compiler', { language: 'go' });
  item.name = l10n.t('Go Memory: Compiler');
  item.command = { command: 'goMemory.showLog', title: l10n.t('Show Log') };

  const show = () => {
    const document = window.activeTextEditor?.document;
    const status = document && packages.ofFile(document.uri);
    const { text, severity, isBusy } = appearanceOf(status);
    item.text = text;
    item.severity = severity;
    item.busy = isBusy ?? false;
    item.detail = [status?.message, status?.command].filter(Boolean).join(' — ');
  };
  show();
  return Disposable.from(
    item,
    window.onDidChangeActiveTextEditor(show),
    packages.onDidChange(show),
  );
}

function appearanceOf(status: PackageStatus | undefined): Appearance {
  const { Information, Warning, Error } = LanguageStatusSeverity;
  switch (status?.state) {
    case undefined:
      return { text: l10n.t('Memory: no verdicts yet'), severity: Information };
    case 'off':
      return { text: l10n.t('Memory: compiler off'), severity: Information };
    case 'untrusted':
      return { text: l10n.t('Memory: compiler off, untrusted'), severity: Information };
    case 'running':
      return { text: l10n.t('Memory: compiling'), severity: Information, isBusy: true };
    case 'ready':
      return { text: l10n.t('Memory: compiler verdicts'), severity: Information };
    case 'errors':
      return { text: l10n.t('Memory: as of the last good build'), severity: Warning };
    case 'failed':
      return { text: l10n.t('Memory: no compiler'), severity: Error };
  }
}
