/** The server's own requests, with the editor's types on our side. */

import type { Uri } from 'vscode';
import { Position, Range, type CancellationToken, type TextDocument } from 'vscode';
import { WorkDoneProgress, type LanguageClient } from 'vscode-languageclient/node';
import {
  METHODS,
  type AllocationsParams,
  type AllocationsResult,
  type CostNode,
  type DocumentPosition,
  type EscapeFlow,
  type FunctionAllocations,
  type LayoutParams,
  type LayoutResult,
  type LeftOutParams,
  type PlaceParams,
  type ProveParams,
  type ProveResult,
  type ReorderResult,
  type SitesParams,
  type SitesResult,
} from '../../server/src/protocol.ts';
import { requireGoEditor } from './goEditors.ts';

export function requestAllocations(
  client: LanguageClient,
  params: AllocationsParams,
  token?: CancellationToken,
): Promise<AllocationsResult> {
  return send(client, METHODS.allocations, params, token);
}

/** The lines of a module that allocate most. */
export function requestSites(
  client: LanguageClient,
  params: SitesParams,
  token: CancellationToken,
): Promise<SitesResult> {
  return send(client, METHODS.sites, params, token);
}

/** Runs the fix in a line for real. */
export function requestProof(
  client: LanguageClient,
  params: ProveParams,
  token: CancellationToken,
): Promise<ProveResult> {
  return send(client, METHODS.proveFix, params, token);
}

export function requestEscapeFlow(
  client: LanguageClient,
  document: TextDocument,
  position: Position,
): Promise<EscapeFlow | null> {
  return send(client, METHODS.escapeFlow, placeOf(client, document, position));
}

/** What the function at a position allocates; null outside of one. */
export function requestFunctionAllocations(
  client: LanguageClient,
  document: TextDocument,
  position: Position,
): Promise<FunctionAllocations | null> {
  return send(client, METHODS.functionAllocations, placeOf(client, document, position));
}

/** What the function at a place costs with all that it calls; null outside of one. */
export function requestFunctionCosts(
  client: LanguageClient,
  place: PlaceParams,
): Promise<CostNode | null> {
  return send(client, METHODS.functionCosts, place);
}

/** Markdown on what the line allocates. */
export function requestDescription(
  client: LanguageClient,
  document: TextDocument,
  position: Position,
  token?: CancellationToken,
): Promise<string | null> {
  return send(client, METHODS.describe, placeOf(client, document, position), token);
}

/** How the types at a position lie in memory. */
export function requestLayout(
  client: LanguageClient,
  params: LayoutParams,
  token: CancellationToken,
): Promise<LayoutResult> {
  return send(client, METHODS.layout, params, token);
}

/** The edit that puts the fields of a struct into the best order, or why there is none. */
export function requestReordering(
  client: LanguageClient,
  params: PlaceParams,
): Promise<ReorderResult> {
  return send(client, METHODS.reorderFields, params);
}

/** Why a file is not in the build, in a line; null where it is. */
export function requestLeftOut(
  client: LanguageClient,
  params: LeftOutParams,
): Promise<string | null> {
  return send(client, METHODS.leftOut, params);
}

let countReporting = 0;

/** Makes a request with a token of its own, by which the server reports how far it is come. */
export async function withReports<Result>(
  client: LanguageClient,
  onReport: (message: string) => void,
  request: (workDoneToken: string) => Promise<Result>,
): Promise<Result> {
  const workDoneToken = `goMemory.${countReporting++}`;
  const listener = client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
    if (value.kind === 'report') {
      onReport(value.message ?? '');
    }
  });
  try {
    return await request(workDoneToken);
  } finally {
    listener.dispose();
  }
}

/** A token that is not there must not be passed on: it would count as a second parameter. */
function send<Result>(
  client: LanguageClient,
  method: string,
  params: AllocationsParams | PlaceParams | LayoutParams | LeftOutParams | SitesParams,
  token?: CancellationToken,
): Promise<Result> {
  return token
    ? client.sendRequest<Result>(method, params, token)
    : client.sendRequest<Result>(method, params);
}

/** A document's URI as the server knows it. */
export function uriFor(client: LanguageClient, uri: Uri): string {
  return client.code2ProtocolConverter.asUri(uri);
}

export function positionOf({ line, character }: DocumentPosition): Position {
  return new Position(line, character);
}

export function rangeOf(range: {
  readonly start: DocumentPosition;
  readonly end: DocumentPosition;
}): Range {
  return new Range(positionOf(range.start), positionOf(range.end));
}

/**
 * The place that the server has given to a command, or else the cursor: menus give the editor's URI alone. Where
 * there is no editor it says what to do.
 */
export function givenPlace(
  client: LanguageClient,
  uri?: string | Uri,
  position?: DocumentPosition,
): PlaceParams | undefined {
  if (typeof uri === 'string' && position) {
    return { uri, position };
  }
  const editor = requireGoEditor();
  return editor && placeOf(client, editor.document, editor.selection.active);
}

function placeOf(client: LanguageClient, { uri }: TextDocument, position: Position): PlaceParams {
  return { uri: uriFor(client, uri), position };
}
