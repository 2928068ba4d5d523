import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { CodeAction } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { writeFiles } from '../support/moduleCache.ts';
import { type RefactoringServer, refactoringServer } from '../support/refactoringServer.ts';

const KIND = 'refactor.rewrite.mapFile';

const DECLARED = `package main

import (
	"bytes"
	"fmt"
	"os"
)

var keep []byte
var _ = bytes.Count
var _ = fmt.Sprint

`;

const COUNT = `func count(name string) (int, error) {
	data, err := os.Read‸File(name)
	if err != nil {
		return 0, err
	}
	return bytes.Count(data, []byte("\\n")), nil
}
`;

/** Counts lines of a file of 8 MB, of one that is empty, and of one that has no size. */
const MAIN = `
func main() {
	before := new(runtime.MemStats)
	runtime.ReadMemStats(before)
	for _, name := range os.Args[1:] {
		n, err := count(name)
		fmt.Println(n > 0, err)
	}
	after := new(runtime.MemStats)
	runtime.ReadMemStats(after)
	fmt.Println((after.TotalAlloc - before.TotalAlloc) >> 20)
}
`;

describe('mapping a file instead of reading it', () => {
  let made: RefactoringServer;

  beforeEach(() => {
    made = refactoringServer('main.go');
  });

  afterEach(() => made.close());

  /** At `‸` in the text. */
  async function actionIn(
    marked: string,
  ): Promise<{ readonly action: CodeAction | undefined; readonly text: string }> {
    const text = marked.replace('‸', '');
    await made.open(text);
    const position = TextDocument.create(made.uri, 'go', 0, marked).positionAt(marked.indexOf('‸'));
    const actions = await made.server.codeActions(made.uri, position);
    return { action: actions.find(({ kind }) => kind === KIND), text };
  }

  /** Writes what the action says. */
  function apply(action: CodeAction | undefined, text: string): void {
    const created = new Set<string>();
    for (const change of action?.edit?.documentChanges ?? []) {
      if ('edits' in change) {
        const { uri: changed } = change.textDocument;
        const former = changed === made.uri ? text : '';
        assert.ok(changed === made.uri || created.has(changed));
        const edits = change.edits.flatMap((each) => ('newText' in each ? [each] : []));
        const document = TextDocument.create(changed, 'go', 0, former);
        writeFileSync(fileURLToPath(changed), TextDocument.applyEdits(document, edits));
      } else if (change.kind === 'create') {
        created.add(change.uri);
      }
    }
  }

  it('gives the package what maps files, on all systems', async () => {
    const code = DECLARED.replace('\t"os"\n', '\t"os"\n\t"runtime"\n');
    const { action, text } = await actionIn(code + COUNT + MAIN);
    assert.match(
      action?.title ?? '',
      /^Map the file into memory .*: data is good until the function/,
    );
    writeFiles(made.folder, { large: 'a line\n'.repeat(1_200_000), empty: '' });
    const go = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
      execFileSync('go', args, {
        cwd: made.folder,
        encoding: 'utf8',
        env: { ...process.env, ...env },
      });
    const files = ['large', 'empty', '/proc/self/status', 'missing'];
    const before = go(['run', '.', ...files]).split('\n');
    apply(action, text);
    const after = go(['run', '.', ...files]).split('\n');
    const [large, ...others] = after.slice(0, -2);
    assert.equal(large, 'true <nil>');
    assert.deepEqual(others, before.slice(1, -2));
    assert.ok(Number(before.at(-2)) >= 8 && Number(after.at(-2)) === 0, String([before, after]));
    for (const goos of ['linux', 'darwin', 'windows', 'solaris', 'openbsd']) {
      assert.equal(go(['vet', '.'], { GOOS: goos, CGO_ENABLED: '0' }), '');
    }
    const unformatted = execFileSync('gofmt', ['-l', '.'], { cwd: made.folder, encoding: 'utf8' });
    assert.equal(unformatted, '');
  });

  for (const [name, code, reason] of [
    ['are kept', 'keep = data', /only read/],
    ['are kept in part', 'keep = data[2:]', /only read/],
    ['are written to', 'data[0] = 1', /only read/],
    ['are read later', 'r := bytes.NewReader(data); fmt.Println(r.Len())', /only read/],
    ['are given to others', 'fmt.Println(data)', /only read/],
  ] as const) {
    it(`is refused where the bytes ${name}`, async () => {
      const { action } = await actionIn(
        DECLARED + COUNT.replace('\treturn bytes', `\t${code}\n\treturn bytes`),
      );
      assert.match(action?.disabled?.reason ?? '', reason);
      assert.equal(action?.edit, undefined);
    });
  }

  it('is refused in a loop', async () => {
    const body = COUNT.slice(COUNT.indexOf('\n') + 1, COUNT.lastIndexOf('\treturn'));
    const looped = `func all(names []string) (int, error) {\n\tfor _, name := range names {\n${body}\t_ = len(data)\n\t}\n\treturn 0, nil\n}\n`;
    const { action } = await actionIn(DECLARED + looped);
    assert.match(action?.disabled?.reason ?? '', /in a loop/);
  });

  it('is not offered where the error is looked at later', async () => {
    const later = COUNT.replace('\tif err', '\tfmt.Println(name)\n\tif err');
    assert.equal((await actionIn(DECLARED + later)).action, undefined);
  });

  it('is not offered to who has not asked for it', async () => {
    made.server.settings = {};
    assert.equal((await actionIn(DECLARED + COUNT)).action, undefined);
  });
});
