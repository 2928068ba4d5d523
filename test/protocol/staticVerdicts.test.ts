import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { CodeLens } from 'vscode-languageserver/node';
import { CLIENT_COMMANDS, METHODS, type CostNode } from '../../server/src/protocol.ts';
import { FakeCompiler } from '../support/fakeCompiler.ts';
import { hintLines, LanguageServer } from '../support/languageServer.ts';
import { serverRuntime } from '../support/serverRuntime.ts';
import { until } from '../support/until.ts';

/** The fake compiler has each `new(` on the heap; what our own analysis finds is Go's own verdict. */
const SOURCE = `package p

type point struct{ x, y int64 }

func makePoint(x int64) *point {
	return &point{x: x}
}

func sum() int64 {
	p := makePoint(1)
	return p.x
}

var kept *point

func keep() {
	for x := range int64(10) {
		kept = makePoint(x)
	}
}

func stays() int {
	n := new(int)
	return *n
}

func leaves() *int {
	return new(int)
}
`;

const OURS = ['6: 16 B', '18: heap/iter', '28: 8 B'];

describe('our own verdicts over the protocol', () => {
  let folder: string;
  let uri: string;
  let compiler: FakeCompiler;
  let server: LanguageServer;

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'gomem-static-')));
    writeFileSync(join(folder, 'go.mod'), 'module example.com/p\n\ngo 1.24\n');
    uri = pathToFileURL(join(folder, 'p.go')).href;
    compiler = new FakeCompiler();
    server = new LanguageServer(serverRuntime(() => compiler));
  });

  afterEach(async () => {
    compiler.release();
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  async function open(text: string): Promise<void> {
    writeFileSync(join(folder, 'p.go'), text);
    await server.open(uri, text);
  }

  async function hints(): Promise<string[]> {
    return hintLines(await server.hints(uri));
  }

  /** Waits for the hints to be these, and for all that is known beside. */
  async function untilHints(expected: readonly string[]): Promise<void> {
    await untilShown(expected);
    // This waits for all functions to be looked at, and for the compiler; hints do not.
    await server.connection.sendRequest(METHODS.tierDifferences);
  }

  /** Waits for the hints to be these, and says what they are if they are not after a while. */
  async function untilShown(expected: readonly string[]): Promise<void> {
    const end = Date.now() + 30_000;
    let last: string[] = [];
    await until(async () => {
      last = await hints();
      return JSON.stringify(last) === JSON.stringify(expected) || Date.now() > end;
    });
    assert.deepEqual(last, expected);
  }

  async function hoverAt(line: number, character: number): Promise<string> {
    const hover = await server.hover(uri, line, character);
    const contents = hover?.contents;
    return typeof contents === 'object' && 'value' in contents ? contents.value : '';
  }

  it('are there in an untrusted workspace, where nothing is run', async () => {
    await server.start({ isTrusted: false });
    await open(SOURCE);
    await untilHints(OURS);
    assert.deepEqual(compiler.requests, []);
  });

  it('are none of files that are not in the build', async () => {
    await server.start({ isTrusted: false });
    const left: readonly (readonly [name: string, text: string, because: string])[] = [
      ['p_plan9.go', SOURCE, 'Its name is for another GOOS or GOARCH.'],
      [
        'constrained.go',
        `//go:build never\n\n${SOURCE}`,
        'Its build constraint does not hold: //go:build never',
      ],
      [
        'twice.go',
        `//go:build linux\n//go:build never\n\n${SOURCE}`,
        'Its build constraint cannot be read: //go:build linux',
      ],
      [
        'documented.go',
        SOURCE.replace('package p', 'package documentation'),
        'Its package is called documentation.',
      ],
      ['_hidden.go', SOURCE, 'Its name begins with "_" or ".".'],
    ];
    for (const [name, text] of left) {
      writeFileSync(join(folder, name), text);
    }
    await open(SOURCE);
    const leftOut = (of: string) => server.connection.sendRequest(METHODS.leftOut, { uri: of });
    for (const [name, text, because] of left) {
      const its = pathToFileURL(join(folder, name)).href;
      await server.open(its, text);
      assert.deepEqual(await server.hints(its), [], name);
      assert.equal(await leftOut(its), because);
    }
    await untilHints(OURS);
    assert.equal(await leftOut(uri), null);
    // A constraint that holds now is one of the build.
    writeFileSync(join(folder, 'p.go'), 'package p\n');
    const now = pathToFileURL(join(folder, 'constrained.go')).href;
    writeFileSync(join(folder, 'constrained.go'), SOURCE);
    await server.change(now, SOURCE);
    await server.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: ['p.go', 'constrained.go'].map((name) => ({
        uri: pathToFileURL(join(folder, name)).href,
        type: 2,
      })),
    });
    await server.change(uri, 'package p\n');
    uri = now;
    await untilHints(OURS);
  });

  it('are there of a file with a constraint outside of modules, as it can be a program', async () => {
    rmSync(join(folder, 'go.mod'));
    await server.start({ isTrusted: false });
    await open(`//go:build ignore\n\n${SOURCE}`);
    await untilHints(['8: 16 B', '20: heap/iter', '30: 8 B']);
  });

  it('say nothing of values whose types nobody knows', async () => {
    await server.start({ isTrusted: false });
    await open(`package p

import "example.com/missing"

var kept []any

func keep(number int64) {
	kept = append(kept, missing.Value, number)
	kept = append(kept, missing.Made())
}
`);
    // The number alone: what is missing may as well be pointers.
    await untilHints(['8: 8 B']);
  });

  it('keep what dependencies do in the folder that the editor names, untrusted or not', async () => {
    const written: string[] = [];
    const folders: string[] = [];
    const runtime = serverRuntime(() => compiler);
    await server.stop();
    server = new LanguageServer({
      ...runtime,
      leaksIn: (named) => {
        folders.push(named);
        return {
          read: () => Promise.resolve(undefined),
          write: (_, text) => Promise.resolve(void written.push(text)),
        };
      },
    });
    await server.start({ isTrusted: false, cacheFolder: '/where/ever' });
    await open(
      'package p\n\nimport "sort"\n\nfunc sorted(x []int) { sort.Ints(x); sort.Strings(nil) }\n',
    );
    await hints();
    await until(() => written.length > 0);
    assert.deepEqual(folders, ['/where/ever']);
    assert.match(written.join(''), /"sort":"/);
  });

  it('say which tier they are from, and why', async () => {
    await server.start({ isTrusted: false });
    await open(SOURCE);
    await untilHints(OURS);
    const hover = await hoverAt(27, 9);
    assert.match(hover, /\*Static analysis\*/);
    assert.match(hover, /return/);
    assert.match(
      await hoverAt(17, 10),
      /\*\*Inlined call of `makePoint`: 1 object on the heap, per iteration\*\*/,
    );
  });

  it('are noted where the compiler’s are others', async () => {
    await server.start();
    await open(SOURCE);
    await untilHints(['23: 8 B', '28: 8 B']);
    const report = await server.connection.sendRequest<string>(METHODS.tierDifferences);
    assert.match(report, /\tn := new\(int\) \/\/ new\(int\): compiler heap; static stack\n/);
    assert.match(report, /return &point\{x: x\} \/\/ .*: compiler nothing; static heap\n/);
    assert.doesNotMatch(report, /func leaves/);
  });

  it('add up to what a function costs with its calls, row by row', async () => {
    await server.start({ isTrusted: false });
    await open(SOURCE);
    await untilHints(OURS);
    const node = await server.connection.sendRequest<CostNode | null>(METHODS.functionCosts, {
      uri,
      position: { line: 17, character: 0 },
    });
    assert.equal(node?.what, 'keep');
    assert.equal(node.amounts, '16 B in 1 object per iteration');
    assert.deepEqual(
      node.rows.map(({ kind, amounts, position }) => ({ kind, amounts, line: position?.line })),
      [{ kind: 'site', amounts: '16 B per iteration', line: 17 }],
    );
    const outside = { uri, position: { line: 0, character: 0 } };
    assert.equal(await server.connection.sendRequest(METHODS.functionCosts, outside), null);
  });

  it('are summed up in a lens once it is in sight', async () => {
    server.settings = { codeLens: { enabled: true } };
    await server.start({ isTrusted: false });
    await open(SOURCE);
    await untilHints(OURS);
    const lenses = await server.connection.sendRequest<CodeLens[]>('textDocument/codeLens', {
      textDocument: { uri },
    });
    const ofKeep = lenses.filter(({ range }) => range.start.line === 15);
    const unresolved = ofKeep.filter(({ command }) => command === undefined);
    assert.equal(unresolved.length, 1);
    const lens = await server.connection.sendRequest<CodeLens>('codeLens/resolve', unresolved[0]);
    assert.deepEqual(lens.command, {
      title: 'with calls 16 B in 1 object per iteration',
      command: CLIENT_COMMANDS.showCosts,
      arguments: [uri, lens.range.start],
    });
  });

  it('are there before the compiler has answered, which has the last word', async () => {
    compiler.hold();
    await server.start();
    await open(SOURCE);
    await untilShown(OURS);
    assert.match(await hoverAt(27, 9), /\*Static analysis\*/);
    compiler.release();
    await untilHints(['23: 8 B', '28: 8 B']);
    assert.doesNotMatch(await hoverAt(27, 9), /\*Static analysis\*/);
  });

  it('follow each keystroke, in a text that does not compile too', async () => {
    await server.start({ isTrusted: false });
    await open(SOURCE);
    await untilHints(OURS);
    const returned = SOURCE.replace(
      'int {\n\tn := new(int)\n\treturn *n',
      '*int {\n\tn := new(int)\n\treturn n',
    );
    await server.change(uri, returned);
    await untilHints(['6: 16 B', '18: heap/iter', '23: 8 B', '28: 8 B']);
    await server.change(uri, `${returned}\nfunc half(a [}int) {\n\tb := undefined.c(\n`);
    await untilHints(['6: 16 B', '18: heap/iter', '23: 8 B', '28: 8 B']);
  });

  it('stay on what is left of a function while a statement in it is half typed', async () => {
    await server.start({ isTrusted: false });
    await open(SOURCE);
    await untilHints(OURS);
    const at = (line: number) => ({ start: { line, character: 0 }, end: { line, character: 0 } });
    await server.change(uri, '\tfor i :=\n', at(16));
    assert.deepEqual(await hints(), ['6: 16 B', '19: heap/iter', '29: 8 B']);
    await server.change(uri, '\tunknown(1)\n', at(28));
    assert.deepEqual(await hints(), ['6: 16 B', '19: heap/iter', '30: 8 B']);
    assert.match(await hoverAt(29, 9), /Static analysis, as of the text before/);
  });

  it('stay on what is left of a function in a text that is opened anew', async () => {
    await server.start({ isTrusted: false });
    await open(SOURCE);
    await untilHints(OURS);
    await server.close(uri);
    await server.open(uri, SOURCE.replace('for x := range int64(10) {\n', '$&for i :=\n'));
    await untilHints(['6: 16 B', '19: heap/iter', '29: 8 B']);
    assert.deepEqual(
      (await server.hints(uri)).map(({ data }) => (data as { isEdited: boolean }).isEdited),
      [false, true, false],
    );
  });

  it('are there before the compiler has seen an edit', async () => {
    await server.start();
    await open(SOURCE);
    await untilHints(['23: 8 B', '28: 8 B']);
    compiler.hold();
    const edited = SOURCE.replace(
      'func leaves() *int {',
      'func leaves() *int {\n\tprintln(*new(int), len(new([1 << 20]int)))',
    );
    await server.change(uri, edited);
    assert.deepEqual(await hints(), ['23: 8 B', '28: 8 MB', '29: 8 B']);
    // Of a function of which it said something else than we do, what it said stays until it answers.
    await server.change(uri, edited.replace('\treturn *n', '\treturn *n + len(new([4]int))'));
    assert.deepEqual(await hints(), ['23: 8 B', '28: 8 MB', '29: 8 B']);
    compiler.release();
    await untilHints(['23: 8 B', '28: 8 B', '29: 8 B']);
  });

  it('say what the inliner says, and what inlining would change', async () => {
    const large = Array.from({ length: 20 }, () => '\tsum += len(w.name())\n').join('');
    const small = '\tsum ^= sum << 3\n'.repeat(16);
    await server.start({ isTrusted: false });
    await open(`package p

type named interface{ name() string }

type user struct{ text string }

func (u *user) name() string { return u.text }

var sum int

func add(w named) {
${small}\tsum += len(w.name())
}

func addAll(w named) {
${large}}

func Sum() {
	u := user{"a"}
	add(&u)
}

func SumAll() {
	u := user{"a"}
	addAll(&u)
}
`);
    await untilHints(['55: 16 B', '60: 16 B']);
    assert.match(await hoverAt(10, 5), /`add` is not inlined: cost \d+, budget 80/);
    assert.match(
      await hoverAt(54, 1),
      /`add` is not inlined: cost \d+, budget 80; inlining would keep `u` on the stack/,
    );
    // It costs far too much.
    const far = await hoverAt(59, 1);
    assert.match(far, /`addAll` is not inlined: cost \d+, budget 80/);
    assert.doesNotMatch(far, /would keep/);
  });

  it('say what a function allocates with all that it calls', async () => {
    await server.start({ isTrusted: false });
    await open(SOURCE);
    await untilHints(OURS);
    const keep = await hoverAt(15, 6);
    assert.match(keep, /With calls: 16 B in 1 object per iteration/);
    assert.doesNotMatch(keep, /Not known/);
    await server.change(
      uri,
      `${SOURCE}\nfunc visit(f func()) {\n\tkeep()\n\tkept = makePoint(2)\n\tf()\n}\n`,
    );
    let visit = '';
    await until(async () => {
      visit = await hoverAt(30, 6);
      return visit.includes('With calls');
    });
    assert.match(visit, /With calls: 16 B in 1 object per iteration, 16 B in 1 object per call/);
    assert.match(visit, /Not known: 1 dynamic call/);
  });

  it('change where a function that is called changes', async () => {
    const text = `package p

func use(p *int) int { return look(p) }

//go:noinline
func look(p *int) int { return *p }

func f() int {
	n := 1
	return use(&n)
}
`;
    await server.start({ isTrusted: false });
    await open(text);
    await untilHints([]);
    await server.change(
      uri,
      text.replace('return *p }', 'last = p; return *p }\n\nvar last *int\n'),
    );
    await untilHints(['12: 8 B']);
  });
});
