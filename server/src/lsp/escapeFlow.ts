import type { CancellationToken } from 'vscode-languageserver/node';
import { flowHops, flowTitle, type FlowHop } from '../engine/features/escapeFlow.ts';
import type { EscapeFlow, EscapeFlowStep, PlaceParams } from '../protocol.ts';
import type { OpenDocument } from '../workspace/documents.ts';
import type { LanguageContext } from './languageContext.ts';
import { explainedSites } from './sites.ts';

/** As long as a hint may take to come. */
const MAXIMUM_WAIT_MS = 4_000;

/** Why what stands at a position is on the heap; null where the compiler said nothing of it. */
export async function provideEscapeFlow(
  context: LanguageContext,
  { uri, position }: PlaceParams,
  token: CancellationToken,
): Promise<EscapeFlow | null> {
  const document = await context.settledDocument(uri, MAXIMUM_WAIT_MS, token);
  if (!document) {
    return null;
  }
  const offset = document.lines.offsetAt(position);
  const [explained] = explainedSites(context, document, offset);
  return explained
    ? {
        title: flowTitle(explained.site, context.localize),
        steps: flowHops(explained.site).flatMap((hop) => stepOf(context, document, hop)),
        isCurrent: explained.isCurrent,
      }
    : null;
}

/** A hop whose text is gone since it compiled is left out. */
export function stepOf(
  context: LanguageContext,
  document: OpenDocument,
  { place, expression, reason, flow }: FlowHop,
): EscapeFlowStep[] {
  const range = context.rangeOf(document, place, expression);
  return range ? [{ ...range, expression, reason, flow }] : [];
}
