import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  anchorsOf,
  expressionsAt,
  type AnchorKind,
} from '../../../server/src/engine/syntax/anchors.ts';
import { treeOf } from '../../../server/src/engine/syntax/declarationTree.ts';
import { onlyOffset, unmark } from '../../support/marks.ts';

describe('anchors', () => {
  /** Between the angles stands the expression; the dot is before its anchor. */
  const CASES: readonly (readonly [AnchorKind, string])[] = [
    ['name', '_ = ‹·value›'],
    ['literal', '_ = ‹·"text"›'],
    ['literal', '_ = ‹·`text`›'],
    ['literal', '_ = ‹·4.5›'],
    ['literal', "_ = ‹·'x'›"],
    ['literal', '_ = ‹·nil›'],
    ['call', '‹errors.New·("x" + y)›'],
    ['binary', 'errors.New(‹"x" ·+ y›)'],
    ['selector', '‹errors·.New›("x" + y)'],
    ['call', '‹f·(x)›.m(y)'],
    ['call', '‹f(x).m·(y)›'],
    ['call', '‹f(x).\n\t\tm·(\n\t\t\ty,\n\t\t)›'],
    ['selector', '‹f(x)·.m›(y)'],
    ['selector', '_ = ‹a.b·.c›'],
    ['call', '_ = ‹make·([]int, n)›'],
    ['call', '_ = ‹new·(T)›'],
    ['call', '_ = ‹new·(f(x))›'],
    ['call', '_ = new(‹f·(x)›)'],
    ['call', '_ = ‹append·(list, x)›'],
    ['call', '_ = ‹[]byte·(text)›'],
    ['call', '_ = ‹(*T)·(p)›'],
    ['conversion', '_ = ‹[]byte(·text)›'],
    ['conversion', '_ = ‹[]byte(text·[1:])›'],
    ['conversion', '_ = ‹[]byte(·"text")›'],
    ['conversion', '_ = ‹string(read·(x))›'],
    ['conversion', '_ = ‹string(first ·+ second)›'],
    ['conversion', '_ = ‹string([]rune·(text))›'],
    ['conversion', '_ = string(‹[]rune(·text)›)'],
    ['call', '_ = ‹instance[int]·(x)›'],
    ['index', '_ = ‹instance·[int]›(x)'],
    ['index', '_ = ‹list·[i]›'],
    ['index', '_ = ‹table[i]·[j]›'],
    ['slice', '_ = ‹list·[1:n]›'],
    ['assertion', '_ = ‹x·.(T)›'],
    ['assertion', '_ = ‹a.b·.(*pkg.T)›'],
    ['binary', '_ = ‹a + b ·+ c›'],
    ['binary', '_ = ‹a ·+ b * c›'],
    ['binary', '_ = a + ‹b ·* c›'],
    ['binary', '_ = ‹a ·== b›'],
    ['unary', '_ = ‹·&T{1}›'],
    ['unary', '_ = ‹·*p›'],
    ['unary', '_ = ‹·<-c›'],
    ['composite', '_ = &‹T·{1}›'],
    ['composite', '_ = ‹pkg.T·{a: 1}›'],
    ['composite', '_ = ‹[]*T·{{1}, {2}}›'],
    ['composite', '_ = []*T{{1}, ‹·{2}›}'],
    ['composite', '_ = ‹map[string]int·{}›'],
    ['parenthesized', '_ = ‹·(x)›'],
    ['function', '_ = ‹·func() int ›{ return 1 }'],
    ['name', '_ = func(‹·a›, b int) {}'],
    ['name', '‹·value› := 1'],
    ['name', 'var ‹·value› = 1'],
    ['name', 'for _, ‹·value› := range list {}'],
    ['statement', '‹a, b ·= g()›'],
    ['statement', '‹a, b ·:= g()›'],
    ['statement', '‹text ·+= "x"›'],
    ['statement', '‹c ·<- x›'],
    ['statement', '‹·return g()›'],
    ['statement', '‹·for x := range seq ›{ g() }'],
    ['keyword', '‹·go› g(x)'],
    ['keyword', '‹·defer› func() { g() }()'],
    ['use', '·x := 1; g(‹x›)'],
    ['name', 'switch x := y.(type) { ‹case A, ·T:› g(x) }'],
    ['use', 'switch ‹x› := y.(type) { case A, ·T: g(x) }'],
    ['use', 'switch x := y.(type) { case A, ·T: g(‹x›) }'],
    ['use', 'switch x := y.(type) { case []*·pkg.T: g(‹x›) }'],
    ['use', 'switch x := y.(type) { case map[K]·V: g(‹x›) }'],
    ['use', 'switch x := y.(type) { case G[A, ·B]: g(‹x›) }'],
    ['use', 'switch x := y.(type) { case func(a A) (b ·B): g(‹x›) }'],
    ['use', 'switch x := y.(type) { case func(A, ...·B) (): g(‹x›) }'],
    ['use', 'switch x := y.(type) { case func·(): g(‹x›) }'],
    ['use', 'switch x := y.(type) { case interface{ M·() }: g(‹x›) }'],
    ['use', 'switch x := y.(type) { case ·interface{}: g(‹x›) }'],
    ['use', 'switch x := y.(type) { case ·struct{ a int }: g(‹x›) }'],
    ['use', 'switch x := y.(type) { case ·nil: g(‹x›) }'],
    ['use', 'switch x := y.(type) { case T: ; ·default: g(‹x›) }'],
    ['binary', '_, _ = "größer 𝛼", ‹"ä" ·+ x›'],
  ];
  for (const [kind, statement] of CASES) {
    it(`${kind}: ${statement}`, () => {
      assertAnchored(kind, `func f() {\n\t${statement}\n}`);
    });
  }

  it('of functions are what follows the keyword', () => {
    assertAnchored('declaration', 'func ·‹name›() {}');
    assertAnchored('declaration', 'func ·(r *T) ‹name›() {}');
  });

  it('of parameters, receivers and results are their names', () => {
    for (const marked of [
      'func (‹·r› *T) f(a, b int) (c int) {}',
      'func (r *T) f(a, ‹·b› int) (c int) {}',
      'func (r *T) f(a, b int) (‹·c› int) {}',
      'func f(‹·a› ...int) {}',
    ]) {
      assertAnchored('name', marked);
    }
  });

  it('are there in declarations of variables', () => {
    assertAnchored('call', 'var x = ‹errors.New·("x")›');
    assertAnchored('unary', 'var (\n\tx = ‹·&T{}›\n)');
  });

  it('are there for what can be read of broken text', () => {
    assertAnchored('call', 'func f() {\n\t‹g·(x)›\n\tif {\n');
    assertAnchored('call', 'func f() {\n\tx := \n\t‹g·(y)›\n}');
    assertAnchored('binary', 'func f() {\n\tg(‹a ·+ b›\n}');
  });

  it('never fail', () => {
    const text =
      'func f(a int) {\n\tfor i := range g(func() any { return T{a: [1]int{i}[0]} }) {}\n}';
    for (let cut = 0; cut <= text.length; cut++) {
      for (const broken of [text.slice(0, cut), text.slice(cut), `${text.slice(0, cut)}}`]) {
        for (const { anchor, start, end } of anchorsOf(treeOf(broken))) {
          assert.ok(0 <= start && start <= end && end <= broken.length, broken);
          assert.ok(0 <= anchor && anchor <= broken.length, broken);
        }
      }
    }
  });

  it('are found in deep trees', () => {
    const deep = `var x = ${'"a" + '.repeat(5000)}"a"`;
    assert.equal(anchorsOf(treeOf(deep)).length, 10_002);
    const nested = `func f() {${'{ x := 1; g(x); '.repeat(300)}${'}'.repeat(300)}}`;
    assert.ok(anchorsOf(treeOf(nested)).length > 1200);
  });

  function assertAnchored(kind: AnchorKind, marked: string): void {
    const place = unmark(marked, '‹·›');
    const wanted = {
      anchor: onlyOffset(place, '·'),
      start: onlyOffset(place, '‹'),
      end: onlyOffset(place, '›'),
      kind,
    };
    const found = anchorsOf(treeOf(place.text)).map(({ anchor, start, end, kind }) =>
      JSON.stringify({ anchor, start, end, kind }),
    );
    const message = `${marked}: no ${JSON.stringify(wanted)} in\n${found.join('\n')}`;
    assert.ok(found.includes(JSON.stringify(wanted)), message);
  }
});

describe('expressions at an offset', () => {
  /** The texts of what is found at the caret. */
  function at(marked: string): string[] {
    const place = unmark(`func f(x, y string) {\n\t${marked}\n}`, '‸');
    const anchors = anchorsOf(treeOf(place.text));
    return expressionsAt(anchors, onlyOffset(place, '‸')).map(({ kind, start, end }) =>
      kind === 'use' ? `→ ${place.text.slice(start, end)}` : place.text.slice(start, end),
    );
  }

  it('go from the smallest to the largest', () => {
    const call = 'errors.New("x" + y)';
    assert.deepEqual(at('‸errors.New("x" + y)'), ['errors', 'errors.New', call]);
    assert.deepEqual(at('errors.N‸ew("x" + y)'), ['errors.New', call]);
    assert.deepEqual(at('errors.New("‸x" + y)'), ['"x"', '"x" + y', call]);
    assert.deepEqual(at('errors.New("x" ‸+ y)'), ['"x" + y', call]);
  });

  it('have a name itself, and then what declares it', () => {
    assert.deepEqual(at('_ = ‸y'), ['y', '→ y', '_ = y']);
  });

  it('have a name that ends there last', () => {
    assert.deepEqual(at('g(y‸)'), ['g(y)', 'y', '→ y']);
    assert.deepEqual(at('y‸'), ['y', '→ y']);
  });

  it('have nothing from around a function literal in its body', () => {
    const literal = 'func(a int) { h(a) }';
    const call = `sort.Slice(x, ${literal})`;
    assert.deepEqual(at('sort.Slice(x, fu‸nc(a int) { h(a) })'), ['func(a int) ', call]);
    assert.deepEqual(at('sort.Slice(x, func(a int) { ‸h(a) })'), ['h', 'h(a)']);
    assert.deepEqual(at('sort.Slice(x, func(a int) { h(a) ‸})'), []);
    assert.deepEqual(at('sort.Slice(x, func(a int) { h(a) }‸)'), [call]);
  });

  it('have no loop in its body', () => {
    assert.deepEqual(at('‸for a := range s { h(1) }'), ['for a := range s ']);
    assert.deepEqual(at('for a := range s { h‸(1) }'), ['h(1)', 'h']);
  });

  it('have no clause in its body', () => {
    const head = 'switch z := y.(type) { case int:';
    assert.deepEqual(at(`${head} h‸(1) }`), ['h(1)', 'h']);
    assert.deepEqual(at('switch z := y.(type) { ca‸se int: h(1) }'), ['case int:']);
  });

  it('are none where there is nothing', () => {
    assert.deepEqual(at('h(1)\n\t‸\n\th(1)'), []);
  });
});
