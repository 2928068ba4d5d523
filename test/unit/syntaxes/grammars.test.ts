/** What the grammars make of lines, token by token; `UPDATE=1` writes the snapshots anew. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { before, describe, it } from 'node:test';
import type * as Oniguruma from 'vscode-oniguruma';
import type * as TextMate from 'vscode-textmate';

const require = createRequire(import.meta.url);
const oniguruma = require('vscode-oniguruma') as typeof Oniguruma;
const textMate = require('vscode-textmate') as typeof TextMate;

const ROOT = new URL('../../../', import.meta.url);
const FIXTURES = new URL('test/fixtures/syntaxes/', ROOT);
const MANIFEST = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8')) as {
  readonly contributes: {
    readonly languages: readonly {
      readonly id: string;
      readonly firstLine?: string;
    }[];
    readonly grammars: readonly {
      readonly scopeName: string;
      readonly path: string;
      readonly injectTo?: readonly string[];
    }[];
  };
};

/** The grammar that VS Code has for logs, as far as an injection needs it. */
const PLAIN_LOG = 'text.log';

describe('grammars', () => {
  let registry: TextMate.Registry;

  before(async () => {
    await oniguruma.loadWASM(readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm')));
    const { grammars } = MANIFEST.contributes;
    registry = new textMate.Registry({
      onigLib: Promise.resolve({
        createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
        createOnigString: (text) => new oniguruma.OnigString(text),
      }),
      loadGrammar: (scopeName) => {
        if (scopeName === PLAIN_LOG) {
          const text = JSON.stringify({ scopeName, patterns: [] });
          return Promise.resolve(textMate.parseRawGrammar(text, 'log.json'));
        }
        const found = grammars.find((each) => each.scopeName === scopeName);
        const path = new URL(found?.path ?? '', ROOT);
        return Promise.resolve(
          found ? textMate.parseRawGrammar(readFileSync(path, 'utf8'), path.pathname) : undefined,
        );
      },
      getInjections: (scopeName) =>
        grammars
          .filter(({ injectTo }) => injectTo?.includes(scopeName))
          .map((each) => each.scopeName),
    });
  });

  async function tokensOf(scopeName: string, text: string): Promise<string> {
    const grammar = await registry.loadGrammar(scopeName);
    assert.ok(grammar);
    let state = textMate.INITIAL;
    const lines: string[] = [];
    for (const line of text.trimEnd().split('\n')) {
      const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
      state = ruleStack;
      lines.push(`>${line}`);
      for (const { startIndex, endIndex, scopes } of tokens) {
        const own = scopes.slice(1);
        if (own.length > 0) {
          lines.push(`  ${JSON.stringify(line.slice(startIndex, endIndex))} ${own.join(' ')}`);
        }
      }
    }
    return `${lines.join('\n')}\n`;
  }

  for (const [file, scopeName] of [
    ['runtime', 'text.go-runtime-log'],
    ['compiler', 'text.go-compiler-log'],
  ] as const) {
    it(`see the parts of ${file}.log`, async () => {
      const snapshot = new URL(`${file}.snapshot.txt`, FIXTURES);
      const tokens = await tokensOf(
        scopeName,
        readFileSync(new URL(`${file}.log`, FIXTURES), 'utf8'),
      );
      if (process.env.UPDATE === '1') {
        writeFileSync(snapshot, tokens);
      }
      assert.ok(existsSync(snapshot), 'UPDATE=1 writes it');
      assert.equal(tokens, readFileSync(snapshot, 'utf8'));
    });
  }

  it('see lines of the runtime in plain logs, and nothing else there', async () => {
    const tokens = await tokensOf(
      PLAIN_LOG,
      [
        '2026-11-27 INFO started',
        'x gc 1 @0.001s 2%: 0.1+0.2+0.3 ms clock, 1+2/3/4+5 ms cpu, 3->4->0 MB, 4 MB goal, 0 MB stacks, 0 MB globals, 2 P',
        'main.run(0x1)',
      ].join('\n'),
    );
    assert.match(tokens, /"gc" meta\.gctrace\.go-log keyword\.control\.gc\.go-log/);
    assert.match(tokens, />2026-11-27 INFO started\n>x gc 1/);
    assert.match(tokens, />main\.run\(0x1\)\n$/);
  });

  it('are those of files whose first line says so', () => {
    const idOf = (line: string) =>
      MANIFEST.contributes.languages
        .filter(({ firstLine }) => firstLine !== undefined && new RegExp(firstLine).test(line))
        .map(({ id }) => id);
    const first = (name: string, line: number) =>
      readFileSync(new URL(name, FIXTURES), 'utf8').split('\n')[line] ?? '';
    assert.deepEqual(idOf(first('runtime.log', 0)), ['go-runtime-log']);
    assert.deepEqual(idOf(first('runtime.log', 4)), ['go-runtime-log']);
    assert.deepEqual(idOf(first('runtime.log', 11)), ['go-runtime-log']);
    assert.deepEqual(idOf(first('compiler.log', 1)), ['go-compiler-log']);
    assert.deepEqual(idOf('2026-11-27 INFO started'), []);
  });
});
