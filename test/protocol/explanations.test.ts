import assert from 'node:assert/strict';
import { afterEach, before, beforeEach, describe, it } from 'node:test';
import type { Parser } from '../../server/src/engine/syntax/cursor.ts';
import { METHODS, type EscapeFlow, type EscapeFlowStep } from '../../server/src/protocol.ts';
import { DeclarationTrees } from '../../server/src/workspace/declarationTrees.ts';
import { readLog } from '../support/compiled.ts';
import { FakeCompiler } from '../support/fakeCompiler.ts';
import { loadGoParser } from '../support/goParser.ts';
import { LanguageServer } from '../support/languageServer.ts';
import { serverRuntime } from '../support/serverRuntime.ts';
import { until } from '../support/until.ts';

const URI = 'file:///home/p/a.go';

const SOURCE = `package p

func f(n int) *int {
	go f(n)
	return g("größe", new(int))
}

func g(string, *int) *int { return nil }
`;

const NEW = { line: 4, character: '\treturn g("größe", new'.length };

describe('explanations over the protocol', () => {
  let parser: Parser;
  let compiler: FakeCompiler;
  let server: LanguageServer;

  before(async () => {
    parser = await loadGoParser();
  });

  beforeEach(() => {
    compiler = new FakeCompiler();
    const trees = new DeclarationTrees(parser);
    server = new LanguageServer(serverRuntime(() => compiler, trees));
  });

  afterEach(async () => {
    compiler.release();
    await server.stop();
  });

  function flowAt(line: number, character: number, uri = URI): Promise<EscapeFlow | null> {
    return server.connection.sendRequest(METHODS.escapeFlow, {
      uri,
      position: { line, character },
    });
  }

  function describeAt(line: number, uri = URI): Promise<string | null> {
    return server.connection.sendRequest(METHODS.describe, {
      uri,
      position: { line, character: 0 },
    });
  }

  describe('an escape flow', () => {
    it('is every step from the expression to what holds it', async () => {
      await server.start();
      await server.open(URI, SOURCE);
      const flow = await flowAt(NEW.line, NEW.character);
      assert.ok(flow);
      assert.equal(flow.title, 'new(int) escapes to heap');
      assert.equal(flow.isCurrent, true);
      assert.deepEqual(
        flow.steps.map((step) => [textOf(SOURCE, step), step.expression, step.reason, step.flow]),
        [
          ['new(int)', 'new(int)', 'spill', '~r0 = &{storage for new(int)}'],
          [
            'return g("größe", new(int))',
            'return new(int)',
            'return',
            '~r0 = &{storage for new(int)}',
          ],
        ],
      );
      assert.deepEqual([...new Set(flow.steps.map(({ uri }) => uri))], [URI]);
    });

    it('is that of the line where there is none of the very place', async () => {
      await server.start();
      await server.open(URI, SOURCE);
      for (const character of [0, 3, SOURCE.split('\n')[NEW.line]?.length ?? 0]) {
        assert.equal((await flowAt(NEW.line, character))?.title, 'new(int) escapes to heap');
      }
    });

    it('is that of the smallest expression, heap before leaks', async () => {
      compiler.answer = {
        type: 'verdicts',
        log: readLog(`
/home/p/a.go:3:8: parameter n leaks to {heap} for f with derefs=0:
/home/p/a.go:3:8:   flow: {heap} ← n:
/home/p/a.go:3:8:     from g(n) (call parameter) at /home/p/a.go:3:8
/home/p/a.go:3:8: leaking param: n
/home/p/a.go:3:22: n escapes to heap in f:
/home/p/a.go:3:22:   flow: {heap} ← &n:
/home/p/a.go:3:22:     from g(n) (call parameter) at /home/p/a.go:3:24
/home/p/a.go:3:22: n escapes to heap`),
      };
      await server.start();
      await server.open(URI, 'package p\n\nfunc f(n int) int { g(n); return 1 }\n');
      assert.equal((await flowAt(2, 'func f('.length))?.title, 'n leaks');
      assert.equal((await flowAt(2, 0))?.title, 'n escapes to heap');
    });

    it('moves with its text, and says whether it is of the text as it is', async () => {
      await server.start();
      await server.open(URI, SOURCE);
      await flowAt(NEW.line, NEW.character);
      const moved = SOURCE.replace('func f', 'var x = BROKEN\n\nfunc f');
      await server.change(URI, moved);
      const flow = await flowAt(NEW.line + 2, NEW.character);
      assert.equal(flow?.isCurrent, false);
      assert.deepEqual(
        flow.steps.map((step) => textOf(moved, step)),
        ['new(int)', 'return g("größe", new(int))'],
      );
    });

    it('leaves out steps of which the text is gone', async () => {
      const text = `package p

func f() {
	x := 1
	g(&x)
}

func g(p *int) { sink = p }
`;
      compiler.answer = {
        type: 'verdicts',
        log: readLog(`
/home/p/a.go:4:2: x escapes to heap in f:
/home/p/a.go:4:2:   flow: p ← &x:
/home/p/a.go:4:2:     from &x (address-of) at /home/p/a.go:5:4
/home/p/a.go:4:2:   flow: {heap} ← p:
/home/p/a.go:4:2:     from sink = p (assign) at /home/p/a.go:8:23
/home/p/a.go:4:2:     from elsewhere (call parameter) at /home/q/b.go:7:3
/home/p/a.go:4:2:     from generated (call parameter) at <autogenerated>:1:1
/home/p/a.go:4:2: moved to heap: x`),
      };
      await server.start();
      await server.open(URI, text);
      const whole = await flowAt(3, 1);
      assert.equal(whole?.title, 'x moved to heap');
      assert.deepEqual(
        whole.steps.map(({ expression }) => expression),
        ['&x', 'sink = p', 'elsewhere'],
      );
      assert.deepEqual(whole.steps[2], {
        uri: 'file:///home/q/b.go',
        start: { line: 6, character: 2 },
        end: { line: 6, character: 3 },
        expression: 'elsewhere',
        reason: 'call parameter',
        flow: '{heap} = p',
      });
      compiler.answer = { type: 'errors', errors: [] };
      await server.change(URI, text.replace('sink = p', 'sink = q'));
      assert.deepEqual(
        (await flowAt(3, 1))?.steps.map(({ expression }) => expression),
        ['&x', 'elsewhere'],
      );
    });

    it('is none where the compiler said nothing', async () => {
      await server.start();
      await server.open(URI, SOURCE);
      assert.equal(await flowAt(0, 3), null);
      assert.equal(await flowAt(3, 2), null);
      assert.equal(await flowAt(7, 3), null);
      assert.equal(await flowAt(1_000, 0), null);
      assert.equal(await flowAt(0, 0, 'file:///home/p/closed.go'), null);
    });

    it('is none before the workspace is trusted', async () => {
      await server.start({ isTrusted: false });
      await server.open(URI, SOURCE);
      assert.equal(await flowAt(NEW.line, NEW.character), null);
      assert.equal(compiler.requests.length, 0);
    });
  });

  describe('a description', () => {
    it('is what the hint of the line says when it is looked at, without its links', async () => {
      await server.start();
      await server.open(URI, SOURCE);
      const hint = (await server.hints(URI)).find(({ position }) => position.line === NEW.line);
      assert.ok(hint);
      const { tooltip } = await server.resolveHint(hint);
      assert.ok(typeof tooltip === 'object');
      assert.match(tooltip.value, /\]\(file:/);
      const withoutLinks = tooltip.value.replaceAll(/\[([^\]]*)\]\(file:[^)]*\)/g, '$1');
      assert.equal(await describeAt(NEW.line), withoutLinks);
      assert.match(tooltip.value, /^\*\*`new\(int\)` escapes to heap, per call\*\*/);
    });

    it('is there for what the runtime allocates, and says where it comes from', async () => {
      await server.start({ isTrusted: false });
      await server.open(URI, SOURCE);
      const text = await describeAt(3);
      assert.match(text ?? '', /^\*\*`go f\(n\)` allocates, per call\*\*/);
      assert.match(text ?? '', /\*Static\*$/);
      assert.equal(await describeAt(NEW.line), null);
    });

    it('waits for the compiler', async () => {
      await server.start();
      compiler.hold();
      await server.open(URI, SOURCE);
      const answer = describeAt(NEW.line);
      await until(() => compiler.requests.length === 1);
      compiler.release();
      assert.match((await answer) ?? '', /escapes to heap/);
    });

    it('is none of other lines, and of documents that are not open', async () => {
      await server.start();
      await server.open(URI, SOURCE);
      for (const line of [0, 1, 2, 7, 1_000]) {
        assert.equal(await describeAt(line), null, `${line}`);
      }
      assert.equal(await describeAt(0, 'file:///home/p/closed.go'), null);
    });
  });

  it('find the keyword of a goroutine for a hover', async () => {
    await server.start();
    await server.open(URI, SOURCE);
    await server.hints(URI);
    const hover = await server.hover(URI, 3, 2);
    assert.deepEqual(hover?.range, {
      start: { line: 3, character: 1 },
      end: { line: 3, character: 3 },
    });
  });
});

/** The text that a step stands for. */
function textOf(text: string, { start, end }: EscapeFlowStep): string {
  assert.equal(start.line, end.line);
  return text.split('\n')[start.line]?.slice(start.character, end.character) ?? '';
}
