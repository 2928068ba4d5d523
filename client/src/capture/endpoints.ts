import { l10n, window, type Memento, type QuickPickItem } from 'vscode';
import {
  endpointText,
  parseEndpoint,
  type Endpoint,
} from '../../../server/src/capture/endpoint.ts';

const REMEMBERED = 'capture.endpoints';
const MOST_REMEMBERED = 10;
const USUAL = 'localhost:6060';

/** Has the user say which program is meant: one of the last ones, or any address. */
export async function pickEndpoint(
  memento: Memento,
  title = l10n.t('A program that serves net/http/pprof'),
): Promise<Endpoint | undefined> {
  const input = window.createQuickPick<QuickPickItem>();
  const known = [...new Set([...remembered(memento), USUAL])].map((label) => ({ label }));
  input.title = title;
  input.placeholder = l10n.t('Port, host:port, or the address of its index or of a profile');
  input.items = known;
  input.onDidChangeValue((value) => {
    const typed = value.trim();
    const isNew = typed !== '' && !known.some(({ label }) => label === typed);
    input.items = isNew
      ? [{ label: typed, description: describe(parseEndpoint(typed)), alwaysShow: true }, ...known]
      : known;
  });
  try {
    const picked = await new Promise<string | undefined>((resolve) => {
      input.onDidAccept(() => {
        // The list may lag behind what is typed.
        const typed = input.value.trim();
        const active = input.activeItems[0]?.label;
        resolve(active?.includes(typed) ? active : typed);
      });
      input.onDidHide(() => {
        resolve(undefined);
      });
      input.show();
    });
    const endpoint = picked === undefined ? undefined : parseEndpoint(picked);
    if (picked !== undefined && !endpoint) {
      void window.showErrorMessage(l10n.t('{0} is no address of a program.', picked));
    }
    return endpoint;
  } finally {
    input.dispose();
  }
}

/** One that has answered; passwords are not kept. */
export async function remember(memento: Memento, endpoint: Endpoint): Promise<void> {
  const text = endpointText(endpoint);
  const others = remembered(memento).filter((each) => each !== text);
  await memento.update(REMEMBERED, [text, ...others].slice(0, MOST_REMEMBERED));
}

function remembered(memento: Memento): readonly string[] {
  return memento.get<readonly string[]>(REMEMBERED, []);
}

function describe(endpoint: Endpoint | undefined): string {
  return endpoint
    ? [endpointText(endpoint), endpoint.profile ?? ''].join(' ').trim()
    : l10n.t('no address');
}
