/**
 * Shows a workbench in a headless browser and waits for what a person would wait for. Everything
 * that the other driver modules do goes through the {@link EditorWindow} made here.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './install.ts';
import { launchChromium, type Page } from './playwright.ts';
import type { Workbench } from './workbench.ts';

/** How long a person would wait on a slow machine before calling it broken. */
const PATIENCE_MS = 30_000;

const SCREENSHOTS = join(ROOT, 'test', 'e2e', 'screenshots');
const POLL_MS = 50;
const START_MS = 90_000;

export interface WindowOptions {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: 'dark' | 'light';
}

/** One browser window with a workbench in it. */
export interface EditorWindow {
  readonly page: Page;
  /** Errors on the page's console so far. */
  readonly consoleErrors: readonly string[];
  /** Saves what the window shows as `test/e2e/screenshots/NAME.png` and returns that path. */
  screenshot(name: string): Promise<string>;
  /** Reads until `accept` says yes, for `timeoutMs`, and returns what was read last either way. */
  poll<T>(read: () => Promise<T>, accept: (value: T) => boolean, timeoutMs: number): Promise<T>;
  /**
   * Reads again and again until `accept` says yes, and returns what was read. A failure names
   * `what` was expected, what was there instead, and a screenshot.
   */
  waitFor<T>(
    what: string,
    read: () => Promise<T>,
    accept: (value: T) => boolean,
    timeoutMs?: number,
  ): Promise<T>;
  /** Presses keys in turn, in Playwright's spelling: `'ControlOrMeta+S'`. */
  press(...keys: readonly string[]): Promise<void>;
  /** Closes the browser. */
  dispose(): Promise<void>;
}

function fileNameOf(text: string): string {
  return text.replace(/[^A-Za-z0-9]+/g, '-').slice(0, 80);
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value ?? null, undefined, 1);
  return text.length > 4000 ? `${text.slice(0, 4000)} …` : text;
}

async function saveScreenshot(page: Page, name: string): Promise<string> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  const path = join(SCREENSHOTS, `${fileNameOf(name)}.png`);
  await page.screenshot({ path });
  return path;
}

const poll: EditorWindow['poll'] = async (read, accept, timeoutMs) => {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = await read();
    if (accept(value) || Date.now() > deadline) {
      return value;
    }
    await new Promise((resume) => setTimeout(resume, POLL_MS));
  }
};

function createWindow(page: Page, consoleErrors: string[], close: () => Promise<void>) {
  const window: EditorWindow = {
    page,
    consoleErrors,
    screenshot: (name) => saveScreenshot(page, name),
    poll,
    async waitFor(what, read, accept, timeoutMs = PATIENCE_MS) {
      const value = await poll(read, accept, timeoutMs);
      if (accept(value)) {
        return value;
      }
      const picture = await saveScreenshot(page, `failed ${what}`);
      throw new Error(
        `Within ${timeoutMs / 1000} s there was no ${what}; it stays at:\n${shown(value)}\nScreenshot: ${picture}`,
      );
    },
    async press(...keys) {
      for (const key of keys) {
        await page.keyboard.press(key);
      }
    },
    dispose: close,
  };
  return window;
}

/**
 * Opens a browser on `url` before the page's own scripts run: `prepare` can add to it. Most tests
 * want {@link openWindow}.
 */
export async function openPage(
  workbench: Pick<Workbench, 'editor' | 'url'>,
  options: WindowOptions = {},
  prepare: (page: Page) => Promise<void> = () => Promise.resolve(),
): Promise<EditorWindow> {
  const browser = await launchChromium(workbench.editor);
  try {
    const page = await browser.newPage({
      viewport: { width: options.width ?? 1440, height: options.height ?? 900 },
      locale: 'en-US',
      colorScheme: options.colorScheme ?? 'light',
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const consoleErrors: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') {
        consoleErrors.push(message.text());
      }
    });
    // The runner's compiler names functions with this one, also those sent to the page.
    await page.addInitScript('globalThis.__name ??= (target) => target;');
    await prepare(page);
    await page.goto(workbench.url, { timeout: START_MS });
    return createWindow(page, consoleErrors, () => browser.close());
  } catch (error) {
    await browser.close();
    throw error;
  }
}

/** Opens the workbench in a browser and returns once it can be worked with. */
export async function openWindow(
  workbench: Pick<Workbench, 'editor' | 'url'>,
  options: WindowOptions = {},
): Promise<EditorWindow> {
  const window = await openPage(workbench, options);
  try {
    await window.waitFor(
      'workbench',
      () => window.page.locator('.monaco-workbench .part.statusbar .statusbar-item').count(),
      (count) => count > 0,
      START_MS,
    );
    return window;
  } catch (error) {
    await window.dispose();
    throw error;
  }
}
