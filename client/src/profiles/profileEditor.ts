import {
  Disposable,
  commands,
  l10n,
  window,
  workspace,
  type CustomReadonlyEditorProvider,
  type Event,
  type ExtensionContext,
  type Uri,
  type WebviewPanel,
} from 'vscode';
import { activeGoEditor } from '../goEditors.ts';
import { shownFile } from '../shownFile.ts';
import { resourceOf, showPage } from '../webviewPage.ts';
import { DEFAULT_PROFILE_OPTIONS, type FromProfileView } from '../webview/profileProtocol.ts';
import { chooseRevision } from './chooseRevision.ts';
import { ChosenRevisions } from './chosenRevisions.ts';
import { CodeCosts } from './codeCosts.ts';
import { ProfileDocument, threadScript } from './profileDocument.ts';
import { registerProfileOffer } from './offerEditor.ts';
import { pickProfiles } from './pickProfiles.ts';
import type { FirstLook } from './models/firstLook.ts';
import { ProfilePanel } from './profilePanel.ts';

/** For files that nobody else is likely to show; and for those that others may have a better claim to. */
const PROFILE_EDITOR = 'goMemory.profile';
const OPTIONAL_PROFILE_EDITOR = 'goMemory.optionalProfile';

/** Profiles in editors of their own and on the code, and the commands on them. */
export function registerProfileEditors({
  extensionUri,
  globalState,
  workspaceState,
}: ExtensionContext): ProfileEditors {
  const script = threadScript(extensionUri);
  const revisions = new ChosenRevisions(workspaceState);
  const open = (uri: Uri) => new ProfileDocument(uri, script, revisions);
  const costs = new CodeCosts(open, revisions);
  const editors = new ProfileEditors(extensionUri, { open, revisions, costs });
  const options = { supportsMultipleEditorsPerDocument: true };
  editors.own(
    revisions,
    costs,
    window.registerCustomEditorProvider(PROFILE_EDITOR, editors, options),
    window.registerCustomEditorProvider(OPTIONAL_PROFILE_EDITOR, editors, options),
    registerProfileOffer(globalState, {
      viewType: OPTIONAL_PROFILE_EDITOR,
      show: (uri) => editors.open(uri),
    }),
    commands.registerCommand('goMemory.openProfile', (uri?: Uri) => openProfile(editors, uri)),
    commands.registerCommand('goMemory.compareProfiles', (_clicked?: Uri, chosen?: Uri[]) =>
      compareProfiles(editors, chosen),
    ),
    commands.registerCommand('goMemory.chooseCosts', () => costs.pick()),
    commands.registerCommand('goMemory.clearCosts', () => costs.clear()),
    commands.registerCommand('goMemory.showInProfile', (uri?: Uri, line?: unknown) =>
      // Menus pass something else there.
      editors.showInProfile(uri, typeof line === 'number' ? line : undefined),
    ),
  );
  return editors;
}

/** Without a file it is the one in front, or one that it asks for. */
async function openProfile(editors: ProfileEditors, uri: Uri | undefined): Promise<void> {
  const file = uri ?? (await shownFile());
  if (file) {
    await editors.open(file);
  }
}

/** Without files it asks which. */
async function compareProfiles(
  editors: ProfileEditors,
  chosen: readonly Uri[] | undefined,
): Promise<void> {
  const files = chosen ?? (await pickProfiles());
  if (files.length > 1) {
    await editors.compare(files);
  }
}

/** What editors share with costs on the code. */
interface ProfileEditorParts {
  readonly open: (uri: Uri) => ProfileDocument;
  readonly revisions: ChosenRevisions;
  readonly costs: CodeCosts;
}

export class ProfileEditors implements CustomReadonlyEditorProvider<ProfileDocument>, Disposable {
  readonly #extensionUri: Uri;
  readonly #open: (uri: Uri) => ProfileDocument;
  readonly #revisions: ChosenRevisions;
  readonly #costs: CodeCosts;
  /** The one that was looked at last comes last. */
  readonly #panels = new Set<ProfilePanel>();
  /** Of files that are being opened. */
  readonly #firstLooks = new Map<string, FirstLook>();
  #owned: readonly { dispose(): unknown }[] = [];

  constructor(extensionUri: Uri, { open, revisions, costs }: ProfileEditorParts) {
    this.#extensionUri = extensionUri;
    this.#open = open;
    this.#revisions = revisions;
    this.#costs = costs;
  }

  /** What ends with the editors. */
  own(...owned: readonly { dispose(): unknown }[]): void {
    this.#owned = owned;
  }

  dispose(): void {
    Disposable.from(...this.#owned).dispose();
  }

  /** The revision that the user says a profile is of. */
  revisionOf(profile: Uri): string | undefined {
    return this.#revisions.of(profile);
  }

  /** The user says that a profile is of another revision. */
  get onDidChooseRevision(): Event<Uri> {
    return this.#revisions.onDidChange;
  }

  /** The profile whose values stand on the code. */
  get attached(): Uri | undefined {
    return this.#costs.attached?.profile.uri;
  }

  async open(uri: Uri, first: FirstLook = {}): Promise<void> {
    this.#firstLooks.set(uri.toString(), first);
    try {
      await commands.executeCommand('vscode.openWith', uri, PROFILE_EDITOR);
    } finally {
      this.#firstLooks.delete(uri.toString());
    }
  }

  /** Shows several profiles side by side, in the editor of the first by name. */
  async compare(uris: readonly Uri[]): Promise<void> {
    const byName = new Intl.Collator('en', { numeric: true });
    const [first, ...others] = uris.toSorted((a, b) => byName.compare(a.path, b.path));
    if (first) {
      (await this.#panelOf(first))?.compare(others);
    }
  }

  openCustomDocument(uri: Uri): ProfileDocument {
    const document = this.#open(uri);
    // It is read while its page is made.
    document.openFor(this.#firstLookOf(document));
    return document;
  }

  resolveCustomEditor(document: ProfileDocument, panel: WebviewPanel): void {
    const { webview } = panel;
    const profilePanel = new ProfilePanel(document, panel, {
      graphvizScript: resourceOf(webview, this.#extensionUri, 'graphviz.js'),
      attach: (options) => this.#costs.attach(document.uri, options),
      chooseRevision: () => chooseRevision(document, this.#revisions),
      first: this.#firstLookOf(document),
    });
    this.#panels.add(profilePanel);
    const subscriptions = Disposable.from(
      this.#revisions.onDidChange((uri) => {
        if (uri.toString() === document.uri.toString()) {
          void profilePanel.tellAge();
        }
      }),
      webview.onDidReceiveMessage((message: FromProfileView) => profilePanel.receive(message)),
      panel.onDidChangeViewState(() => {
        if (panel.active) {
          this.#panels.delete(profilePanel);
          this.#panels.add(profilePanel);
        }
      }),
    );
    panel.onDidDispose(() => {
      this.#panels.delete(profilePanel);
      subscriptions.dispose();
    });
    showPage(webview, this.#extensionUri, {
      title: l10n.t('Profile'),
      name: 'profileView',
      // Graphviz is WebAssembly in a worker, and workers of webviews are blobs.
      policies: [`connect-src ${webview.cspSource}`, 'worker-src blob:'],
      scripts: ["'wasm-unsafe-eval'"],
    });
  }

  /**
   * Shows the function at a line of the profile, from 1 on, in the profile whose costs are on the code, or
   * in the one that was looked at last. Without a line it is that of the cursor.
   */
  async showInProfile(uri?: Uri, line?: number): Promise<void> {
    const editor = activeGoEditor();
    const file = uri ?? editor?.document.uri;
    const { attached } = this.#costs;
    const profile = attached?.profile ?? [...this.#panels].at(-1)?.document;
    if (!file || !profile) {
      void window.showInformationMessage(l10n.t('Open a profile first.'));
      return;
    }
    const at =
      line ?? (editor ? this.#costs.lineThen(editor.document, editor.selection.active) : 1);
    const document = workspace.textDocuments.find(
      (each) => each.uri.toString() === file.toString(),
    );
    const costs =
      (document && (await this.#costs.costsOf(document))) ??
      (await profile.ask('costs', { options: DEFAULT_PROFILE_OPTIONS, path: file.fsPath }));
    const name = functionAround(costs.functions, at);
    if (name === undefined) {
      void window.showInformationMessage(l10n.t('The profile has nothing of this function.'));
      return;
    }
    (await this.#panelOf(profile.uri))?.reveal(name);
  }

  #firstLookOf({ uri }: ProfileDocument): FirstLook {
    return this.#firstLooks.get(uri.toString()) ?? {};
  }

  async #panelOf(uri: Uri): Promise<ProfilePanel | undefined> {
    const find = () =>
      [...this.#panels].findLast(({ document }) => document.uri.toString() === uri.toString());
    if (!find()) {
      await commands.executeCommand('vscode.openWith', uri, PROFILE_EDITOR);
    }
    return find();
  }
}

/** The function that begins last before a line. */
function functionAround(
  functions: readonly { readonly name: string; readonly line: number }[],
  line: number,
): string | undefined {
  const before = functions.filter((each) => each.line <= line);
  return before.toSorted((a, b) => b.line - a.line)[0]?.name;
}
