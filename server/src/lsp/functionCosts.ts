import type { CancellationToken } from 'vscode-languageserver/node';
import { takenText } from '../engine/features/byteTexts.ts';
import { amountsText, costLines } from '../engine/features/costTexts.ts';
import { frequencyText } from '../engine/features/labels.ts';
import type { CostRow } from '../engine/summary/functionCosts.ts';
import type { CostNode, PlaceParams } from '../protocol.ts';
import type { CostTree } from '../workspace/staticVerdicts.ts';
import type { LanguageContext } from './languageContext.ts';
import { uriOfFile } from './uris.ts';

/** Whoever asks shows that it is waiting. */
const MAXIMUM_WAIT_MS = 30_000;

/** What the function around a place costs, with what it calls below; null outside of one. */
export async function functionCosts(
  context: LanguageContext,
  { uri, position }: PlaceParams,
  token: CancellationToken,
): Promise<CostNode | null> {
  const document = await context.settledDocument(uri, MAXIMUM_WAIT_MS, token);
  const declaration = document?.slices.declarationAt(document.lines.offsetAt(position));
  if (!document || !declaration) {
    return null;
  }
  const { staticVerdicts } = context.services;
  await staticVerdicts.complete(document);
  const tree = staticVerdicts.costTreeOf(document, declaration, context.trees);
  return tree ? nodeOf(tree.root, tree, context) : null;
}

function nodeOf(row: CostRow, tree: CostTree, context: LanguageContext): CostNode {
  const { localize } = context;
  const { kind, frequency } = row;
  const often = frequencyText(frequency, localize);
  switch (row.kind) {
    case 'call': {
      const { name, totals, rows, place } = row;
      return {
        kind,
        what: name,
        amounts: amountsText(totals, localize),
        details: costLines(totals, localize),
        frequency,
        ...(place && placeOf(place, tree)),
        rows: rows.map((each) => nodeOf(each, tree, context)),
      };
    }
    case 'site': {
      const { what, bytes, isBuffered, isConditional, place } = row.site;
      const size = takenText(bytes, localize) ?? localize('only known when it runs');
      const details = [
        ...(isBuffered ? [localize('only when larger than 32 B')] : []),
        ...(isConditional ? [localize('in a branch')] : []),
      ];
      const amounts = `${size} ${often}`;
      return { kind, what, amounts, details, frequency, ...placeOf(place, tree), rows: [] };
    }
    default: {
      const { what, place } = row.call;
      const amounts = row.kind === 'dynamic' ? localize('dynamic call') : localize('no Go code');
      return {
        kind,
        what,
        amounts,
        details: [often],
        frequency,
        ...placeOf(place, tree),
        rows: [],
      };
    }
  }
}

function placeOf(
  place: Parameters<CostTree['placeOf']>[0],
  tree: CostTree,
): Pick<CostNode, 'uri' | 'position'> {
  const found = tree.placeOf(place);
  return found ? { uri: uriOfFile(place.file), position: found } : {};
}
