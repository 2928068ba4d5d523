import { TabInputCustom, TabInputText, window, type Uri } from 'vscode';

/** What the editor in front shows, or is too large to be shown there; or, as code is no such file, one that is asked for. */
export async function shownFile(): Promise<Uri | undefined> {
  const input = window.tabGroups.activeTabGroup.activeTab?.input;
  const custom = input instanceof TabInputCustom ? input.uri : undefined;
  const tooLarge = input instanceof TabInputText ? input.uri : undefined;
  const shown = custom ?? window.activeTextEditor?.document.uri ?? tooLarge;
  return shown && !shown.path.endsWith('.go') ? shown : (await window.showOpenDialog({}))?.at(0);
}
