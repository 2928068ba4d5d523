import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FakeCompiler } from './fakeCompiler.ts';
import { LanguageServer } from './languageServer.ts';
import { writeFiles } from './moduleCache.ts';
import { serverRuntime } from './serverRuntime.ts';

export interface RefactoringServer {
  readonly folder: string;
  /** Of a file in the folder. */
  readonly uri: string;
  readonly server: LanguageServer;
  /** Writes a module whose one file has a text, and opens it where nothing may run. */
  open(text: string, goVersion?: string): Promise<void>;
  /** Fails if the server has logged an error. */
  close(): Promise<void>;
}

/** A server whose user asks for refactorings that share memory, and an empty folder for it. */
export function refactoringServer(file: string): RefactoringServer {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'gomem-refactoring-')));
  const server = new LanguageServer(serverRuntime(() => new FakeCompiler()));
  server.settings = { refactorings: { zeroCopy: true } };
  const uri = pathToFileURL(join(folder, file)).href;
  return {
    folder,
    uri,
    server,
    async open(text, goVersion = '1.24') {
      writeFiles(folder, { 'go.mod': `module example.com/p\n\ngo ${goVersion}\n`, [file]: text });
      await server.start({ isTrusted: false });
      await server.open(uri, text);
    },
    async close() {
      assert.deepEqual(server.errors, []);
      await server.stop();
      rmSync(folder, { recursive: true });
    },
  };
}
