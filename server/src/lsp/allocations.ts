import { basename, dirname } from 'node:path';
import type { CancellationToken } from 'vscode-languageserver/node';
import type { Allocation } from '../engine/alloc/allocations.ts';
import type { Frequency } from '../engine/frequency/frequency.ts';
import type { SourceText } from '../engine/compilerlog/attach.ts';
import { allocationLabel } from '../engine/features/labels.ts';
import type { Declaration } from '../engine/syntax/slicer.ts';
import type { AllocationEntry, AllocationsParams, AllocationsResult } from '../protocol.ts';
import type { OpenDocument } from '../workspace/documents.ts';
import { filesOf, listPackage } from '../workspace/packageListing.ts';
import type { LanguageContext } from './languageContext.ts';
import { moduleAllocations, problemText } from './moduleAllocations.ts';
import { allocationsInDocument } from './sites.ts';
import { fileOfUri, uriOfFile } from './uris.ts';

/** Whoever asks for a list shows that it is waiting. */
const MAXIMUM_WAIT_MS = 30_000;

const NOTHING: AllocationsResult = { entries: [], problems: [] };

/** The allocations around a document: its own, its package's, its module's. */
export async function provideAllocations(
  context: LanguageContext,
  params: AllocationsParams,
  token: CancellationToken,
): Promise<AllocationsResult> {
  if (params.scope === 'module') {
    // Its files need not be open.
    const open = context.documents.get(params.uri);
    const file = open ? open.file : fileOfUri(params.uri);
    return file === undefined
      ? NOTHING
      : moduleAllocations(context, file, params.workDoneToken, token);
  }
  const document = await context.settledDocument(params.uri, MAXIMUM_WAIT_MS, token);
  if (!document) {
    return NOTHING;
  }
  return {
    entries:
      params.scope === 'file'
        ? await documentEntries(context, document)
        : await packageEntries(context, document),
    problems: problemsOf(context, document),
  };
}

async function documentEntries(
  context: LanguageContext,
  document: OpenDocument,
): Promise<AllocationEntry[]> {
  const { file } = document;
  const isExcluded = file !== undefined && (await context.services.excludedIn(dirname(file)))(file);
  return isExcluded ? [] : entriesOf(context, document);
}

/** The allocations of one open document, in the order of its text. */
export async function entriesOf(
  context: LanguageContext,
  document: OpenDocument,
): Promise<AllocationEntry[]> {
  const view = await context.codeViewOf(document);
  const placed = await allocationsInDocument(context, document, view);
  return placed.map(({ declaration, allocation, isCurrent }) =>
    entryOf(context, document.uri, document, declaration, allocation, isCurrent),
  );
}

export function entryOf(
  context: LanguageContext,
  uri: string,
  { lines }: SourceText,
  declaration: Declaration,
  allocation: Allocation,
  isCurrent: boolean,
  packageName = basename(dirname(uri)),
): AllocationEntry {
  const { what, kind, frequency, countObjects, offset } = allocation;
  return {
    uri,
    position: lines.positionAt(declaration.start + offset),
    packageName,
    functionName: isOfNamedFunction(declaration, frequency) ? (declaration.name ?? '') : '',
    what,
    label: allocationLabel(allocation, context.localize),
    kind,
    frequency,
    countObjects,
    isCurrent,
  };
}

/** What happens more than once in the value of a variable is in a function literal: `var f = func() { … }`. */
function isOfNamedFunction({ keyword, name }: Declaration, frequency: Frequency): boolean {
  return keyword === 'func' || (keyword === 'var' && frequency !== 'once' && name !== '_');
}

/** Open files as they are typed, the package's others as the compiler read them. */
async function packageEntries(
  context: LanguageContext,
  document: OpenDocument,
): Promise<AllocationEntry[]> {
  const log = context.tier.logOf(document);
  if (!log || document.file === undefined) {
    return documentEntries(context, document);
  }
  const directory = dirname(document.file);
  const isExcluded = await context.services.excludedIn(directory);
  // What is new has not been compiled yet, and is part of its package all the same.
  const files = [...new Set([...filesOf(log, directory), document.file])]
    .filter((file) => !isExcluded(file))
    .sort();
  const isCurrent = context.tier.stateOf(document).type === 'ready';
  const viewOf = await context.codeViewsIn(directory);
  const entries: AllocationEntry[] = [];
  for (const file of files) {
    const open = context.documents.ofFile(file);
    if (open) {
      entries.push(...(await entriesOf(context, open)));
    } else {
      const listed = await listPackage(log, [file], {
        trees: context.trees,
        read: (path) => context.services.readText(path),
        viewOf,
      });
      entries.push(
        ...listed.map(({ source, declaration, allocation }) =>
          entryOf(context, uriOfFile(file), source, declaration, allocation, isCurrent),
        ),
      );
    }
  }
  return entries;
}

function problemsOf(context: LanguageContext, document: OpenDocument): string[] {
  const state = context.tier.stateOf(document);
  switch (state.type) {
    case 'errors':
      return state.errors
        .slice(0, 1)
        .map((error) => problemText(error, dirname(document.file ?? error.place.file)));
    case 'failed':
      return [state.failure.message];
    case 'off':
    case 'running':
    case 'ready':
      return [];
  }
}
