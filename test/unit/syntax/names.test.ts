import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseDeclaration } from '../../../server/src/engine/syntax/parser.ts';
import { localNames } from '../../../server/src/engine/syntax/names.ts';
import { unmark } from '../../support/marks.ts';

describe('local names', () => {
  /** `·` is before the declaration of a name, `‸` before each of its uses, of which there are no more. */
  const CASES: Readonly<Record<string, string>> = {
    'a parameter': 'func f(·x, y int) { g(‸x, y); _ = ‸x }',
    'a receiver': 'func (·r *T) f() { ‸r.m(r1); ‸r.field.r() }',
    'a named result': 'func f() (n int, ·err error) { ‸err = g(); return n, ‸err }',
    'a variadic parameter': 'func f(·all ...int) { g(‸all...) }',
    'a parameter of a literal': 'func f(x int) { func(·x int) { g(‸x) }(x); g(x) }',
    'a variable of a closure': 'func f() { ·x := 1; func() { ‸x++ }() }',
    'a short declaration': 'func f() { ·x := 1; ‸x = 2; g(&‸x) }',
    'a shadowed name': 'func f() { ·x := 1; { x := 2; g(x) }; g(‸x) }',
    'a shadowing name': 'func f() { x := 1; { ·x := x; g(‸x) }; g(x) }',
    'the right side, which is outside': 'func f() { ·x := 1; { x, y := ‸x, 2; g(x) } }',
    'a name set again by a short declaration': 'func f() { ·x, a := g(); ‸x, b := g(); h(‸x) }',
    'a parameter set by a short declaration': 'func f(·x int) { ‸x, b := g(); h(‸x) }',
    var: 'func f() { var ·x, y int = 1, 2; g(‸x) }',
    'var in a group': 'func f() { var ( a = 1; ·x T ); g(‸x) }',
    const: 'func f() { const ·x = 1; g(‸x) }',
    'a name hidden by a type': 'func f(·x int) { g(‸x); type x int; g(x(1)) }',
    if: 'func f() { if ·x := g(); ‸x { h(‸x) } else { h(‸x) }; h(x) }',
    'else if': 'func f() { if a := g(); a { } else if ·x := a; ‸x { h(‸x) } else { h(‸x) } }',
    for: 'func f() { for ·i := 0; ‸i < 9; ‸i++ { h(‸i) }; h(i) }',
    'the copy of a loop variable': 'func f() { for i := range n { ·i := i; h(‸i) } }',
    'a loop variable that is copied': 'func f() { for ·i := range n { i := ‸i; h(i) } }',
    range: 'func f() { for k, ·v := range v { h(k, ‸v) } }',
    'what is ranged over': 'func f(·v T) { for k, v := range ‸v { h(k, v) } }',
    'range that sets': 'func f(·v T) { for _, ‸v = range list { h(‸v) } }',
    switch: 'func f() { switch ·x := g(); ‸x { case 1: h(‸x) }; h(x) }',
    'a case': 'func f(x int) { switch { case true: ·x := 1; h(‸x); case false: h(x) } }',
    select: 'func f() { select { case ·x, ok := <-c: h(‸x, ok); case <-d: h(x) } }',
    'select that sets': 'func f(·x int) { select { case ‸x = <-c: h(‸x) } }',
    'keys of maps': 'func f(·k string) { _ = map[string]int{‸k: 1} }',
    'keys of structs, which are fields': 'func f(·k string) { _ = T{k: ‸k}; _ = []T{{k: 1}} }',
    'keys that are expressions': 'func f(·k string) { _ = T{"a" + ‸k: 1} }',
    'selectors, which are not local': 'func f(·x T) { ‸x.y.x(); y.x() }',
    'labels, which are names apart': 'func f(·x T) { x: for { break x }; h(‸x) }',
    'an index that looks like a type': 'func f(·i int) { _ = list[‸i](1); _ = new(list[‸i]) }',
    'a list that looks like a type': 'func f(·x T) { _ = ‸x[i](1); _ = ‸x.y[i](1); _ = new(‸x.y) }',
    'types of parameters': 'func f(·T int) { func(‸T) {}(‸T) }',
    'parameters of types': 'func f(·x int) { var g func(x int) (y int); g(‸x) }',
    'type parameters': 'func f[·T any](x ‸T) { var y ‸T }',
    'the blank name': 'func f(·x int) { _ = ‸x; _, _ := 1, 2 }',
    'names beyond ASCII': 'func f(·größe, 𝛼 int) { g("ü𝛼", ‸größe, 𝛼) }',
    'a literal in a variable of the package': 'var v = func(·x int) int { return ‸x }',
    'broken text': 'func f(·x int) { g(‸x); if ‸x > ; h(‸x }',
  };
  for (const [title, marked] of Object.entries(CASES)) {
    it(title, () => {
      const { text, offsets } = unmark(marked, '·‸');
      const [declaration] = offsets.get('·') ?? [];
      const uses = localNames(parseDeclaration(text))
        .filter((name) => name.declaration.at === declaration && name.start !== declaration)
        .map(({ start }) => start);
      assert.deepEqual(uses, offsets.get('‸'), marked);
    });
  }

  it('have the range of the use', () => {
    const names = localNames(parseDeclaration('func f(a int) { g(a) }'));
    assert.deepEqual(
      names.map(({ start, end, declaration }) => ({ start, end, at: declaration.at })),
      [
        { start: 7, end: 8, at: 7 },
        { start: 18, end: 19, at: 7 },
      ],
    );
  });

  it('are none of the package', () => {
    assert.deepEqual(localNames(parseDeclaration('var a, b = c, a')), []);
    assert.deepEqual(localNames(parseDeclaration('type T[K any] struct{ T *T[K] }')), []);
  });

  it('are one for each clause of a type switch', () => {
    const text = 'func f() { switch x := y.(type) { case A: g(x); case *B: g(x); default: g(x) } }';
    const names = localNames(parseDeclaration(text));
    const anchors = [text.indexOf('A:'), text.indexOf('B:'), text.indexOf('default')];
    const header = names.filter(({ start }) => start === text.indexOf('x'));
    assert.deepEqual(
      header.map(({ declaration }) => declaration.at),
      anchors,
    );
    const uses = names.filter(({ start }) => start !== text.indexOf('x'));
    assert.deepEqual(
      uses.map(({ declaration }) => declaration.at),
      anchors,
    );
  });
});
