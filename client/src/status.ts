import { Disposable, LanguageStatusSeverity, Uri, l10n, languages, window } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { METHODS, type PackageStatus } from '../../server/src/protocol.ts';

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
export function registerCompilerStatus(client: LanguageClient): Disposable {
  const item = languages.createLanguageStatusItem('goMemory.compiler', { language: 'go' });
  item.name = l10n.t('Go Memory: Compiler');
  item.command = { command: 'goMemory.showLog', title: l10n.t('Show Log') };
  const known = new Map<string, PackageStatus>();

  const show = () => {
    const document = window.activeTextEditor?.document;
    const directory = document && Uri.joinPath(document.uri, '..').toString();
    const status = directory === undefined ? undefined : known.get(directory);
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
    client.onNotification(METHODS.packageStatus, (status: PackageStatus) => {
      // The server writes URIs its own way; the editor's way is the key.
      known.set(Uri.parse(status.directory).toString(), status);
      show();
    }),
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
