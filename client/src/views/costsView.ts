import {
  Disposable,
  EventEmitter,
  MarkdownString,
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
} from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  CLIENT_COMMANDS,
  type CostNode,
  type DocumentPosition,
} from '../../../server/src/protocol.ts';
import { givenPlace, positionOf, requestFunctionCosts } from '../requests.ts';
import { fileNameOf, frequencyDetail } from '../words.ts';
import { FREQUENCY_ICONS } from './allocationItems.ts';

const VIEW = 'goMemory.costs';

/** The "Where Do the Bytes Come From?" view: a function, what it calls, and what each of them allocates. */
export function registerCostsView(client: LanguageClient): Disposable {
  const rows = new CostRows();
  const view = window.createTreeView(VIEW, { treeDataProvider: rows, showCollapseAll: true });
  const show = async (uri?: string | Uri, position?: DocumentPosition) => {
    const place = givenPlace(client, uri, position);
    if (!place) {
      return;
    }
    const root = await window.withProgress({ location: { viewId: VIEW } }, () =>
      requestFunctionCosts(client, place),
    );
    if (!root) {
      void window.showInformationMessage(
        l10n.t('Nothing is known of the costs of what is at the cursor: it is no function.'),
      );
      return;
    }
    rows.show(root);
    await commands.executeCommand(`${VIEW}.focus`);
    await view.reveal(root, { expand: true, focus: true });
  };
  return Disposable.from(view, rows, commands.registerCommand(CLIENT_COMMANDS.showCosts, show));
}

class CostRows implements TreeDataProvider<CostNode>, Disposable {
  readonly #changed = new EventEmitter<undefined>();
  #root: CostNode | undefined;
  #parents = new WeakMap<CostNode, CostNode>();

  get onDidChangeTreeData(): Event<undefined> {
    return this.#changed.event;
  }

  show(root: CostNode): void {
    this.#root = root;
    this.#parents = new WeakMap();
    this.#changed.fire(undefined);
  }

  getChildren(node?: CostNode): CostNode[] {
    if (!node) {
      return this.#root ? [this.#root] : [];
    }
    for (const row of node.rows) {
      this.#parents.set(row, node);
    }
    return [...node.rows];
  }

  getParent(node: CostNode): CostNode | undefined {
    return this.#parents.get(node);
  }

  getTreeItem(node: CostNode): TreeItem {
    const { what, amounts, kind, frequency, details, uri, position } = node;
    const item = new TreeItem(
      what,
      node.rows.length === 0
        ? TreeItemCollapsibleState.None
        : node === this.#root
          ? TreeItemCollapsibleState.Expanded
          : TreeItemCollapsibleState.Collapsed,
    );
    item.description = amounts;
    item.iconPath = new ThemeIcon(kind === 'site' ? FREQUENCY_ICONS[frequency] : ICONS[kind]);
    item.tooltip = new MarkdownString()
      .appendCodeblock(what, 'go')
      .appendText([amounts, ...details, frequencyDetail(frequency)].join('\n'));
    if (uri !== undefined && position) {
      const start = positionOf(position);
      const target = Uri.parse(uri);
      item.tooltip.appendText(`\n${workspace.asRelativePath(target)}:${start.line + 1}`);
      item.accessibilityInformation = {
        label: [what, amounts, `${fileNameOf(target)}:${start.line + 1}`].join(', '),
      };
      item.command = {
        command: 'vscode.open',
        title: l10n.t('Open'),
        arguments: [target, { selection: { start, end: start } }],
      };
    }
    return item;
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

const ICONS = {
  call: 'symbol-method',
  dynamic: 'question',
  unseen: 'circle-slash',
} as const;
