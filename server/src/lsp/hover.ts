import type { Hover, HoverParams } from 'vscode-languageserver/node';
import { hoverAt } from '../engine/features/hover.ts';
import type { LanguageContext } from './languageContext.ts';
import { layoutHoverAt } from './layouts.ts';

/** What the compiler says of the place, and below it how large things are. */
export async function provideHover(
  context: LanguageContext,
  { textDocument: { uri }, position }: HoverParams,
): Promise<Hover | null> {
  const document = context.documents.get(uri);
  if (!document) {
    return null;
  }
  context.tier.lookAt(document);
  const { lines } = document;
  const offset = lines.offsetAt(position);
  const verdict = await context.explain(document, (each) => hoverAt(each, offset));
  const layout = await layoutHoverAt(context, document, offset);
  const range = verdict ?? layout;
  if (!range) {
    return null;
  }
  const markdown = [verdict, layout].flatMap((each) => (each ? [each.markdown] : []));
  return {
    contents: { kind: 'markdown', value: markdown.join('\n\n---\n\n') },
    range: { start: lines.positionAt(range.start), end: lines.positionAt(range.end) },
  };
}
