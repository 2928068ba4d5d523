import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { DEFAULT_BUILD_FLAGS } from '../../server/src/engine/build/flags.ts';
import { GoCommand } from '../../server/src/toolchain/goCommand.ts';
import { ProgramProfiles } from '../../server/src/toolchain/programProfile.ts';
import { callProfile } from '../support/cpuProfile.ts';
import { GoScene, settledHints } from '../support/goScene.ts';
import { hintLines } from '../support/languageServer.ts';

const MODULE = 'module example.com/m\n\ngo 1.22\n';

/** Too costly to be inlined, unless a profile says that its call is hot. */
const PACKAGE = `package p

type pair struct{ a, b int }

var sink *pair

func Run(n int) {
	for i := 0; i < n; i++ {
		sink = hot(i)
	}
}

func hot(i int) *pair {
	a := i*3 ^ i>>1 | i<<2 ^ i*7 + i%11
	b := a*5 ^ a>>2 | a<<3 ^ a*9 + a%13
	c := b*7 ^ b>>3 | b<<4 ^ b*11 + b%17
	d := c*9 ^ c>>4 | c<<5 ^ c*13 + c%19
	return &pair{a + c*d ^ b, b - d*a ^ c}
}
`;
const CALL_LINE = 9;
const COLD_HINTS = ['18: 16 B'];
/** The call brings what is allocated in the body with it. */
const HOT_HINTS = ['9: heap/iter', '18: 16 B'];

const PROGRAM = 'package main\n\nimport "example.com/m/p"\n\nfunc main() { p.Run(1000) }\n';

const PROFILE = Buffer.from(
  callProfile(
    { name: 'example.com/m/p.Run', file: 'p.go', startLine: 7 },
    { name: 'example.com/m/p.hot', file: 'p.go', startLine: 13 },
    CALL_LINE,
  ),
).toString('latin1');

describe('profile of the program that a package is part of', () => {
  let scene: GoScene;

  beforeEach(() => {
    scene = new GoScene({
      'go.mod': MODULE,
      'p/p.go': PACKAGE,
      'cmd/app/main.go': PROGRAM,
    });
  });
  afterEach(() => scene.close());

  it('is what the open package is compiled with', async () => {
    scene.write({ 'cmd/app/default.pgo': PROFILE }, 'latin1');
    const server = await scene.startServer();
    const uri = scene.uri('p/p.go');
    await server.open(uri, PACKAGE);
    const { hints, status } = await settledHints(server, uri);
    assert.equal(status.state, 'ready', status.message);
    assert.deepEqual(hintLines(hints), HOT_HINTS);
    // It is taken away, which the next run sees by itself.
    rmSync(scene.path('cmd/app/default.pgo'));
    scene.treeChanged();
    await server.change(uri, `${PACKAGE}\n`);
    const without = await settledHints(server, uri);
    assert.equal(without.status.state, 'ready', without.status.message);
    assert.deepEqual(hintLines(without.hints), COLD_HINTS);
    // A new one is announced by the client.
    scene.write({ 'cmd/app/default.pgo': PROFILE }, 'latin1');
    await server.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: scene.uri('cmd/app/default.pgo'), type: 1 }],
    });
    await server.change(uri, `${PACKAGE}\n\n`);
    assert.deepEqual(hintLines((await settledHints(server, uri)).hints), HOT_HINTS);
  });

  it('is left out where the user says so', async () => {
    scene.write({ 'cmd/app/default.pgo': PROFILE }, 'latin1');
    const server = await scene.startServer({ build: { flags: ['-pgo=off'] } });
    await server.open(scene.uri('p/p.go'), PACKAGE);
    const { hints } = await settledHints(server, scene.uri('p/p.go'));
    assert.deepEqual(hintLines(hints), COLD_HINTS);
  });

  it("is the go command's business on the command line", async () => {
    scene.write({ 'cmd/app/default.pgo': PROFILE }, 'latin1');
    const heapLines = async (...args: readonly string[]) =>
      (await scene.escapes([...args, './p'])).rows
        .filter(({ verdict }) => verdict === 'heap')
        .map(({ line }) => line);
    assert.deepEqual(await heapLines(), [18]);
    assert.deepEqual(await heapLines('--pgo', 'cmd/app/default.pgo'), [9, 18]);
  });

  it('is what our own analysis goes by', async () => {
    scene.write({ 'cmd/app/default.pgo': PROFILE }, 'latin1');
    const compare = async (...args: readonly string[]) => {
      const { code, output } = await scene.run(['escapes', '--compare', ...args, './p']);
      assert.equal(code, 0, output);
      return /^copies +\S+ % +\S+ % +(\d+)/m.exec(output)?.[1];
    };
    assert.equal(await compare(), '0');
    assert.equal(await compare('--pgo', 'cmd/app/default.pgo'), '1');
    assert.equal(await compare('--pgo', 'off'), '0');
  });

  describe('choice', () => {
    async function find(
      options: {
        readonly go?: string;
        readonly goflags?: string;
        readonly pgo?: string;
        readonly directory?: string;
      } = {},
    ): Promise<string | undefined> {
      const go = new GoCommand(options.go ?? 'go', scene.environment);
      const path = await new ProgramProfiles().find(go, {
        directory: scene.path(options.directory ?? 'p'),
        flags: { ...DEFAULT_BUILD_FLAGS, pgo: options.pgo },
        environment: { GOMOD: scene.path('go.mod'), GOFLAGS: options.goflags ?? '' },
        outsideGeneration: 0,
      });
      return path === undefined ? undefined : dirname(path).slice(scene.root.length + 1);
    }

    it('asks nothing of a module without any profile', async () => {
      assert.equal(await find({ go: '/nonexistent/go' }), undefined);
    });

    it('is of a program that imports the package, directly or not', async () => {
      scene.write({
        'cmd/app/default.pgo': '',
        'q/q.go': 'package q\n',
        'q/default.pgo': '',
        'r/r.go': 'package r\n',
        'cmd/other/main.go': 'package main\n\nimport _ "example.com/m/r"\n\nfunc main() {}\n',
        'cmd/other/default.pgo': '',
      });
      assert.equal(await find(), 'cmd/app');
      assert.equal(await find({ directory: 'r' }), 'cmd/other');
      assert.equal(await find({ directory: 'q' }), undefined);
      assert.equal(await find({ directory: 'cmd/app' }), undefined);
    });

    it('is the nearest program, and of equals the first', async () => {
      scene.write({
        'cmd/app/default.pgo': '',
        'cmd/bpp/main.go': PROGRAM,
        'cmd/bpp/default.pgo': '',
        'a/far/away/main.go': PROGRAM,
        'a/far/away/default.pgo': '',
      });
      assert.equal(await find(), 'cmd/app');
      scene.write({ 'p/cli/main.go': PROGRAM, 'p/cli/default.pgo': '' });
      assert.equal(await find(), 'p/cli');
    });

    it('is not looked for where modules, tests or tools keep their own', async () => {
      scene.write({
        'testdata/app/main.go': PROGRAM,
        'testdata/app/default.pgo': '',
        'vendor/app/main.go': PROGRAM,
        'vendor/app/default.pgo': '',
      });
      assert.equal(await find({ go: '/nonexistent/go' }), undefined);
    });

    it("is the user's", async () => {
      scene.write({ 'cmd/app/default.pgo': '' });
      assert.equal(await find({ pgo: 'off' }), undefined);
      assert.equal(await find({ pgo: 'other.pgo' }), undefined);
      assert.equal(await find({ goflags: '-mod=mod -pgo=off' }), undefined);
      assert.equal(await find({ pgo: 'auto', goflags: '-pgo=auto' }), 'cmd/app');
    });
  });
});
