import assert from 'node:assert/strict';
import { join } from 'node:path';
import {
  commands,
  MarkdownString,
  Range,
  Uri,
  workspace,
  type Hover,
  type InlayHint,
} from 'vscode';

const WAIT_MS = 200;
const MAXIMUM_WAITS = 300;

/**
 * The suite that runs inside an extension host, whichever editor brings it: the workbench from npm
 * or, where its builds can be had, the desktop editor.
 */
export async function run(): Promise<void> {
  const [folder] = workspace.workspaceFolders ?? [];
  assert.ok(folder, 'no folder is open');
  const uri = Uri.file(join(folder.uri.fsPath, 'escapes.go'));
  const document = await workspace.openTextDocument(uri);
  const whole = new Range(0, 0, document.lineCount, 0);

  const hints = await until(
    () => commands.executeCommand<InlayHint[]>('vscode.executeInlayHintProvider', uri, whole),
    (found) => found.length > 0,
  );
  const lines = hints.map(({ position }) => document.lineAt(position.line).text);
  assert.ok(
    lines.some((line) => line.includes('u := user{name: name}')),
    `hints stand on ${lines.join('\n')}`,
  );

  const declared = document.getText().indexOf('u := user{name: name}');
  const hovers = await until(
    () =>
      commands.executeCommand<Hover[]>(
        'vscode.executeHoverProvider',
        uri,
        document.positionAt(declared),
      ),
    (found) => found.length > 0,
  );
  const text = hovers
    .flatMap(({ contents }) => contents)
    .map((part) => (part instanceof MarkdownString ? part.value : ''))
    .join('\n');
  assert.match(text, /moved to heap/);
}

async function until<T>(read: () => Thenable<T>, accept: (value: T) => boolean): Promise<T> {
  let value = await read();
  for (let count = 0; count < MAXIMUM_WAITS && !accept(value); count++) {
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
    value = await read();
  }
  assert.ok(accept(value), `what was wanted did not come; it stays at ${JSON.stringify(value)}`);
  return value;
}
