import { l10n, window } from 'vscode';
import { openLine } from '../openLine.ts';
import type { ProfileOptions } from '../webview/profileProtocol.ts';
import type { ProfileDocument } from './profileDocument.ts';

/** Shows the code of a frame beside the profile; where there are several places, the user chooses. */
export async function openFrame(
  document: ProfileDocument,
  options: ProfileOptions,
  name: string,
  wanted: {
    readonly path?: string | undefined;
    readonly line?: number | undefined;
    readonly others?: readonly string[] | undefined;
  } = {},
): Promise<void> {
  const frames = await document.ask('places', { options, name, others: wanted.others ?? [] });
  const places = frames
    .flatMap((frame) => frame.places)
    .map(({ path, line }) => ({ path, line: wanted.line ?? line }));
  const named = places.filter(({ path }) => path === wanted.path);
  const found = named.length > 0 ? named : places;
  const [only] = found;
  const chosen =
    found.length > 1
      ? await window.showQuickPick(
          found.map(({ path, line }) => ({ label: `${path}:${line}`, path, line })),
          { placeHolder: l10n.t('Where is the code of {0}?', name) },
        )
      : only;
  if (chosen) {
    await openLine(chosen.path, chosen.line);
  } else if (found.length === 0) {
    const files = frames.map(({ file }) => file).filter((file) => file !== '');
    void window.showWarningMessage(
      files.length === 0
        ? l10n.t('The profile does not say where the code of {0} is.', name)
        : l10n.t('The code of {0} is not on this machine: {1}', name, files.join(', ')),
    );
  }
}
