import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { CancellationTokenSource, WorkDoneProgress } from 'vscode-languageserver/node';
import {
  METHODS,
  type AllocationsParams,
  type AllocationsResult,
} from '../../server/src/protocol.ts';
import { readLog } from '../support/compiled.ts';
import { FakeCompiler } from '../support/fakeCompiler.ts';
import { LanguageServer } from '../support/languageServer.ts';
import { serverRuntime } from '../support/serverRuntime.ts';
import { until } from '../support/until.ts';

const A = 'file:///home/p/a.go';
const B = 'file:///home/p/b.go';
const OTHER = 'file:///home/q/c.go';

const SOURCE = `package p

func (t *T) f() *int {
	c := make(chan int)
	return new(int)
}

var v = new(bool)
`;

const OTHER_SOURCE = `package q

func g(n int) {
	for range n {
		use(new(int))
	}
}
`;

/** Of {@link SOURCE}, as `allocationLines` writes them. */
const OF_SOURCE = [
  'a.go:4 (*T).f make(chan int): chan',
  'a.go:5 (*T).f new(int): heap',
  'a.go:8  new(int): once',
];
const OF_OTHER = ['c.go:5 g new(int): heap/iter'];

describe('allocations over the protocol', () => {
  let compiler: FakeCompiler;
  let server: LanguageServer;
  /** What is on the disk, by path. */
  let disk: Map<string, string>;

  beforeEach(() => {
    compiler = new FakeCompiler();
    disk = new Map();
    server = new LanguageServer({
      ...serverRuntime(() => compiler),
      readText: (file) => Promise.resolve(disk.get(file)),
    });
  });

  afterEach(async () => {
    compiler.release();
    await server.stop();
    assert.deepEqual(
      server.errors.filter((line) => line.includes('    at ')),
      [],
    );
  });

  function allocations(
    scope: AllocationsParams['scope'],
    uri = A,
    more: Partial<AllocationsParams> = {},
  ): Promise<AllocationsResult> {
    return server.connection.sendRequest(METHODS.allocations, { uri, scope, ...more });
  }

  describe('of a file', () => {
    it('are those of the compiler and those of the runtime, in the order of the text', async () => {
      await server.start();
      await server.open(A, SOURCE);
      const { entries, problems } = await allocations('file');
      assert.deepEqual(linesOf(entries), OF_SOURCE);
      assert.deepEqual(problems, []);
      assert.deepEqual(entries[1], {
        uri: A,
        position: { line: 4, character: '\treturn new'.length },
        packageName: 'p',
        functionName: '(*T).f',
        what: 'new(int)',
        label: 'heap',
        kind: 'expression',
        frequency: 'call',
        countObjects: 1,
        isCurrent: true,
      });
    });

    it('are those of the text as it is typed', async () => {
      await server.start();
      await server.open(A, SOURCE);
      await allocations('file');
      await server.change(A, `${SOURCE}\nfunc h() *int { return new(int) }\n`);
      const { entries } = await allocations('file');
      assert.deepEqual(linesOf(entries), [...OF_SOURCE, 'a.go:10 h new(int): heap']);
      assert.deepEqual(new Set(entries.map(({ isCurrent }) => isCurrent)), new Set([true]));
    });

    it('are of the variable that a function is the value of', async () => {
      await server.start();
      await server.open(A, SOURCE);
      await allocations('file');
      await server.change(A, `${SOURCE}\nvar made = func() *int { return new(int) }\n`);
      const { entries } = await allocations('file');
      assert.deepEqual(linesOf(entries), [...OF_SOURCE, 'a.go:10 made new(int): heap']);
    });

    it('are as of the last good build while the package does not compile, which is said', async () => {
      await server.start();
      await server.open(A, SOURCE);
      await allocations('file');
      await server.change(A, `${SOURCE}\nvar w = BROKEN\n`);
      const { entries, problems } = await allocations('file');
      assert.deepEqual(linesOf(entries), OF_SOURCE);
      assert.deepEqual(new Set(entries.map(({ isCurrent }) => isCurrent)), new Set([false]));
      assert.deepEqual(problems, ['a.go:10:9: undefined: BROKEN']);
    });

    it('are what the runtime allocates where there is no toolchain, and why there is none', async () => {
      compiler.answer = {
        type: 'failure',
        message: 'No Go here.',
        command: 'go build -n',
        cwd: '/home/p',
        output: '',
      };
      await server.start();
      await server.open(A, SOURCE);
      const { entries, problems } = await allocations('file');
      assert.deepEqual(linesOf(entries), OF_SOURCE.slice(0, 1));
      assert.deepEqual(problems, ['No Go here.']);
    });

    it('are those that need no compiler before the workspace is trusted', async () => {
      await server.start({ isTrusted: false });
      await server.open(A, SOURCE);
      const { entries, problems } = await allocations('file');
      assert.deepEqual(linesOf(entries), OF_SOURCE.slice(0, 1));
      assert.deepEqual(problems, []);
      assert.equal(compiler.requests.length, 0);
    });

    it('are none of a document that is not open', async () => {
      await server.start();
      assert.deepEqual(await allocations('file'), { entries: [], problems: [] });
    });

    it('are none once nobody wants them any more', async () => {
      await server.start();
      compiler.hold();
      await server.open(A, SOURCE);
      const source = new CancellationTokenSource();
      const answer = server.connection.sendRequest<AllocationsResult>(
        METHODS.allocations,
        { uri: A, scope: 'file' },
        source.token,
      );
      await until(() => compiler.requests.length === 1);
      source.cancel();
      assert.deepEqual(await answer, { entries: [], problems: [] });
    });
  });

  describe('of a package', () => {
    it('are of all its open files', async () => {
      await server.start();
      await server.open(B, 'package p\n\nfunc h() *int { return new(int) }\n');
      await server.open(A, SOURCE);
      await server.open(OTHER, OTHER_SOURCE);
      const { entries } = await allocations('package');
      assert.deepEqual(linesOf(entries), [...OF_SOURCE, 'b.go:3 h new(int): heap']);
    });

    it('are of its closed files as they are on the disk', async () => {
      disk.set('/home/p/b.go', 'package p\n\nfunc h() *int { return new(int) }\n');
      compiler.answer = {
        type: 'verdicts',
        log: readLog(`
/home/p/b.go:3:27: new(int) escapes to heap
/home/p/gone.go:3:27: new(int) escapes to heap
/home/q/c.go:3:27: new(int) escapes to heap
<autogenerated>:1: x escapes to heap
/home/p/a.go:5:12: new(int) escapes to heap`),
      };
      await server.start();
      await server.open(A, SOURCE);
      const { entries } = await allocations('package');
      assert.deepEqual(linesOf(entries), [...OF_SOURCE.slice(0, 2), 'b.go:3 h new(int): heap']);
      assert.deepEqual(new Set(entries.map(({ isCurrent }) => isCurrent)), new Set([true]));
      compiler.answer = { type: 'errors', errors: [] };
      await server.change(A, `${SOURCE}\n`);
      const later = await allocations('package');
      assert.deepEqual(
        later.entries.map(({ isCurrent }) => isCurrent),
        [false, false, false],
      );
    });

    it('are of the file that is asked about, even if the compiler did not see it', async () => {
      await server.start();
      await server.open(A, SOURCE);
      await allocations('package');
      compiler.answer = { type: 'errors', errors: [] };
      await server.open(B, 'package p\n\nfunc h() { go run() }\n');
      const { entries } = await allocations('package', B);
      assert.deepEqual(linesOf(entries), [...OF_SOURCE, 'b.go:3 h go run(): goroutine']);
    });

    it('say what is wrong with the package', async () => {
      await server.start();
      await server.open(A, 'package p\n\nvar x = BROKEN\n');
      assert.deepEqual(await allocations('package'), {
        entries: [],
        problems: ['a.go:3:9: undefined: BROKEN'],
      });
    });
  });

  describe('of a module', () => {
    it('are of all its packages, under their import paths', async () => {
      await server.start();
      await server.open(OTHER, OTHER_SOURCE);
      await server.open(A, SOURCE);
      const { entries, problems } = await allocations('module');
      assert.deepEqual(linesOf(entries), [...OF_SOURCE, ...OF_OTHER]);
      assert.deepEqual(
        [...new Set(entries.map(({ packageName }) => packageName))],
        ['example.com/home/p', 'example.com/home/q'],
      );
      assert.deepEqual(problems, []);
    });

    it('can be asked for by a file that is not open', async () => {
      await server.start();
      await server.open(OTHER, OTHER_SOURCE);
      assert.deepEqual(linesOf((await allocations('module', A)).entries), OF_OTHER);
      assert.deepEqual(await allocations('module', 'untitled:Untitled-1'), {
        entries: [],
        problems: [],
      });
    });

    it('name open files as the editor does', async () => {
      const uri = 'file:///home/x%40v1/a.go';
      await server.start();
      await server.open(uri, SOURCE);
      const { entries } = await allocations('module', uri);
      assert.deepEqual([...new Set(entries.map((each) => each.uri))], [uri]);
    });

    it('are those of texts as they are typed', async () => {
      disk.set('/home/p/a.go', 'package p\n');
      await server.start();
      await server.open(A, 'package p\n');
      await server.open(OTHER, OTHER_SOURCE);
      await server.change(A, SOURCE);
      const { entries } = await allocations('module', OTHER);
      assert.deepEqual(linesOf(entries), [...OF_SOURCE, ...OF_OTHER]);
    });

    it('are those of the good packages, and say what is wrong with the others', async () => {
      await server.start();
      await server.open(A, SOURCE);
      await server.open(OTHER, `${OTHER_SOURCE}\nvar x = BROKEN\n`);
      const { entries, problems } = await allocations('module');
      assert.deepEqual(linesOf(entries), OF_SOURCE);
      assert.deepEqual(problems, ['../q/c.go:9:9: undefined: BROKEN']);
    });

    it('say how far they are, where somebody wants to know', async () => {
      await server.start();
      await server.open(A, SOURCE);
      await server.open(OTHER, OTHER_SOURCE);
      const reports: unknown[] = [];
      server.connection.onProgress(WorkDoneProgress.type, 'token', (value) => {
        reports.push(value);
      });
      await allocations('module', A, { workDoneToken: 'token' });
      const report = (message: string, percentage: number) => ({
        kind: 'report',
        message,
        percentage,
      });
      assert.deepEqual(reports, [report('0/2', 0), report('1/2', 50), report('2/2', 100)]);
      await allocations('module');
      assert.equal(reports.length, 3);
    });

    it('report nothing of a module without packages', async () => {
      await server.start();
      const reports: unknown[] = [];
      server.connection.onProgress(WorkDoneProgress.type, 'token', (value) => {
        reports.push(value);
      });
      assert.deepEqual(await allocations('module', A, { workDoneToken: 'token' }), {
        entries: [],
        problems: [],
      });
      assert.deepEqual(reports, []);
    });

    it('kill the compiler when nobody wants them any more', async () => {
      await server.start();
      await server.open(A, SOURCE);
      await allocations('file');
      compiler.hold();
      const source = new CancellationTokenSource();
      const answer = server.connection.sendRequest<AllocationsResult>(
        METHODS.allocations,
        { uri: A, scope: 'module' },
        source.token,
      );
      await until(() => compiler.requests.length === 2);
      source.cancel();
      assert.deepEqual(await answer, { entries: [], problems: [] });
      assert.equal(compiler.countCancelled, 1);
    });

    it('run no compiler before the workspace is trusted, or where it is off', async () => {
      await server.start({ isTrusted: false });
      await server.open(A, SOURCE);
      const nothing = { entries: [], problems: ['The compiler is not run.'] };
      assert.deepEqual(await allocations('module'), nothing);
      await server.connection.sendNotification(METHODS.grantTrust);
      await until(async () => (await allocations('module')).entries.length > 0);
      const { length } = compiler.requests;
      server.settings = { compiler: { enabled: false } };
      await server.connection.sendNotification('workspace/didChangeConfiguration', {
        settings: null,
      });
      assert.deepEqual(await allocations('module'), nothing);
      assert.equal(compiler.requests.length, length);
    });
  });
});

/** `file:line function what: label`, 1-based. */
function linesOf(entries: AllocationsResult['entries']): string[] {
  return entries.map(({ uri, position, functionName, what, label }) => {
    const file = uri.slice(uri.lastIndexOf('/') + 1);
    return `${file}:${position.line + 1} ${functionName} ${what}: ${label}`;
  });
}
