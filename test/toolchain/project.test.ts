import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { afterEach, describe, it } from 'node:test';
import { GoScene, settledHints, type CommandResult } from '../support/goScene.ts';
import { hintLines } from '../support/languageServer.ts';

const MODULE = 'module example.com/m\n\ngo 1.22\n';

/** A function of its own for each file, with something on the heap in line 4. */
function heap(name: string, constraint = 'package p'): string {
  return `${constraint}\n\nfunc ${name}() *int {\n\tx := 1\n\treturn &x\n}\n`;
}

/** On the heap in line 6 of files that want the tag. */
const TAGGED = '//go:build special\n\npackage p';

const MIXED = `package p

func f(n int) (all []*int) {
	done := make(chan int)
	for i := range n {
		go func() { done <- i }()
		all = append(all, new(int))
	}
	return all
}
`;

describe('a project file', () => {
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

  for (const tier of ['compiler', 'static']) {
    it(`says how to build, but for what the command line says: ${tier}`, async () => {
      const on = stage({
        'go.mod': MODULE,
        'gomem.json': '{ "build": { "tags": ["special"] } }',
        'p/a.go': heap('A'),
        'p/b.go': heap('B', TAGGED),
        'p/c.go': heap('C', '//go:build other\n\npackage p'),
      });
      const places = async (args: readonly string[], cwd?: string) =>
        heapPlaces(await on.escapes(['--tier', tier, ...args], cwd));
      assert.deepEqual(await places(['./...']), ['p/a.go:4', 'p/b.go:6']);
      assert.deepEqual(await places(['--tags', 'other', './p']), ['p/a.go:4', 'p/c.go:6']);
      assert.deepEqual(await places(['--tags', '', './p']), ['p/a.go:4']);
      assert.deepEqual(await places(['--no-project', './p']), ['p/a.go:4']);
      assert.deepEqual(await places(['b.go'], on.path('p')), ['b.go:6']);
    });
  }

  it('says for the editor what it says for the command line', async () => {
    const on = stage({
      'go.mod': MODULE,
      'gomem.json':
        '{ "build": { "flags": ["-tags=special"], "environment": { "GOARCH": "arm64" } } }',
      'p/b.go': heap('B', '//go:build special && arm64\n\npackage p'),
    });
    assert.deepEqual(heapPlaces(await on.escapes(['./p'])), ['p/b.go:6']);
    const server = await on.startServer();
    await server.open(on.uri('p/b.go'), heap('B', '//go:build special && arm64\n\npackage p'));
    const { hints } = await settledHints(server, on.uri('p/b.go'));
    assert.deepEqual(hintLines(hints), ['6: 8 B']);
  });

  it('leaves files out, those of the nearest file in each folder', async () => {
    const on = stage({
      'go.mod': MODULE,
      'gomem.json': '{ "exclude": ["**/*.pb.go"] }',
      'p/a.go': heap('A'),
      'p/a.pb.go': `${heap('B')}\nvar done = make(chan int)\n`,
      'q/gomem.json': '{ "exclude": ["a.go"] }',
      'q/a.go': heap('A'),
      'q/a.pb.go': heap('B'),
      'other/gomem.json': '{}',
      'only/gomem.json': '{ "exclude": ["../**"] }',
    });
    assert.deepEqual(heapPlaces(await on.escapes(['./...'])), ['p/a.go:4', 'q/a.pb.go:4']);
    const all = ['p/a.go:4', 'p/a.pb.go:4', 'p/a.pb.go:8', 'q/a.go:4', 'q/a.pb.go:4'];
    assert.deepEqual(heapPlaces(await on.escapes(['--no-project', './...'])), all);
    assert.deepEqual(heapPlaces(await on.escapes(['--project', 'other/gomem.json', './...'])), all);
    assert.deepEqual(heapPlaces(await on.escapes(['--project', 'gomem.json', './...'])), [
      'p/a.go:4',
      'q/a.go:4',
    ]);
  });

  it('has its problems told once, and what is right in it counts', async () => {
    const on = stage({
      'go.mod': MODULE,
      'gomem.json': '{\n  "exclude": ["b.go", 1],\n  "biuld": {}\n}',
      'a.go': heap('A'),
      'b.go': heap('B'),
      'p/a.go': heap('A'),
    });
    const problems =
      'gomem.json:2:23: exclude[1] must be a glob of files below the folder of the file, such as "gen/**"\n' +
      'gomem.json:3:3: biuld is no setting; did you mean "build"?\n';
    const { code, rows, errors } = await on.escapes(['./...']);
    assert.equal(code, 0);
    assert.equal(errors, problems);
    assert.deepEqual(heapPlaces({ code, rows, errors }), ['a.go:4', 'p/a.go:4']);
    const below = await on.escapes([], on.path('p'));
    assert.equal(below.errors, problems.replaceAll(/^/gm, '../').replace(/\.\.\/$/, ''));
    assert.equal(below.code, 0);
    on.write({ 'gomem.json': '{ "exclude": ["b.go"]' });
    const broken = await on.escapes(['./...']);
    assert.equal(broken.errors, 'gomem.json:1:22: this is no JSON: a closing brace is missing\n');
    assert.equal(broken.code, 0);
    assert.deepEqual(heapPlaces(broken), ['a.go:4', 'p/a.go:4']);
  });

  it('that is named must be there, and JSON', async () => {
    const on = stage({
      'go.mod': MODULE,
      'a.go': heap('A'),
      'broken.json': '{ "exclude": [',
      'wrong.json': '{ "exclude": 1 }',
    });
    for (const [file, message] of [
      ['missing.json', /^missing\.json:1:1: it cannot be read: ENOENT/],
      ['broken.json', /^broken\.json:1:15: this is no JSON: a closing bracket is missing\n$/],
      ['.', /^\.:1:1: it cannot be read: EISDIR/],
    ] as const) {
      const { code, rows, errors } = await on.escapes(['--project', file]);
      assert.equal(code, 2, file);
      assert.deepEqual(rows, []);
      assert.match(errors, message);
    }
    const { code, rows, errors } = await on.escapes(['--project', 'wrong.json']);
    assert.equal(code, 0);
    assert.ok(rows.length > 0);
    assert.equal(errors, 'wrong.json:1:14: exclude must be a list\n');
  });

  it('that cannot be read stands in the way of nothing', async (t) => {
    const on = stage({ 'go.mod': MODULE, 'a.go': heap('A'), 'gomem.json': '{}' });
    chmodSync(on.path('gomem.json'), 0o000);
    on.treeChanged();
    if (process.getuid?.() === 0) {
      t.skip('root can read it');
      return;
    }
    const { code, rows, errors } = await on.escapes();
    assert.equal(code, 0);
    assert.ok(rows.length > 0);
    assert.match(errors, /^gomem\.json:1:1: it cannot be read: EACCES/);
  });
});

describe('gomem escapes', () => {
  let scene: GoScene | undefined;

  afterEach(async () => {
    await scene?.close();
    scene = undefined;
  });

  it('says how often each thing is allocated, and what the runtime allocates', async () => {
    scene = new GoScene({ 'go.mod': MODULE, 'a.go': MIXED });
    const { code, rows } = await scene.escapes();
    assert.equal(code, 0);
    assert.deepEqual(
      rows
        .filter(({ verdict, kind }) => verdict === 'heap' && kind !== 'append')
        .map(({ line, col, kind, what, detail, tier, confidence, frequency }) =>
          [`${line}:${col}`, kind, what, detail, tier, confidence, frequency].join('|'),
        ),
      [
        '4:14|runtime|make(chan int)|chan|static|likely|call',
        '6:3|runtime|go func() { done <- i }()|goroutine|static|likely|iteration',
        '6:6|expr|func literal||compiler|exact|iteration',
        '7:24|expr|new(int)||compiler|exact|iteration',
      ],
    );
    for (const { kind, verdict, frequency } of rows) {
      assert.equal(frequency === null, verdict !== 'heap');
      assert.equal(frequency === 'growth', kind === 'append');
    }
  });

  it('lists what the runtime allocates as text where everything is wanted', async () => {
    scene = new GoScene({ 'go.mod': MODULE, 'a.go': MIXED });
    const runtimeLines = async (args: readonly string[]) =>
      (await scene?.run(['escapes', ...args]))?.output.match(/^.*runtime.*$/gm);
    assert.equal(await runtimeLines([]), null);
    assert.deepEqual(await runtimeLines(['--all']), [
      'a.go:4:14: make(chan int) allocates in the runtime (chan), 112 B',
      'a.go:6:3: go func() { done <- i }() allocates in the runtime (goroutine)',
    ]);
  });
});

/** What is on the heap, as `file:line`. */
function heapPlaces({ rows }: CommandResult): string[] {
  return rows
    .filter(({ verdict }) => verdict === 'heap')
    .map(({ file, line }) => `${file}:${line}`);
}
