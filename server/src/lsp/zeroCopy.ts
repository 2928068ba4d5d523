import type { CancellationToken, CodeAction, CodeActionParams } from 'vscode-languageserver/node';
import { isGenerated } from '../engine/refactor/generated.ts';
import { zeroCopyAt } from '../engine/rules/sharing/zeroCopy.ts';
import { Subject } from '../engine/rules/subject.ts';
import { ruleInputOf } from '../workspace/findings.ts';
import { abilitiesOf, isAskedFor } from './codeActions.ts';
import type { LanguageContext } from './languageContext.ts';
import { editOf } from './ruleFindings.ts';

export const ZERO_COPY_KIND = 'refactor.rewrite.zeroCopy';

const MAXIMUM_WAIT_MS = 10_000;

/** For the conversion at the cursor, where the user wants to be offered such things. */
export async function provideZeroCopyActions(
  context: LanguageContext,
  { textDocument: { uri }, range, context: asked }: CodeActionParams,
  token: CancellationToken,
): Promise<CodeAction[]> {
  const { isZeroCopyOffered } = await context.settingsFor(uri);
  const abilities = abilitiesOf(context.services.clientCapabilities);
  if (!isZeroCopyOffered || !abilities || !isAskedFor(ZERO_COPY_KIND, asked)) {
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
  await context.lookAhead(document, view, declaration);
  const { allocations, isEdited } = context.allocations.in(document, declaration, view);
  const tree = context.trees.of(slices, declaration);
  const place = { slices, declaration, view };
  const input = isEdited ? undefined : ruleInputOf(place, { allocations, tree }, context.localize);
  const offer = input && zeroCopyAt(new Subject(input), offset - declaration.start);
  if (!offer) {
    return [];
  }
  const { title, outcome } = offer;
  const action = { title, kind: ZERO_COPY_KIND };
  if ('refusedBecause' in outcome) {
    const disabled = { reason: outcome.refusedBecause };
    return abilities.showsDisabled ? [{ ...action, disabled }] : [];
  }
  const edit = editOf({ document, view }, [{ declaration, fix: outcome }]);
  return edit ? [{ ...action, edit }] : [];
}
