/** "Simulate This Function": its allocations, with counts that the user sets, in the heap simulator. */
import {
  Position,
  ProgressLocation,
  commands,
  l10n,
  window,
  workspace,
  type Disposable,
  type QuickPickItem,
  type TextDocument,
} from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  CLIENT_COMMANDS,
  type DocumentPosition,
  type FunctionAllocations,
  type SimulatedAllocation,
} from '../../../server/src/protocol.ts';
import { requireGoEditor } from '../goEditors.ts';
import { requestFunctionAllocations } from '../requests.ts';
import { frequencyWords } from '../words.ts';
import { functionScript, type CountedSite, type FunctionUse } from './functionScript.ts';
import type { SimulatorPanel } from './simulatorPanel.ts';

const DEFAULT_LENGTH = 64;
const DEFAULT_ITERATIONS = 10;
const DEFAULT_CALLS = 10_000;
const DEFAULT_ALIVE = 100;
const MAXIMUM = 1_000_000;

export function registerSimulateFunction(
  client: LanguageClient,
  panel: SimulatorPanel,
): Disposable {
  return commands.registerCommand(
    CLIENT_COMMANDS.simulateFunction,
    async (uri?: string, position?: DocumentPosition) => {
      const place = await placeOf(client, uri, position);
      const found = place && (await ask(client, place.document, place.position));
      if (place === undefined) {
        return;
      }
      const known = found?.allocations.filter(({ sizeBytes }) => sizeBytes !== undefined) ?? [];
      if (!found || known.length === 0) {
        void window.showInformationMessage(
          l10n.t('No allocation of known size is in the function at the cursor.'),
        );
        return;
      }
      const use = await askForUse(found, known);
      if (use) {
        panel.show(functionScript(found, use));
      }
    },
  );
}

interface Place {
  readonly document: TextDocument;
  readonly position: Position;
}

/** Of a lens, or of the cursor. */
async function placeOf(
  client: LanguageClient,
  uri: string | undefined,
  position: DocumentPosition | undefined,
): Promise<Place | undefined> {
  if (uri !== undefined && position !== undefined) {
    const document = await workspace.openTextDocument(client.protocol2CodeConverter.asUri(uri));
    return { document, position: new Position(position.line, position.character) };
  }
  const editor = requireGoEditor();
  return editor && { document: editor.document, position: editor.selection.active };
}

function ask(
  client: LanguageClient,
  document: TextDocument,
  position: Position,
): Thenable<FunctionAllocations | null> {
  return window.withProgress(
    { location: ProgressLocation.Window, title: l10n.t('Looking for allocations') },
    () => requestFunctionAllocations(client, document, position),
  );
}

type SiteItem = QuickPickItem & { readonly allocation: SimulatedAllocation };

/** Which sites, how often, and how long their objects live. */
async function askForUse(
  { name }: FunctionAllocations,
  known: readonly SimulatedAllocation[],
): Promise<FunctionUse | undefined> {
  const items = known.map((allocation): SiteItem => ({
    allocation,
    label: allocation.what,
    description: allocation.label,
    detail: l10n.t('line {0}, {1}', allocation.line + 1, frequencyWords(allocation.frequency)),
    picked: allocation.frequency === 'call' || allocation.frequency === 'iteration',
  }));
  const picked = await window.showQuickPick(items, {
    canPickMany: true,
    title: l10n.t('Allocations of {0} to simulate', name),
  });
  if (picked === undefined || picked.length === 0) {
    return undefined;
  }
  const sites: CountedSite[] = [];
  for (const { allocation } of picked) {
    const site = await askForSite(allocation);
    if (site === undefined) {
      return undefined;
    }
    sites.push(site);
  }
  const callsPerSecond = await askForNumber(l10n.t('Calls of {0} a second', name), DEFAULT_CALLS);
  const callsAlive =
    callsPerSecond === undefined
      ? undefined
      : await askForNumber(l10n.t('How many calls’ objects live at once'), DEFAULT_ALIVE);
  return callsPerSecond === undefined || callsAlive === undefined
    ? undefined
    : { callsPerSecond, callsAlive, sites };
}

async function askForSite(allocation: SimulatedAllocation): Promise<CountedSite | undefined> {
  const { what, isArray, frequency } = allocation;
  const length = isArray ? await askForNumber(l10n.t('Length of {0}', what), DEFAULT_LENGTH) : 1;
  const perCall =
    length === undefined || frequency !== 'iteration'
      ? 1
      : await askForNumber(l10n.t('How often {0} is done in a call', what), DEFAULT_ITERATIONS);
  return length === undefined || perCall === undefined
    ? undefined
    : { allocation, perCall, length };
}

async function askForNumber(prompt: string, value: number): Promise<number | undefined> {
  const text = await window.showInputBox({
    prompt,
    value: String(value),
    validateInput: (typed) =>
      /^[1-9]\d*$/.test(typed) && Number(typed) <= MAXIMUM
        ? undefined
        : l10n.t('A whole number from 1 to {0}', MAXIMUM),
  });
  return text === undefined ? undefined : Number(text);
}
