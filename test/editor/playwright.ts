/**
 * The part of playwright-core that the harness uses. It is typed here because the package belongs
 * to the editor's own installation, which the type checker must not need.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Editor } from './install.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Locator {
  all(): Promise<Locator[]>;
  allInnerTexts(): Promise<string[]>;
  boundingBox(): Promise<Box | null>;
  click(options?: {
    readonly timeout?: number;
    readonly force?: boolean;
    readonly button?: 'left' | 'right';
    readonly modifiers?: readonly 'ControlOrMeta'[];
  }): Promise<void>;
  count(): Promise<number>;
  fill(value: string, options?: { readonly timeout?: number }): Promise<void>;
  first(): Locator;
  getAttribute(name: string): Promise<string | null>;
  hover(options?: { readonly timeout?: number; readonly force?: boolean }): Promise<void>;
  innerText(): Promise<string>;
  isVisible(): Promise<boolean>;
  locator(selector: string, options?: LocatorOptions): Locator;
  nth(index: number): Locator;
  press(key: string, options?: { readonly timeout?: number }): Promise<void>;
  selectOption(value: string): Promise<unknown>;
  waitFor(options?: {
    readonly state?: 'attached' | 'detached' | 'visible' | 'hidden';
    readonly timeout?: number;
  }): Promise<void>;
}

export interface LocatorOptions {
  readonly hasText?: string | RegExp;
}

/** A document: the workbench's own, or the one inside a webview. */
export interface Frame {
  evaluate<Result>(program: () => Result | Promise<Result>): Promise<Result>;
  evaluate<Result, Argument>(
    program: (argument: Argument) => Result | Promise<Result>,
    argument: Argument,
  ): Promise<Result>;
  evaluate(script: string): Promise<unknown>;
  locator(selector: string, options?: LocatorOptions): Locator;
  url(): string;
}

export interface ConsoleMessage {
  text(): string;
  type(): string;
}

export interface Page extends Frame {
  addInitScript(script: string): Promise<void>;
  close(): Promise<void>;
  emulateMedia(options: { readonly reducedMotion: 'reduce' | 'no-preference' }): Promise<void>;
  exposeFunction(name: string, callback: (...args: unknown[]) => unknown): Promise<void>;
  frames(): Frame[];
  goto(url: string, options?: { readonly timeout?: number }): Promise<unknown>;
  on(event: 'console', listener: (message: ConsoleMessage) => void): void;
  reload(): Promise<unknown>;
  screenshot(options: {
    readonly path: string;
    readonly clip?: Box;
    readonly omitBackground?: boolean;
  }): Promise<unknown>;
  readonly keyboard: {
    down(key: string): Promise<void>;
    press(key: string): Promise<void>;
    type(text: string, options?: { readonly delay?: number }): Promise<void>;
    up(key: string): Promise<void>;
  };
  readonly mouse: {
    click(x: number, y: number, options?: { readonly clickCount?: number }): Promise<void>;
    move(x: number, y: number, options?: { readonly steps?: number }): Promise<void>;
    wheel(deltaX: number, deltaY: number): Promise<void>;
  };
}

export interface Browser {
  close(): Promise<void>;
  newPage(options: {
    readonly viewport: { readonly width: number; readonly height: number };
    readonly locale?: string;
    readonly colorScheme?: 'dark' | 'light';
    readonly permissions?: readonly string[];
  }): Promise<Page>;
}

interface Playwright {
  readonly chromium: {
    launch(options: {
      readonly executablePath: string;
      readonly args: readonly string[];
      readonly env: Readonly<Record<string, string | undefined>>;
      readonly headless: boolean;
    }): Promise<Browser>;
  };
}

/** Starts the editor's Chromium, without a window. */
export async function launchChromium(editor: Editor): Promise<Browser> {
  const load = createRequire(join(editor.folder, 'package.json'));
  const playwright = load('playwright-core') as Playwright;
  const { executablePath, env } = editor.chromium;
  return playwright.chromium.launch({
    executablePath,
    // Root has no sandbox to give, and a machine for tests may lack the kernel feature.
    args: ['--no-sandbox'],
    env: { ...process.env, ...env },
    headless: true,
  });
}
