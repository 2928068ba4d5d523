import type { CancellationToken } from 'vscode-languageserver/node';
import { differencesText } from '../engine/features/tierDifferences.ts';
import type { LanguageContext } from './languageContext.ts';

/** Whoever asks shows that it is waiting. */
const MAXIMUM_WAIT_MS = 30_000;

/** Markdown on where the tiers differ: in what is open now, and in what was noted before. */
export async function tierDifferences(
  context: LanguageContext,
  token: CancellationToken,
): Promise<string> {
  for (const { uri } of context.documents.all()) {
    const document = await context.settledDocument(uri, MAXIMUM_WAIT_MS, token);
    if (document) {
      await context.services.staticVerdicts.complete(document);
      context.differences.note(document);
    }
  }
  return differencesText(context.differences.all(), context.localize);
}
