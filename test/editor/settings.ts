/** Settings of the editors that the harness starts. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Settings by name, as in a `settings.json`. */
export type Settings = Readonly<Record<string, unknown>>;

/** Nothing but the files and the extension: no greetings, no chat, nothing asked of a network. */
export const QUIET_SETTINGS: Settings = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'git.openRepositoryInParentFolders': 'never',
  'telemetry.feedback.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/**
 * What is typed is what the document gets, and nothing but the text and its hints is drawn in its
 * lines, so that a test can type and read without knowing the editor's conveniences.
 */
export const STEADY_SETTINGS: Settings = {
  ...QUIET_SETTINGS,
  'editor.acceptSuggestionOnEnter': 'off',
  'editor.autoClosingBrackets': 'never',
  'editor.autoClosingQuotes': 'never',
  'editor.autoIndent': 'none',
  'editor.cursorBlinking': 'solid',
  'editor.defaultColorDecorators': 'never',
  'editor.detectIndentation': false,
  'editor.inlineSuggest.enabled': false,
  'editor.insertSpaces': false,
  'editor.minimap.enabled': false,
  'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' },
  'editor.renderWhitespace': 'none',
  'editor.stickyScroll.enabled': false,
  'editor.suggestOnTriggerCharacters': false,
  'editor.tabSize': 4,
  'editor.wordWrap': 'off',
  'files.autoSave': 'off',
  // Texts of terminals are in the page then.
  'terminal.integrated.gpuAcceleration': 'off',
  'workbench.editor.enablePreview': false,
  'workbench.editor.revealIfOpen': true,
  // A page that is slow to open would take the focus, and with it the box in which a test types.
  'workbench.quickOpen.closeOnFocusLost': false,
};

/** Changes some of a folder's own settings; `undefined` takes one out. */
export function changeFolderSettings(folder: string, changes: Settings): void {
  const file = join(folder, '.vscode', 'settings.json');
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Settings) : {};
  mkdirSync(join(folder, '.vscode'), { recursive: true });
  writeFileSync(file, JSON.stringify({ ...known, ...changes }, undefined, 2));
}
