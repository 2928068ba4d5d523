import {
  Uri,
  commands,
  l10n,
  window,
  workspace,
  type Disposable,
  type ExtensionContext,
} from 'vscode';

/**
 * Opens the samples module in a window of its own: a copy, so that one may edit it, and so that the
 * go command finds a module in a folder that it can write to.
 */
export function registerOpenSamples({
  extensionUri,
  globalStorageUri,
}: ExtensionContext): Disposable {
  return commands.registerCommand('goMemory.openSamples', async () => {
    const copy = Uri.joinPath(globalStorageUri, 'samples');
    try {
      await workspace.fs.createDirectory(globalStorageUri);
      // A copy that is there may have been edited: it is the user's.
      if (!(await exists(copy))) {
        // Made aside and renamed into place: a copy that is cut short is none.
        const aside = Uri.joinPath(globalStorageUri, 'samples.new');
        await workspace.fs.copy(Uri.joinPath(extensionUri, 'samples'), aside, { overwrite: true });
        await workspace.fs.rename(aside, copy);
      }
    } catch (error) {
      void window.showErrorMessage(
        l10n.t('The samples cannot be copied to {0}: {1}', copy.fsPath, String(error)),
      );
      return;
    }
    await commands.executeCommand('vscode.openFolder', copy, { forceNewWindow: true });
  });
}

async function exists(uri: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
