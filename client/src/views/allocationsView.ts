import {
  CancellationTokenSource,
  Disposable,
  Uri,
  commands,
  l10n,
  window,
  workspace,
  type Memento,
  type QuickPickItem,
  type TreeView,
} from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  SETTINGS_SECTION,
  type AllocationsParams,
  type AllocationsResult,
} from '../../../server/src/protocol.ts';
import { activeGoEditor } from '../goEditors.ts';
import type { PackageStates } from '../packageStates.ts';
import { requestAllocations, uriFor, withReports } from '../requests.ts';
import { hasHint, isOn } from '../settings.ts';
import { AllocationItems, type AllocationRow } from './allocationItems.ts';
import { filterAllocations, folderOf, replacePackage, type Grouping } from './allocationTree.ts';

const VIEW = 'goMemory.allocations';
const BADGE_SETTING = 'view.badge';
/** Set while a module is being compiled, or the view waits for a package. */
const LOADING_CONTEXT = 'goMemory:viewLoading';
const LISTED_CONTEXT = 'goMemory:viewListed';
const FILTERED_CONTEXT = 'goMemory:viewFiltered';
/** How the user left the view. */
const SCOPE_STATE = 'goMemory.viewScope';
const GROUPING_STATE = 'goMemory.viewGrouping';

/** Somebody who walks through editors does not want each of them listed. */
const FOLLOW_DELAY_MS = 150;

type Scope = AllocationsParams['scope'];

/**
 * The "Go Memory" view: what the file in front, its package or its module allocates. File and package
 * follow the editor; a module is compiled when the user asks for it, and then kept up to date with
 * each package that is compiled anew.
 */
export function registerAllocationsView(
  client: LanguageClient,
  packages: PackageStates,
  memento: Memento,
): Disposable {
  const view = new AllocationsView(client, memento);
  return Disposable.from(
    view,
    commands.registerCommand('goMemory.viewScope', () => view.pickScope()),
    commands.registerCommand('goMemory.viewGrouping', () => view.pickGrouping()),
    commands.registerCommand('goMemory.filterView', () => view.askFilter()),
    commands.registerCommand('goMemory.clearFilter', () => {
      view.filter('');
    }),
    commands.registerCommand('goMemory.refreshView', () => view.load()),
    commands.registerCommand('goMemory.cancelView', () => {
      view.cancel();
    }),
    commands.registerCommand('goMemory.showModule', () => view.showModule()),
    window.onDidChangeActiveTextEditor(() => {
      view.follow();
    }),
    packages.onDidChange(({ state }) => {
      if (state === 'ready' || state === 'errors' || state === 'failed') {
        view.follow();
      }
    }),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(SETTINGS_SECTION)) {
        view.draw();
      }
    }),
  );
}

class AllocationsView implements Disposable {
  readonly #client: LanguageClient;
  readonly #memento: Memento;
  readonly #items = new AllocationItems();
  readonly #view: TreeView<AllocationRow>;
  readonly #visibility: Disposable;
  #loading: CancellationTokenSource | undefined;
  #followTimer: NodeJS.Timeout | undefined;
  #filter = '';
  /** What the listing is of; `undefined` while there is none. */
  #listed: { readonly scope: Scope; readonly uri: Uri } | undefined;
  #result: AllocationsResult = { entries: [], problems: [] };

  constructor(client: LanguageClient, memento: Memento) {
    this.#client = client;
    this.#memento = memento;
    this.#view = window.createTreeView(VIEW, {
      treeDataProvider: this.#items,
      showCollapseAll: true,
    });
    this.#visibility = this.#view.onDidChangeVisibility(() => {
      this.follow();
    });
  }

  get #scope(): Scope {
    return this.#memento.get<Scope>(SCOPE_STATE, 'file');
  }

  get #grouping(): Grouping {
    return this.#memento.get<Grouping>(GROUPING_STATE, 'function');
  }

  async pickScope(): Promise<void> {
    const picked = await pick(this.#scope, l10n.t('List the allocations of …'), [
      ['file', l10n.t('This file'), ''],
      ['package', l10n.t('This package'), ''],
      ['module', l10n.t('The module'), l10n.t('compiles all of its packages')],
    ]);
    if (picked) {
      await this.#memento.update(SCOPE_STATE, picked);
      await this.load();
    }
  }

  async showModule(): Promise<void> {
    await this.#memento.update(SCOPE_STATE, 'module');
    await commands.executeCommand(`${VIEW}.focus`);
    await this.load();
  }

  async pickGrouping(): Promise<void> {
    const picked = await pick(this.#grouping, l10n.t('Group the allocations …'), [
      ['function', l10n.t('By function'), ''],
      ['frequency', l10n.t('By how often they happen'), ''],
    ]);
    if (picked) {
      await this.#memento.update(GROUPING_STATE, picked);
      this.draw();
    }
  }

  /** Filters while the user types; Escape brings back what was. */
  async askFilter(): Promise<void> {
    const before = this.#filter;
    const input = window.createInputBox();
    input.title = l10n.t('Filter allocations');
    input.placeholder = l10n.t('Words of an expression, a function, a file or a hint');
    input.value = before;
    const answer = new Promise<boolean>((resolve) => {
      input.onDidChangeValue((value) => {
        this.filter(value);
      });
      input.onDidAccept(() => {
        resolve(true);
        input.hide();
      });
      input.onDidHide(() => {
        resolve(false);
      });
    });
    input.show();
    if (!(await answer)) {
      this.filter(before);
    }
    input.dispose();
  }

  filter(text: string): void {
    this.#filter = text;
    void commands.executeCommand('setContext', FILTERED_CONTEXT, text !== '');
    this.draw();
  }

  /** Lists anew what follows the editor, when it has come to rest. */
  follow(): void {
    clearTimeout(this.#followTimer);
    if (!this.#view.visible && !this.#hasBadge()) {
      return;
    }
    this.#followTimer = setTimeout(() => {
      const { scope } = this.#listed ?? {};
      void (scope === 'module' && this.#scope === 'module'
        ? this.#followInModule()
        : this.load({ isAsked: false }));
    }, FOLLOW_DELAY_MS);
  }

  cancel(): void {
    this.#loading?.cancel();
  }

  /** Lists anew; a module, which takes its time, only when the user asks for it. */
  async load({ isAsked = true } = {}): Promise<void> {
    const scope = this.#scope;
    const uri = activeGoEditor()?.document.uri ?? this.#listed?.uri ?? moduleFile(scope);
    if (!uri || (scope === 'module' && !isAsked)) {
      return;
    }
    await this.#exclusively(isAsked, async (source) => {
      const result =
        scope === 'module'
          ? await this.#requestModule(uri, source)
          : await this.#request({ uri: uriFor(this.#client, uri), scope }, source);
      if (!source.token.isCancellationRequested) {
        this.#listed = { scope, uri };
        void commands.executeCommand('setContext', LISTED_CONTEXT, true);
        this.#result = result;
        this.draw();
      }
    });
  }

  draw(): void {
    const shown = filterAllocations(this.#result.entries, this.#filter);
    this.#items.show(shown, this.#grouping);
    this.#view.description = this.#description();
    this.#view.message = this.#message(shown.length);
    this.#view.badge = this.#hasBadge() ? this.#badge() : undefined;
  }

  dispose(): void {
    clearTimeout(this.#followTimer);
    this.#loading?.cancel();
    this.#loading?.dispose();
    this.#visibility.dispose();
    this.#view.dispose();
    this.#items.dispose();
  }

  /** One listing at a time: a new one ends the one before. */
  async #exclusively(
    isShown: boolean,
    work: (source: CancellationTokenSource) => Promise<void>,
  ): Promise<void> {
    this.#loading?.cancel();
    const source = new CancellationTokenSource();
    this.#loading = source;
    if (isShown) {
      await commands.executeCommand('setContext', LOADING_CONTEXT, true);
    }
    try {
      await work(source);
    } catch (error) {
      // A request fails when it is cancelled, or when the server ends while it is at it.
      if (!source.token.isCancellationRequested) {
        this.#result = { entries: [], problems: [String(error)] };
        this.draw();
      }
    } finally {
      if (this.#loading === source) {
        this.#loading = undefined;
        await commands.executeCommand('setContext', LOADING_CONTEXT, false);
      }
      source.dispose();
    }
  }

  #request(
    params: AllocationsParams,
    { token }: CancellationTokenSource,
  ): Promise<AllocationsResult> {
    return requestAllocations(this.#client, params, token);
  }

  async #requestModule(uri: Uri, source: CancellationTokenSource): Promise<AllocationsResult> {
    const params = { uri: uriFor(this.#client, uri), scope: 'module' } as const;
    return window.withProgress({ location: { viewId: VIEW } }, () =>
      withReports(
        this.#client,
        (message) => {
          if (!source.token.isCancellationRequested) {
            this.#view.message = l10n.t('Compiling the module: {0} packages', message);
          }
        },
        (workDoneToken) => this.#request({ ...params, workDoneToken }, source),
      ),
    );
  }

  async #followInModule(): Promise<void> {
    const uri = activeGoEditor()?.document.uri;
    if (!uri) {
      return;
    }
    const serverUri = uriFor(this.#client, uri);
    await this.#exclusively(false, async (source) => {
      const { entries } = await this.#request({ uri: serverUri, scope: 'package' }, source);
      if (!source.token.isCancellationRequested && this.#listed?.scope === 'module') {
        const directory = folderOf(entries[0]?.uri ?? serverUri);
        this.#result = {
          ...this.#result,
          entries: replacePackage(this.#result.entries, directory, entries),
        };
        this.draw();
      }
    });
  }

  #hasBadge(): boolean {
    return isOn(BADGE_SETTING);
  }

  #badge() {
    const value = this.#result.entries.filter((entry) => hasHint(entry, this.#listed?.uri)).length;
    return { value, tooltip: l10n.t('Allocations with a hint: {0}', value) };
  }

  #description(): string {
    const scope = {
      file: l10n.t('file'),
      package: l10n.t('package'),
      module: l10n.t('module'),
    }[this.#listed?.scope ?? this.#scope];
    return this.#filter === '' ? scope : `${scope} · “${this.#filter}”`;
  }

  /** Empty for none. */
  #message(countShown: number): string {
    const { entries, problems } = this.#result;
    const [problem] = problems;
    if (problem !== undefined) {
      const more = problems.length - 1;
      return more > 0 ? l10n.t('{0} (and {1} more)', problem, more) : problem;
    }
    if (!this.#listed || countShown > 0) {
      return '';
    }
    return entries.length === 0
      ? l10n.t('Nothing is known to allocate here.')
      : l10n.t('No allocation matches the filter.');
  }
}

/** A file of the first folder's module, for when no Go file is open. */
function moduleFile(scope: Scope): Uri | undefined {
  const folder = workspace.workspaceFolders?.[0];
  return scope === 'module' && folder ? Uri.joinPath(folder.uri, 'go.mod') : undefined;
}

async function pick<Name extends string>(
  current: Name,
  placeHolder: string,
  choices: readonly (readonly [name: Name, label: string, description: string])[],
): Promise<Name | undefined> {
  const items = choices.map(([name, label, description]): QuickPickItem & { name: Name } => ({
    name,
    label: name === current ? `$(check) ${label}` : label,
    description,
  }));
  return (await window.showQuickPick(items, { placeHolder }))?.name;
}
