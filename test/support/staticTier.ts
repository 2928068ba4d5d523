import assert from 'node:assert/strict';
import { DEFAULT_BUILD_FLAGS } from '../../server/src/engine/build/flags.ts';
import { GoFiles, hostEnvironment } from '../../server/src/host/goFiles.ts';
import type { Documents } from '../../server/src/workspace/documents.ts';
import { StaticTier } from '../../server/src/workspace/staticTier.ts';

/** Our own front end on the packages of this disk, and on what is open. */
export function staticTierOn(documents: Documents): StaticTier {
  const files = new GoFiles();
  return new StaticTier({
    documents,
    machine: { ...hostEnvironment(), variables: {} },
    diskNow: () => files.view(),
    buildSettings: () => Promise.resolve({ flags: DEFAULT_BUILD_FLAGS, goCommand: 'go' }),
  });
}

/** Puts a text in the place of another one in an open document. */
export function replaceIn(
  { documents, tier }: { readonly documents: Documents; readonly tier: StaticTier },
  uri: string,
  from: string,
  to: string,
): void {
  const opened = documents.get(uri);
  const start = opened?.text.indexOf(from) ?? -1;
  assert.ok(opened && start >= 0, from);
  const { text, version } = opened;
  const edited = documents.edit(uri, version + 1, [
    {
      edit: { start, oldEnd: start + from.length, newEnd: start + to.length },
      text: text.slice(0, start) + to + text.slice(start + from.length),
    },
  ]);
  assert.ok(edited);
  tier.edited(edited);
}
