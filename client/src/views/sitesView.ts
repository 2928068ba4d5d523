import {
  CancellationTokenSource,
  Disposable,
  EventEmitter,
  MarkdownString,
  Selection,
  TextEditorRevealType,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  Uri,
  commands,
  l10n,
  window,
  workspace,
  type Event,
  type TreeDataProvider,
  type TreeView,
} from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  SETTINGS_SECTION,
  type SiteEntry,
  type SitesResult,
} from '../../../server/src/protocol.ts';
import { activeGoEditor } from '../goEditors.ts';
import { positionOf, requestSites, uriFor, withReports } from '../requests.ts';
import { fileNameOf } from '../words.ts';

const VIEW = 'goMemory.sites';
const LISTED_CONTEXT = 'goMemory:sitesListed';
const PROFILE_SETTING = 'rules.profile';
const COUNT = 10;
/** Profiles that are found where none is named: as go test writes them, and as servers give them. */
const PROFILES = '**/{mem,allocs,heap}*.{prof,pprof,out,pb.gz}';
const ELSEWHERE = '**/{node_modules,vendor,.git}/**';
const MAXIMUM_PROFILES = 50;

/** What is known of profiles beside what is in them. */
interface MeasuredProfiles {
  /** The one whose values stand on the code. */
  readonly attached: Uri | undefined;
  /** The revision that the user says one is of. */
  revisionOf(profile: Uri): string | undefined;
  readonly onDidChooseRevision: Event<Uri>;
}

/** The "Sites That Matter" view: the ten lines of a module that allocate most, with why and what to do. */
export function registerSitesView(client: LanguageClient, profiles: MeasuredProfiles): Disposable {
  const view = new SitesView(client, profiles);
  return Disposable.from(
    view,
    commands.registerCommand('goMemory.showSites', () => view.show()),
    commands.registerCommand('goMemory.refreshSites', () => view.load()),
    commands.registerCommand('goMemory.nextSite', () => view.go(1)),
    commands.registerCommand('goMemory.previousSite', () => view.go(-1)),
    commands.registerCommand('goMemory.openSite', (site: SiteEntry) => view.open(site)),
    commands.registerCommand('goMemory.fixSite', (site: SiteEntry) => view.fix(site)),
  );
}

type SiteRow = SiteEntry | SiteDetail;

/** A line below a site. */
interface SiteDetail {
  readonly site: SiteEntry;
  readonly text: string;
  readonly kind: 'cause' | 'fix';
}

class SitesView implements TreeDataProvider<SiteRow>, Disposable {
  readonly #client: LanguageClient;
  readonly #profiles: MeasuredProfiles;
  readonly #changed = new EventEmitter<undefined>();
  readonly #view: TreeView<SiteRow>;
  readonly #choices: Disposable;
  #result: SitesResult = { entries: [], isMeasured: false, problems: [] };
  /** Of which that is. */
  #profile: Uri | undefined;
  #at = -1;
  #loading: CancellationTokenSource | undefined;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(client: LanguageClient, profiles: MeasuredProfiles) {
    this.#client = client;
    this.#profiles = profiles;
    this.#view = window.createTreeView(VIEW, { treeDataProvider: this });
    this.#choices = profiles.onDidChooseRevision((profile) => {
      if (profile.toString() === this.#profile?.toString()) {
        void this.load();
      }
    });
  }

  async show(): Promise<void> {
    await commands.executeCommand(`${VIEW}.focus`);
    await this.load();
  }

  /** Compiles the module of the file in front, or of the first folder. */
  async load(): Promise<void> {
    const folders = workspace.workspaceFolders ?? [];
    const [folder] = folders;
    const uri = activeGoEditor()?.document.uri ?? (folder && Uri.joinPath(folder.uri, 'go.mod'));
    if (!uri) {
      return;
    }
    this.#loading?.cancel();
    const source = new CancellationTokenSource();
    this.#loading = source;
    const profile = await this.#findProfile(uri);
    const result = await this.#request(
      uri,
      profile,
      folders.map((each) => each.uri.fsPath),
      source,
    );
    if (!source.token.isCancellationRequested) {
      this.#result = result;
      this.#profile = profile;
      this.#at = -1;
      this.#view.description = result.isMeasured ? fileNameOf(profile ?? uri) : l10n.t('estimated');
      this.#view.message = messageOf(result);
      this.#changed.fire(undefined);
      await commands.executeCommand('setContext', LISTED_CONTEXT, true);
    }
    source.dispose();
  }

  /** Round the end to the start. */
  async go(step: 1 | -1): Promise<void> {
    if (this.#result.entries.length === 0) {
      await this.load();
    }
    const { entries } = this.#result;
    const count = entries.length;
    const next = this.#at < 0 && step < 0 ? count - 1 : (this.#at + step + count) % count;
    const site = entries[next];
    if (site) {
      this.#at = next;
      await this.open(site);
      await this.#view.reveal(site, { select: true, focus: false });
      window.setStatusBarMessage(`${next + 1}/${count}: ${labelOf(site)}`, MESSAGE_MS);
    }
  }

  async open({ uri, position }: SiteEntry): Promise<void> {
    const document = await workspace.openTextDocument(
      this.#client.protocol2CodeConverter.asUri(uri),
    );
    const { range, firstNonWhitespaceCharacterIndex } = document.lineAt(
      Math.min(positionOf(position).line, document.lineCount - 1),
    );
    const start = range.start.translate(0, firstNonWhitespaceCharacterIndex);
    const editor = await window.showTextDocument(document, {
      selection: new Selection(start, start),
    });
    editor.revealRange(editor.selection, TextEditorRevealType.InCenterIfOutsideViewport);
  }

  /** The quick fixes of the whole line, which the user chooses from. */
  async fix(site: SiteEntry): Promise<void> {
    await this.open(site);
    const editor = activeGoEditor();
    if (editor) {
      const { range } = editor.document.lineAt(editor.selection.active.line);
      editor.selection = new Selection(editor.selection.active, range.end);
      await commands.executeCommand('editor.action.quickFix');
    }
  }

  getChildren(row?: SiteRow): SiteRow[] {
    return row ? ('causes' in row ? detailsOf(row) : []) : [...this.#result.entries];
  }

  getParent(row: SiteRow): SiteRow | undefined {
    return 'causes' in row ? undefined : row.site;
  }

  getTreeItem(row: SiteRow): TreeItem {
    return 'causes' in row ? siteItem(row) : detailItem(row);
  }

  dispose(): void {
    this.#loading?.cancel();
    this.#choices.dispose();
    this.#view.dispose();
    this.#changed.dispose();
  }

  async #request(
    uri: Uri,
    profile: Uri | undefined,
    folders: readonly string[],
    source: CancellationTokenSource,
  ): Promise<SitesResult> {
    const params = {
      uri: uriFor(this.#client, uri),
      count: COUNT,
      profile: profile?.fsPath,
      revision: profile && this.#profiles.revisionOf(profile),
      folders,
    };
    try {
      return await window.withProgress({ location: { viewId: VIEW } }, () =>
        withReports(
          this.#client,
          (message) => {
            if (!source.token.isCancellationRequested) {
              this.#view.message = l10n.t('Compiling the module: {0} packages', message);
            }
          },
          (workDoneToken) => requestSites(this.#client, { ...params, workDoneToken }, source.token),
        ),
      );
    } catch (error) {
      // A request fails when it is cancelled, or when the server ends while it is at it.
      return { entries: [], isMeasured: false, problems: [String(error)] };
    }
  }

  /** The one on the code, the one of the settings, or the newest that is found. */
  async #findProfile(uri: Uri): Promise<Uri | undefined> {
    const named = workspace
      .getConfiguration(SETTINGS_SECTION, uri)
      .get<string>(PROFILE_SETTING, '');
    const folder = workspace.getWorkspaceFolder(uri) ?? workspace.workspaceFolders?.[0];
    const { attached } = this.#profiles;
    if (attached) {
      return attached;
    }
    return named === '' || !folder ? newestProfile() : Uri.joinPath(folder.uri, named);
  }
}

const MESSAGE_MS = 4_000;

async function newestProfile(): Promise<Uri | undefined> {
  const found = await workspace.findFiles(PROFILES, ELSEWHERE, MAXIMUM_PROFILES);
  const stats = await Promise.all(
    found.map(async (uri) => ({ uri, time: (await workspace.fs.stat(uri)).mtime })),
  );
  return stats.sort((a, b) => b.time - a.time)[0]?.uri;
}

function messageOf({ entries, problems }: SitesResult): string {
  const [problem] = problems;
  return problem ?? (entries.length === 0 ? l10n.t('Nothing is known to allocate here.') : '');
}

function labelOf({ functionName, share, measured }: SiteEntry): string {
  return [functionName, share === '' ? (measured ?? '') : share]
    .filter((part) => part !== '')
    .join(' · ');
}

function siteItem(site: SiteEntry): TreeItem {
  const uri = Uri.parse(site.uri);
  const place = `${fileNameOf(uri)}:${site.position.line + 1}`;
  const item = new TreeItem(
    labelOf(site),
    detailsOf(site).length > 0 ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.None,
  );
  item.id = `${site.uri}:${site.position.line}:${site.functionName}`;
  item.description = [place, site.measured ?? ''].filter((part) => part !== '').join(' · ');
  item.tooltip = new MarkdownString().appendText([place, ...site.causes].join('\n'));
  item.iconPath = new ThemeIcon(site.rule?.fix === undefined ? 'symbol-event' : 'lightbulb');
  item.contextValue = site.rule?.fix === undefined ? 'site' : 'fixableSite';
  item.command = { command: 'goMemory.openSite', title: l10n.t('Open'), arguments: [site] };
  return item;
}

function detailsOf(site: SiteEntry): SiteDetail[] {
  const { causes, rule } = site;
  const said = rule === undefined ? [] : [rule.fix ?? rule.message];
  return [
    ...causes.map((text) => ({ site, text, kind: 'cause' }) as const),
    ...said.map((text) => ({ site, text, kind: 'fix' }) as const),
  ];
}

function detailItem({ site, text, kind }: SiteDetail): TreeItem {
  const item = new TreeItem(text, TreeItemCollapsibleState.None);
  item.iconPath = new ThemeIcon(kind === 'fix' ? 'lightbulb' : 'info');
  item.command = {
    command: kind === 'fix' ? 'goMemory.fixSite' : 'goMemory.openSite',
    title: l10n.t('Open'),
    arguments: [site],
  };
  return item;
}
