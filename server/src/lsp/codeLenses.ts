import type { CancellationToken, CodeLens, CodeLensParams } from 'vscode-languageserver/node';
import { functionLenses } from '../engine/features/codeLenses.ts';
import { costLensTitle } from '../engine/features/costTexts.ts';
import { CLIENT_COMMANDS } from '../protocol.ts';
import type { LanguageContext } from './languageContext.ts';

/** As for hints: the editor keeps the lenses that it has while it waits. */
const MAXIMUM_WAIT_MS = 4_000;

export async function provideCodeLenses(
  context: LanguageContext,
  { textDocument: { uri } }: CodeLensParams,
  token: CancellationToken,
): Promise<CodeLens[]> {
  const { areLensesEnabled } = await context.settingsFor(uri);
  const document = areLensesEnabled
    ? await context.readyDocument(uri, MAXIMUM_WAIT_MS, token)
    : undefined;
  if (!document) {
    return [];
  }
  const view = await context.codeViewOf(document);
  const found = await context
    .lookAhead(document)
    .find({ declarations: document.slices.declarations, view });
  const lenses = functionLenses(
    document,
    (declaration) => context.verdicts.on(document, declaration)?.verdicts,
    (declaration) => found.get(declaration) ?? context.allocations.in(document, declaration, view),
    context.localize,
  );
  return lenses.flatMap(({ offset, title, offsets }) => {
    const start = document.lines.positionAt(offset);
    const range = { start, end: start };
    const peek = {
      title,
      command: CLIENT_COMMANDS.peekAllocations,
      arguments: [uri, start, offsets.map((each) => document.lines.positionAt(each))],
    };
    const simulate = {
      title: context.localize('simulate'),
      command: CLIENT_COMMANDS.simulateFunction,
      arguments: [uri, start],
    };
    return offsets.length === 0
      ? [{ range, command: peek }]
      : [
          { range, command: peek },
          { range, data: { uri } },
          { range, command: simulate },
        ];
  });
}

/**
 * What the function costs with all that it calls is found out for lenses that are in sight, and not while
 * somebody types.
 */
export function resolveCodeLens(context: LanguageContext, lens: CodeLens): CodeLens {
  const { uri } = lens.data as { readonly uri: string };
  const { start } = lens.range;
  const document = context.documents.get(uri);
  const declaration = document?.slices.declarationAt(document.lines.offsetAt(start));
  const totals =
    document &&
    declaration &&
    context.services.staticVerdicts.totalsOf(document, declaration, context.trees);
  const { localize } = context;
  const title =
    (totals && costLensTitle(totals, localize)) ?? localize('where do the bytes come from?');
  return {
    ...lens,
    command: { title, command: CLIENT_COMMANDS.showCosts, arguments: [uri, start] },
  };
}
