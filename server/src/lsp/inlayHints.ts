import {
  InlayHintKind,
  type CancellationToken,
  type InlayHint,
  type InlayHintParams,
} from 'vscode-languageserver/node';
import { allocationHints } from '../engine/features/inlayHints.ts';
import { lineMarkdown } from '../engine/features/hover.ts';
import type { Declaration } from '../engine/syntax/slicer.ts';
import type { LanguageContext } from './languageContext.ts';
import { sizeHints } from './structLayouts.ts';

/**
 * How long a request for hints waits for verdicts. While it waits the editor keeps the hints that it has, moved along
 * with the text, so that none flickers between keystroke and answer.
 */
const MAXIMUM_WAIT_MS = 4_000;
/** Where not all of the package has been looked at there may be no hints yet: the first ones come while others are found out. */
const MAXIMUM_WAIT_AT_FIRST_MS = 1_000;

export async function provideInlayHints(
  context: LanguageContext,
  { textDocument: { uri }, range }: InlayHintParams,
  token: CancellationToken,
): Promise<InlayHint[]> {
  const settings = await context.settingsFor(uri);
  const isWanted = settings.areHintsEnabled || settings.areSizesShown;
  const document = isWanted ? await context.begunDocument(uri, MAXIMUM_WAIT_MS, token) : undefined;
  if (!document) {
    return [];
  }
  const offsets = {
    start: document.lines.offsetAt(range.start),
    end: document.lines.offsetAt(range.end),
  };
  const sizes = await sizeHints(context, document, offsets, settings);
  if (!settings.areHintsEnabled) {
    return sizes;
  }
  const view = await context.codeViewOf(document);
  const isComplete = context.services.staticVerdicts.isComplete(document);
  const seen = document.slices.declarations.filter(
    ({ start, end }) => start < offsets.end && offsets.start < end,
  );
  const known = new Map(
    await context.lookAhead(document).find({
      declarations: seen,
      view,
      isSeen: true,
      maximumMs: isComplete ? MAXIMUM_WAIT_MS : MAXIMUM_WAIT_AT_FIRST_MS,
    }),
  );
  const turns = context.turns();
  const asKnown = (declaration: Declaration) =>
    known.get(declaration) ?? context.allocations.in(document, declaration, view);
  for (const declaration of seen) {
    // Of those that are not found out yet there is what can be told without.
    known.set(declaration, asKnown(declaration));
    await turns.rest();
  }
  const hints = allocationHints(document, offsets, asKnown, settings.visibility, context.localize);
  const allocations = hints.map(
    ({ offset, line, label, isCurrent, isEdited, tier }): InlayHint => ({
      position: document.lines.positionAt(offset),
      label,
      kind: InlayHintKind.Type,
      paddingLeft: true,
      data: { uri, line, version: document.version, isCurrent, isEdited, tier },
    }),
  );
  return [...allocations, ...sizes];
}

/** Adds the tooltip; the hint carries where it stands, for which text. */
export async function resolveInlayHint(
  context: LanguageContext,
  hint: InlayHint,
): Promise<InlayHint> {
  // Sizes of types carry nothing: their hover says more.
  const data = hint.data as { uri: string; line: number; version: number } | undefined;
  const document = data && context.documents.get(data.uri);
  if (document?.version !== data?.version || !data || !document) {
    return hint;
  }
  const value = await context.explain(document, (each) => lineMarkdown(each, data.line));
  return value === undefined ? hint : { ...hint, tooltip: { kind: 'markdown', value } };
}
