import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { CodeLens } from 'vscode-languageserver/node';
import { CLIENT_COMMANDS, METHODS, type FunctionAllocations } from '../../server/src/protocol.ts';
import { FakeCompiler } from '../support/fakeCompiler.ts';
import { LanguageServer } from '../support/languageServer.ts';
import { writeFiles } from '../support/moduleCache.ts';
import { serverRuntime } from '../support/serverRuntime.ts';

const SOURCE = `package p

type entry struct {
	key   string
	count int
}

func f(n int) []*entry {
	var all []*entry
	for range n {
		all = append(all, new(entry))
	}
	return all
}

var unrelated = 1
`;

describe('the allocations of a function, for the simulator', () => {
  let folder: string;
  let server: LanguageServer;
  let uri: string;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gomem-function-'));
    writeFiles(folder, { 'go.mod': 'module example.com/p\n\ngo 1.24\n', 'a.go': SOURCE });
    uri = pathToFileURL(join(folder, 'a.go')).href;
    server = new LanguageServer(serverRuntime(() => new FakeCompiler()));
    server.settings = { codeLens: { enabled: true } };
    await server.start();
    await server.open(uri, SOURCE);
  });

  afterEach(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  const ask = (line: number): Promise<FunctionAllocations | null> =>
    server.connection.sendRequest(METHODS.functionAllocations, {
      uri,
      position: { line, character: 0 },
    });

  it('have what they ask of the heap, and how often', async () => {
    const found = await ask(9);
    assert.equal(found?.name, 'f');
    assert.deepEqual(
      found.allocations.map(({ line, frequency, sizeBytes, hasPointers, countObjects }) => ({
        line,
        frequency,
        sizeBytes,
        hasPointers,
        countObjects,
      })),
      [{ line: 10, frequency: 'iteration', sizeBytes: 24, hasPointers: true, countObjects: 1 }],
    );
  });

  it('are of functions only', async () => {
    assert.equal(await ask(14), null);
  });

  it('have a lens beside that of their sites, and that of the sum with all calls, which is found out later', async () => {
    const lenses = await server.connection.sendRequest<CodeLens[]>('textDocument/codeLens', {
      textDocument: { uri },
    });
    assert.deepEqual(
      lenses.map(({ command }) => command?.command),
      [CLIENT_COMMANDS.peekAllocations, undefined, CLIENT_COMMANDS.simulateFunction],
    );
  });
});
