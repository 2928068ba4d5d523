import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { InlayHint } from 'vscode-languageserver/node';
import { GoScene, settledHints } from '../support/goScene.ts';
import { hintLines, type LanguageServer } from '../support/languageServer.ts';

const MODULE = 'module example.com/m\n\ngo 1.22\n';

/** Eight bytes in line 4. */
const HEAP = 'package p\n\nfunc F() *int {\n\tx := 1\n\treturn &x\n}\n';
const HEAP_HINTS = ['4: 8 B'];

/** What `main` does but once has no hint: it is a loop. */
const PROGRAM =
  'package main\n\nfunc main() {\n\tfor x := 1; ; sink = &x {\n\t}\n}\n\nvar sink *int\n';

/** What both doors are to say of a package that has no verdicts. */
interface Failure {
  /** The file that is opened in the editor. */
  readonly open: string;
  readonly message: RegExp;
  /** The failing command, without its folder. */
  readonly command: RegExp;
  /** `errors` where the fault is the source's own, and has a place in it. */
  readonly state?: 'failed' | 'errors';
  /** Arguments of `gomem escapes`; the folder of the file without it. */
  readonly args?: readonly string[];
  readonly settings?: Record<string, unknown>;
  /** False where nothing can be compiled at all. */
  readonly canWitness?: boolean;
}

describe('failures of the toolchain', () => {
  let scene: GoScene | undefined;
  /** A healthy module elsewhere, which goes on working. */
  let witness: string;

  before(() => {
    witness = realpathSync(mkdtempSync(join(tmpdir(), 'go-witness-')));
    writeFileSync(join(witness, 'go.mod'), MODULE);
    writeFileSync(join(witness, 'p.go'), HEAP);
  });
  after(() => {
    rmSync(witness, { recursive: true, force: true });
  });
  afterEach(async () => {
    const closing = scene?.close();
    scene = undefined;
    await closing;
  });

  function stage(files: Readonly<Record<string, string>>, name?: string): GoScene {
    scene = new GoScene(files, name);
    return scene;
  }

  async function assertFails(on: GoScene, failure: Failure): Promise<void> {
    const { state = 'failed', canWitness = true } = failure;
    const directory = failure.open.replace(/[^/]*$/, '');
    const command = await on.escapes(failure.args ?? [`./${directory}`]);
    assert.equal(command.code, 2, command.errors);
    assert.deepEqual(command.rows, []);
    assert.match(command.errors, failure.message);
    assert.equal(countOf(command.errors, /^ {2}command: /gm), 1, command.errors);
    assert.match(command.errors, new RegExp(`^  command: .*${failure.command.source}`, 'm'));
    const isPlaced = state === 'errors';
    assert.equal(countOf(command.errors, /^gomem escapes: /gm), isPlaced ? 0 : 1, command.errors);

    const server = await on.startServer(failure.settings);
    await server.open(on.uri(failure.open), textOf(on.path(failure.open)));
    const { hints, status } = await settledHints(server, on.uri(failure.open));
    await assertOurs(server, hints);
    assert.equal(status.state, state, status.message);
    assert.match(status.message, failure.message);
    assert.match(status.command ?? '', failure.command);
    // The other requests are answered as ever.
    const hover = await server.hover(on.uri(failure.open), 0, 0);
    assert.equal(hover !== null, state === 'errors');
    await assertOurs(server, await server.hints(on.uri(failure.open)));
    if (canWitness) {
      await assertWitness(server);
    }
  }

  /** Where the compiler says nothing, our own analysis may. */
  async function assertOurs(server: LanguageServer, hints: readonly InlayHint[]): Promise<void> {
    for (const hint of hints) {
      const { tooltip } = await server.resolveHint(hint);
      assert.match(typeof tooltip === 'object' ? tooltip.value : '', /\*Static/);
    }
  }

  async function assertWitness(server: LanguageServer): Promise<void> {
    const uri = pathToFileURL(join(witness, 'p.go')).href;
    await server.open(uri, HEAP);
    const { hints, status } = await settledHints(server, uri);
    assert.equal(status.state, 'ready', status.message);
    assert.deepEqual(hintLines(hints), HEAP_HINTS);
  }

  describe('the go command', () => {
    const files = { 'go.mod': MODULE, 'p/p.go': HEAP };
    const noGo = { open: 'p/p.go', canWitness: false };

    it('is not there', async () => {
      const on = stage(files);
      await assertFails(on, {
        ...noGo,
        args: ['--go', '/nonexistent/go', './p'],
        settings: { go: { path: '/nonexistent/go' } },
        message: /no Go toolchain was found as "\/nonexistent\/go"/,
        command: /\/nonexistent\/go env -json/,
      });
    });

    it('is not on the PATH', async () => {
      const on = stage(files);
      on.environment.PATH = '/nonexistent';
      await assertFails(on, {
        ...noGo,
        message: /no Go toolchain was found as "go"/,
        command: /go env -json/,
      });
    });

    it('is empty', async () => {
      const on = stage(files);
      await assertFails(on, {
        ...noGo,
        args: ['--go', '', './p'],
        // The setting's default is empty, and means the PATH.
        settings: { go: { path: '\0' } },
        message: /no Go toolchain was found as/,
        command: /env -json/,
      });
    });

    it('cannot be executed', async () => {
      const on = stage({ ...files, 'bin/go': '#!/bin/sh\necho no\n' });
      await assertFails(on, {
        ...noGo,
        args: ['--go', on.path('bin/go'), './p'],
        settings: { go: { path: on.path('bin/go') } },
        message: /no Go toolchain was found as ".*bin\/go"/,
        command: /bin\/go env -json/,
      });
    });

    it('is another program', async () => {
      const on = stage({ ...files, 'bin/go': '#!/bin/sh\necho hello "$@"\n' });
      chmodSync(on.path('bin/go'), 0o755);
      on.treeChanged();
      await assertFails(on, {
        ...noGo,
        args: ['--go', on.path('bin/go'), './p'],
        settings: { go: { path: on.path('bin/go') } },
        message: /bin\/go" is no go command/,
        command: /bin\/go env -json/,
      });
    });

    it('fails without a word', async () => {
      const on = stage({ ...files, 'bin/go': '#!/bin/sh\nexit 3\n' });
      chmodSync(on.path('bin/go'), 0o755);
      on.treeChanged();
      await assertFails(on, {
        ...noGo,
        args: ['--go', on.path('bin/go'), './p'],
        settings: { go: { path: on.path('bin/go') } },
        message: /failed, and printed nothing/,
        command: /bin\/go env -json/,
      });
    });

    it('has a GOROOT that does not exist', async () => {
      const on = stage(files);
      on.environment.GOROOT = '/nonexistent';
      await assertFails(on, {
        ...noGo,
        message: /GOROOT does not hold a Go installation/,
        command: /go env -json/,
      });
    });

    it('has a GOROOT without tools', async () => {
      const on = stage(files);
      on.environment.GOROOT = on.path('empty');
      mkdirSync(on.path('empty'));
      on.treeChanged();
      await assertFails(on, {
        ...noGo,
        message: /GOROOT does not hold a Go installation/,
        command: /go build .*-n/,
      });
    });

    it('has a GOROOT without sources', async () => {
      const on = stage({ ...files, 'p/p.go': 'package p\n\nimport _ "fmt"\n' });
      const tools = execFileSync('go', ['env', 'GOTOOLDIR'], { encoding: 'utf8' }).trim();
      mkdirSync(on.path('bare/pkg/tool'), { recursive: true });
      symlinkSync(tools, on.path(`bare/pkg/tool/${tools.replace(/^.*[/\\]/, '')}`));
      on.treeChanged();
      on.environment.GOROOT = on.path('bare');
      await assertFails(on, {
        ...noGo,
        message: /GOROOT does not hold a Go installation/,
        command: /go build .*-n/,
      });
    });
  });

  describe('the module', () => {
    it('has a go.mod that does not parse', async () => {
      const on = stage({ 'go.mod': 'modul x\n', 'p/p.go': HEAP });
      await assertFails(on, {
        open: 'p/p.go',
        message: /go\.mod does not parse/,
        command: /go build .*-n/,
      });
    });

    it('has a go.mod that cannot be read', { skip: isRoot() && 'root reads it' }, async () => {
      const on = stage({ 'go.mod': MODULE, 'p/p.go': HEAP });
      chmodSync(on.path('go.mod'), 0);
      on.treeChanged();
      await assertFails(on, {
        open: 'p/p.go',
        message: /go\.mod cannot be read/,
        command: /go build .*-n/,
      });
    });

    it('has a go.work that does not parse', async () => {
      const on = stage({ 'go.work': 'us .\n', 'go.mod': MODULE, 'p/p.go': HEAP });
      await assertFails(on, {
        open: 'p/p.go',
        message: /go\.work does not parse/,
        command: /go build .*-n/,
      });
    });

    it('is not in the go.work above it', async () => {
      const on = stage({
        'go.work': 'go 1.22\n\nuse ./a\n',
        'a/go.mod': 'module a\n\ngo 1.22\n',
        'a/a.go': 'package a\n',
        'b/go.mod': 'module b\n\ngo 1.22\n',
        'b/b.go': HEAP,
      });
      await assertFails(on, {
        open: 'b/b.go',
        message: /go\.work does not list this module/,
        command: /go build .*-n/,
      });
    });

    it('is to be built with -mod=vendor and has no vendor folder', async () => {
      const on = stage({
        'go.mod': `${MODULE}\nrequire example.com/q v1.0.0\n`,
        'p/p.go': 'package p\n\nimport _ "example.com/q"\n',
      });
      on.environment.GOFLAGS = '-mod=vendor';
      await assertFails(on, {
        open: 'p/p.go',
        message: /vendor folder is missing or does not match go\.mod/,
        command: /go build .*-n/,
      });
    });

    it('has a vendor folder that does not match go.mod', async () => {
      const on = stage({
        'go.mod': `${MODULE}\nrequire example.com/q v1.0.0\n`,
        'p/p.go': 'package p\n\nimport _ "example.com/q"\n',
        'vendor/modules.txt': '# example.com/q v0.9.0\n## explicit\nexample.com/q\n',
        'vendor/example.com/q/q.go': 'package q\n',
      });
      await assertFails(on, {
        open: 'p/p.go',
        message: /vendor folder is missing or does not match go\.mod/,
        command: /go build .*-n/,
      });
    });

    it('wants a newer Go', async () => {
      const on = stage({ 'go.mod': 'module m\n\ngo 1.99\n', 'p/p.go': HEAP });
      await assertFails(on, {
        open: 'p/p.go',
        message: /asks for a Go toolchain that is not here/,
        command: /go build .*-n/,
      });
    });

    it('wants a toolchain that cannot be had', async () => {
      const on = stage({ 'go.mod': `${MODULE}\ntoolchain go1.99.0\n`, 'p/p.go': HEAP });
      on.environment.GOTOOLCHAIN = 'auto';
      await assertFails(on, {
        open: 'p/p.go',
        message: /asks for a Go toolchain that is not here/,
        command: /go env -json/,
      });
    });

    it('lacks an entry in go.sum', async () => {
      const on = stage({
        'go.mod': `${MODULE}\nrequire example.com/q v1.0.0\n`,
        'p/p.go': 'package p\n\nimport _ "example.com/q"\n',
      });
      await assertFails(on, {
        open: 'p/p.go',
        message: /Run `go mod tidy`/,
        command: /go build .*-n/,
      });
    });

    it('does not require a module that it imports', async () => {
      const on = stage({ 'go.mod': MODULE, 'p/p.go': 'package p\n\nimport _ "example.com/q"\n' });
      await assertFails(on, {
        open: 'p/p.go',
        message: /An imported package is in no required module/,
        command: /go build .*-n/,
      });
    });

    it('does not require what one of several packages imports: the others have their verdicts', async () => {
      const on = stage({
        'go.mod': MODULE,
        'p/p.go': 'package p\n\nimport _ "example.com/q"\n',
        'r/r.go': HEAP,
        'tests/tests_test.go': 'package tests\n',
        'other/other.go': '//go:build !linux && !darwin && !windows\n\npackage other\n',
      });
      // With tests, each package is asked for with them and without: what is refused twice is said once.
      for (const args of [['./...'], ['--tests', './...']]) {
        const { code, rows, errors } = await on.escapes(args);
        assert.equal(code, 2, errors);
        assert.deepEqual(new Set(rows.map(({ file }) => file)), new Set(['r/r.go']));
        assert.match(errors, /An imported package is in no required module/);
        assert.equal(countOf(errors, /^ {2}command: /gm), 1, errors);
        assert.match(errors, /p\/p\.go:3:8: no required module provides package example\.com\/q/);
      }
    });

    it('replaces a module by a folder that does not exist', async () => {
      const on = stage({
        'go.mod': `${MODULE}\nrequire example.com/q v1.0.0\n\nreplace example.com/q => ./q\n`,
        'p/p.go': 'package p\n\nimport _ "example.com/q"\n',
      });
      await assertFails(on, {
        open: 'p/p.go',
        message: /A module that the build needs cannot be had/,
        command: /go build .*-n/,
      });
    });
  });

  describe('the sources', () => {
    it('import a package that does not exist', async () => {
      const on = stage({ 'go.mod': MODULE, 'p/p.go': 'package p\n\nimport _ "nosuch/thing"\n' });
      await assertFails(on, {
        open: 'p/p.go',
        state: 'errors',
        message: /package nosuch\/thing is not in std/,
        command: /go build .*-n/,
      });
    });

    it('import each other in a cycle', async () => {
      const on = stage({
        'go.mod': MODULE,
        'p/p.go': 'package p\n\nimport _ "example.com/m/q"\n',
        'q/q.go': 'package q\n\nimport _ "example.com/m/p"\n',
      });
      await assertFails(on, {
        open: 'p/p.go',
        message: /in a cycle: example\.com\/m\/p → example\.com\/m\/q → example\.com\/m\/p/,
        command: /go build .*-n/,
      });
    });

    it('import a package that has a type error', async () => {
      const on = stage({
        'go.mod': MODULE,
        'p/p.go': 'package p\n\nimport _ "example.com/m/q"\n',
        'q/q.go': 'package q\n\nvar n int = "text"\n',
      });
      await assertFails(on, {
        open: 'p/p.go',
        state: 'errors',
        message: /q\/q\.go:3(?::13)?: cannot use "text"/,
        command: /go list .*-export/,
      });
    });

    it('import a package that imports one with a type error', async () => {
      const on = stage({
        'go.mod': MODULE,
        'p/p.go': 'package p\n\nimport _ "example.com/m/q"\n',
        'q/q.go': 'package q\n\nimport _ "example.com/m/r"\n',
        'r/r.go': 'package r\n\nvar n int = "text"\n',
      });
      await assertFails(on, {
        open: 'p/p.go',
        state: 'errors',
        message: /r\/r\.go:3(?::13)?: cannot use "text"/,
        command: /go list .*-export/,
      });
    });

    it('import a package that cannot be imported', async () => {
      const on = stage({
        'go.mod': MODULE,
        'p/p.go': 'package p\n\nimport _ "example.com/m/q"\n',
        'q/q.go': 'package main\n',
      });
      await assertFails(on, {
        open: 'p/p.go',
        state: 'errors',
        message: /is a program, not an importable package/,
        command: /go build .*-n/,
      });
    });

    it('import an internal package of somebody else', async () => {
      const on = stage({
        'go.mod': MODULE,
        'p/p.go': 'package p\n\nimport _ "example.com/m/q/internal/r"\n',
        'q/internal/r/r.go': 'package r\n',
      });
      await assertFails(on, {
        open: 'p/p.go',
        state: 'errors',
        message: /use of internal package example\.com\/m\/q\/internal\/r not allowed/,
        command: /go build .*-n/,
      });
    });

    it('have a syntax error in the package clause', async () => {
      const on = stage({ 'go.mod': MODULE, 'p/p.go': 'packag p\n' });
      await assertFails(on, {
        open: 'p/p.go',
        state: 'errors',
        message: /expected 'package', found packag/,
        command: /go build .*-n/,
      });
    });

    it('have a syntax error in an import', async () => {
      const on = stage({ 'go.mod': MODULE, 'p/p.go': 'package p\n\nimport "fmt\n' });
      await assertFails(on, {
        open: 'p/p.go',
        state: 'errors',
        message: /string literal not terminated/,
        command: /go build .*-n/,
      });
    });

    it('are two packages in one folder', async () => {
      const on = stage({ 'go.mod': MODULE, 'p/p.go': HEAP, 'p/q.go': 'package q\n' });
      await assertFails(on, {
        open: 'p/p.go',
        message: /more than one package in this folder: p \(p\.go\) and q \(q\.go\)/,
        command: /go build .*-n/,
      });
    });

    it('are all excluded by build constraints', async () => {
      const on = stage({ 'go.mod': MODULE, 'p/p.go': `//go:build never\n\n${HEAP}` });
      await assertFails(on, {
        open: 'p/p.go',
        message: /No Go file of this folder is part of the build/,
        command: /go build .*-n/,
      });
    });

    it('are not there', async () => {
      const on = stage({ 'go.mod': MODULE, 'p/readme.txt': '' });
      const { code, errors } = await on.escapes(['./p']);
      assert.equal(code, 2);
      assert.match(errors, /^gomem escapes: There are no Go files in this folder\.$/m);
      assert.match(errors, /^ {2}command: go build .*-n/m);
    });

    it('are not there, outside any module', async () => {
      const on = stage({ 'p/readme.txt': '' });
      const { code, errors } = await on.escapes(['./p']);
      assert.equal(code, 2);
      assert.match(errors, /^gomem escapes: There are no Go files in this folder\.$/m);
      assert.match(errors, /^ {2}command: go /m);
    });

    it('are in the modules of the workspace that begins here', async () => {
      const on = stage({
        'go.work': 'go 1.26\n\nuse ./a\n',
        'a/go.mod': MODULE,
        'a/a.go': 'package a\n',
      });
      const { code, errors } = await on.escapes(['./...']);
      assert.equal(code, 2);
      assert.match(
        errors,
        /^gomem escapes: This folder is of a workspace, and in none of its modules/m,
      );
    });

    it('have their error where it is, beside the verdicts of healthy packages', async () => {
      const on = stage({
        'go.mod': MODULE,
        'p/p.go': HEAP,
        'q/q.go': 'package q\n\nvar n int = "text"\n',
        'r/r.go': 'package r\n\nimport _ "example.com/m/q"\n',
      });
      const { code, rows, errors } = await on.escapes(['./...']);
      assert.equal(code, 2);
      assert.equal(countOf(errors, /cannot use "text"/g), 1, errors);
      assert.deepEqual(
        rows.filter(({ verdict }) => verdict === 'heap').map(({ file, line }) => [file, line]),
        [['p/p.go', 4]],
      );
    });

    it('go away while they are open', async () => {
      const on = stage({ 'go.mod': MODULE, 'p/p.go': HEAP, 'q/q.go': HEAP });
      const server = await on.startServer();
      const uri = on.uri('p/p.go');
      await server.open(uri, HEAP);
      assert.deepEqual(hintLines((await settledHints(server, uri)).hints), HEAP_HINTS);
      rmSync(on.path('p'), { recursive: true });
      on.treeChanged();
      await server.change(uri, `${HEAP}\nvar n int\n`);
      const { hints, status } = await settledHints(server, uri);
      assert.equal(status.state, 'failed');
      assert.match(status.message, /The folder does not exist any more: .*p$/);
      assert.match(status.command ?? '', /go env -json/);
      // What was compiled is still as it was.
      assert.deepEqual(hintLines(hints), HEAP_HINTS);
      await server.open(on.uri('q/q.go'), HEAP);
      const other = await settledHints(server, on.uri('q/q.go'));
      assert.deepEqual(hintLines(other.hints), HEAP_HINTS);
      on.write({ 'p/p.go': HEAP });
      await server.change(uri, `${HEAP}\nvar n int\n\n`);
      assert.equal((await settledHints(server, uri)).status.state, 'ready');
    });
  });

  describe('ours', () => {
    it('is mended when the temporary folder is swept', async () => {
      const on = stage({ 'go.mod': MODULE, 'p/p.go': HEAP });
      const server = await on.startServer();
      const uri = on.uri('p/p.go');
      await server.open(uri, HEAP);
      await settledHints(server, uri);
      on.sweepTemporary();
      await server.change(uri, HEAP.replace('x := 1', 'x := 2'));
      const { hints, status } = await settledHints(server, uri);
      assert.equal(status.state, 'ready', status.message);
      assert.deepEqual(hintLines(hints), HEAP_HINTS);
    });

    it('stops what runs when the server stops', async () => {
      const on = stage({ 'go.mod': MODULE, 'p/p.go': HEAP });
      const server = await on.startServer();
      await server.open(on.uri('p/p.go'), HEAP);
      void server.hints(on.uri('p/p.go')).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 50));
      // What is left over is counted at the end of every test.
    });
  });
});

describe('sources out of the ordinary', () => {
  let scene: GoScene | undefined;

  afterEach(async () => {
    const closing = scene?.close();
    scene = undefined;
    await closing;
  });

  function stage(files: Readonly<Record<string, string>>, name?: string): GoScene {
    scene = new GoScene(files, name);
    return scene;
  }

  /** The same heap rows through both doors; `hints` are the editor's of the opened file. */
  async function assertHints(
    on: GoScene,
    open: string,
    hints: readonly string[],
    args: readonly string[] = [`./${open.replace(/[^/]*$/, '')}`],
  ): Promise<LanguageServer> {
    const lines = hints.map((hint) => Number.parseInt(hint, 10));
    const command = await on.escapes(args);
    assert.equal(command.code, 0, command.errors);
    assert.equal(command.errors, '');
    assert.deepEqual(heapLines(command.rows, open), lines);

    const server = await on.startServer();
    const text = textOf(on.path(open)).replace(/^\uFEFF/, '');
    await server.open(on.uri(open), text);
    const settled = await settledHints(server, on.uri(open));
    assert.equal(settled.status.state, 'ready', settled.status.message);
    assert.deepEqual(hintLines(settled.hints), hints);
    // Once more with a text that is not the disk's.
    await server.change(on.uri(open), `${text}\n`);
    const edited = await settledHints(server, on.uri(open));
    assert.equal(edited.status.state, 'ready', edited.status.message);
    assert.deepEqual(hintLines(edited.hints), hints);
    return server;
  }

  for (const name of [
    'with blanks in it',
    'mit Ümläuten 日本',
    `it's "quoted"`,
    'a $HOME for $WORK',
    'semi;colon=>arrow',
    '-dash',
    'per%20cent#hash?',
    '[brackets]{braces}(parens)*',
    '.hidden',
  ]) {
    it(`in a folder ${name}`, async () => {
      const on = stage({ 'go.mod': MODULE, 'p/p.go': HEAP, 'q/q.go': importing('p') }, name);
      await assertHints(on, 'p/p.go', HEAP_HINTS);
      await assertHints(on, 'q/q.go', ['6: heap']);
    });
  }

  it('behind a symbolic link, under the name that the user opened', async () => {
    const on = stage({ 'real/go.mod': MODULE, 'real/p/p.go': HEAP, 'real/q/q.go': importing('p') });
    symlinkSync(on.path('real'), on.path('link'));
    on.treeChanged();
    await assertHints(on, 'link/q/q.go', ['6: heap']);
    await assertHints(on, 'link/p/p.go', HEAP_HINTS);
  });

  it('with CRLF at the ends of lines', async () => {
    const on = stage({ 'go.mod': MODULE, 'p/p.go': HEAP.replaceAll('\n', '\r\n') });
    await assertHints(on, 'p/p.go', HEAP_HINTS);
  });

  it('with a byte order mark', async () => {
    const on = stage({ 'go.mod': MODULE, 'p/p.go': `\uFEFF${HEAP}` });
    await assertHints(on, 'p/p.go', HEAP_HINTS);
  });

  it('with line directives', async () => {
    const generated = [
      'package p',
      '',
      'func F() *int {',
      '\tx := 1',
      '\treturn &x',
      '}',
      '',
      '//line grammar.y:100',
      'func G() *int {',
      '\ty := 1',
      '\treturn &y',
      '}',
      '',
      '//line p.go:15',
      'func H() *int {',
      '\tz := 1',
      '\treturn &z',
      '}',
      '',
    ].join('\n');
    const on = stage({ 'go.mod': MODULE, 'p/p.go': generated, 'p/grammar.y': '' });
    const { code, rows } = await on.escapes(['./p']);
    assert.equal(code, 0);
    assert.deepEqual(heapLines(rows, 'p/grammar.y'), [101]);
    assert.deepEqual(heapLines(rows, 'p/p.go'), [4, 16]);
    // Under a directive the compiler knows no columns: no place for a hint.
    const server = await on.startServer();
    await server.open(on.uri('p/p.go'), generated);
    assert.deepEqual(hintLines((await settledHints(server, on.uri('p/p.go'))).hints), ['4: 8 B']);
    assert.doesNotMatch(
      JSON.stringify(await server.hover(on.uri('p/p.go'), 9, 1)),
      /heap.*Compiler|moved/,
    );
  });

  it('with cgo', { skip: !hasCgo() && 'no C compiler' }, async () => {
    const on = stage({
      'go.mod': MODULE,
      'p/p.go': [
        'package p',
        '',
        '// int twice(int n) { return 2 * n; }',
        'import "C"',
        '',
        'import "example.com/m/pq"',
        '',
        'func F(n int) *int {',
        '\tx := int(C.twice(C.int(n)))',
        '\treturn &x',
        '}',
        '',
        'func G() *int { return pq.New(1) }',
        '',
      ].join('\n'),
      // Its folder's name begins with the other's: the go command writes `q/pq.go` as `.q/pq.go`.
      'pq/pq.go': 'package pq\n\nfunc New[T any](value T) *T {\n\treturn &value\n}\n',
    });
    await assertHints(on, 'p/p.go', ['9: 8 B', '13: heap']);
    const { rows } = await on.escapes(['./p', './pq']);
    const steps = rows.flatMap(({ why }) => why).filter(({ file }) => file.includes('pq'));
    assert.ok(steps.length > 0);
    assert.deepEqual([...new Set(steps.map(({ file }) => file))], ['pq/pq.go']);
  });

  it('with cgo in a program of its own', { skip: !hasCgo() && 'no C compiler' }, async () => {
    const on = stage({
      'main.go': PROGRAM.replace(
        '\n\n',
        '\n\n// int one(void) { return 1; }\nimport "C"\n\n',
      ).replace('x := 1', 'x := int(C.one())'),
      'other.go': PROGRAM,
    });
    await assertHints(on, 'main.go', ['7: 8 B/iter'], ['main.go']);
  });

  it('with assembly, and functions that have no body', async () => {
    const on = stage({
      'go.mod': MODULE,
      'p/p.go': [
        'package p',
        '',
        '//go:noescape',
        'func quiet(p *int)',
        '',
        'func loud(p *int)',
        '',
        'func F() {',
        '\tvar a int',
        '\tvar b int',
        '\tquiet(&a)',
        '\tloud(&b)',
        '}',
        '',
      ].join('\n'),
      'p/p.s': [
        '#include "textflag.h"',
        '#include "go_asm.h"',
        'TEXT ·quiet(SB), NOSPLIT, $0-8',
        '\tRET',
        'TEXT ·loud(SB), NOSPLIT, $0-8',
        '\tRET',
        '',
      ].join('\n'),
    });
    await assertHints(on, 'p/p.go', ['10: 8 B']);
    const { rows } = await on.escapes(['./p']);
    assert.deepEqual(
      rows.filter(({ kind }) => kind === 'param').map(({ line, verdict }) => [line, verdict]),
      [
        [4, 'noleak'],
        [6, 'leak'],
      ],
    );
  });

  it('with embedded files', async () => {
    const on = stage({
      'go.mod': MODULE,
      'p/p.go': `package p\n\nimport _ "embed"\n\n//go:embed data/text.txt\nvar text string\n\nfunc F() *string {\n\tx := text\n\treturn &x\n}\n`,
      'p/data/text.txt': 'embedded',
    });
    await assertHints(on, 'p/p.go', ['9: 16 B']);
  });

  it('with a vendor folder', async () => {
    const on = stage({
      'go.mod': `${MODULE}\nrequire example.com/q v1.0.0\n`,
      'p/p.go': importing('example.com/q', 'q'),
      'vendor/modules.txt': '# example.com/q v1.0.0\n## explicit\nexample.com/q\n',
      'vendor/example.com/q/q.go': HEAP.replace('package p', 'package q'),
    });
    await assertHints(on, 'p/p.go', ['6: heap']);
    await assertHints(on, 'vendor/example.com/q/q.go', HEAP_HINTS);
  });

  it('in a workspace of two modules', async () => {
    const on = stage({
      'go.work': 'go 1.22\n\nuse (\n\t./a\n\t./b\n)\n',
      'a/go.mod': 'module example.com/a\n\ngo 1.22\n',
      'a/a.go': HEAP.replace('package p', 'package a'),
      'b/go.mod': 'module example.com/b\n\ngo 1.22\n',
      'b/b.go': importing('example.com/a', 'a'),
    });
    await assertHints(on, 'b/b.go', ['6: heap']);
    await assertHints(on, 'a/a.go', HEAP_HINTS);
  });

  it('in an internal package', async () => {
    const on = stage({
      'go.mod': MODULE,
      'internal/p/p.go': HEAP,
      'q/q.go': importing('internal/p'),
    });
    await assertHints(on, 'internal/p/p.go', HEAP_HINTS);
    await assertHints(on, 'q/q.go', ['6: heap']);
  });

  it('in tests, inside the package and beside it', async () => {
    const on = stage({
      'go.mod': MODULE,
      'p/p.go': HEAP,
      'p/in_test.go': 'package p\n\nfunc inside() *int {\n\tx := 1\n\treturn &x\n}\n',
      'p/out_test.go': `package p_test\n\nimport "example.com/m/p"\n\nfunc outside() **int {\n\tx := p.F()\n\treturn &x\n}\n`,
    });
    await assertHints(on, 'p/in_test.go', ['4: 8 B'], ['--tests', './p']);
    // The inlined call brings an allocation of its own to the line.
    await assertHints(on, 'p/out_test.go', ['6: 2 objects'], ['--tests', './p']);
    await assertHints(on, 'p/p.go', HEAP_HINTS, ['--tests', './p']);
  });

  it('in tests beside a package whose exported functions change', async () => {
    const outside = (name: string) =>
      `package p_test\n\nimport "example.com/m/p"\n\nfunc outside() **int {\n\tx := p.${name}()\n\treturn &x\n}\n`;
    const on = stage({ 'go.mod': MODULE, 'p/p.go': HEAP, 'p/out_test.go': outside('F') });
    const server = await on.startServer();
    await server.open(on.uri('p/p.go'), HEAP);
    await server.open(on.uri('p/out_test.go'), outside('F'));
    assert.deepEqual(hintLines((await settledHints(server, on.uri('p/out_test.go'))).hints), [
      '6: 2 objects',
    ]);
    await server.change(on.uri('p/p.go'), HEAP.replace('F()', 'New()'));
    await server.change(on.uri('p/out_test.go'), outside('New'));
    const { hints } = await settledHints(server, on.uri('p/out_test.go'));
    assert.deepEqual(hintLines(hints), ['6: 2 objects']);
    const last = server.statuses.at(-1);
    assert.equal(last?.state, 'ready', last?.message);
  });

  it('in a folder of tests alone', async () => {
    const on = stage({ 'go.mod': MODULE, 'p/p_test.go': HEAP });
    await assertHints(on, 'p/p_test.go', HEAP_HINTS, ['--tests', './p']);
  });

  it('outside any module: one file', async () => {
    const on = stage({ 'p/p.go': HEAP });
    await assertHints(on, 'p/p.go', HEAP_HINTS);
    await assertHints(on, 'p/p.go', HEAP_HINTS, ['p/p.go']);
  });

  it('outside any module: the files of one package, with its tests', async () => {
    const on = stage({
      'p/a.go': 'package p\n\nfunc A() *int { return F() }\n',
      'p/f.go': HEAP,
      'p/f_windows.go': 'package p\n\nfunc F() {}\n',
      'p/f_plan9.go': 'package p\n\nfunc F() {}\n',
      'p/f_test.go': 'package p\n\nfunc inside() *int {\n\treturn A()\n}\n',
    });
    await assertHints(on, 'p/a.go', ['3: heap']);
    await assertHints(on, 'p/f_test.go', ['4: heap'], ['--tests', './p']);
  });

  it('outside any module: several programs in one folder', async () => {
    const on = stage({
      'a.go': PROGRAM,
      'b.go': PROGRAM.replace('x := 1', 'x := 1 + 1'),
      'broken.go': 'package main\n\nfunc main() { undefined() }\n',
      'library.go': HEAP,
      'tool.go': `//go:build ignore\n\n${PROGRAM}`,
    });
    for (const file of ['a.go', 'b.go']) {
      await assertHints(on, file, ['4: 8 B/iter'], [file]);
    }
    await assertHints(on, 'library.go', HEAP_HINTS, ['library.go']);
    await assertHints(on, 'tool.go', ['6: 8 B/iter'], ['tool.go']);
    const { code, rows, errors } = await on.escapes(['.']);
    assert.equal(code, 2);
    assert.match(errors, /^broken\.go:3:15: undefined: undefined\n$/);
    const heap = rows.filter(({ verdict }) => verdict === 'heap').map(({ file }) => file);
    assert.deepEqual(heap, ['a.go', 'b.go', 'library.go']);
  });

  it('outside any module: two programs open at once, and a third is begun', async () => {
    const on = stage({ 'a.go': PROGRAM, 'b.go': PROGRAM });
    const server = await on.startServer();
    for (const name of ['a.go', 'b.go']) {
      await server.open(on.uri(name), PROGRAM);
    }
    for (const name of ['a.go', 'b.go']) {
      const { hints } = await settledHints(server, on.uri(name));
      assert.deepEqual(hintLines(hints), ['4: 8 B/iter'], name);
    }
    on.write({ 'c.go': 'package main\n' });
    await server.open(on.uri('c.go'), 'package main\n');
    await server.change(on.uri('c.go'), PROGRAM);
    const { hints, status } = await settledHints(server, on.uri('c.go'));
    assert.deepEqual(hintLines(hints), ['4: 8 B/iter'], status.message);
  });

  it('outside any module, which can import the standard library only', async () => {
    const on = stage({ 'p/p.go': 'package p\n\nimport _ "example.com/q"\n' });
    const { code, errors } = await on.escapes(['./p']);
    assert.equal(code, 2);
    assert.match(errors, /There is no go\.mod here or above/);
    const server = await on.startServer();
    await server.open(on.uri('p/p.go'), textOf(on.path('p/p.go')));
    const { status } = await settledHints(server, on.uri('p/p.go'));
    assert.equal(status.state, 'failed');
    assert.match(status.message, /There is no go\.mod here or above/);
  });

  it('beside a folder named go.mod', async () => {
    const on = stage({ 'go.mod/readme.txt': '', 'p/p.go': HEAP });
    await assertHints(on, 'p/p.go', HEAP_HINTS);
  });

  it('with modules turned off', async () => {
    const on = stage({ 'p/p.go': HEAP });
    on.environment.GO111MODULE = 'off';
    await assertHints(on, 'p/p.go', HEAP_HINTS);
  });

  it('outside the modules of a workspace', async () => {
    const on = stage({
      'go.work': 'go 1.22\n\nuse ./a\n',
      'a/go.mod': 'module a\n\ngo 1.22\n',
      'p/p.go': HEAP,
    });
    await assertHints(on, 'p/p.go', HEAP_HINTS);
  });

  it('in a folder that nothing can be written to', async () => {
    const on = stage({ 'go.mod': MODULE, 'p/p.go': HEAP, 'q/q.go': importing('p') });
    for (const name of ['', 'p', 'q']) {
      chmodSync(on.path(name), 0o555);
    }
    on.treeChanged();
    await assertHints(on, 'q/q.go', ['6: heap']);
    for (const name of ['', 'p', 'q']) {
      chmodSync(on.path(name), 0o755);
    }
    on.treeChanged();
  });

  it('with a file that is on no disk', async () => {
    const on = stage({ 'go.mod': MODULE, 'p/p.go': 'package p\n' });
    const server = await on.startServer();
    await server.open(on.uri('p/new.go'), '');
    await server.change(on.uri('p/new.go'), HEAP);
    const { hints, status } = await settledHints(server, on.uri('p/new.go'));
    assert.equal(status.state, 'ready', status.message);
    assert.deepEqual(hintLines(hints), HEAP_HINTS);
  });
});

/** A package `q` that gets an allocation out of the inlined `F` of another, in line 6. */
function importing(path: string, name = path.replace(/^.*\//, '')): string {
  const importPath = path.includes('.') ? path : `example.com/m/${path}`;
  return `package user\n\nimport "${importPath}"\n\nfunc G() *int {\n\treturn ${name}.F()\n}\n`;
}

function heapLines(
  rows: readonly { readonly file: string; readonly line: number; readonly verdict: string }[],
  file: string,
): number[] {
  const lines = rows
    .filter((row) => row.verdict === 'heap' && row.file === file)
    .map(({ line }) => line);
  return [...new Set(lines)];
}

function textOf(path: string): string {
  return readFileSync(path, 'utf8');
}

function countOf(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].length;
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function hasCgo(): boolean {
  try {
    const compiler = execFileSync('go', ['env', 'CC'], { encoding: 'utf8' }).trim();
    execFileSync(compiler, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
