import {
  Disposable,
  LanguageStatusSeverity,
  l10n,
  languages,
  window,
  type TextDocument,
} from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { PackageStatus } from '../../server/src/protocol.ts';
import type { PackageStates } from './packageStates.ts';
import { requestLeftOut, uriFor } from './requests.ts';

/** Whether an icon turns, and how it reads, for each state of the compiler tier. */
interface Appearance {
  readonly text: string;
  readonly severity: LanguageStatusSeverity;
  readonly isBusy?: boolean;
}

/**
 * One language status item for Go files: where the compiler's verdicts on the shown file's package
 * stand, or why there are none on the file.
 */
export function registerCompilerStatus(
  client: LanguageClient,
  packages: PackageStates,
): Disposable {
  const item = languages.createLanguageStatusItem('goMemory.compiler', { language: 'go' });
  item.name = l10n.t('Go Memory: Compiler');
  item.command = { command: 'goMemory.showLog', title: l10n.t('Show Log') };

  let countShown = 0;
  const show = () => {
    void showOf(window.activeTextEditor?.document, ++countShown);
  };
  const showOf = async (document: TextDocument | undefined, shown: number) => {
    const leftOut = document && (await whyLeftOut(client, document));
    if (shown !== countShown) {
      return;
    }
    const status = document && packages.ofFile(document.uri);
    const { text, severity, isBusy }: Appearance =
      leftOut === undefined
        ? appearanceOf(status)
        : {
            text: l10n.t('Memory: not in this build'),
            severity: LanguageStatusSeverity.Information,
          };
    item.text = text;
    item.severity = severity;
    item.busy = isBusy ?? false;
    item.detail = leftOut ?? [status?.message, status?.command].filter(Boolean).join(' — ');
  };
  show();
  return Disposable.from(
    item,
    window.onDidChangeActiveTextEditor(show),
    packages.onDidChange(show),
  );
}

/** Undefined of what is in the build, and while there is no server that could tell. */
async function whyLeftOut(
  client: LanguageClient,
  { languageId, uri }: TextDocument,
): Promise<string | undefined> {
  const isAsked = languageId === 'go' && client.isRunning();
  const params = { uri: uriFor(client, uri) };
  const answer = isAsked ? await requestLeftOut(client, params).catch(() => null) : null;
  return answer ?? undefined;
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
