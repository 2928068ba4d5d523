import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import {
  DiagnosticSeverity,
  type CodeAction,
  type Diagnostic,
  type DiagnosticRelatedInformation,
  type DocumentDiagnosticReport,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { knownLeaks } from '../support/ruleFixtures.ts';
import { FakeCompiler } from '../support/fakeCompiler.ts';
import { LanguageServer } from '../support/languageServer.ts';
import { serverRuntime } from '../support/serverRuntime.ts';
import { until } from '../support/until.ts';
import { wantLines, wantsIn } from '../support/wants.ts';

const SOURCE = `package p

import "fmt"

func key(id int) string { return fmt.Sprintf("%d", id) }

func keys(ids []int64) (keys []string) {
	for _, id := range ids {
		keys = append(keys, fmt.Sprintf("%d", id))
	}
	return keys
}
`;

/** Another place of the same finding; all others are steps of how a value escapes. */
function isOfRule({ message }: DiagnosticRelatedInformation): boolean {
  return message.includes('\n');
}

describe('rules over the protocol', () => {
  let folder: string;
  let uri: string;
  let server: LanguageServer;

  beforeEach(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'gomem-rules-')));
    writeFileSync(join(folder, 'go.mod'), 'module example.com/p\n\ngo 1.24\n');
    writeFileSync(join(folder, 'p.go'), SOURCE);
    uri = pathToFileURL(join(folder, 'p.go')).href;
    server = new LanguageServer({
      ...serverRuntime(() => new FakeCompiler()),
      knownLeaks,
    });
    // Nothing is run: the verdicts are our own.
    await server.start({ isTrusted: false });
    await server.open(uri, SOURCE);
  });

  afterEach(async () => {
    assert.deepEqual(server.errors, []);
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  /** Once the package has been looked at. */
  async function settledDiagnostics(): Promise<Diagnostic[]> {
    let found: Diagnostic[] = [];
    await until(async () => {
      found = await diagnostics();
      return found.length > 0;
    });
    return found;
  }

  async function diagnostics(): Promise<Diagnostic[]> {
    const report = await server.connection.sendRequest<DocumentDiagnosticReport>(
      'textDocument/diagnostic',
      { textDocument: { uri } },
    );
    assert.ok(report.kind === 'full');
    return report.items.filter(({ code }) => code === 'sprintf-strconv');
  }

  /** The text with an action's edit. */
  function applied({ edit }: CodeAction): string {
    const [change] = edit?.documentChanges ?? [];
    assert.ok(change && 'edits' in change);
    return TextDocument.applyEdits(
      TextDocument.create(uri, 'go', 0, SOURCE),
      change.edits.flatMap((each) => ('newText' in each ? [each] : [])),
    );
  }

  it('are diagnostics with a page, and with the way of what escapes', async () => {
    const [call, iteration] = await settledDiagnostics();
    assert.equal(call?.severity, DiagnosticSeverity.Hint);
    assert.equal(iteration?.severity, DiagnosticSeverity.Information);
    assert.match(
      typeof call.message === 'string' ? call.message : call.message.value,
      /^id is put into an interface to be formatted\nid escapes to heap: 8 B$/,
    );
    assert.match(call.codeDescription?.href ?? '', /^file:.*\/rules\/sprintf-strconv\.md$/);
    assert.deepEqual(
      (call.relatedInformation ?? []).map(({ message }) => message.replace(/.*\((.*)\)$/, '$1')),
      ['spill', 'slice-literal-element', 'spill', 'call parameter'],
    );
  });

  it('have a fix that says what it is worth, and one for the whole file', async () => {
    await settledDiagnostics();
    const actions = await server.codeActions(uri, { line: 4, character: 40 });
    const [one, all, ...others] = actions.filter(({ kind }) => kind === 'quickfix');
    assert.deepEqual(others, [], 'nothing may be run here that would prove it');
    assert.equal(one?.title, 'Use strconv.Itoa: 2 → 1 allocs per call, −8 B');
    assert.equal(all?.title, 'Fix all 2 of sprintf-strconv in this file');
    const single = applied(one);
    assert.match(single, /^import \(\n\t"fmt"\n\t"strconv"\n\)$/m);
    assert.match(single, /return strconv\.Itoa\(id\)/);
    const whole = applied(all);
    assert.match(whole, /^import "strconv"$/m);
    assert.match(whole, /keys = append\(keys, strconv\.FormatInt\(id, 10\)\)/);
  });

  it('have fixes that there is nothing to resolve of', async () => {
    await settledDiagnostics();
    for (const action of await server.codeActions(uri, { line: 4, character: 40 })) {
      assert.deepEqual(await server.resolveAction(action), action);
    }
  });

  it('are left out where they save little, as gomem check leaves them out', async () => {
    const shares = join(folder, 'shares');
    cpSync(join(import.meta.dirname, '../fixtures/smallshares'), shares, { recursive: true });
    const text = readFileSync(join(shares, 'shares.go'), 'utf8');
    const sharesUri = pathToFileURL(join(shares, 'shares.go')).href;
    await server.open(sharesUri, text);
    let found: readonly Diagnostic[] = [];
    await until(async () => {
      const report = await server.connection.sendRequest<DocumentDiagnosticReport>(
        'textDocument/diagnostic',
        { textDocument: { uri: sharesUri } },
      );
      found = report.kind === 'full' ? report.items : [];
      return found.length > 0;
    });
    const lines = found.flatMap(({ code, range, relatedInformation = [] }) =>
      [range, ...relatedInformation.filter(isOfRule).map(({ location }) => location.range)].map(
        ({ start }) => ({ line: start.line + 1, words: String(code) }),
      ),
    );
    assert.deepEqual(wantLines(lines), wantLines(wantsIn(text)));
  });

  it('are one where they are one decision, and are fixed together from each place', async () => {
    const text = SOURCE.replace(
      'string { return fmt.Sprintf("%d", id) }',
      '(a, b string) {\n\ta = fmt.Sprintf("%d", id)\n\tb = fmt.Sprintf("%d", id+1)\n\treturn a, b\n}',
    );
    await settledDiagnostics();
    await server.change(uri, text);
    let found: Diagnostic[] = [];
    await until(async () => {
      found = await diagnostics();
      return found.some(({ range }) => range.start.line === 5);
    });
    assert.deepEqual(
      found.map(({ range }) => range.start.line),
      [5, 12],
    );
    const [place] = found[0]?.relatedInformation ?? [];
    assert.equal(place?.location.range.start.line, 6);
    assert.match(place.message, /^id\+1 is put into an interface to be formatted\n/);
    for (const line of [5, 6]) {
      const actions = await server.codeActions(uri, { line, character: 8 });
      const [one, all] = actions.filter(({ kind }) => kind === 'quickfix');
      assert.equal(one?.title, 'Use strconv.Itoa at 2 places: 2 → 1 allocs per call, −8 B each');
      assert.equal(all?.title, 'Fix all 3 of sprintf-strconv in this file');
    }
  });

  it('are fixed in the whole file also where they are said with another one', async () => {
    const pointers = (name: string) => `
func ${name}(keys []string) []*pair {
	list := []*pair{}
	for _, key := range keys {
		list = append(list, &pair{key: key})
	}
	return list
}
`;
    await settledDiagnostics();
    await server.change(
      uri,
      `package m\n\ntype pair struct{ key, value string }\n${pointers('one')}${pointers('other')}`,
    );
    let titles: string[] = [];
    await until(async () => {
      const actions = await server.codeActions(uri, { line: 7, character: 24 });
      titles = actions.filter(({ kind }) => kind === 'quickfix').map(({ title }) => title);
      return titles.length > 0;
    });
    assert.deepEqual(titles, [
      'Put them into one array: n → 1 allocs per call',
      'Fix all 2 of prealloc-slice in this file',
    ]);
  });

  it('are gone where they are turned off', async () => {
    await settledDiagnostics();
    for (const rules of [{ enabled: false }, { choose: { 'sprintf-strconv': false } }]) {
      server.settings = { rules };
      await server.connection.sendNotification('workspace/didChangeConfiguration', {
        settings: null,
      });
      assert.deepEqual(await diagnostics(), []);
    }
  });
});
