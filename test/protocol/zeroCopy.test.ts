import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { CodeAction, CodeActionContext } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type RefactoringServer, refactoringServer } from '../support/refactoringServer.ts';

const KIND = 'refactor.rewrite.zeroCopy';

const DECLARED = `package p

import (
	"bufio"
	"bytes"
	"io"
	"sync"
)

type text string
type page []byte
type letter byte

type box struct {
	data []byte
	name string
}

var sink string
var sinks []string
var pool = sync.Pool{New: func() any { return new([]byte) }}
var use = []any{bufio.NewReader, bytes.NewReader, io.Copy, &pool}

func give() []byte

`;

describe('sharing the bytes of a conversion', () => {
  let made: RefactoringServer;

  beforeEach(() => {
    made = refactoringServer('p.go');
  });

  afterEach(() => made.close());

  /** At `‸` in the code, which follows the declarations above. */
  async function actionIn(
    code: string,
    { goVersion, ...context }: Partial<CodeActionContext> & { goVersion?: string } = {},
  ): Promise<{ readonly action: CodeAction | undefined; readonly text: string }> {
    const marked = DECLARED + code;
    const text = marked.replace('‸', '');
    await made.open(text, goVersion);
    const before = marked.slice(0, marked.indexOf('‸')).split('\n');
    const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
    const actions = await made.server.codeActions(made.uri, position, context);
    const found = actions.filter(({ kind }) => kind === KIND);
    assert.ok(found.length <= 1);
    return { action: found[0], text };
  }

  function applied(action: CodeAction | undefined, text: string): string {
    const [change] = action?.edit?.documentChanges ?? [];
    assert.ok(change && 'edits' in change);
    return TextDocument.applyEdits(
      TextDocument.create(made.uri, 'go', 0, text),
      change.edits.flatMap((each) => ('newText' in each ? [each] : [])),
    );
  }

  const KEEP = 'func f(b []byte) { sink = str‸ing(b) }\n';

  it('says what it asks of who takes it', async () => {
    const { action, text } = await actionIn(KEEP);
    assert.equal(
      action?.title,
      'Share the bytes of b with the string (unsafe): nobody may write to them while it is in use',
    );
    const after = applied(action, text);
    assert.match(after, /sink = unsafe\.String\(unsafe\.SliceData\(b\), len\(b\)\)/);
    assert.match(after, /^\t"unsafe"$/m);
  });

  for (const [name, code, expected] of [
    [
      'a part',
      'func f(b []byte, n int) { sink = ‸string(b[:n]) }',
      'unsafe.String(unsafe.SliceData(b[:n]), len(b[:n]))',
    ],
    [
      'a field',
      'func f(x *box) { sink = ‸string(x.data) }',
      'unsafe.String(unsafe.SliceData(x.data), len(x.data))',
    ],
    [
      'named types',
      'var t text\n\nfunc f(b page) { t = ‸text(b) }',
      'text(unsafe.String(unsafe.SliceData(b), len(b)))',
    ],
    [
      'bytes that are written to before',
      'func f(n int) { b := make([]byte, n); b[0] = 1; sink = ‸string(b) }',
      'unsafe.String(unsafe.SliceData(b), len(b))',
    ],
    [
      'new bytes with each round',
      'func f(r io.Reader, n int) {\n\tfor {\n\t\tb := make([]byte, n)\n\t\tr.Read(b)\n\t\tsinks = append(sinks, ‸string(b))\n\t}\n}',
      'unsafe.String(unsafe.SliceData(b), len(b))',
    ],
    [
      'a string that is written',
      'func f(w io.Writer, s string) { w.Write([]by‸te(s)) }',
      'unsafe.Slice(unsafe.StringData(s), len(s))',
    ],
    [
      'bytes in a variable that are only read',
      'func f(w io.Writer, s string) int {\n\tb := ‸[]byte(s)\n\tw.Write(b[1:])\n\treturn int(b[0]) + len(b)\n}',
      'unsafe.Slice(unsafe.StringData(s), len(s))',
    ],
  ] as const) {
    it(`is for ${name}`, async () => {
      const { action, text } = await actionIn(`${code}\n`);
      assert.equal(action?.disabled, undefined);
      assert.ok(applied(action, text).includes(expected));
    });
  }

  for (const [name, code, reason] of [
    [
      'writes to an element later',
      'func f(b []byte) { sink = ‸string(b); b[0] = 1 }',
      /written to later/,
    ],
    [
      'writes to a field later',
      'func f(x *box) { sink = ‸string(x.data); x.data[0]++ }',
      /written to later/,
    ],
    [
      'writes by another name',
      'func f(b []byte, n int) { c := b[:n]; sink = ‸string(c); copy(b, "x") }',
      /written to later/,
    ],
    [
      'reads into them with the next round',
      'func f(r io.Reader) {\n\tb := make([]byte, 99)\n\tfor {\n\t\tn, _ := r.Read(b)\n\t\tsinks = append(sinks, ‸string(b[:n]))\n\t}\n}',
      /written to later/,
    ],
    [
      'fills them anew',
      'func f(all []string) {\n\tvar b []byte\n\tfor _, each := range all {\n\t\tb = append(b[:0], each...)\n\t\tsinks = append(sinks, ‸string(b))\n\t}\n}',
      /written to later/,
    ],
    [
      'writes in a literal',
      'func f(b []byte) func() { g := func() { clear(b) }; sink = ‸string(b); return g }',
      /written to later/,
    ],
    [
      'takes them from a pool',
      'func f() { p := pool.Get().(*[]byte); b := *p; sink = ‸string(b) }',
      /of a pool/,
    ],
    ['gives them to one', 'func f(b []byte) { sink = ‸string(b); pool.Put(&b) }', /of a pool/],
    [
      'has them of a pool by way of a field',
      'func f() { x := pool.Get().(*box); sink = ‸string(x.data) }',
      /of a pool/,
    ],
    [
      'has them of a scanner',
      'func f(s *bufio.Scanner) { b := s.Bytes(); sink = ‸string(b) }',
      /fills anew/,
    ],
    ['would be given them twice', 'func f() { sink = ‸string(give()) }', /evaluated twice/],
    [
      'changes what it makes',
      'func f(s string) []byte { b := ‸[]byte(s); b[0] = 1; return b }',
      /only read/,
    ],
    ['gives away what it makes', 'func f(s string) []byte { return ‸[]byte(s) }', /only read/],
    [
      'appends to what it makes',
      'func f(s, t string) []byte { return append(‸[]byte(s), t...) }',
      /only read/,
    ],
  ] as const) {
    it(`is refused where the function ${name}`, async () => {
      const { action } = await actionIn(`${code}\n`);
      assert.match(action?.disabled?.reason ?? '', reason);
      assert.equal(action?.edit, undefined);
    });
  }

  for (const [name, code] of [
    ['what stays on the stack', 'func f(b []byte) int { s := ‸string(b); return len(s) }'],
    ['a comparison', 'func f(b []byte) bool { return ‸string(b) == "x" }'],
    ['bytes of a type of their own', 'func f(b []letter) { sink = ‸string(b) }'],
    ['runes', 'func f(r []rune) { sink = ‸string(r) }'],
    ['strings of a type of their own', 'func f(w io.Writer, s text) { w.Write(‸[]byte(s)) }'],
    ['a constant', 'func f(w io.Writer) { w.Write(‸[]byte("constant")) }'],
    ['what is beside it', 'func f(b []byte) { sink = string(b); prin‸tln(sink) }'],
  ] as const) {
    it(`is not offered for ${name}`, async () => {
      assert.equal((await actionIn(`${code}\n`)).action, undefined);
    });
  }

  it('is not offered to who has not asked for it', async () => {
    made.server.settings = {};
    assert.equal((await actionIn(KEEP)).action, undefined);
  });

  it('is not offered before Go 1.20, and not among other kinds', async () => {
    assert.equal(
      (await actionIn(KEEP, { goVersion: '1.19', only: ['refactor'] })).action,
      undefined,
    );
  });

  it('is a refactoring', async () => {
    assert.equal((await actionIn(KEEP, { only: ['quickfix'] })).action, undefined);
    const actions = await made.server.codeActions(
      made.uri,
      { line: DECLARED.split('\n').length - 1, character: KEEP.indexOf('‸') },
      { only: ['refactor.rewrite'] },
    );
    assert.equal(actions.length, 1);
  });
});
