import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Hover } from 'vscode-languageserver/node';
import { CompilerLogReader } from '../../server/src/engine/compilerlog/reader.ts';
import { FakeCompiler } from '../support/fakeCompiler.ts';
import { LanguageServer } from '../support/languageServer.ts';
import { onlyOffset, unmark } from '../support/marks.ts';
import { serverRuntime } from '../support/serverRuntime.ts';

const URI = 'file:///home/p/a.go';

const SOURCE = `package p

// 𝛼 is beyond ASCII, and so is größe.
func f(größe int) *int {
	return g("größe 𝛼", new(int))
}

func g(string, *int) *int
`;

describe('hovers over the protocol', () => {
  let compiler: FakeCompiler;
  let server: LanguageServer;

  beforeEach(async () => {
    compiler = new FakeCompiler();
    server = new LanguageServer(serverRuntime(() => compiler));
    await server.start();
  });

  afterEach(async () => {
    compiler.release();
    await server.stop();
  });

  it('show the verdict on the expression', async () => {
    await open(SOURCE);
    assert.deepEqual(await hoverAt('new‸(int)'), [
      'new(int)',
      '**`new(int)` escapes to heap, per call**',
    ]);
    assert.deepEqual(await hoverAt('‸new(int)'), [
      'new(int)',
      '**`new(int)` escapes to heap, per call**',
    ]);
  });

  it('have the whole reason', async () => {
    await open(SOURCE);
    const hover = await server.hover(URI, ...positionOf(SOURCE, 'ne‸w('));
    assert.ok(hover && typeof hover.contents === 'object' && 'value' in hover.contents);
    assert.match(hover.contents.value, /From `new\(int\)` \(spill\)/);
    assert.match(hover.contents.value, /to `return new\(int\)` \(return\)/);
    assert.match(hover.contents.value, /Compiler/);
  });

  it('say of a use what becomes of the variable', async () => {
    const text = 'package p\n\nfunc f() *int {\n\tn := 1\n\treturn &n\n}\n';
    const log = new CompilerLogReader();
    log.readLine('/home/p/a.go:4:2: moved to heap: n');
    compiler.answer = { type: 'verdicts', log: log.finish() };
    await open(text);
    for (const [marked, place] of [
      ['‸n := 1', range(3, 1, 2)],
      ['&‸n', range(4, 9, 10)],
    ] as const) {
      const hover = await server.hover(URI, ...positionOf(text, marked));
      assert.ok(hover, marked);
      assert.equal(firstLine(hover), '**`n` moved to heap, per call**');
      assert.deepEqual(hover.range, place);
    }
    assert.equal(await server.hover(URI, ...positionOf(text, '‸&n')), null);
  });

  it('are none where the compiler says nothing', async () => {
    await open(SOURCE);
    for (const place of ['pack‸age p', '‸// 𝛼', 'ret‸urn g', '"größ‸e 𝛼"', 'fu‸nc g']) {
      assert.equal(await hoverAt(place), undefined, place);
    }
  });

  it('follow the text as it is edited', async () => {
    await open(SOURCE);
    const start = { line: 2, character: 0 };
    await server.change(URI, 'var v = h(new(int))\n\n', { start, end: start });
    await server.hints(URI);
    const edited = SOURCE.replace('// 𝛼', 'var v = h(new(int))\n\n// 𝛼');
    const first = await server.hover(URI, ...positionOf(edited, 'h(ne‸w'));
    assert.deepEqual(first?.range, range(2, 10, 18));
    const second = await server.hover(URI, ...positionOf(edited, ', ne‸w'));
    assert.deepEqual(second?.range, range(6, 22, 30));
  });

  it('are there for what is left whole by an edit that breaks the package', async () => {
    await open(SOURCE);
    const end = { line: 8, character: 0 };
    await server.change(URI, 'func h() { BROKEN }\n', { start: end, end });
    await server.hints(URI);
    assert.deepEqual(await hoverAt('new‸(int)'), [
      'new(int)',
      '**`new(int)` escapes to heap, per call**',
    ]);
  });

  it('are none in a declaration that is a table without end', async () => {
    const table = `package p\n\nvar v = []*int{new(int),${' nil,'.repeat(60_000)}}\n`;
    await open(table);
    assert.equal(await server.hover(URI, ...positionOf(table, 'ne‸w')), null);
  });

  async function open(text: string): Promise<void> {
    await server.open(URI, text);
    await server.hints(URI);
  }

  /** Text and first line of the hover at the caret. */
  async function hoverAt(marked: string): Promise<[string, string] | undefined> {
    const hover = await server.hover(URI, ...positionOf(SOURCE, marked));
    return hover ? [hoveredText(SOURCE, hover), firstLine(hover)] : undefined;
  }
});

/** Where the caret is in the first place that reads like the piece. */
function positionOf(text: string, marked: string): [line: number, character: number] {
  const piece = unmark(marked, '‸');
  const at = text.indexOf(piece.text);
  assert.ok(at >= 0, piece.text);
  const before = text.slice(0, at + onlyOffset(piece, '‸')).split('\n');
  return [before.length - 1, before.at(-1)?.length ?? 0];
}

function hoveredText(text: string, { range }: Hover): string {
  assert.ok(range && range.start.line === range.end.line);
  return (
    text.split('\n')[range.start.line]?.slice(range.start.character, range.end.character) ?? ''
  );
}

function firstLine({ contents }: Hover): string {
  assert.ok(typeof contents === 'object' && 'value' in contents);
  return contents.value.split('\n', 1)[0]?.trimEnd() ?? '';
}

function range(line: number, start: number, end: number): Hover['range'] {
  return { start: { line, character: start }, end: { line, character: end } };
}
