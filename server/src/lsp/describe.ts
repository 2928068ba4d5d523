import type { CancellationToken } from 'vscode-languageserver/node';
import { lineMarkdown, type HoverContext } from '../engine/features/hover.ts';
import type { PlaceParams } from '../protocol.ts';
import type { LanguageContext } from './languageContext.ts';

/** As long as a hint may take to come. */
const MAXIMUM_WAIT_MS = 4_000;

/** What a hint's tooltip says, for the clipboard: without links, which lead nowhere on other machines. */
export async function describe(
  context: LanguageContext,
  { uri, position }: PlaceParams,
  token: CancellationToken,
): Promise<string | null> {
  const document = await context.settledDocument(uri, MAXIMUM_WAIT_MS, token);
  const markdown =
    document &&
    (await context.explain(document, (each) => lineMarkdown(withoutLinks(each), position.line)));
  return markdown ?? null;
}

function withoutLinks(context: HoverContext): HoverContext {
  return {
    ...context,
    linkTo: (place) => {
      const link = context.linkTo(place);
      return link && { ...link, uri: undefined };
    },
  };
}
