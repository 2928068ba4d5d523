import {
  EventEmitter,
  MarkdownString,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  Uri,
  l10n,
  workspace,
  type Event,
  type Disposable,
  type TreeDataProvider,
} from 'vscode';
import type { AllocationEntry } from '../../../server/src/protocol.ts';
import { positionOf } from '../requests.ts';
import { fileNameOf, frequencyDetail, frequencyWords } from '../words.ts';
import { groupAllocations, type AllocationGroup, type Grouping } from './allocationTree.ts';

/** An entry has a `uri` and a `position`: commands that take a place take the row. */
export type AllocationRow = AllocationGroup | AllocationEntry;

/** The rows of the "Go Memory" tree. */
export class AllocationItems implements TreeDataProvider<AllocationRow>, Disposable {
  readonly #changed = new EventEmitter<undefined>();
  #entries: readonly AllocationEntry[] = [];
  #grouping: Grouping = 'function';
  #groups: readonly AllocationGroup[] = [];

  get onDidChangeTreeData(): Event<undefined> {
    return this.#changed.event;
  }

  show(entries: readonly AllocationEntry[], grouping: Grouping): void {
    this.#entries = entries;
    this.#grouping = grouping;
    this.#groups = groupAllocations(entries, grouping);
    this.#changed.fire(undefined);
  }

  getChildren(row?: AllocationRow): AllocationRow[] {
    if (!row) {
      return [...this.#groups];
    }
    return isGroup(row) ? [...row.entries] : [];
  }

  getParent(row: AllocationRow): AllocationRow | undefined {
    return isGroup(row) ? undefined : this.#groups.find(({ entries }) => entries.includes(row));
  }

  getTreeItem(row: AllocationRow): TreeItem {
    return isGroup(row) ? this.#groupItem(row) : this.#entryItem(row);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #groupItem(group: AllocationGroup): TreeItem {
    const count = group.entries.length;
    const sites = count === 1 ? l10n.t('1 site') : l10n.t('{0} sites', count);
    const item = new TreeItem(labelOf(group), TreeItemCollapsibleState.Expanded);
    item.id = JSON.stringify([this.#grouping, idOf(group)]);
    item.contextValue = 'group';
    if (group.by === 'function') {
      const uri = Uri.parse(group.uri);
      const where = this.#hasManyFiles() ? fileNameOf(uri) : '';
      item.description = [sites, where].filter((part) => part !== '').join(' · ');
      item.tooltip = new MarkdownString().appendText(
        `${group.packageName}\n${workspace.asRelativePath(uri)}`,
      );
      item.iconPath = new ThemeIcon(group.functionName === '' ? 'package' : 'symbol-method');
    } else {
      item.description = sites;
      item.tooltip = frequencyDetail(group.frequency);
      item.iconPath = new ThemeIcon(FREQUENCY_ICONS[group.frequency]);
    }
    return item;
  }

  #entryItem(entry: AllocationEntry): TreeItem {
    const { what, label, frequency, functionName, isCurrent, position } = entry;
    const uri = Uri.parse(entry.uri);
    const start = positionOf(position);
    const place = `${fileNameOf(uri)}:${start.line + 1}`;
    const item = new TreeItem(oneLine(what), TreeItemCollapsibleState.None);
    const where = this.#grouping === 'frequency' && functionName !== '' ? functionName : place;
    const age = isCurrent ? [] : [l10n.t('as of the last good build')];
    item.description = [label, where, ...age].join(' · ');
    item.tooltip = new MarkdownString()
      .appendCodeblock(what, 'go')
      .appendText([`${place}: ${frequencyDetail(frequency)}`, ...age].join('\n'));
    item.iconPath = new ThemeIcon(FREQUENCY_ICONS[frequency]);
    item.contextValue = 'allocation';
    item.accessibilityInformation = {
      label: [oneLine(what), label, frequencyWords(frequency), place, ...age].join(', '),
    };
    item.command = {
      command: 'vscode.open',
      title: l10n.t('Open'),
      arguments: [uri, { selection: { start, end: start } }],
    };
    return item;
  }

  #hasManyFiles(): boolean {
    const first = this.#entries[0]?.uri;
    return this.#entries.some(({ uri }) => uri !== first);
  }
}

/** By how often it happens. */
export const FREQUENCY_ICONS = {
  iteration: 'sync',
  call: 'symbol-event',
  growth: 'expand-all',
  miss: 'search-stop',
  error: 'warning',
  panic: 'flame',
  once: 'pass',
} as const;

export function isGroup(row: AllocationRow): row is AllocationGroup {
  return 'by' in row;
}

function labelOf(group: AllocationGroup): string {
  if (group.by === 'frequency') {
    return frequencyWords(group.frequency);
  }
  return group.functionName === '' ? l10n.t('Package level') : group.functionName;
}

function idOf(group: AllocationGroup): string {
  return group.by === 'frequency' ? group.frequency : `${group.uri} ${group.functionName}`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ');
}
