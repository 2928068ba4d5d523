import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterEach, describe, it } from 'node:test';
import { FileChangeType, type InlayHint, type Range } from 'vscode-languageserver/node';
import { GoToolchain } from '../../server/src/toolchain/goToolchain.ts';
import { CountingCompiler } from '../support/countingCompiler.ts';
import { FakeCompiler } from '../support/fakeCompiler.ts';
import { GoScene, settledHints } from '../support/goScene.ts';
import { hintLines, LanguageServer } from '../support/languageServer.ts';
import { serverRuntime } from '../support/serverRuntime.ts';
import { until } from '../support/until.ts';

const MODULE = 'module example.com/m\n\ngo 1.22\n';

/** Eight bytes in line 4. */
const HEAP = 'package p\n\nfunc F() *int {\n\tx := 1\n\treturn &x\n}\n';
const HEAP_HINTS = ['4: 8 B'];
const NAMED = (name: string) => HEAP.replace('F()', `${name}()`);

describe('a long session', () => {
  let scene: GoScene | undefined;

  afterEach(async () => {
    const closing = scene?.close();
    scene = undefined;
    await closing;
  });

  function stage(files: Readonly<Record<string, string>>): GoScene {
    scene = new GoScene(files);
    return scene;
  }

  describe('with a file of 50,000 lines', () => {
    const COUNT_FUNCTIONS = 5_000;
    const LINES_EACH = 10;

    it('has all hints, also after an edit in the middle, and goes on listening', async () => {
      const functions = Array.from({ length: COUNT_FUNCTIONS }, (_, index) =>
        [
          `func f${index}(n int) *int {`,
          '\tx := n',
          '\tfor i := 0; i < n; i++ {',
          '\t\tif i%2 == 0 {',
          '\t\t\tx += i',
          '\t\t}',
          '\t}',
          '\treturn &x',
          '}',
          '',
        ].join('\n'),
      );
      const text = `package p\n\n${functions.join('\n')}`;
      assert.ok(text.split('\n').length > COUNT_FUNCTIONS * LINES_EACH);
      const on = stage({ 'go.mod': MODULE, 'p/p.go': text });
      const server = await on.startServer();
      const uri = on.uri('p/p.go');
      const delay = monitorEventLoopDelay({ resolution: 5 });
      delay.enable();
      await server.open(uri, text);
      // An editor asks for what it shows.
      const middle = 2 + (COUNT_FUNCTIONS / 2) * LINES_EACH;
      const shown = {
        start: { line: middle, character: 0 },
        end: { line: middle + 50, character: 0 },
      };
      assert.equal((await settled(server, uri, shown)).hints.length, 5);
      console.log(`opened: the event loop stood still for ${milliseconds(delay)} at most`);
      delay.reset();
      const at = { line: middle + 1, character: 0 };
      await server.change(uri, '\ty := n\n\tkept = &y\n', { start: at, end: at });
      await server.change(uri, 'var kept *int\n', {
        start: { line: 2, character: 0 },
        end: { line: 2, character: 0 },
      });
      assert.equal((await settled(server, uri, shown)).hints.length, 6);
      console.log(`edited: the event loop stood still for ${milliseconds(delay)} at most`);
      delay.disable();
      const all = await server.hints(uri);
      assert.equal(all.length, COUNT_FUNCTIONS + 1);
      assert.deepEqual(server.errors, []);
    });
  });

  describe('with 300 editors', () => {
    const COUNT_PACKAGES = 100;

    it('has hints in all of them, with two compilers at once', async () => {
      const fake = new FakeCompiler();
      const compiler = new CountingCompiler(fake);
      fake.hold();
      const server = new LanguageServer(serverRuntime(() => compiler));
      await server.start();
      const uris = Array.from({ length: COUNT_PACKAGES }, (_, index) =>
        ['a', 'b', 'c'].map((name) => `file:///home/p${index}/${name}.go`),
      ).flat();
      const text = 'package p\n\nfunc f() *int {\n\treturn new(int)\n}\n';
      for (const uri of uris) {
        await server.open(uri, text);
      }
      const asked = uris.map((uri) => server.hints(uri));
      await until(() => compiler.mostAtOnce > 1);
      fake.release();
      const answers = await Promise.all(asked);
      for (const [index, hints] of answers.entries()) {
        assert.deepEqual(hintLines(hints), ['4: heap'], uris[index]);
      }
      assert.equal(compiler.mostAtOnce, 2);
      // One run serves all the files of a package, but for those that were opened after it began.
      const { countRuns } = compiler;
      assert.ok(countRuns <= COUNT_PACKAGES + 2, String(countRuns));
      // To look again asks nobody.
      await Promise.all(uris.map((uri) => server.hints(uri)));
      assert.equal(compiler.countRuns, countRuns);
      for (const uri of uris) {
        await server.change(uri, '// An edit.\n', { start: START, end: START });
      }
      for (const hints of await Promise.all(uris.map((uri) => server.hints(uri)))) {
        assert.deepEqual(hintLines(hints), ['5: heap']);
      }
      assert.equal(compiler.mostAtOnce, 2);
      for (const uri of uris) {
        await server.close(uri);
      }
      assert.deepEqual(await server.hints(uris[0] ?? ''), []);
      assert.deepEqual(server.errors, []);
      await server.stop();
    });

    it('keeps the plans of some packages, and makes those of the others anew', async () => {
      const names = Array.from({ length: 9 }, (_, index) => `p${index}/p.go`);
      const on = stage({
        'go.mod': MODULE,
        ...Object.fromEntries(names.map((name) => [name, HEAP])),
      });
      const maximumPlans = 3;
      const compiler = new CountingCompiler(
        new GoToolchain('go', on.environment, { maximumPlans }),
      );
      const server = new LanguageServer(serverRuntime(() => compiler));
      await server.start();
      for (const name of names) {
        await server.open(on.uri(name), HEAP);
      }
      for (const round of ['', '// Again.\n']) {
        for (const name of names) {
          await server.change(on.uri(name), round + HEAP);
        }
        for (const name of names) {
          const { hints } = await settled(server, on.uri(name));
          assert.deepEqual(hintLines(hints), [round === '' ? '4: 8 B' : '5: 8 B'], name);
        }
      }
      assert.ok(compiler.mostAtOnce <= 2);
      assert.ok(countFolders(on.temporary) <= maximumPlans);
      assert.deepEqual(server.errors, []);
      await server.stop();
    });
  });

  describe('whose files change on the disk', () => {
    it('goes on when a file is deleted or renamed while a run is under way', async () => {
      const on = stage({ 'go.mod': MODULE, 'p/a.go': NAMED('A'), 'p/b.go': NAMED('B') });
      const server = await on.startServer();
      await server.open(on.uri('p/a.go'), NAMED('A'));
      await settled(server, on.uri('p/a.go'));
      for (let round = 0; round < 12; round++) {
        await server.change(on.uri('p/a.go'), `// Round ${round}.\n${NAMED('A')}`);
        // The run is anywhere between its beginning and its end.
        await pause(round * 30);
        const [from, to] = round % 2 === 0 ? ['p/b.go', 'p/c.go'] : ['p/c.go', 'p/b.go'];
        renameSync(on.path(from), on.path(to));
        await told(server, [on.uri(from)], FileChangeType.Deleted);
        await told(server, [on.uri(to)], FileChangeType.Created);
        const { hints, state } = await settled(server, on.uri('p/a.go'));
        assert.equal(state, 'ready');
        assert.deepEqual(hintLines(hints), ['5: 8 B']);
      }
      rmSync(on.path('p/b.go'));
      await server.change(on.uri('p/a.go'), NAMED('A'));
      await told(server, [on.uri('p/b.go')], FileChangeType.Deleted);
      on.treeChanged();
      const { hints, state } = await settled(server, on.uri('p/a.go'));
      assert.equal(state, 'ready');
      assert.deepEqual(hintLines(hints), HEAP_HINTS);
      assert.deepEqual(server.errors, []);
    });

    it('goes on when nobody tells that a file was renamed, from the next edit on', async () => {
      const on = stage({ 'go.mod': MODULE, 'p/a.go': NAMED('A'), 'p/b.go': NAMED('B') });
      const server = await on.startServer();
      await server.open(on.uri('p/a.go'), NAMED('A'));
      await settled(server, on.uri('p/a.go'));
      renameSync(on.path('p/b.go'), on.path('p/c.go'));
      on.treeChanged();
      await server.change(on.uri('p/a.go'), `\n${NAMED('A')}`);
      const { hints, state } = await settled(server, on.uri('p/a.go'));
      assert.equal(state, 'ready');
      assert.deepEqual(hintLines(hints), ['5: 8 B']);
      assert.deepEqual(server.errors, []);
    });

    it('has its hints back when a folder vanishes and returns', async () => {
      const on = stage({ 'go.mod': MODULE, 'p/p.go': HEAP, 'q/q.go': HEAP });
      const server = await on.startServer();
      await server.open(on.uri('p/p.go'), HEAP);
      assert.deepEqual(hintLines((await settled(server, on.uri('p/p.go'))).hints), HEAP_HINTS);
      for (let round = 1; round <= 3; round++) {
        rmSync(on.path('p'), { recursive: true });
        await told(server, [on.uri('p/p.go')], FileChangeType.Deleted);
        const gone = await settled(server, on.uri('p/p.go'));
        assert.equal(gone.state, 'failed');
        assert.match(server.statuses.at(-1)?.message ?? '', /folder|no Go files/i);
        // The others do not care.
        await server.open(on.uri('q/q.go'), HEAP);
        assert.deepEqual(hintLines((await settled(server, on.uri('q/q.go'))).hints), HEAP_HINTS);
        await server.close(on.uri('q/q.go'));
        on.write({ 'p/p.go': HEAP });
        await told(server, [on.uri('p/p.go')], FileChangeType.Created);
        const { hints, state } = await settled(server, on.uri('p/p.go'));
        assert.equal(state, 'ready');
        assert.deepEqual(hintLines(hints), HEAP_HINTS);
      }
    });
  });

  describe('whose clocks are wrong', () => {
    it('takes no time from the clock', async (t) => {
      let jump = 0;
      const now = Date.now.bind(Date);
      // Back and forth by a day with each look.
      t.mock.method(Date, 'now', () => now() + (jump++ % 2 === 0 ? -86_400_000 : 86_400_000));
      const on = stage({ 'go.mod': MODULE, 'p/p.go': HEAP });
      const server = await on.startServer();
      await server.open(on.uri('p/p.go'), HEAP);
      for (let lines = 0; lines < 5; lines++) {
        const { hints, state } = await settled(server, on.uri('p/p.go'));
        assert.equal(state, 'ready');
        assert.deepEqual(hintLines(hints), [`${4 + lines}: 8 B`]);
        await server.change(on.uri('p/p.go'), '\n', { start: START, end: START });
      }
      await settled(server, on.uri('p/p.go'));
      assert.deepEqual(server.errors, []);
    });

    it('believes what files hold, not when they were written', async () => {
      const inBuild = '//go:build !nosuch\n\npackage p\n\nvar kept *int\n';
      const outside = inBuild.replace('!nosuch', 'nosuch ');
      const on = stage({
        'go.mod': MODULE,
        'p/p.go': 'package p\n\nfunc F() {\n\tx := 1\n\tkept = &x\n\tfor range 2 {\n\t}\n}\n',
        'p/kept.go': inBuild,
      });
      const server = await on.startServer();
      const uri = on.uri('p/p.go');
      await server.open(uri, readFileSync(on.path('p/p.go'), 'utf8'));
      assert.deepEqual(hintLines((await settled(server, uri)).hints), HEAP_HINTS);
      const older = MODULE.replace('1.22', '1.21');
      const { mtime } = statSync(on.path('p/kept.go'));
      const future = new Date(mtime.getTime() + 86_400_000);
      const past = new Date(0);
      for (const time of [mtime, future, past, mtime]) {
        for (const [name, broken, whole] of [
          ['p/kept.go', outside, inBuild],
          ['go.mod', older, MODULE],
        ] as const) {
          for (const [text, state] of [
            [broken, 'errors'],
            [whole, 'ready'],
          ] as const) {
            // Of the same length as before, and as old.
            writeFileSync(on.path(name), text);
            utimesSync(on.path(name), time, time);
            makeYoung(on.path('p/p.go'));
            await told(server, [on.uri(name)], FileChangeType.Changed);
            const now = await settled(server, uri);
            assert.equal(now.state, state, `${name} ${time.toISOString()}`);
            assert.deepEqual(hintLines(now.hints), HEAP_HINTS);
          }
        }
      }
      on.treeChanged();
      assert.deepEqual(server.errors, []);
    });
  });

  describe('on a full disk', () => {
    it('says so and where, leaves nothing, and goes on when there is room', async (t) => {
      const on = stage({ 'go.mod': MODULE, 'p/p.go': HEAP });
      if (!mountSmall(on.temporary)) {
        t.skip('file systems cannot be mounted here');
        return;
      }
      try {
        const server = await on.startServer();
        const uri = on.uri('p/p.go');
        const ballast = join(on.temporary, 'ballast');
        fill(ballast);
        await server.open(uri, HEAP);
        const full = await settled(server, uri);
        assert.equal(full.state, 'failed');
        assertNoRoom(server, on);
        assert.deepEqual(filesIn(on.temporary), ['ballast']);

        rmSync(ballast);
        await server.change(uri, `\n${HEAP}`);
        const roomy = await settled(server, uri);
        assert.equal(roomy.state, 'ready', server.statuses.at(-1)?.message);
        assert.deepEqual(hintLines(roomy.hints), ['5: 8 B']);

        // There is a plan by now, and no room for what it runs on.
        await until(() => !hasRuns(on.temporary));
        const before = filesIn(on.temporary);
        fill(ballast);
        await server.change(uri, HEAP);
        assert.equal((await settled(server, uri)).state, 'failed');
        assertNoRoom(server, on);
        rmSync(ballast);
        await server.change(uri, `\n\n${HEAP}`);
        const again = await settled(server, uri);
        assert.equal(again.state, 'ready', server.statuses.at(-1)?.message);
        assert.deepEqual(hintLines(again.hints), ['6: 8 B']);
        await until(() => !hasRuns(on.temporary));
        assert.equal(filesIn(on.temporary).length, before.length);

        // Room for the text, and none for what the compiler says of it.
        const many = Array.from({ length: 400 }, (_, index) => NAMED(`G${index}`).slice(11));
        const long = `package p\n${many.join('')}`;
        await server.change(uri, long);
        assert.equal((await settled(server, uri)).state, 'failed');
        assertNoRoom(server, on);
        await server.change(uri, HEAP);
        assert.deepEqual(hintLines((await settled(server, uri)).hints), HEAP_HINTS);
        await on.stopServers();
        assert.deepEqual(readdirSync(on.temporary), []);
      } finally {
        execFileSync('umount', ['--lazy', on.temporary]);
      }
    });
  });
});

const START = { line: 0, character: 0 };

/** The hints of a document that the compiler is done with, and what became of its package. */
async function settled(
  server: LanguageServer,
  uri: string,
  range?: Range,
): Promise<{ readonly hints: readonly InlayHint[]; readonly state: string }> {
  const { hints, status } = await settledHints(server, uri, range);
  return { hints, state: status.state };
}

function told(
  server: LanguageServer,
  uris: readonly string[],
  type: FileChangeType,
): Promise<void> {
  return server.connection.sendNotification('workspace/didChangeWatchedFiles', {
    changes: uris.map((uri) => ({ uri, type })),
  });
}

function assertNoRoom(server: LanguageServer, on: GoScene): void {
  const status = server.statuses.at(-1);
  assert.match(status?.message ?? '', /no room/);
  assert.ok(status?.message.includes(on.temporary), status?.message);
}

/**
 * The go command itself goes by times: it keeps an index of a folder, by names, times and sizes, unless a file there is
 * younger than two seconds (cmd/go/internal/modindex of Go 1.26). A slow machine would see that instead of us.
 */
function makeYoung(file: string): void {
  const now = new Date();
  utimesSync(file, now, now);
}

/** A file system of 64 KB at a folder; false where that is not possible. */
function mountSmall(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Writes until nothing more goes in. */
function fill(file: string): void {
  for (let size = 4_096; ;) {
    try {
      writeFileSync(file, Buffer.alloc(size), { flag: 'a' });
    } catch {
      return;
    }
  }
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);
}

/** What a run has written is deleted once its compiler has ended, soon after the answer. */
function hasRuns(temporary: string): boolean {
  return readdirSync(temporary, { recursive: true, encoding: 'utf8' }).some((name) =>
    name.includes('run-'),
  );
}

/** Of the plans: they are in a folder of the server's own. */
function countFolders(temporary: string): number {
  return readdirSync(temporary).flatMap((name) => readdirSync(join(temporary, name))).length;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function milliseconds({ max }: { readonly max: number }): string {
  return `${Math.round(max / 1e6)} ms`;
}
