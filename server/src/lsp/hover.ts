import type { Hover, HoverParams } from 'vscode-languageserver/node';
import { hoverAt } from '../engine/features/hover.ts';
import type { LanguageContext } from './languageContext.ts';

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
  const hover = await context.explain(document, (each) => hoverAt(each, offset));
  return (
    (hover && {
      contents: { kind: 'markdown', value: hover.markdown },
      range: { start: lines.positionAt(hover.start), end: lines.positionAt(hover.end) },
    }) ??
    null
  );
}
