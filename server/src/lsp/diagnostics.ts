import {
  DiagnosticSeverity,
  type CancellationToken,
  type Diagnostic,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
} from 'vscode-languageserver/node';
import type { Allocation } from '../engine/alloc/allocations.ts';
import { flowHops, flowTitle } from '../engine/features/escapeFlow.ts';
import { isVisible, type Visibility } from '../engine/features/inlayHints.ts';
import { allocationLabel, frequencyText } from '../engine/features/labels.ts';
import type { Localize } from '../engine/features/localize.ts';
import type { OpenDocument } from '../workspace/documents.ts';
import { stepOf } from './escapeFlow.ts';
import type { LanguageContext } from './languageContext.ts';
import { ruleDiagnostics } from './ruleFindings.ts';
import { paddingDiagnostics } from './structLayouts.ts';
import { allocationsInDocument, type PlacedAllocation } from './sites.ts';

const MAXIMUM_WAIT_MS = 10_000;

/**
 * The allocations that have hints, for the Problems panel; only where the user wants them there. With
 * a lower severity than information the panel would not list them.
 */
export async function provideDiagnostics(
  context: LanguageContext,
  { textDocument: { uri } }: DocumentDiagnosticParams,
  token: CancellationToken,
): Promise<DocumentDiagnosticReport> {
  const settings = await context.settingsFor(uri);
  const { areDiagnosticsEnabled, visibility } = settings;
  const opened = context.documents.get(uri);
  const padding = opened ? await paddingDiagnostics(context, opened, settings) : [];
  const document = areDiagnosticsEnabled
    ? await context.settledDocument(uri, MAXIMUM_WAIT_MS, token)
    : undefined;
  const allocations = document ? await allocationDiagnostics(context, document, visibility) : [];
  return {
    kind: 'full',
    items: [...padding, ...(await ruleDiagnostics(context, uri, token)), ...allocations],
  };
}

async function allocationDiagnostics(
  context: LanguageContext,
  document: OpenDocument,
  visibility: Visibility,
): Promise<Diagnostic[]> {
  const view = await context.codeViewOf(document);
  const placed = await allocationsInDocument(context, document, view);
  return placed
    .filter(({ allocation }) => isVisible(allocation, visibility))
    .map((each) => diagnosticOf(context, document, each));
}

function diagnosticOf(
  context: LanguageContext,
  document: OpenDocument,
  { allocation, declaration, offset }: PlacedAllocation,
): Diagnostic {
  const { localize } = context;
  const hops = 'site' in allocation ? flowHops(allocation.site) : [];
  const [expression] = context
    .expressionsAt(document, declaration, allocation.offset)
    .filter(({ anchor }) => anchor === allocation.offset);
  const start = document.lines.positionAt(
    expression ? declaration.start + expression.start : offset,
  );
  return {
    range: {
      start,
      end: document.lines.positionAt(expression ? declaration.start + expression.end : offset + 1),
    },
    severity: DiagnosticSeverity.Information,
    source: 'go memory',
    code: `alloc.${allocation.kind}`,
    message: `${messageOf(allocation, localize)}, ${frequencyText(allocation.frequency, localize)}`,
    relatedInformation: hops
      .flatMap((hop) => stepOf(context, document, hop))
      .map(({ uri, start, end, expression, reason }) => ({
        location: { uri, range: { start, end } },
        message: `${expression} (${reason})`,
      })),
  };
}

function messageOf(allocation: Allocation, localize: Localize): string {
  switch (allocation.kind) {
    case 'variable':
    case 'expression':
      return flowTitle(allocation.site, localize);
    case 'append':
      return localize('append allocates on the heap when it grows');
    case 'inlined':
      return allocation.countObjects === 1
        ? localize('Inlined call of {0}: 1 object on the heap', allocation.what)
        : localize(
            'Inlined call of {0}: {1} objects on the heap',
            allocation.what,
            allocation.countObjects,
          );
    case 'runtime':
      return `${allocation.what}: ${allocationLabel(allocation, localize)}`;
  }
}
