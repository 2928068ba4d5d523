import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { FakeCompiler } from '../support/fakeCompiler.ts';
import { hintLines, LanguageServer } from '../support/languageServer.ts';
import { serverRuntime } from '../support/serverRuntime.ts';
import { until } from '../support/until.ts';

const URI = 'file:///home/p/a.go';
const OTHER = 'file:///home/q/b.go';

const SOURCE = `package p

func f() *int {
	return new(int)
}

func g() (*int, *int) {
	return new(int), new(int)
}
`;

describe('compiler tier over the protocol', () => {
  let compiler: FakeCompiler;
  let server: LanguageServer;

  beforeEach(() => {
    compiler = new FakeCompiler();
    server = new LanguageServer(serverRuntime(() => compiler));
  });

  afterEach(async () => {
    compiler.release();
    await server.stop();
  });

  async function hintsOf(uri: string): Promise<string[]> {
    return hintLines(await server.hints(uri));
  }

  it('announces what it can do', async () => {
    const { capabilities } = await server.start();
    assert.deepEqual(capabilities.inlayHintProvider, { resolveProvider: true });
    assert.equal(capabilities.hoverProvider, true);
  });

  it('shows one hint a line, on what is on the heap', async () => {
    await server.start();
    await server.open(URI, SOURCE);
    assert.deepEqual(await hintsOf(URI), ['4: heap', '8: 2 objects']);
  });

  it('puts the hint at the end of the line, and explains it when asked', async () => {
    await server.start();
    await server.open(URI, SOURCE);
    const [hint] = await server.hints(URI);
    assert.ok(hint);
    assert.deepEqual(hint.position, { line: 3, character: '\treturn new(int)'.length });
    assert.equal(hint.tooltip, undefined);
    const { tooltip } = await server.resolveHint(hint);
    assert.ok(typeof tooltip === 'object');
    assert.match(tooltip.value, /`new\(int\)` escapes to heap/);
    assert.match(
      tooltip.value,
      /From `new\(int\)` \(spill\), \[a\\\.go:4\]\(file:\/\/\/home\/p\/a\.go#L4,12\)/,
    );
    assert.match(tooltip.value, /to `return new\(int\)` \(return\)/);
    assert.match(tooltip.value, /Compiler/);
  });

  it('compiles the unsaved text', async () => {
    await server.start();
    await server.open(URI, SOURCE);
    await server.hints(URI);
    await server.change(URI, 'func h() *int { return new(int) }\n', at(9, 0));
    assert.deepEqual(await hintsOf(URI), ['4: heap', '8: 2 objects', '10: heap']);
    assert.match(compiler.requests.at(-1)?.buffers.get('/home/p/a.go') ?? '', /func h/);
  });

  it('keeps the verdicts of unchanged declarations when the package does not compile', async () => {
    await server.start();
    await server.open(URI, SOURCE);
    await server.hints(URI);
    await server.change(URI, ' BROKEN', at(3, '\treturn new(int)'.length));
    // What is left of the edited function keeps its hints as well, as of the last good build.
    assert.deepEqual(await hintsOf(URI), ['4: heap', '8: 2 objects']);
    assert.deepEqual(
      (await server.hints(URI)).map(({ data }) => (data as { isEdited: boolean }).isEdited),
      [true, false],
    );
    assert.equal(server.statuses.at(-1)?.state, 'errors');
    assert.match(server.statuses.at(-1)?.message ?? '', /undefined: BROKEN/);
    const [hint] = await server.hints(URI);
    assert.ok(hint);
    const { tooltip } = await server.resolveHint(hint);
    assert.ok(typeof tooltip === 'object');
    assert.match(tooltip.value, /as of the last good build/);
  });

  it('keeps what stands between two edits, and in a declaration that is renamed', async () => {
    await server.start();
    await server.open(URI, SOURCE);
    await server.hints(URI);
    await server.change(URI, 'BROKEN()\n\t', at(3, 1));
    await server.change(URI, '\n\tBROKEN()', at(4, '\treturn new(int)'.length));
    await server.change(URI, 'renamed', at(8, 'func g'.length));
    assert.deepEqual(await hintsOf(URI), ['5: heap', '10: 2 objects']);
  });

  it('follows a text that comes anew while the package does not compile', async () => {
    await server.start();
    await server.open(URI, SOURCE);
    await server.open(OTHER.replace('q/b.go', 'p/b.go'), 'package p\n');
    await server.hints(URI);
    await server.close(URI);
    await server.open(URI, SOURCE.replace('g()', 'g(n BROKEN)'));
    assert.deepEqual(await hintsOf(URI), ['4: heap', '8: 2 objects']);
    assert.equal(server.statuses.at(-1)?.state, 'errors');
  });

  it('follows a declaration that moves', async () => {
    await server.start();
    await server.open(URI, SOURCE);
    await server.hints(URI);
    compiler.hold();
    await server.change(URI, '\n// A comment.\nvar BROKEN int\n', at(1, 0));
    compiler.release();
    assert.deepEqual(await hintsOf(URI), ['7: heap', '11: 2 objects']);
  });

  it('kills a run when the next edit comes, and answers for the newest text only', async () => {
    await server.start();
    await server.open(URI, SOURCE);
    await server.hints(URI);
    compiler.hold();
    await server.change(URI, '\nfunc h() *int { return new(int) }\n', at(9, 0));
    await until(() => compiler.requests.length === 2);
    await server.change(URI, '\nfunc i() *int { return new(int) }\n', at(9, 0));
    await until(() => compiler.countCancelled === 1);
    await until(() => compiler.requests.length === 3);
    compiler.release();
    assert.deepEqual(await hintsOf(URI), ['4: heap', '8: 2 objects', '11: heap', '13: heap']);
    assert.equal(compiler.requests.length, 3);
  });

  it('runs at the first of a burst of keystrokes and once after the last', async () => {
    await server.start();
    await server.open(URI, SOURCE);
    await server.hints(URI);
    for (const character of 'var x = new(int)') {
      await server.change(URI, character, at(9, 0));
    }
    await server.hints(URI);
    // The first one is for the text as it was opened.
    assert.equal(compiler.requests.length, 3);
  });

  it('shows at once what an undo brings back', async () => {
    await server.start();
    await server.open(URI, SOURCE);
    await server.hints(URI);
    await server.change(URI, SOURCE.replace('return new(int)\n', 'return BROKEN\n'));
    assert.deepEqual(await hintsOf(URI), ['8: 2 objects']);
    compiler.answer = { type: 'errors', errors: [] };
    await server.change(URI, SOURCE);
    assert.deepEqual(await hintsOf(URI), ['4: heap', '8: 2 objects']);
  });

  it('names the command that failed, and keeps answering', async () => {
    compiler.answer = {
      type: 'failure',
      message: 'No Go here.',
      command: 'go build -n',
      cwd: '/home/p',
      output: 'exec: not found',
    };
    await server.start();
    await server.open(URI, SOURCE);
    assert.deepEqual(await hintsOf(URI), []);
    const status = server.statuses.at(-1);
    assert.equal(status?.state, 'failed');
    assert.equal(status.message, 'No Go here.');
    assert.equal(status.command, 'go build -n');
    assert.ok(server.logs.some((line) => line.includes('exec: not found')));
    compiler.answer = undefined;
    await server.connection.sendNotification('goMemory/refresh');
    assert.deepEqual(await hintsOf(URI), ['4: heap', '8: 2 objects']);
  });

  it('runs nothing before the workspace is trusted', async () => {
    await server.start({ isTrusted: false });
    await server.open(URI, SOURCE);
    assert.deepEqual(await hintsOf(URI), []);
    assert.equal(compiler.requests.length, 0);
    await server.connection.sendNotification('goMemory/grantTrust');
    await until(async () => (await hintsOf(URI)).length === 2);
  });

  it('obeys its settings', async () => {
    server.settings = { inlayHints: { enabled: false } };
    await server.start();
    await server.open(URI, SOURCE);
    assert.deepEqual(await hintsOf(URI), []);
    server.settings = { compiler: { enabled: false } };
    await server.connection.sendNotification('workspace/didChangeConfiguration', {
      settings: null,
    });
    assert.deepEqual(await hintsOf(URI), []);
    server.settings = { build: { tags: ['x'], race: true } };
    await server.connection.sendNotification('workspace/didChangeConfiguration', {
      settings: null,
    });
    await until(async () => (await hintsOf(URI)).length === 2);
    assert.deepEqual(compiler.requests.at(-1)?.flags.tags, ['x']);
    assert.equal(compiler.requests.at(-1)?.flags.race, true);
  });

  it('hands over unsaved texts of other packages, saved ones not', async () => {
    await server.start();
    await server.open(URI, SOURCE);
    await server.open(OTHER, 'package q\n');
    const lastBuffers = () => {
      const request = compiler.requests.findLast(({ directory }) => directory === '/home/p');
      return [...(request?.buffers.keys() ?? [])].sort();
    };
    await server.hints(URI);
    assert.deepEqual(lastBuffers(), ['/home/p/a.go']);
    await server.change(OTHER, '// x\n', at(1, 0));
    await server.change(URI, '// x\n', at(9, 0));
    await server.hints(URI);
    assert.deepEqual(lastBuffers(), ['/home/p/a.go', '/home/q/b.go']);
  });

  it('asks again when something changed on the disk elsewhere', async () => {
    await server.start();
    await server.open(URI, SOURCE);
    await server.hints(URI);
    const before = compiler.requests.at(-1)?.outsideGeneration;
    const { countRefreshes } = server;
    await server.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: OTHER, type: 2 }],
    });
    await until(() => server.countRefreshes > countRefreshes);
    await server.hints(URI);
    assert.equal(compiler.requests.length, 2);
    assert.notEqual(compiler.requests.at(-1)?.outsideGeneration, before);
  });

  it('answers for a package that has to wait its turn when it has had it', async () => {
    await server.start();
    compiler.hold();
    const uris = ['p', 'q', 'r', 's'].map((name) => `file:///home/${name}/a.go`);
    for (const uri of uris) {
      await server.open(uri, SOURCE);
    }
    const answers = uris.map((uri) => hintsOf(uri));
    const lastState = (uri: string) =>
      server.statuses.findLast(({ directory }) => uri.startsWith(`${directory}/`))?.state;
    await until(() => uris.every((uri) => lastState(uri) === 'running'));
    await until(() => compiler.requests.length >= 2);
    // A third one would have come by the time that anything else is answered.
    await server.open('untitled:Untitled-1', SOURCE);
    await hintsOf('untitled:Untitled-1');
    assert.equal(compiler.requests.length, 2);
    compiler.release();
    for (const answer of answers) {
      assert.deepEqual(await answer, ['4: heap', '8: 2 objects']);
    }
  });

  it('leaves documents that are no files alone', async () => {
    await server.start();
    await server.open('untitled:Untitled-1', SOURCE);
    assert.deepEqual(await hintsOf('untitled:Untitled-1'), []);
    assert.equal(compiler.requests.length, 0);
  });

  it('forgets a package when its last document is closed', async () => {
    await server.start();
    await server.open(URI, SOURCE);
    await server.hints(URI);
    compiler.hold();
    await server.change(URI, '\n', at(9, 0));
    await until(() => compiler.requests.length === 2);
    await server.close(URI);
    await until(() => compiler.countCancelled === 1);
  });
});

function at(line: number, character: number) {
  return { start: { line, character }, end: { line, character } };
}
