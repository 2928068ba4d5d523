import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  anchorIndex,
  type AnchorIndex,
  type AnchorRole,
} from '../../../server/src/engine/syntax/anchorIndex.ts';
import type { DisposableParser } from '../../../server/src/host/treeSitter.ts';
import { goFilesOf } from '../../fuzz/slicerDamage.ts';
import { loadTestParser } from '../../fuzz/slicerParse.ts';
import { checkAnchors, compilerLog } from './anchorOracle.ts';

const HERE = dirname(fileURLToPath(import.meta.url));

let parser: DisposableParser;

before(async () => {
  parser = await loadTestParser();
});

after(() => {
  parser.dispose();
});

/** The text without its `^`, and the index of it with the offset where that stood. */
function marked(source: string): { text: string; offset: number; index: AnchorIndex } {
  const offset = source.indexOf('^');
  const text = source.replace('^', '');
  return { text, offset, index: anchorIndex(parser.parseDeclaration(text)) };
}

/** What is anchored at the `^`, as `kind text`. */
function anchored(source: string, role?: AnchorRole): string[] {
  const { text, offset, index } = marked(source);
  return index.at(offset, role).map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`);
}

describe('anchorIndex', () => {
  const expressions: readonly (readonly [source: string, expected: string])[] = [
    ['^x', 'name x'],
    ['^"a"', 'literal "a"'],
    ['^&T{a: 1}', 'address &T{a: 1}'],
    ['&T^{a: 1}', 'composite T{a: 1}'],
    ['[]T{^{1}, {2}}', 'composite {1}'],
    ['[]T^{{1}, {2}}', 'composite []T{{1}, {2}}'],
    ['a.f^(b)', 'call a.f(b)'],
    ['a^.f(b)', 'selector a.f'],
    ['f^[int](b)', 'index f[int]'],
    ['f[int]^(b)', 'call f[int](b)'],
    ['f[0]^(b)', 'call f[0](b)'],
    ['p.f^[i](b)', 'index p.f[i]'],
    ['p^.f[i](b)', 'selector p.f'],
    ['make^([]int, 3)', 'make make([]int, 3)'],
    ['new^(T)', 'new new(T)'],
    ['new^(f(x))', 'new new(f(x))'],
    ['append^(a, b...)', 'append append(a, b...)'],
    ['[]byte^(s)', 'conversion []byte(s)'],
    ['string^(s)', 'conversion string(s)'],
    ['a.b^.c', 'selector a.b.c'],
    ['a.b^.(T)', 'assertion a.b.(T)'],
    ['a^[i]', 'index a[i]'],
    ['a^[i:j]', 'slice a[i:j]'],
    ['a + b ^+ c', 'binary a + b + c'],
    ['a ^+ b + c', 'binary a + b'],
    ['^-a', 'unary -a'],
    ['^*a', 'deref *a'],
    ['^<-a', 'receive <-a'],
    ['^(a)', 'parenthesized (a)'],
    ['^func() {}', 'closure func() {}'],
  ];
  for (const [source, expected] of expressions) {
    it(source, () => {
      assert.deepEqual(anchored(`var _ = ${source}`, 'expr'), [expected]);
    });
  }

  const declared: readonly (readonly [source: string, role: AnchorRole, expected: string])[] = [
    ['func f(^x, y int) {}', 'param', 'parameter x'],
    ['func f(x ^...int) {}', 'param', ''],
    ['func f(^...int) {}', 'param', 'parameter ...int'],
    ['func f(^[]int, string) {}', 'param', 'parameter []int'],
    ['func (^r *T) f() {}', 'param', 'parameter r'],
    ['func (^*T) f() {}', 'param', 'parameter *T'],
    ['func f() (^x *int) {}', 'var', 'variable x'],
    ['func f() ^*int {}', 'var', 'variable *int'],
    ['func f() { var x, ^y = 1, 2 }', 'var', 'variable y'],
    ['func f() { x, ^y := 1, 2 }', 'var', 'variable y'],
    ['func f() { x, ^y = 1, 2 }', 'var', ''],
    ['func f() { for _, ^x := range y {} }', 'var', 'iteration x'],
    ['func f() { for _, ^x := range y {} }', 'param', 'iteration x'],
    ['func f() { for ^x := 0; ; {} }', 'var', 'variable x'],
    ['func f() { ^for x := range y {} }', 'var', 'range for x := range y {}'],
    ['func f() { switch x := y.(type) { case ^int: } }', 'var', 'variable x'],
    ['func f() { switch x := y.(type) { ^default: } }', 'var', 'variable x'],
    ['func f() { select { case ^x := <-y: } }', 'var', 'variable x'],
    ['func f() { g^(1) }', 'var', 'call g(1)'],
    ['func f() { g^(1) }', 'append', 'call g(1)'],
    ['func ^f[T any](x T) {}', 'append', 'function f'],
    ['func ^(r *T[K]) f(x T) {}', 'expr', 'function f'],
    ['func f() { x ^:= y }', 'expr', 'assignment x := y'],
    ['func f() { x, y ^= y, x }', 'expr', 'assignment x, y = y, x'],
    ['func f() { ^defer g() }', 'expr', 'statement defer g()'],
  ];
  for (const [source, role, expected] of declared) {
    it(`${source} (${role})`, () => {
      assert.deepEqual(anchored(source, role), expected === '' ? [] : [expected]);
    });
  }

  it('finds what covers a place, the smallest first', () => {
    const { text, offset, index } = marked('func f() { a := g(b + h(^c)) }');
    assert.deepEqual(
      index.covering(offset).map(({ start, end }) => text.slice(start, end)),
      ['c', 'h(c)', 'b + h(c)', 'g(b + h(c))'],
    );
  });

  it('finds the functions around a place, the innermost first', () => {
    const { text, offset, index } = marked('func f() { g(func() { h(func() {}, ^c) }) }');
    assert.deepEqual(
      index
        .functionsAt(offset)
        .map(({ kind, start, bodyStart = 0 }) => [kind, text.slice(start, bodyStart + 1)]),
      [
        ['closure', 'func() {'],
        ['declaration', 'func f() {'],
      ],
    );
    assert.deepEqual(index.functionsAt(text.length), []);
  });

  it('makes the best of broken text', () => {
    assert.deepEqual(anchored('func f() { x := g^(1 }', 'expr'), ['call g(1']);
    assert.deepEqual(anchored('func f() { ) ^x }', 'expr'), ['name x']);
    assert.equal(anchorIndex(parser.parseDeclaration('')).covering(0).length, 0);
  });

  it('takes nesting of any depth', () => {
    const text = `var x = ${'('.repeat(20_000)}1${')'.repeat(20_000)}`;
    const index = anchorIndex(parser.parseDeclaration(text));
    assert.equal(index.at(8).length, 1);
  });
});

describe('anchorIndex and the compiler', () => {
  const version = spawnSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' }).stdout;
  const [, minor = '0'] = /^go1\.(\d+)/.exec(version) ?? [];
  const needsGo = Number(minor) < 26 ? 'there is no Go 1.26' : false;

  it('agree on one of each expression', { skip: needsGo }, () => {
    const directory = mkdtempSync(join(tmpdir(), 'anchors-'));
    try {
      writeFileSync(join(directory, 'go.mod'), 'module anchors\n\ngo 1.26\n');
      copyFileSync(join(HERE, 'anchorFixture.go.txt'), join(directory, 'a.go'));
      const { rows, ...wrong } = checkAnchors(compilerLog(directory, ['.']), directory, parser);
      assert.ok(rows > 150, `${rows} rows`);
      assert.deepEqual(wrong, { misses: [], mistakes: [] });
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it('agree on packages of the standard library', { skip: needsGo }, () => {
    const [file] = goFilesOf('fmt');
    assert.ok(file !== undefined);
    const source = join(dirname(file), '..');
    const packages = ['./fmt', './encoding/json', './text/template'];
    const { rows, ...wrong } = checkAnchors(compilerLog(source, packages), source, parser);
    assert.ok(rows > 1000, `${rows} rows`);
    assert.deepEqual(wrong, { misses: [], mistakes: [] });
  });
});
