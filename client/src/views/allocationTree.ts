/** The shape of the "Go Memory" tree: what is grouped how, in which order. Knows no editor. */

import { FREQUENCIES, type Frequency } from '../../../server/src/engine/frequency/frequency.ts';
import type { AllocationEntry } from '../../../server/src/protocol.ts';

export type Grouping = 'function' | 'frequency';

/** Allocations that share a function, or how often they happen. */
export type AllocationGroup =
  | {
      readonly by: 'function';
      readonly uri: string;
      readonly packageName: string;
      /** Empty for what stands at package level. */
      readonly functionName: string;
      readonly entries: readonly AllocationEntry[];
    }
  | {
      readonly by: 'frequency';
      readonly frequency: Frequency;
      readonly entries: readonly AllocationEntry[];
    };

/** Groups entries; the groups and entries that happen most often come first. */
export function groupAllocations(
  entries: readonly AllocationEntry[],
  grouping: Grouping,
): AllocationGroup[] {
  const sorted = [...entries].sort(byFrequency);
  const groups = new Map<string, AllocationEntry[]>();
  for (const entry of sorted) {
    const key =
      grouping === 'frequency' ? entry.frequency : JSON.stringify([entry.uri, entry.functionName]);
    const group = groups.get(key);
    if (group) {
      group.push(entry);
    } else {
      groups.set(key, [entry]);
    }
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first ? [groupOf(grouping, first, group)] : [];
  });
}

/** The entries that have every word of the filter in what is shown of them. */
export function filterAllocations(
  entries: readonly AllocationEntry[],
  filter: string,
): readonly AllocationEntry[] {
  const words = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) {
    return entries;
  }
  return entries.filter(({ what, label, functionName, packageName, uri }) => {
    const text = [what, label, functionName, packageName, fileNameOf(uri)].join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/**
 * A listing of a module with one of its packages listed anew. The module's names of packages, which
 * are import paths, are kept.
 */
export function replacePackage(
  entries: readonly AllocationEntry[],
  directory: string,
  listed: readonly AllocationEntry[],
): AllocationEntry[] {
  // The editor escapes more characters than the server does for files that are not open.
  const folder = unescaped(directory);
  const isOfPackage = ({ uri }: AllocationEntry) => unescaped(folderOf(uri)) === folder;
  const at = entries.findIndex(isOfPackage);
  const name = entries[at]?.packageName;
  const others = entries.filter((entry) => !isOfPackage(entry));
  const renamed = listed.map((entry) =>
    name === undefined ? entry : { ...entry, packageName: name },
  );
  return at < 0 ? [...others, ...renamed] : others.toSpliced(at, 0, ...renamed);
}

export function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/'));
}

function fileNameOf(uri: string): string {
  return unescaped(uri.slice(uri.lastIndexOf('/') + 1));
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function groupOf(
  grouping: Grouping,
  { uri, packageName, functionName, frequency }: AllocationEntry,
  entries: readonly AllocationEntry[],
): AllocationGroup {
  return grouping === 'frequency'
    ? { by: 'frequency', frequency, entries }
    : { by: 'function', uri, packageName, functionName, entries };
}

/** The order of the text is kept among what happens equally often. */
function byFrequency(a: AllocationEntry, b: AllocationEntry): number {
  return FREQUENCIES.indexOf(a.frequency) - FREQUENCIES.indexOf(b.frequency);
}
