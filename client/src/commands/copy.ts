import { Disposable, commands, env, l10n, window } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { AllocationEntry } from '../../../server/src/protocol.ts';
import { requireGoEditor } from '../goEditors.ts';
import { requestAllocations, requestDescription, uriFor } from '../requests.ts';
import { frequencyWords } from '../words.ts';

const MESSAGE_MS = 4_000;

/** Allocations as Markdown on the clipboard, for an issue or a review. */
export function registerCopyCommands(client: LanguageClient): Disposable {
  return Disposable.from(
    commands.registerCommand('goMemory.copyAsMarkdown', () => copyLine(client)),
    commands.registerCommand('goMemory.copyFileAsMarkdown', () => copyFile(client)),
  );
}

async function copyLine(client: LanguageClient): Promise<void> {
  const editor = requireGoEditor();
  if (!editor) {
    return;
  }
  const markdown = await requestDescription(client, editor.document, editor.selection.active);
  if (markdown === null) {
    void window.showInformationMessage(l10n.t('Nothing is known to allocate in this line.'));
    return;
  }
  await copy(markdown);
}

async function copyFile(client: LanguageClient): Promise<void> {
  const editor = requireGoEditor();
  if (!editor) {
    return;
  }
  const uri = uriFor(client, editor.document.uri);
  const { entries } = await requestAllocations(client, { uri, scope: 'file' });
  if (entries.length === 0) {
    void window.showInformationMessage(l10n.t('Nothing is known to allocate in this file.'));
    return;
  }
  await copy(tableOf(entries));
}

async function copy(markdown: string): Promise<void> {
  await env.clipboard.writeText(markdown);
  window.setStatusBarMessage(l10n.t('Allocations copied as Markdown'), MESSAGE_MS);
}

function tableOf(entries: readonly AllocationEntry[]): string {
  const head = [
    l10n.t('Line'),
    l10n.t('Function'),
    l10n.t('What'),
    l10n.t('Hint'),
    l10n.t('How often'),
  ];
  const rows = entries.map(({ position, functionName, what, label, frequency }) => [
    String(position.line + 1),
    codeOf(functionName),
    codeOf(what),
    escaped(label),
    escaped(frequencyWords(frequency)),
  ]);
  return [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |\n`)
    .join('');
}

/** A code span in a table's cell, whose fence is longer than any in the text. */
function codeOf(text: string): string {
  if (text === '') {
    return '';
  }
  const fence = '`'.repeat(
    Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length)) + 1,
  );
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return escaped(`${fence}${pad}${text}${pad}${fence}`);
}

function escaped(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ');
}
