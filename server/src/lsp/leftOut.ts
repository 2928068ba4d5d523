import { dirname } from 'node:path';
import type { IgnoreReason } from '../engine/build/directoryPackage.ts';
import type { Localize } from '../engine/features/localize.ts';
import type { LeftOutParams } from '../protocol.ts';
import type { OpenDocument } from '../workspace/documents.ts';
import type { LanguageContext } from './languageContext.ts';

const CONSTRAINT = /^\/\/ *(?:go:build|\+build)\b.*/m;

/** Why neither tier says anything of a document; null where its file is in the build. */
export async function whyLeftOut(
  context: LanguageContext,
  { uri }: LeftOutParams,
): Promise<string | null> {
  const document = context.documents.get(uri);
  if (document?.file === undefined) {
    return null;
  }
  const world = await context.staticTier.worldOf(dirname(document.file));
  const reason = world.whyLeftOut(document.file);
  return reason === undefined ? null : textOf(reason, document, context.localize);
}

function textOf(reason: IgnoreReason, { text }: OpenDocument, localize: Localize): string {
  switch (reason) {
    case 'platform':
      return localize('Its name is for another GOOS or GOARCH.');
    case 'constraint':
      return localize('Its build constraint does not hold: {0}', CONSTRAINT.exec(text)?.[0] ?? '');
    case 'bad constraint':
      return localize('Its build constraint cannot be read: {0}', CONSTRAINT.exec(text)?.[0] ?? '');
    case 'cgo':
      return localize('It imports "C", and cgo is off.');
    case 'hidden':
      return localize('Its name begins with "_" or ".".');
    case 'documentation':
      return localize('Its package is called documentation.');
    case 'unreadable':
      return localize('It cannot be read.');
  }
}
