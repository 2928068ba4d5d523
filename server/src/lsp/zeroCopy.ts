import {
  type CancellationToken,
  type CodeAction,
  type CodeActionParams,
  CreateFile,
  TextDocumentEdit,
  TextEdit,
} from 'vscode-languageserver/node';
import { isGenerated } from '../engine/refactor/generated.ts';
import type { Fix } from '../engine/rules/rule.ts';
import { fileMappingAt } from '../engine/rules/sharing/fileMapping.ts';
import type { NewFile } from '../engine/rules/sharing/mappingFiles.ts';
import { zeroCopyAt } from '../engine/rules/sharing/zeroCopy.ts';
import { Subject } from '../engine/rules/subject.ts';
import { ruleInputOf } from '../workspace/findings.ts';
import { abilitiesOf, isAskedFor } from './codeActions.ts';
import type { LanguageContext } from './languageContext.ts';
import { editOf } from './ruleFindings.ts';

export const ZERO_COPY_KIND = 'refactor.rewrite.zeroCopy';
export const MAP_FILE_KIND = 'refactor.rewrite.mapFile';

const MAXIMUM_WAIT_MS = 10_000;

/** What shares memory instead of copying it, or why it is refused. */
interface Offer {
  readonly title: string;
  readonly kind: string;
  readonly outcome:
    { readonly fix: Fix; readonly files: readonly NewFile[] } | { readonly refusedBecause: string };
}

function offerAt(subject: Subject, offset: number, createsFiles: boolean): Offer | undefined {
  const conversion = zeroCopyAt(subject, offset);
  if (conversion) {
    const { title, outcome } = conversion;
    return {
      title,
      kind: ZERO_COPY_KIND,
      outcome: 'refusedBecause' in outcome ? outcome : { fix: outcome, files: [] },
    };
  }
  const mapping = createsFiles ? fileMappingAt(subject, offset) : undefined;
  return mapping && { ...mapping, kind: MAP_FILE_KIND };
}

/** For the conversion, or the reading of a file, at the cursor, where the user wants to be offered such things. */
export async function provideZeroCopyActions(
  context: LanguageContext,
  { textDocument: { uri }, range, context: asked }: CodeActionParams,
  token: CancellationToken,
): Promise<CodeAction[]> {
  const { isZeroCopyOffered } = await context.settingsFor(uri);
  const abilities = abilitiesOf(context.services.clientCapabilities);
  const kinds = [ZERO_COPY_KIND, MAP_FILE_KIND].filter((kind) => isAskedFor(kind, asked));
  if (!isZeroCopyOffered || !abilities || kinds.length === 0) {
    return [];
  }
  const document = await context.readyDocument(uri, MAXIMUM_WAIT_MS, token);
  const view = document && (await context.codeViewOf(document));
  const offset = document?.lines.offsetAt(range.start);
  if (!document || !view?.isOwn || offset === undefined || isGenerated(document.slices)) {
    return [];
  }
  const { slices } = document;
  const declaration = slices.declarationAt(offset);
  if (!declaration) {
    return [];
  }
  await context.lookAhead(document).find({ declarations: [declaration], view, isSeen: true });
  const { allocations, isEdited } = context.allocations.in(document, declaration, view);
  const tree = context.trees.of(slices, declaration);
  const place = { slices, declaration, view };
  const input = isEdited ? undefined : ruleInputOf(place, { allocations, tree }, context.localize);
  const offer =
    input && offerAt(new Subject(input), offset - declaration.start, abilities.createsFiles);
  if (!offer || !kinds.includes(offer.kind)) {
    return [];
  }
  const { title, kind, outcome } = offer;
  const action = { title, kind };
  if ('refusedBecause' in outcome) {
    const disabled = { reason: outcome.refusedBecause };
    return abilities.showsDisabled ? [{ ...action, disabled }] : [];
  }
  const edit = editOf({ document, view }, [{ declaration, fix: outcome.fix }]);
  const files = outcome.files.flatMap((file) => created(file, uri));
  return edit
    ? [{ ...action, edit: { documentChanges: [...edit.documentChanges, ...files] } }]
    : [];
}

/** Beside a document. */
function created({ name, text }: NewFile, beside: string): [CreateFile, TextDocumentEdit] {
  const uri = new URL(name, beside).href;
  const start = { line: 0, character: 0 };
  return [
    CreateFile.create(uri),
    TextDocumentEdit.create({ uri, version: null }, [TextEdit.insert(start, text)]),
  ];
}
