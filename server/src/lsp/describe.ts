import type { CancellationToken } from 'vscode-languageserver/node';
import { lineMarkdown } from '../engine/features/hover.ts';
import type { PlaceParams } from '../protocol.ts';
import type { LanguageContext } from './languageContext.ts';

/** As long as a hint may take to come. */
const MAXIMUM_WAIT_MS = 4_000;

/** What a hint's tooltip says, for the clipboard. */
export async function describe(
  context: LanguageContext,
  { uri, position }: PlaceParams,
  token: CancellationToken,
): Promise<string | null> {
  const document = await context.settledDocument(uri, MAXIMUM_WAIT_MS, token);
  const markdown =
    document && (await context.explain(document, (each) => lineMarkdown(each, position.line)));
  return markdown ?? null;
}
