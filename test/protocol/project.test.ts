import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import {
  FileChangeType,
  type CodeLens,
  type Diagnostic,
  type DocumentDiagnosticReport,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver/node';
import {
  METHODS,
  type AllocationsParams,
  type AllocationsResult,
} from '../../server/src/protocol.ts';
import { FakeCompiler } from '../support/fakeCompiler.ts';
import { hintLines, LanguageServer } from '../support/languageServer.ts';
import { serverRuntime } from '../support/serverRuntime.ts';

/** On the heap in line 4, per call; in line 5 the runtime makes a channel. */
const SOURCE = `package p

func f() (*int, chan int) {
	p := new(int)
	c := make(chan int)
	return p, c
}
`;

describe('gomem.json over the protocol', () => {
  let root: string;
  let compiler: FakeCompiler;
  let server: LanguageServer;
  let published: PublishDiagnosticsParams[];

  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'protocol-project-')));
    write('go.mod', 'module example.com/m\n');
    compiler = new FakeCompiler();
    server = new LanguageServer(serverRuntime(() => compiler));
    published = [];
    server.connection.onNotification(
      'textDocument/publishDiagnostics',
      (params: PublishDiagnosticsParams) => {
        published.push(params);
      },
    );
  });

  afterEach(async () => {
    await server.stop();
    rmSync(root, { recursive: true, force: true });
  });

  function write(name: string, text: string): void {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }

  function uri(name: string): string {
    return pathToFileURL(join(root, name)).href;
  }

  async function open(name: string): Promise<string> {
    write(name, SOURCE);
    await server.open(uri(name), SOURCE);
    return uri(name);
  }

  async function hintsOf(name: string): Promise<string[]> {
    return hintLines(await server.hints(uri(name)));
  }

  /** As the editor says it. */
  function changed(name: string, type: FileChangeType = FileChangeType.Changed): Promise<void> {
    return server.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: uri(name), type }],
    });
  }

  async function listed(params: AllocationsParams): Promise<string[]> {
    const { entries } = await server.connection.sendRequest<AllocationsResult>(
      METHODS.allocations,
      params,
    );
    return [...new Set(entries.map((entry) => entry.uri.slice(`${uri('')}/`.length)))];
  }

  it('says what has a hint, but for what the user has set', async () => {
    write('gomem.json', '{ "hints": { "frequencies": { "call": false } } }');
    await server.start();
    await open('a.go');
    assert.deepEqual(await hintsOf('a.go'), []);
    write('gomem.json', '{ "hints": { "kinds": { "runtime": false, "expression": true } } }');
    await changed('gomem.json');
    assert.deepEqual(await hintsOf('a.go'), ['4: 8 B']);
    server.settings = { inlayHints: { kinds: { expression: false } } };
    await server.connection.sendNotification('workspace/didChangeConfiguration', {
      settings: null,
    });
    assert.deepEqual(await hintsOf('a.go'), []);
  });

  it('says how to build, where the user does not', async () => {
    write('gomem.json', '{ "build": { "tags": ["p"], "environment": { "GOOS": "js" } } }');
    server.settings = { build: { flags: ['-x'] } };
    await server.start();
    await open('a.go');
    await server.hints(uri('a.go'));
    assert.deepEqual(compiler.requests.at(-1)?.flags, {
      tags: ['p'],
      race: false,
      extra: ['-x'],
      environment: { GOOS: 'js' },
      pgo: undefined,
    });
    write('gomem.json', '{ "build": { "race": true } }');
    await changed('gomem.json');
    await server.hints(uri('a.go'));
    assert.deepEqual(compiler.requests.at(-1)?.flags.tags, []);
    assert.equal(compiler.requests.at(-1)?.flags.race, true);
  });

  it('leaves files out of everything but hovers', async () => {
    write('gomem.json', '{ "exclude": ["**/*.pb.go"] }');
    server.settings = { codeLens: { enabled: true }, diagnostics: { enabled: true } };
    await server.start();
    for (const [name, isShown] of [
      ['p/a.go', true],
      ['p/a.pb.go', false],
    ] as const) {
      await open(name);
      assert.equal((await hintsOf(name)).length > 0, isShown, name);
      const textDocument = { uri: uri(name) };
      const lenses = await server.connection.sendRequest<CodeLens[]>('textDocument/codeLens', {
        textDocument,
      });
      assert.equal(lenses.length > 0, isShown, name);
      const report = await server.connection.sendRequest<DocumentDiagnosticReport>(
        'textDocument/diagnostic',
        { textDocument },
      );
      assert.equal(report.kind === 'full' && report.items.length > 0, isShown, name);
      const shown = isShown ? [name] : [];
      assert.deepEqual(await listed({ uri: uri(name), scope: 'file' }), shown);
      assert.ok(await server.hover(uri(name), 3, 8), name);
    }
    for (const scope of ['package', 'module'] as const) {
      assert.deepEqual(await listed({ uri: uri('p/a.pb.go'), scope }), ['p/a.go'], scope);
    }
  });

  it('has its problems told in place, until they are mended', async () => {
    const problem = (text: string, message: string, severity: 1 | 2 = 2): Diagnostic => ({
      range: {
        start: { line: 1, character: 2 },
        end: { line: 1, character: 2 + text.length },
      },
      severity,
      source: 'go memory',
      message,
    });
    write('gomem.json', '{\n  "exclud": [] }');
    await server.start();
    await open('a.go');
    await server.hints(uri('a.go'));
    await server.hints(uri('a.go'));
    const unknown = problem('"exclud"', 'exclud is no setting; did you mean "exclude"?');
    assert.deepEqual(published, [{ uri: uri('gomem.json'), diagnostics: [unknown] }]);

    write('gomem.json', '{\n  exclude: [] }');
    await changed('gomem.json');
    await server.hints(uri('a.go'));
    const broken = problem('exclude', 'this is no JSON: no such word', 1);
    assert.deepEqual(published.slice(1), [{ uri: uri('gomem.json'), diagnostics: [broken] }]);

    write('gomem.json', '{\n  "exclude": [] }');
    await changed('gomem.json');
    await server.hints(uri('a.go'));
    assert.deepEqual(published.slice(2), [{ uri: uri('gomem.json'), diagnostics: [] }]);

    write('gomem.json', '[]');
    await changed('gomem.json');
    await server.hints(uri('a.go'));
    rmSync(join(root, 'gomem.json'));
    await changed('gomem.json', FileChangeType.Deleted);
    await server.hints(uri('a.go'));
    assert.deepEqual(
      published.slice(3).map(({ diagnostics }) => diagnostics.length),
      [1, 0],
    );
    assert.deepEqual(server.errors, []);
  });

  it('is obeyed in an untrusted workspace as far as nothing is run', async () => {
    write(
      'gomem.json',
      '{ "hints": { "kinds": { "runtime": false } }, "build": { "tags": ["p"] } }',
    );
    await server.start({ isTrusted: false });
    await open('a.go');
    assert.deepEqual(await hintsOf('a.go'), ['4: 8 B']);
    assert.deepEqual(compiler.requests, []);
  });
});
