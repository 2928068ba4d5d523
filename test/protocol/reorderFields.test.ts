import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  CodeActionTriggerKind,
  type CodeAction,
  type CodeActionContext,
  type TextDocumentEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { METHODS, type ReorderResult } from '../../server/src/protocol.ts';
import { FakeCompiler } from '../support/fakeCompiler.ts';
import { LanguageServer } from '../support/languageServer.ts';
import { writeFiles } from '../support/moduleCache.ts';
import { serverRuntime } from '../support/serverRuntime.ts';

/** 24 bytes, and 16 with stamp in front. */
const ENTRY = `type Entry struct {
	Valid bool // of use
	Stamp int64
	Kind  int8
}
`;

const REORDERED = `type Entry struct {
	Stamp int64
	Valid bool // of use
	Kind  int8
}
`;

const KIND = 'refactor.rewrite.reorderFields';

describe('reordering fields', () => {
  let folder: string;
  let server: LanguageServer;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gomem-reorder-'));
    server = new LanguageServer(serverRuntime(() => new FakeCompiler()));
  });

  afterEach(async () => {
    assert.deepEqual(server.errors, []);
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  const uriOf = (name: string) => pathToFileURL(join(folder, name)).href;

  /** A module; the first file is open, and the cursor in its struct. */
  async function open(files: Readonly<Record<string, string>>): Promise<string> {
    writeFiles(folder, { 'go.mod': 'module example.com/m\n\ngo 1.24\n', ...files });
    await server.start();
    const [name = '', text = ''] = Object.entries(files)[0] ?? [];
    await server.open(uriOf(name), text);
    return uriOf(name);
  }

  async function actionIn(
    uri: string,
    text: string,
    context?: Partial<CodeActionContext>,
  ): Promise<CodeAction | undefined> {
    const line = text.slice(0, text.indexOf('type Entry')).split('\n').length;
    const actions = await server.codeActions(uri, { line, character: 2 }, context);
    assert.ok(actions.length <= 1);
    return actions[0];
  }

  /** The reason for which the only action of a module's first file cannot be done. */
  async function reasonIn(files: Readonly<Record<string, string>>): Promise<string> {
    const uri = await open(files);
    const action = await actionIn(uri, Object.values(files)[0] ?? '');
    assert.ok(action);
    return action.disabled?.reason ?? '';
  }

  /** Texts by the names of files, once an edit is made. */
  function applied(edit: WorkspaceEdit | undefined): Record<string, string> {
    const texts: Record<string, string> = {};
    for (const { textDocument, edits } of (edit?.documentChanges ?? []) as TextDocumentEdit[]) {
      const path = fileURLToPath(textDocument.uri);
      const before = TextDocument.create(textDocument.uri, 'go', 0, readFileSync(path, 'utf8'));
      texts[path.slice(folder.length + 1)] = TextDocument.applyEdits(
        before,
        edits.flatMap((each) => ('newText' in each ? [each] : [])),
      );
    }
    return texts;
  }

  it('is offered where an object takes less, and resolved to an edit', async () => {
    const text = `package p\n\n${ENTRY}`;
    const uri = await open({ 'p.go': text });
    const action = await actionIn(uri, text);
    assert.ok(action);
    assert.equal(
      action.title,
      'Reorder fields of Entry: 16 B instead of 24 (unkeyed literals in other modules are not seen)',
    );
    assert.equal(action.kind, KIND);
    assert.equal(action.edit, undefined);
    const { edit } = await server.resolveAction(action);
    assert.deepEqual(applied(edit), { 'p.go': `package p\n\n${REORDERED}` });
    const [change] = (edit?.documentChanges ?? []) as TextDocumentEdit[];
    assert.deepEqual(change?.textDocument, { uri, version: 1 });
  });

  it('is not offered below the threshold, or for other kinds', async () => {
    const text = `package p\n\n${ENTRY}`;
    const uri = await open({ 'p.go': text });
    assert.equal(await actionIn(uri, text, { only: ['refactor.extract'] }), undefined);
    assert.equal(await actionIn(uri, text, { only: ['refactor.rewrite.reorder'] }), undefined);
    for (const only of ['refactor', 'refactor.rewrite', KIND]) {
      assert.ok(await actionIn(uri, text, { only: [only] }));
    }
    server.settings = { layout: { reorderThresholdBytes: 9 } };
    await server.connection.sendNotification('workspace/didChangeConfiguration', { settings: {} });
    assert.equal(await actionIn(uri, text), undefined);
  });

  it('changes literals without keys in all packages and tests', async () => {
    const texts = {
      'p/p.go': `package p\n\n${ENTRY}
type Table map[string][]*Entry

type Other Entry

var one = Entry{true, 1, 2}

var other = Other{false, 2, 3}
`,
      'p/p_test.go': `package p\n\nvar tests = []struct {
	in   Entry
	want []Entry
}{
	{Entry{true, 1, 2}, []Entry{{false, 3, 4}, {Valid: true}, {}}}, // two
}
`,
      'p/x_test.go': `package p_test\n\nimport . "example.com/m/p"\n\nvar _ = &Entry{true, 1, 2}\n`,
      'q/q.go': `package q

import "example.com/m/p"

var table = p.Table{"a": {{true, 1, 2}, {
	Valid: true,
}, {
	true,
	1,
	2,
}}}
`,
      'r/r.go': 'package r\n\nimport _ "example.com/m/q"\n',
    };
    const uri = await open(texts);
    const action = await actionIn(uri, texts['p/p.go']);
    assert.ok(action);
    const { edit } = await server.resolveAction(action);
    assert.deepEqual(applied(edit), {
      'p/p.go': texts['p/p.go']
        .replace(ENTRY, REORDERED)
        .replace('Entry{true, 1, 2}', 'Entry{1, true, 2}')
        .replace('Other{false, 2, 3}', 'Other{2, false, 3}'),
      'p/p_test.go': texts['p/p_test.go']
        .replace('{true, 1, 2}', '{1, true, 2}')
        .replace('{false, 3, 4}', '{3, false, 4}'),
      'p/x_test.go': texts['p/x_test.go'].replace('true, 1, 2', '1, true, 2'),
      'q/q.go': texts['q/q.go']
        .replace('{true, 1, 2}', '{1, true, 2}')
        .replace('true,\n\t1,\n\t2', '1,\n\ttrue,\n\t2'),
    });
    const versions = ((edit?.documentChanges ?? []) as TextDocumentEdit[]).map(
      ({ textDocument }) => textDocument.version,
    );
    assert.deepEqual(versions, [1, null, null, null]);
  });

  it('has calls in the order in which they were', async () => {
    const text = `package p\n\n${ENTRY}
func f() int64
func g() bool

var a = Entry{g(), f(), 1}
var b = Entry{true, f(), int8(len("x"))}
var c = Entry{Entry{g(), 1, 2}.Valid, 3, 4}
`.replaceAll(/func (\w)\(\) (\w+)/g, 'func $1() (x $2) { return x }');
    const uri = await open({ 'p.go': text });
    const action = await actionIn(uri, text);
    assert.ok(action);
    const { edit } = await server.resolveAction(action);
    assert.equal(
      applied(edit)['p.go'],
      text
        .replace(ENTRY, REORDERED)
        .replace('{g(), f(), 1}', '{Valid: g(), Stamp: f(), Kind: 1}')
        .replace('{true, f(), int8(len("x"))}', '{f(), true, int8(len("x"))}')
        .replace('{Entry{g(), 1, 2}.Valid, 3, 4}', '{3, Entry{1, g(), 2}.Valid, 4}'),
    );
  });

  it('works on text that is not saved', async () => {
    const text = `package p\n\n${ENTRY}`;
    const uri = await open({
      'p.go': text,
      'q/q.go': 'package q\n\nimport p "example.com/m"\n\nvar one = p.Entry{Valid: true}\n',
    });
    const longer = text.replace('Kind  int8', 'Kind  int8\n\tMore  [3]bool');
    await server.change(uri, longer);
    const unsaved =
      'package q\n\nimport p "example.com/m"\n\nvar x = p.Entry{true, 1, 2, [3]bool{}}\n';
    await server.open(uriOf('q/q.go'), unsaved);
    await server.change(uriOf('q/q.go'), unsaved);
    const action = await actionIn(uri, longer);
    assert.ok(action);
    const { edit } = await server.resolveAction(action);
    const changes = (edit?.documentChanges ?? []) as TextDocumentEdit[];
    assert.deepEqual(
      changes.map(({ textDocument }) => [textDocument.uri, textDocument.version]),
      [
        [uri, 2],
        [uriOf('q/q.go'), 2],
      ],
    );
    assert.equal(
      (changes[1]?.edits[0] as { newText: string } | undefined)?.newText,
      '1, true, 2, [3]bool{}',
    );
    // An edit later it is about another text.
    await server.change(uri, text);
    assert.equal((await server.resolveAction(action)).edit, undefined);
  });

  describe('is refused with the reason', () => {
    const p = `package p\n\n${ENTRY}`;
    const unsafe = `package p\n\nimport "unsafe"\n\n${ENTRY}\n`;
    for (const [name, files, reason] of [
      [
        'where it is converted to another struct',
        {
          'p.go': `${p}\ntype like struct {\n\tValid bool\n\tStamp int64\n\tKind  int8\n}\n\nfunc f(e *Entry) *like { return (*like)(e) }\n`,
        },
        /converted to or from another struct type: p\.go:15/,
      ],
      [
        'where an anonymous struct is like it',
        {
          'p.go': `${p}\nvar e struct {\n\tValid bool\n\tStamp int64\n\tKind  int8\n} = Entry{}\n`,
        },
        /without a name has the same fields: p\.go:9/,
      ],
      [
        'where its memory is looked at',
        { 'p.go': `${unsafe}func f(e *Entry) *byte { return (*byte)(unsafe.Pointer(e)) }\n` },
        /looked at by package unsafe: p\.go:11/,
      ],
      [
        'where a field leads to others',
        { 'p.go': `${unsafe}func f(e *Entry) []int64 { return unsafe.Slice(&e.Stamp, 2) }\n` },
        /looked at by package unsafe: p\.go:11/,
      ],
      [
        'where memory is made one',
        { 'p.go': `${unsafe}func f(p unsafe.Pointer) Entry { return (*[3]Entry)(p)[0] }\n` },
        /looked at by package unsafe: p\.go:11/,
      ],
      [
        'where an offset is used',
        {
          'p.go': `${unsafe}type outer struct {\n\te Entry\n\tx int\n}\n\nconst at = unsafe.Offsetof(outer{}.x)\n`,
        },
        /size or an offset in it is used: p\.go:16/,
      ],
      [
        'where its size is held against a number',
        { 'p.go': `${unsafe}var _ [24]byte = [unsafe.Sizeof(Entry{})]byte{}\n` },
        /size or an offset in it is used: p\.go:11/,
      ],
      [
        'where it is written field by field',
        {
          'p.go': p,
          'q/q.go': `package q\n\nimport (\n\t"encoding/binary"\n\t"io"\n\n\tp "example.com/m"\n)\n\nfunc f(w io.Writer, es []p.Entry) error { return binary.Write(w, binary.LittleEndian, es) }\n`,
        },
        /read or written in the order of its fields: q\.go:10/,
      ],
      [
        'where its tags say so',
        { 'p.go': p.replace('Kind  int8', 'Kind  int8 `asn1:"optional"`') },
        /an encoding that goes by the order of fields: p\.go:3/,
      ],
      [
        'where assembly takes it',
        { 'p.go': `${p}\nfunc f(es []Entry) int\n` },
        /not written in Go here: p\.go:9/,
      ],
      [
        'where a word would no more be aligned',
        {
          'p.go': `package p\n\nimport "sync/atomic"\n\ntype Entry struct {\n\tStamp int64\n\tA     bool\n\tP     *int\n\tB     bool\n}\n\nfunc f(e *Entry) { atomic.AddInt64(&e.Stamp, 1) }\n`,
        },
        /used atomically would not be aligned on 32-bit machines: p\.go:5/,
      ],
      [
        'in generated files',
        { 'p.go': `// Code generated by x. DO NOT EDIT.\n\n${p}` },
        /The file is generated: p\.go:5/,
      ],
      [
        'where a literal is in one',
        {
          'p.go': p,
          'q.go':
            '// Code generated by x. DO NOT EDIT.\n\npackage p\n\nvar e = Entry{true, 1, 2}\n',
        },
        /The file is generated: q\.go:5/,
      ],
      [
        'where a file that is not built has a literal',
        {
          'p.go': p,
          'q.go': '//go:build never\n\npackage p\n\nvar es = []Entry{{true, 1, 2}}\n',
        },
        /whose type is not known: q\.go:5/,
      ],
      [
        'where a file that is not built looks at its memory',
        {
          'p.go': p,
          'q_plan9.go':
            'package p\n\nimport "unsafe"\n\nfunc f(e *Entry) unsafe.Pointer { return unsafe.Pointer(e) }\n',
        },
        /package unsafe in a file that is not built: q_plan9\.go:5/,
      ],
      [
        'where comments stand between elements',
        { 'p.go': `${p}\nvar e = Entry{\n\ttrue, // yes\n\t1,\n\t2,\n}\n` },
        /comments in an unkeyed literal: p\.go:9/,
      ],
      [
        'where calls on several lines would change places',
        {
          'p.go': `${p}\nfunc f() (x int64) { return x }\n\nvar e = Entry{\n\tf() > 1,\n\tf(),\n\t2,\n}\n`,
        },
        /made in another order: p\.go:11/,
      ],
      [
        'where a literal is being typed',
        { 'p.go': `${p}\nvar e = Entry{true, }\n` },
        /unkeyed literal that is not whole: p\.go:9/,
      ],
    ] as const) {
      it(name, async () => {
        assert.match(await reasonIn(files), reason);
      });
    }
  });

  it('is cheap where nobody has asked: the reason is shown once it is wanted', async () => {
    const text = `package p\n\nimport "unsafe"\n\n${ENTRY}\nvar at = unsafe.Offsetof(Entry{}.Kind)\n`;
    const uri = await open({ 'p.go': text });
    const action = await actionIn(uri, text, { triggerKind: CodeActionTriggerKind.Automatic });
    assert.ok(action);
    assert.equal(action.disabled, undefined);
    assert.equal((await server.resolveAction(action)).edit, undefined);
    assert.match(server.messages.join(), /an offset in it is used: p\.go:11/);
  });

  it('answers the view, which has no threshold', async () => {
    const text = `package p\n\n${ENTRY}`;
    const uri = await open({ 'p.go': text });
    server.settings = { layout: { reorderThresholdBytes: 100 } };
    await server.connection.sendNotification('workspace/didChangeConfiguration', { settings: {} });
    const ask = (line: number): Promise<ReorderResult> =>
      server.connection.sendRequest(METHODS.reorderFields, {
        uri,
        position: { line, character: 5 },
      });
    assert.deepEqual(applied((await ask(2)).edit as WorkspaceEdit), {
      'p.go': `package p\n\n${REORDERED}`,
    });
    assert.deepEqual(await ask(0), {});
  });

  it('says that the order of encoded fields changes', async () => {
    const text = `package main\n\n${ENTRY.replace('Kind  int8', 'Kind  int8 `json:"kind" xml:"k"`')}`;
    const uri = await open({ 'p.go': text });
    const action = await actionIn(uri, text);
    assert.equal(
      action?.title,
      'Reorder fields of Entry: 16 B instead of 24 (the order changes in json, xml)',
    );
  });

  it('speaks of atomic words only where one may be', async () => {
    const struct =
      'type Entry struct {\n\tfirst  int64\n\tvalid  bool\n\tname   string\n\tkind   int8\n}\n';
    const text = `package p\n\n${struct}`;
    const uri = await open({ 'p.go': text });
    const quiet = await actionIn(uri, text);
    assert.equal(quiet?.title, 'Reorder fields of Entry: 32 B instead of 48');
    const addressed = `${text}\nfunc f(e *Entry) *int64 { return &e.first }\n`;
    await server.change(uri, addressed);
    const loud = await actionIn(uri, addressed);
    assert.match(loud?.title ?? '', /48 \(The first 64-bit word moves/);
  });

  it('has the edit at once where the client cannot ask for it later', async () => {
    const text = `package p\n\n${ENTRY}`;
    writeFiles(folder, { 'go.mod': 'module example.com/m\n', 'p.go': text });
    await server.start(
      { isTrusted: false },
      { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } },
    );
    await server.open(uriOf('p.go'), text);
    const action = await actionIn(uriOf('p.go'), text, {
      triggerKind: CodeActionTriggerKind.Automatic,
    });
    assert.deepEqual(applied(action?.edit), { 'p.go': `package p\n\n${REORDERED}` });
  });
});
