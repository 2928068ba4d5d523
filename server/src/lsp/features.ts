import {
  CodeActionKind,
  type CancellationToken,
  type Connection,
  type ServerCapabilities,
} from 'vscode-languageserver/node';
import {
  METHODS,
  type AllocationsParams,
  type AllocationsResult,
  type LayoutParams,
  type LeftOutParams,
  type PlaceParams,
  type ProveParams,
  type ProveResult,
  type ReorderResult,
  type SitesParams,
} from '../protocol.ts';
import { provideAllocations } from './allocations.ts';
import { provideCodeLenses, resolveCodeLens } from './codeLenses.ts';
import { describe } from './describe.ts';
import { functionAllocations } from './functionAllocations.ts';
import { functionCosts } from './functionCosts.ts';
import { provideDiagnostics } from './diagnostics.ts';
import { provideEscapeFlow } from './escapeFlow.ts';
import { provideHover } from './hover.ts';
import { provideInlayHints, resolveInlayHint } from './inlayHints.ts';
import type { LanguageContext } from './languageContext.ts';
import { NO_LAYOUT, provideLayout } from './layouts.ts';
import { whyLeftOut } from './leftOut.ts';
import {
  provideReorderActions,
  REORDER_KIND,
  reorderFields,
  resolveReorderAction,
} from './reorderFields.ts';
import { provideProof } from './proveFix.ts';
import { NO_SITES, provideSites } from './rankedSites.ts';
import { ruleActions } from './ruleFindings.ts';
import { tierDifferences } from './tierDifferences.ts';
import { MAP_FILE_KIND, provideZeroCopyActions, ZERO_COPY_KIND } from './zeroCopy.ts';

/** What the server says that it can do, for the features registered here. */
export const FEATURE_CAPABILITIES = {
  inlayHintProvider: { resolveProvider: true },
  hoverProvider: true,
  codeActionProvider: {
    codeActionKinds: [REORDER_KIND, ZERO_COPY_KIND, MAP_FILE_KIND, CodeActionKind.QuickFix],
    resolveProvider: true,
  },
  codeLensProvider: { resolveProvider: true },
  diagnosticProvider: { interFileDependencies: true, workspaceDiagnostics: false },
} satisfies ServerCapabilities;

const NO_PROOF: ProveResult = { outcome: 'nothing', message: '', details: [] };
const NO_ALLOCATIONS: AllocationsResult = { entries: [], problems: [] };

/** Registers a handler for each feature. */
export function registerFeatures(connection: Connection, context: LanguageContext): void {
  const { languages } = connection;
  const safe = <T>(token: CancellationToken, fallback: T, handler: () => T | Promise<T>) =>
    safely(connection, token, fallback, handler);

  languages.inlayHint.on((params, token) =>
    safe(token, [], () => provideInlayHints(context, params, token)),
  );
  languages.inlayHint.resolve((hint, token) =>
    safe(token, hint, () => resolveInlayHint(context, hint)),
  );
  languages.diagnostics.on((params, token) =>
    safe(token, { kind: 'full', items: [] }, () => provideDiagnostics(context, params, token)),
  );
  connection.onHover((params, token) => safe(token, null, () => provideHover(context, params)));
  connection.onCodeLens((params, token) =>
    safe(token, [], () => provideCodeLenses(context, params, token)),
  );
  connection.onCodeLensResolve((lens, token) =>
    safe(token, lens, () => resolveCodeLens(context, lens)),
  );
  connection.onRequest(METHODS.allocations, (params: AllocationsParams, token: CancellationToken) =>
    safe(token, NO_ALLOCATIONS, () => provideAllocations(context, params, token)),
  );
  connection.onRequest(METHODS.sites, (params: SitesParams, token: CancellationToken) =>
    safe(token, NO_SITES, () => provideSites(context, params, token)),
  );
  connection.onRequest(METHODS.proveFix, (params: ProveParams, token: CancellationToken) =>
    safe<ProveResult>(token, NO_PROOF, () => provideProof(context, params, token)),
  );
  connection.onRequest(METHODS.escapeFlow, (params: PlaceParams, token: CancellationToken) =>
    safe(token, null, () => provideEscapeFlow(context, params, token)),
  );
  connection.onRequest(METHODS.layout, (params: LayoutParams, token: CancellationToken) =>
    safe(token, NO_LAYOUT, () => provideLayout(context, params)),
  );
  connection.onCodeAction((params, token) =>
    safe(token, [], async () => [
      ...(await ruleActions(context, params, token)),
      ...(await provideReorderActions(context, params, token)),
      ...(await provideZeroCopyActions(context, params, token)),
    ]),
  );
  connection.onCodeActionResolve((action, token) =>
    safe(token, action, () => resolveReorderAction(context, action, token)),
  );
  connection.onRequest(METHODS.reorderFields, (params: PlaceParams, token: CancellationToken) =>
    safe<ReorderResult>(token, {}, () => reorderFields(context, params, token)),
  );
  connection.onRequest(
    METHODS.functionAllocations,
    (params: PlaceParams, token: CancellationToken) =>
      safe(token, null, () => functionAllocations(context, params, token)),
  );
  connection.onRequest(METHODS.tierDifferences, (token: CancellationToken) =>
    safe(token, '', () => tierDifferences(context, token)),
  );
  connection.onRequest(METHODS.functionCosts, (params: PlaceParams, token: CancellationToken) =>
    safe(token, null, () => functionCosts(context, params, token)),
  );
  connection.onRequest(METHODS.leftOut, (params: LeftOutParams, token: CancellationToken) =>
    safe(token, null, () => whyLeftOut(context, params)),
  );
  connection.onRequest(METHODS.describe, (params: PlaceParams, token: CancellationToken) =>
    safe(token, null, () => describe(context, params, token)),
  );
}

/** A handler that fails is logged and answers nothing: it takes no other feature with it. */
async function safely<T>(
  connection: Connection,
  token: CancellationToken,
  fallback: T,
  handler: () => T | Promise<T>,
): Promise<T> {
  if (token.isCancellationRequested) {
    return fallback;
  }
  try {
    return await handler();
  } catch (error) {
    connection.console.error(
      error instanceof Error ? (error.stack ?? error.message) : String(error),
    );
    return fallback;
  }
}
