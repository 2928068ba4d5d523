/** What stands around the text: notifications, dialogs, the status bar, output, webviews. */
import type { EditorWindow } from './browser.ts';
import type { Frame } from './playwright.ts';
import { runCommand } from './quickInput.ts';

/** A notification on the screen. */
export interface ShownNotification {
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  readonly buttons: readonly string[];
}

/** A dialog that stops all else, for example the question whether to trust the folder. */
export interface ShownDialog {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly string[];
}

/** An entry of the list behind `{}` in the status bar. */
export interface ShownLanguageStatus {
  readonly text: string;
  readonly detail: string;
  readonly command: string;
}

/** An item of the status bar. */
export interface StatusItem {
  readonly id: string;
  readonly text: string;
  readonly label: string;
}

/** Reads the notifications on the screen, newest first. */
export function readNotifications(window: EditorWindow): Promise<ShownNotification[]> {
  return window.page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.notification-list-item')]
      .filter((item) => item.offsetHeight > 0)
      .map((item) => {
        const icon = item.querySelector('.notification-list-item-icon')?.className ?? '';
        const message = item.querySelector<HTMLElement>('.notification-list-item-message');
        return {
          severity: icon.includes('codicon-error')
            ? 'error'
            : icon.includes('codicon-warning')
              ? 'warning'
              : 'info',
          message: message?.innerText ?? '',
          buttons: [
            ...item.querySelectorAll<HTMLElement>(
              '.notification-list-item-buttons-container .monaco-button',
            ),
          ].map((button) => button.innerText),
        };
      }),
  );
}

/** Waits for a notification whose message matches. */
export async function waitForNotification(
  window: EditorWindow,
  message: RegExp,
): Promise<ShownNotification> {
  const isIt = (shown: ShownNotification): boolean => message.test(shown.message);
  const all = await window.waitFor(
    `notification ${String(message)}`,
    () => readNotifications(window),
    (shown) => shown.some(isIt),
  );
  const [notification] = all.filter(isIt);
  if (notification === undefined) {
    throw new Error(`Notification ${String(message)} is gone.`);
  }
  return notification;
}

/** Presses a button of a notification whose message matches, once it is there. */
export async function pressNotificationButton(
  window: EditorWindow,
  message: RegExp,
  button: string,
): Promise<ShownNotification> {
  const notification = await waitForNotification(window, message);
  await window.page
    .locator('.notification-list-item', { hasText: message })
    .locator('.monaco-button', { hasText: button })
    .click();
  return notification;
}

/** Reads the dialog that is open, if one is. */
function readDialog(window: EditorWindow): Promise<ShownDialog | undefined> {
  return window.page.evaluate(() => {
    const box = document.querySelector('.monaco-dialog-box');
    const text = (selector: string): string =>
      box?.querySelector<HTMLElement>(selector)?.innerText.trim() ?? '';
    return box === null
      ? undefined
      : {
          message: text('.dialog-message'),
          detail: `${text('.dialog-message-detail')}\n${text('.dialog-message-body')}`.trim(),
          buttons: [...box.querySelectorAll<HTMLElement>('.dialog-buttons .monaco-button')].map(
            (button) => button.innerText.trim(),
          ),
        };
  });
}

/** Waits for a dialog, presses one of its buttons, and returns what the dialog said. */
export async function pressDialogButton(
  window: EditorWindow,
  button: string,
): Promise<ShownDialog | undefined> {
  const dialog = await window.waitFor(
    `dialog with a button "${button}"`,
    () => readDialog(window),
    (shown) => shown?.buttons.includes(button) ?? false,
  );
  await window.page
    .locator('.monaco-dialog-box .dialog-buttons .monaco-button', { hasText: button })
    .first()
    .click();
  return dialog;
}

/** Trusts the folder after all, in the editor that manages trust, and leaves that editor. */
export async function grantTrust(window: EditorWindow): Promise<void> {
  await runCommand(window, 'Workspaces: Manage Workspace Trust');
  await window.page
    .locator('.workspace-trust-editor .monaco-button', { hasText: /^Trust$/ })
    .first()
    .click();
  await window.waitFor(
    'end of restricted mode',
    () => readStatusBar(window),
    (items) => !items.some(({ text }) => text.includes('Restricted Mode')),
  );
  await runCommand(window, 'View: Close Editor');
}

/** Reads the items of the status bar from left to right. */
export function readStatusBar(window: EditorWindow): Promise<StatusItem[]> {
  return window.page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.part.statusbar .statusbar-item')]
      .filter((item) => item.offsetWidth > 0)
      .map((item) => ({
        id: item.id,
        text: item.innerText.replaceAll('\u00a0', ' ').trim(),
        label: item.getAttribute('aria-label') ?? '',
      })),
  );
}

/** How long to rest the mouse before trying again. */
const STATUS_MS = 5000;

/**
 * Rests the mouse on `{}` in the status bar and reads the list, once `accept` likes it. What takes the list away (a
 * notification, an item that comes beside it) does not bring it back, so the mouse leaves and comes again from time to
 * time.
 */
export async function readLanguageStatus(
  window: EditorWindow,
  accept: (entries: readonly ShownLanguageStatus[]) => boolean = (entries) => entries.length > 0,
): Promise<ShownLanguageStatus[]> {
  return window.waitFor(
    'language status',
    async () => {
      await window.page.mouse.move(2, 2);
      await window.page.locator('[id="status.languageStatus"]').hover();
      return window.poll(() => readStatusEntries(window), accept, STATUS_MS);
    },
    accept,
  );
}

function readStatusEntries(window: EditorWindow): Promise<ShownLanguageStatus[]> {
  return window.page.evaluate(() =>
    [...document.querySelectorAll('.hover-language-status')].map((entry) => {
      const left = entry.querySelector('.left');
      const nodes = [...(left?.childNodes ?? [])];
      const separator = nodes.findIndex(
        (node) => node instanceof Element && node.classList.contains('separator'),
      );
      const words = (part: readonly ChildNode[]): string =>
        part.map((node) => node.textContent ?? '').join('');
      return {
        text: words(separator < 0 ? nodes : nodes.slice(0, separator)),
        detail: separator < 0 ? '' : words(nodes.slice(separator + 1)),
        command: entry.querySelector<HTMLElement>('.right .monaco-link')?.innerText ?? '',
      };
    }),
  );
}

/** Reads the lines of output that the panel shows; a long line is several. */
export function readOutput(window: EditorWindow): Promise<string[]> {
  return window.page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.output-view .view-lines > .view-line')]
      .sort((a, b) => Number.parseFloat(a.style.top) - Number.parseFloat(b.style.top))
      .map((line) => line.textContent.replaceAll('\u00a0', ' ')),
  );
}

/** How long the page of the tab before may still be there. */
const CHANGE_MS = 200;

/**
 * The document inside the webview or custom editor that shows an element of that selector, with that text, and goes on
 * to: the page of the tab before is there for a while after its tab.
 */
export async function findWebview(
  window: EditorWindow,
  selector: string,
  text = '',
): Promise<Frame> {
  let before: Frame | undefined;
  const frame = await window.waitFor(
    `webview with ${selector} ${text}`.trim(),
    async () => {
      const now = await lookForWebview(window, selector, text);
      const stays = now === before;
      before = now;
      if (!stays) {
        await new Promise((resume) => setTimeout(resume, CHANGE_MS));
      }
      return stays ? now : undefined;
    },
    (found) => found !== undefined,
  );
  if (frame === undefined) {
    throw new Error(`The webview with ${selector} is gone.`);
  }
  return frame;
}

async function lookForWebview(
  window: EditorWindow,
  selector: string,
  text: string,
): Promise<Frame | undefined> {
  for (const frame of window.page.frames()) {
    if (frame.url().includes('fake.html') && (await hasVisible(frame, selector, text))) {
      return frame;
    }
  }
  return undefined;
}

/** A frame may vanish while it is looked at: then it is not the one. */
function hasVisible(frame: Frame, selector: string, text: string): Promise<boolean> {
  return frame
    .locator(selector, { hasText: text })
    .first()
    .isVisible()
    .catch(() => false);
}
