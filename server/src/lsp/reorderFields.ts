import { basename } from 'node:path';
import {
  CodeActionTriggerKind,
  type CancellationToken,
  type CodeAction,
  type CodeActionParams,
} from 'vscode-languageserver/node';
import { obstacleText, reorderTitle } from '../engine/features/reorderTexts.ts';
import { isUnknown } from '../engine/layout/report.ts';
import type { ReorderOutcome } from '../engine/refactor/reorderFields.ts';
import { type ReorderOffer, reorderOffer } from '../engine/refactor/reorderOffer.ts';
import {
  type StructDeclaration,
  structDeclarationAt,
} from '../engine/refactor/structDeclaration.ts';
import { LineIndex } from '../engine/text/lines.ts';
import type { PlaceParams, ReorderResult } from '../protocol.ts';
import type { OpenDocument } from '../workspace/documents.ts';
import type { StaticView } from '../workspace/staticTier.ts';
import { abilitiesOf, isAskedFor } from './codeActions.ts';
import type { LanguageContext } from './languageContext.ts';
import { reportOf } from './layouts.ts';
import { uriOfFile } from './uris.ts';

export const REORDER_KIND = 'refactor.rewrite.reorderFields';

/** What an action carries to be resolved. */
interface ActionData extends PlaceParams {
  readonly version: number;
}

interface OfferAt {
  readonly view: StaticView;
  readonly declared: StructDeclaration;
  readonly offer: ReorderOffer;
}

/**
 * The action for the struct around the cursor. Whether something stands against it takes a look at
 * all packages: that is done where somebody asks for actions, not for the light bulb that comes up
 * with each move of the cursor.
 */
export async function provideReorderActions(
  context: LanguageContext,
  { textDocument: { uri }, range, context: asked }: CodeActionParams,
  token: CancellationToken,
): Promise<CodeAction[]> {
  const abilities = abilitiesOf(context.services.clientCapabilities);
  const document = context.documents.get(uri);
  if (!abilities || !isAskedFor(REORDER_KIND, asked) || !document) {
    return [];
  }
  const offset = document.lines.offsetAt(range.start);
  const found = await offerAt(context, document, offset);
  if (!found?.view.isOwn) {
    return [];
  }
  const { declared, offer } = found;
  const { localize } = context;
  const position = document.lines.positionAt(nameOffset(declared));
  const data: ActionData = { uri, position, version: document.version };
  const action = { title: reorderTitle(offer, localize), kind: REORDER_KIND };
  if (asked.triggerKind === CodeActionTriggerKind.Automatic && abilities.resolvesEdits) {
    return [{ ...action, data }];
  }
  const outcome = await search(context, found, token);
  if (!outcome) {
    return [];
  }
  if ('obstacles' in outcome) {
    const reason = reasonAgainst(context, outcome);
    return abilities.showsDisabled ? [{ ...action, disabled: { reason } }] : [];
  }
  const title = reorderTitle(offer, localize, outcome);
  const edit = editOf(context, outcome);
  return abilities.resolvesEdits
    ? [{ ...action, title, data }]
    : edit
      ? [{ ...action, title, edit }]
      : [];
}

/** Adds the edit, or tells the user why there is none. Other actions have theirs already, and no data. */
export async function resolveReorderAction(
  context: LanguageContext,
  action: CodeAction,
  token: CancellationToken,
): Promise<CodeAction> {
  const data = action.data as ActionData | undefined;
  if (!data || context.documents.get(data.uri)?.version !== data.version) {
    return action;
  }
  const result = await reorderFields(context, data, token);
  if (result.edit) {
    return { ...action, edit: result.edit };
  }
  if (result.refusedBecause !== undefined) {
    context.services.warn(result.refusedBecause);
  }
  return action;
}

/** The edit for the struct at a place, whatever little it saves. */
export async function reorderFields(
  context: LanguageContext,
  { uri, position }: PlaceParams,
  token: CancellationToken,
): Promise<ReorderResult> {
  const document = context.documents.get(uri);
  const found =
    document && (await offerAt(context, document, document.lines.offsetAt(position), 1));
  if (found?.view.isOwn === false) {
    const refusedBecause = context.localize(
      'It is declared outside of the modules of the workspace',
    );
    return { refusedBecause };
  }
  const outcome = found && (await search(context, found, token));
  if (!outcome) {
    return {};
  }
  if ('obstacles' in outcome) {
    return { refusedBecause: reasonAgainst(context, outcome) };
  }
  const edit = editOf(context, outcome);
  return edit ? { edit } : {};
}

async function offerAt(
  context: LanguageContext,
  document: OpenDocument,
  offset: number,
  thresholdBytes?: number,
): Promise<OfferAt | undefined> {
  const { file, slices } = document;
  const declaration = slices.declarationAt(offset);
  const view = await context.staticTier.viewOf(document);
  const types = declaration && view?.typesOf(declaration);
  if (file === undefined || !declaration || !view || !types) {
    return undefined;
  }
  const { syntax } = view.syntaxOf(declaration);
  const declared = structDeclarationAt({ file, slices, declaration, syntax, types }, offset);
  if (!declared) {
    return undefined;
  }
  const { layoutGoarch, reorderThresholdBytes } = await context.settingsFor(document.uri);
  const report = reportOf(view, declared.type, layoutGoarch);
  const offer = isUnknown(report)
    ? undefined
    : reorderOffer(declared, report, thresholdBytes ?? reorderThresholdBytes);
  return offer && { view, declared, offer };
}

function search(
  { staticTier }: LanguageContext,
  { declared, offer }: OfferAt,
  token: CancellationToken,
): Promise<ReorderOutcome | undefined> {
  return staticTier.reorder(declared, offer.indexes, () => !token.isCancellationRequested);
}

function nameOffset({ declaration, spec }: StructDeclaration): number {
  return declaration.start + spec.name.start;
}

/** The first reason, with its place. */
function reasonAgainst(
  { localize }: LanguageContext,
  { obstacles: [obstacle] }: Extract<ReorderOutcome, { obstacles: unknown }>,
): string {
  return obstacle
    ? obstacleText(obstacle.kind, `${basename(obstacle.file)}:${obstacle.line}`, localize)
    : '';
}

/** Undefined if a document has changed since it was looked at. */
function editOf(
  { documents }: LanguageContext,
  { files }: Extract<ReorderOutcome, { files: unknown }>,
): ReorderResult['edit'] {
  const documentChanges = [];
  for (const [file, { text, changes }] of files) {
    const document = documents.ofFile(file);
    if (document && document.text !== text) {
      return undefined;
    }
    const lines = new LineIndex(text);
    documentChanges.push({
      textDocument: {
        uri: document?.uri ?? uriOfFile(file),
        version: document?.version ?? null,
      },
      edits: changes.map(({ start, end, text: newText }) => ({
        range: { start: lines.positionAt(start), end: lines.positionAt(end) },
        newText,
      })),
    });
  }
  return { documentChanges };
}
