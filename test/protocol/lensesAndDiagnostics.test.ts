import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  DiagnosticSeverity,
  type CodeLens,
  type Diagnostic,
  type DocumentDiagnosticReport,
  type Range,
} from 'vscode-languageserver/node';
import { CLIENT_COMMANDS } from '../../server/src/protocol.ts';
import { FakeCompiler } from '../support/fakeCompiler.ts';
import { LanguageServer } from '../support/languageServer.ts';
import { serverRuntime } from '../support/serverRuntime.ts';

const URI = 'file:///home/p/a.go';

const SOURCE = `package p

// f has a comment.
func f(n int) *int {
	for range n {
		use(new(int))
	}
	go run()
	return new(int)
}

func g() error {
	if err := h(); err != nil {
		use(new(int))
	}
	return nil
}

func h() error { return nil }
`;

describe('what is off by default', () => {
  let compiler: FakeCompiler;
  let server: LanguageServer;

  beforeEach(() => {
    compiler = new FakeCompiler();
    server = new LanguageServer(serverRuntime(() => compiler));
  });

  afterEach(async () => {
    await server.stop();
  });

  async function configure(settings: Record<string, unknown>): Promise<void> {
    server.settings = settings;
    await server.connection.sendNotification('workspace/didChangeConfiguration', {
      settings: null,
    });
  }

  describe('code lenses', () => {
    const ON = { codeLens: { enabled: true } };

    async function lenses(): Promise<CodeLens[]> {
      const all = await everyLens();
      return all.filter(({ command }) => command?.command === CLIENT_COMMANDS.peekAllocations);
    }

    function everyLens(): Promise<CodeLens[]> {
      return server.connection.sendRequest('textDocument/codeLens', {
        textDocument: { uri: URI },
      });
    }

    it('are announced, and none until the user wants them', async () => {
      const { capabilities } = await server.start();
      assert.deepEqual(capabilities.codeLensProvider, { resolveProvider: true });
      await server.open(URI, SOURCE);
      assert.deepEqual(await lenses(), []);
      await configure(ON);
      assert.equal((await lenses()).length, 2);
      await configure({});
      assert.deepEqual(await lenses(), []);
    });

    it('say above each function what it allocates, and lead there', async () => {
      server.settings = ON;
      await server.start();
      await server.open(URI, SOURCE);
      const [first, second, ...others] = await lenses();
      assert.deepEqual(others, []);
      const start = { line: 3, character: 0 };
      assert.deepEqual(first, {
        range: { start, end: start },
        command: {
          title: '3 sites · 1 per iteration · 2 per call',
          command: CLIENT_COMMANDS.peekAllocations,
          arguments: [
            URI,
            start,
            [
              { line: 5, character: '\t\tuse(new'.length },
              { line: 7, character: 1 },
              { line: 8, character: '\treturn new'.length },
            ],
          ],
        },
      });
      assert.equal(second?.range.start.line, 11);
      assert.equal(second.command?.title, '1 site · 1 on the error path');
    });

    it('move with their functions, and stay while the package does not compile', async () => {
      server.settings = ON;
      await server.start();
      await server.open(URI, SOURCE);
      const before = (await lenses()).map(({ command }) => command?.title);
      await server.change(URI, SOURCE.replace('// f', 'var x = BROKEN\n\n// f'));
      const after = await lenses();
      assert.deepEqual(
        after.map(({ command }) => command?.title),
        before,
      );
      assert.deepEqual(
        after.map(({ range }) => range.start.line),
        [5, 13],
      );
    });

    it('are those of the runtime before the workspace is trusted', async () => {
      server.settings = ON;
      await server.start({ isTrusted: false });
      await server.open(URI, SOURCE);
      assert.deepEqual(
        (await lenses()).map(({ command }) => command?.title),
        ['1 site · 1 per call'],
      );
      assert.equal(compiler.requests.length, 0);
    });
  });

  describe('diagnostics', () => {
    const ON = { diagnostics: { enabled: true } };

    async function diagnostics(): Promise<readonly Diagnostic[]> {
      const report = await server.connection.sendRequest<DocumentDiagnosticReport>(
        'textDocument/diagnostic',
        { textDocument: { uri: URI } },
      );
      assert.ok(report.kind === 'full');
      return report.items;
    }

    it('are announced, and none until the user wants them', async () => {
      const { capabilities } = await server.start();
      assert.deepEqual(capabilities.diagnosticProvider, {
        interFileDependencies: true,
        workspaceDiagnostics: false,
      });
      await server.open(URI, SOURCE);
      assert.deepEqual(await diagnostics(), []);
      await configure(ON);
      assert.equal((await diagnostics()).length, 3);
      await configure({});
      assert.deepEqual(await diagnostics(), []);
    });

    it('are on what has a hint, each on its expression', async () => {
      server.settings = ON;
      await server.start();
      await server.open(URI, SOURCE);
      const items = await diagnostics();
      assert.deepEqual(
        items.map(({ range, code, message }) => [textOf(range), code, message]),
        [
          ['new(int)', 'alloc.expression', 'new(int) escapes to heap, per iteration'],
          ['go', 'alloc.runtime', 'go run(): goroutine, per call'],
          ['new(int)', 'alloc.expression', 'new(int) escapes to heap, per call'],
        ],
      );
      for (const { severity, source } of items) {
        assert.equal(severity, DiagnosticSeverity.Information);
        assert.equal(source, 'go memory');
      }
    });

    it('are on what the user wants to see', async () => {
      server.settings = {
        ...ON,
        inlayHints: {
          frequencies: { iteration: false, call: false, error: true },
          kinds: { runtime: false },
        },
      };
      await server.start();
      await server.open(URI, SOURCE);
      assert.deepEqual(
        (await diagnostics()).map(({ message }) => message),
        ['new(int) escapes to heap, on the error path'],
      );
    });

    it('have the steps of the flow as related information', async () => {
      server.settings = ON;
      await server.start();
      await server.open(URI, SOURCE);
      const item = (await diagnostics()).at(-1);
      assert.deepEqual(
        item?.relatedInformation?.map(({ location, message }) => [
          location.uri,
          textOf(location.range),
          message,
        ]),
        [
          [URI, 'new(int)', 'new(int) (spill)'],
          [URI, 'return new(int)', 'return new(int) (return)'],
        ],
      );
    });

    it('are none of a document that is not open', async () => {
      server.settings = ON;
      await server.start();
      assert.deepEqual(await diagnostics(), []);
    });
  });
});

function textOf({ start, end }: Range): string {
  assert.equal(start.line, end.line);
  return SOURCE.split('\n')[start.line]?.slice(start.character, end.character) ?? '';
}
