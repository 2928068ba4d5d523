import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Diagnostic } from 'vscode-languageserver/node';
import { FakeCompiler } from '../support/fakeCompiler.ts';
import { LanguageServer } from '../support/languageServer.ts';
import { serverRuntime } from '../support/serverRuntime.ts';

const SOURCE = `package p

import "sync"

type entry struct {
	used bool
	size int64
	lock sync.Mutex
	done bool
}

type pair[K, V any] struct {
	key   K
	value V
}

func f(es []entry) int64 {
	one := pair[bool, int64]{value: 1}
	n := new(entry)
	for _, e := range es {
		n.size += e.size + one.value
	}
	return n.size
}
`;

describe('hovers on layouts', () => {
  let folder: string;
  let uri: string;
  let server: LanguageServer;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gomem-layouts-'));
    writeFileSync(join(folder, 'go.mod'), 'module example.com/p\n\ngo 1.24\n');
    writeFileSync(join(folder, 'p.go'), SOURCE);
    uri = pathToFileURL(join(folder, 'p.go')).href;
    server = new LanguageServer(serverRuntime(() => new FakeCompiler()));
    await server.start();
    await server.open(uri, SOURCE);
  });

  afterEach(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  /** The hover on the word at a place of the text, which is marked by what is around it. */
  async function hoverOn(before: string, text = SOURCE): Promise<string> {
    const offset = text.indexOf(before) + before.length;
    const lines = text.slice(0, offset).split('\n');
    const hover = await server.hover(uri, lines.length - 1, lines.at(-1)?.length ?? 0);
    const contents = hover?.contents;
    return typeof contents === 'object' && 'value' in contents ? contents.value : '';
  }

  it('say of a type what it takes, and what another order would', async () => {
    const hover = await hoverOn('type ');
    assert.match(hover, /\*\*32 B\*\*, align 8 · takes \*\*32 B\*\* of the heap \(class 32\)/);
    assert.match(hover, /14 B padding/);
    assert.match(hover, /noscan/);
    assert.match(hover, /Reordered it takes \*\*24 B\*\*, 8 B less/);
    assert.match(hover, /Static/);
  });

  it('say of a field where it is, as it is declared and as it is used', async () => {
    const expected = /`lock` at offset \*\*16\*\*: \*\*8 B\*\*, align 4/;
    assert.match(await hoverOn('int64\n\t'), expected);
    assert.match(await hoverOn('n.'), /`size` at offset \*\*8\*\*/);
  });

  it('say of a variable, a literal and a builtin how much there is of it', async () => {
    assert.match(await hoverOn('for _, '), /\*\*32 B\*\*, align 8/);
    assert.match(await hoverOn('\n\tn := '), /\*\*32 B\*\*/);
    assert.match(await hoverOn('\tone := pair[bool, int64]{'.slice(0, -1)), /\*\*16 B\*\*/);
  });

  it('go on in code that does not compile', async () => {
    const broken = SOURCE.replace('n := new(entry)', 'n := new(entry)\n\tn.').replace(
      'used bool',
      'used [3]bool',
    );
    await server.close(uri);
    await server.open(uri, broken);
    assert.match(await hoverOn('type ', broken), /12 B padding/);
    assert.match(await hoverOn('\tfor _, ', broken), /\*\*32 B\*\*/);
  });

  it('say why a layout is not known', async () => {
    const unknown = SOURCE.replace('import "sync"', 'import sync "example.com/missing"');
    await server.close(uri);
    await server.open(uri, unknown);
    assert.match(
      await hoverOn('type ', unknown),
      /Layout not known: .*no required module provides package/,
    );
  });
});

describe('struct types that are declared', () => {
  const TEXT =
    'package p\n\ntype loose struct {\n\ta bool\n\tb int64\n\tc bool\n}\n\ntype five struct{ a, b, c, d, e int64 }\n\ntype list[T any] struct{ items []T }\n';
  let folder: string;
  let uri: string;
  let server: LanguageServer;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gomem-structs-'));
    writeFileSync(join(folder, 'go.mod'), 'module example.com/p\n\ngo 1.24\n');
    writeFileSync(join(folder, 'p.go'), TEXT);
    uri = pathToFileURL(join(folder, 'p.go')).href;
    server = new LanguageServer(serverRuntime(() => new FakeCompiler()));
  });

  afterEach(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  it('have their sizes behind their names on request', async () => {
    server.settings = { layout: { sizeHints: true } };
    await server.start();
    await server.open(uri, TEXT);
    const hints = await server.hints(uri);
    assert.deepEqual(
      hints.map(({ position: { line, character }, label }) => [line, character, label]),
      [
        [2, 10, '24 B'],
        [8, 9, '40 B → 48'],
      ],
    );
  });

  it('are marked where another order saves enough, as the user wants it', async () => {
    await server.start();
    await server.open(uri, TEXT);
    const diagnostics = async () => {
      const { items } = await server.connection.sendRequest<{
        readonly items: readonly Diagnostic[];
      }>('textDocument/diagnostic', { textDocument: { uri } });
      return items.map(({ severity, code, range }) => [severity, code, range.start.line]);
    };
    assert.deepEqual(await diagnostics(), [[4, 'layout.padding', 2]]);
    for (const [layout, severities] of [
      [{ padding: 'information' }, [[3, 'layout.padding', 2]]],
      [{ padding: 'off' }, []],
      [{ reorderThresholdBytes: 9 }, []],
    ] as const) {
      server.settings = { layout };
      await server.connection.sendNotification('workspace/didChangeConfiguration', {
        settings: {},
      });
      assert.deepEqual(await diagnostics(), severities);
    }
  });
});
